//! The 1-2-5 steps on which the knobs of instruments click.

/// Mantissas of the ladder.
const RUNGS: [f64; 3] = [1.0, 2.0, 5.0];

/// All rungs from `1e-3` to `5e6`.
fn rungs() -> impl DoubleEndedIterator<Item = f64> {
    // Divisions and products of whole powers of ten keep the decimals short.
    (-3i32..=6).flat_map(|exponent| {
        RUNGS.map(|rung| {
            let power = (0..exponent.unsigned_abs()).fold(1.0, |power, _| power * 10.0);
            if exponent < 0 { rung / power } else { rung * power }
        })
    })
}

/// The next rung above `value`, at most `most`.
#[must_use]
pub fn ladder_up(value: f64, most: f64) -> f64 {
    rungs().find(|rung| *rung > value * 1.000_001).unwrap_or(most).min(most)
}

/// The next rung below `value`, at least `least`.
#[must_use]
pub fn ladder_down(value: f64, least: f64) -> f64 {
    rungs().rfind(|rung| *rung < value * 0.999_999).unwrap_or(least).max(least)
}

/// The rung that differs from `value`, which is above 0, by the smallest factor.
#[must_use]
pub fn ladder_near(value: f64) -> f64 {
    let below = rungs().rfind(|rung| *rung <= value * 1.000_001);
    let above = rungs().find(|rung| *rung > value * 1.000_001);
    match (below, above) {
        (Some(below), Some(above)) if value * value <= below * above => below,
        (Some(below), None) => below,
        (_, above) => above.unwrap_or(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_rung_is_that_of_the_smallest_factor() {
        let near = [0.1, 0.6, 1.0, 1.4, 1.5, 7.0, 7.2, 100.0].map(ladder_near);
        assert_eq!(near, [0.1, 0.5, 1.0, 1.0, 2.0, 5.0, 10.0, 100.0]);
    }

    #[test]
    fn climbs_and_descends_on_1_2_5() {
        assert_eq!(ladder_up(1.0, 100.0), 2.0);
        assert_eq!(ladder_up(2.0, 100.0), 5.0);
        assert_eq!(ladder_up(7.0, 100.0), 10.0);
        assert_eq!(ladder_up(100.0, 100.0), 100.0);
        assert_eq!(ladder_down(1.0, 0.001), 0.5);
        assert_eq!(ladder_down(0.5, 0.001), 0.2);
        assert_eq!(ladder_down(0.001, 0.001), 0.001);
        assert_eq!(ladder_down(7.0, 0.001), 5.0);
    }
}
