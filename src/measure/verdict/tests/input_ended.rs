//! Spikes after the input has ended.

use super::{said, train};
use crate::measure::verdict::NOTHING;

#[test]
fn a_spike_after_the_input_ended() {
    let pulse = [(0.0, 20.0), (5.0, 4.0), (0.0, 60.0)];
    assert_eq!(
        said(&pulse, &[30.0]),
        "spiked 6 ms after the input ended, at 30 ms; silent 20 ms at 0 before"
    );
    assert_eq!(said(&pulse, &[23.0]), NOTHING, "while the input was on");
    assert_eq!(said(&pulse, &[24.0]), NOTHING, "in the step that ended it");
    // The silence before was too short, but the one afterwards is long enough.
    let short = |after_ms| [(0.0, 5.0), (5.0, 4.0), (0.0, after_ms)];
    assert_eq!(said(&short(25.0), &[19.0]), NOTHING);
    assert_eq!(
        said(&short(31.0), &[19.0]),
        "spiked 10 ms after the input ended, at 19 ms; silent 20.8 ms at 0 later"
    );
}

#[test]
fn firing_that_goes_on_after_the_pulse() {
    let pulse = [(0.25, 60.0), (1.25, 5.0), (0.25, 200.0)];
    assert_eq!(
        said(&pulse, &train(67.0, 40.0, 5)),
        "kept firing after the pulse: 5 spikes from 67 ms; silent 60 ms at 0.25 before"
    );
    // It had fired before.
    assert_eq!(said(&pulse, &train(27.0, 40.0, 6)), NOTHING);
    // It had not been silent for long enough to tell.
    let early = [(0.25, 30.0), (1.25, 5.0), (0.25, 170.0)];
    assert_eq!(said(&early, &train(37.0, 40.0, 5)), NOTHING);
    // The silence after another pulse tells.
    let stopped = [(0.25, 30.0), (1.25, 5.0), (0.25, 170.0), (1.25, 5.0), (0.25, 60.0)];
    assert_eq!(
        said(&stopped, &train(37.0, 40.0, 5)),
        "kept firing after the pulse: 5 spikes from 37 ms; silent 59.8 ms at 0.25 later"
    );
}

#[test]
fn release_from_inhibition() {
    let hyperpolarized = [(0.0, 30.0), (-15.0, 5.0), (0.0, 100.0)];
    assert_eq!(
        said(&hyperpolarized, &[50.0, 52.0]),
        "fired on release from inhibition: 2 spikes at 50 ms; silent 30 ms at 0 before"
    );
    assert_eq!(said(&hyperpolarized, &[33.0]), NOTHING, "during the inhibition");
    // Something above the resting level came between.
    let mixed = [(0.0, 30.0), (-15.0, 5.0), (3.0, 1.0), (0.0, 100.0)];
    assert!(said(&mixed, &[50.0]).starts_with("spiked 14 ms after the input ended"));
    // From the start; only the silence afterwards tells.
    let released = |ms| [(-25.0, 45.0), (0.0, ms)];
    assert_eq!(said(&released(30.0), &[55.0, 60.0]), NOTHING);
    assert_eq!(
        said(&released(90.0), &[55.0, 60.0]),
        "fired on release from inhibition: 2 spikes at 55 ms; silent 74.8 ms at 0 later"
    );
    // A step up to an input of its own is no release.
    assert_eq!(said(&[(0.0, 45.0), (10.0, 90.0)], &[55.0, 60.0]), NOTHING);
}
