//! Numbers as people read them, on the screen and in messages.

/// Longest number that is written out in full (characters).
const DIGITS_MAX: usize = 20;

/// `value` as text for a message: all significant digits, but never hundreds of zeros.
///
/// 0.25 and 1000000 are written out, 1e-300 and 1e300 get an exponent.
#[must_use]
pub fn brief(value: f64) -> String {
    let plain = value.to_string();
    if plain.len() <= DIGITS_MAX { plain } else { format!("{value:e}") }
}

/// A message of the TOML parser, with its long numbers rewritten by [`brief`].
#[must_use]
pub(super) fn with_brief_numbers(message: &str) -> String {
    const BEFORE: &str = "floating point `";
    let mut parts = message.split(BEFORE);
    let mut brief_message = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        brief_message.push_str(BEFORE);
        let (number, rest) = part.split_at(part.find('`').unwrap_or(0));
        match number.parse() {
            Ok(value) if number.len() > DIGITS_MAX => brief_message.push_str(&brief(value)),
            _ => brief_message.push_str(number),
        }
        brief_message.push_str(rest);
    }
    brief_message
}

/// A number with `decimals` decimals, without a sign if it rounds to zero.
#[must_use]
pub fn fixed(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let is_nothing = !text.contains(|c: char| matches!(c, '1'..='9'));
    if is_nothing { text.trim_start_matches('-').to_owned() } else { text }
}

/// A number with as few decimals as represent it, at most `decimals`.
#[must_use]
pub fn short(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    if !text.contains('.') {
        return text;
    }
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Number of decimals that `value` needs, at most `decimals`.
#[must_use]
pub fn decimals(value: f64, decimals: usize) -> usize {
    short(value, decimals).split_once('.').map_or(0, |(_, behind)| behind.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_number_is_long() {
        for (value, shown) in [
            (0.25, "0.25"),
            (-65.0, "-65"),
            (1e6, "1000000"),
            (1e-300, "1e-300"),
            (-1e300, "-1e300"),
            (1.0 / 3.0, "0.3333333333333333"),
            (-2.0 / 3.0 * 1e-5, "-6.666666666666667e-6"),
            (f64::NAN, "NaN"),
            (f64::NEG_INFINITY, "-inf"),
        ] {
            assert_eq!(brief(value), shown);
        }
        let message = format!("type: floating point `{}`, expected u64", 1e-300);
        assert_eq!(with_brief_numbers(&message), "type: floating point `1e-300`, expected u64");
        for message in ["floating point `", "floating point `1000000.0`, expected u64", "x"] {
            assert_eq!(with_brief_numbers(message), message);
        }
        for value in [f64::MAX, f64::MIN, f64::MIN_POSITIVE, f64::EPSILON, 5e-324] {
            assert!(brief(value).len() <= 24, "{value:e}");
        }
    }

    #[test]
    fn what_rounds_to_nothing_has_no_sign() {
        let shown = [-0.04, 0.04, -0.06, -63.14].map(|value| fixed(value, 1));
        assert_eq!(shown, ["0.0", "0.0", "-0.1", "-63.1"]);
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!(short(20.0, 2), "20");
        assert_eq!(short(0.25, 3), "0.25");
        assert_eq!(short(-0.001, 2), "0");
        assert_eq!(short(100.0, 0), "100");
    }
}
