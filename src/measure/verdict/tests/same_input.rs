//! Twice the same input, and two answers.

use super::{fed, said, train};
use crate::measure::verdict::NOTHING;

#[test]
fn fired_under_an_input_that_had_left_it_silent() {
    let twice = [(0.0, 10.0), (1.0, 5.0), (0.0, 50.0), (-6.0, 5.0), (0.0, 5.0), (1.0, 5.0)];
    assert_eq!(
        said(&twice, &[78.0]),
        "fired at 78 ms under the same 1 that left it silent for 5 ms before"
    );
    // The first had not been on for so long.
    let short = [(0.0, 10.0), (1.0, 2.0), (0.0, 50.0), (1.0, 5.0)];
    assert_eq!(said(&short, &[65.0]), NOTHING);
    // Another input.
    let other = [(0.0, 10.0), (1.0, 5.0), (0.0, 50.0), (1.1, 5.0)];
    assert_eq!(said(&other, &[68.0]), NOTHING);
}

#[test]
fn fired_on_a_steep_ramp_after_a_gentle_one() {
    let ramps = |top: f64| {
        let gentle = (0..800).map(move |step| top * f64::from(step) / 800.0);
        let steep = (0..50).map(|step| 4.0 * f64::from(step) / 50.0);
        gentle.chain(std::iter::repeat_n(0.0, 400)).chain(steep)
    };
    assert_eq!(
        fed(ramps(8.0), &[310.0]).sentence(None),
        "fired at 310 ms under 3.2; 3.2 to 7.99 left it silent for 117 ms"
    );
    // The gentle one had never reached that input.
    assert_eq!(fed(ramps(2.0), &[310.0]).sentence(None), NOTHING);
    // The neuron fired on the gentle one, too.
    assert_eq!(
        fed(ramps(8.0), &[100.0, 130.0, 150.0, 170.0, 190.0, 310.0]).sentence(None),
        NOTHING
    );
}

#[test]
fn silent_under_an_input_that_had_made_it_fire() {
    let step = |ms| [(0.0, 20.0), (0.5, ms)];
    assert_eq!(said(&step(100.0), &[25.0]), NOTHING);
    assert_eq!(
        said(&step(150.0), &[25.0]),
        "silent for 145 ms under the same 0.5 that fired it at 25 ms"
    );
    assert_eq!(said(&step(150.0), &[25.0, 160.0]), NOTHING, "withdrawn");
    // The second of two equal pulses.
    let pulses = |ms| [(0.0, 20.0), (5.0, 4.0), (0.0, 20.0), (5.0, ms), (0.0, 1.0)];
    let expected = "silent for 4 ms under the same 5 that fired it at 23.5 ms";
    assert_eq!(said(&pulses(4.0), &[23.5]), expected);
    assert_eq!(said(&pulses(3.0), &[23.5]), NOTHING, "not as long");
    assert_eq!(said(&pulses(4.0), &[23.5, 47.0]), NOTHING, "fired as well");
}

#[test]
fn fired_under_less_and_silent_under_more() {
    let relieved = |ms| [(80.0, 50.0), (75.0, 200.0), (80.0, ms)];
    let spikes = [95.0, 165.0, 235.0];
    assert_eq!(said(&relieved(80.0), &spikes), NOTHING);
    assert_eq!(
        said(&relieved(100.0), &spikes),
        "fired at 235 ms under 75, but the larger 80 left it silent for 99.8 ms"
    );
    // That is what every unit does.
    assert_eq!(said(&[(80.0, 50.0), (85.0, 200.0), (80.0, 100.0)], &spikes), NOTHING);
}

#[test]
fn uneven_under_one_input() {
    const UNEVEN: &str = "uneven under the same 10: its spikes are 5 to 30 ms apart";
    let late = |spikes_ms: &[f64]| spikes_ms.iter().map(|ms| ms + 1000.0).collect::<Vec<_>>();
    for (spikes_ms, first_second, later) in [
        // Bursts.
        (vec![25.0, 30.0, 60.0, 65.0], UNEVEN, UNEVEN),
        // Intervals that grow, or shrink: in the first second adaptation, and no more than that.
        (vec![25.0, 30.0, 60.0], NOTHING, UNEVEN),
        (vec![25.0, 30.0, 45.0, 75.0, 105.0, 133.0], NOTHING, UNEVEN),
        (vec![25.0, 55.0, 70.0, 75.0], NOTHING, UNEVEN),
        // Steps of time make intervals a little uneven.
        (vec![25.0, 25.5, 26.25], NOTHING, NOTHING),
        (vec![25.0, 45.0, 66.0], NOTHING, NOTHING),
    ] {
        // Not so long after the last one that silence would be worth a claim.
        let input = |spikes_ms: &[f64]| [(0.0, 20.0), (10.0, spikes_ms[spikes_ms.len() - 1] - 5.0)];
        assert_eq!(said(&input(&spikes_ms), &spikes_ms), first_second, "{spikes_ms:?}");
        let spikes_ms = late(&spikes_ms);
        assert_eq!(said(&input(&spikes_ms), &spikes_ms), later, "{spikes_ms:?}");
    }
    // What adapts and then fires like a clock goes on being no claim.
    let adapting = [vec![25.0, 30.0, 45.0], train(75.0, 31.0, 60)].concat();
    assert_eq!(said(&[(0.0, 20.0), (10.0, 1900.0)], &adapting), NOTHING);
}
