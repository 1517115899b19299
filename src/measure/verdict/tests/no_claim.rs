//! What a unit without memory could do, too.

use super::{fed, said, train};
use crate::measure::verdict::NOTHING;

#[test]
fn what_a_unit_without_memory_could_do_is_no_claim() {
    assert_eq!(said(&[], &[]), NOTHING);
    assert_eq!(said(&[(0.0, 500.0)], &[]), NOTHING);
    // Silent at rest, firing at a constant rate while the current flows, silent again.
    let input = [(0.0, 50.0), (10.0, 200.0), (0.0, 50.0), (10.0, 200.0), (0.0, 50.0)];
    let spikes = [train(60.0, 20.0, 9), train(310.0, 20.0, 9)].concat();
    assert_eq!(said(&input, &spikes), NOTHING);
    // A spike for each pulse, while it lasts.
    let input = [(0.0, 20.0), (5.0, 4.0), (0.0, 20.0), (5.0, 4.0), (0.0, 20.0)];
    assert_eq!(said(&input, &[23.0, 47.0]), NOTHING);
}

#[test]
fn a_clock_is_silent_between_its_ticks_and_that_is_no_claim() {
    // Constant firing goes on through pulses that do nothing.
    let input = [(10.0, 205.0), (20.0, 2.0), (10.0, 100.0), (-5.0, 2.0), (10.0, 200.0)];
    assert_eq!(said(&input, &train(20.0, 40.0, 12)), NOTHING);
    // One that quickens on a ramp.
    let ramp = (0..1200).map(|step| f64::from(step) * 0.01);
    let spikes = [50.0, 100.0, 140.0, 175.0, 205.0, 235.0];
    assert_eq!(fed(ramp, &spikes).sentence(None), NOTHING);
}

#[test]
fn memory_is_bounded_and_noise_is_no_claim() {
    // A generator good enough to jump about.
    let mut state = 1u64;
    let noise = std::iter::repeat_with(|| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 33) as f64 / f64::from(u32::MAX)
    });
    let watch = fed(noise.take(20_000), &train(20.0, 25.0, 190));
    assert!(watch.pieces.len() <= 256);
    assert_eq!(watch.finding(), None);
}
