//! How long a claim stands.

use super::{STEPS_PER_MS, said, watched};
use crate::measure::verdict::{Finding, Watch};
use crate::model::{Equations, Neuron};

#[test]
fn a_claim_is_withdrawn_when_what_it_speaks_of_is_old() {
    let lately = "in the last 100 ms a unit without memory could do the same";
    let claimed = |input: &[(f64, f64)], spikes_ms: &[f64]| {
        let mut watch = watched(input, spikes_ms);
        watch.set_lifetime_ms(100.0);
        watch.dated_sentence(None)
    };
    let pulse = |after_ms| [(0.0, 20.0), (5.0, 4.0), (0.0, after_ms)];
    assert!(claimed(&pulse(106.0), &[30.0]).starts_with("at 30 ms: spiked"));
    assert_eq!(claimed(&pulse(107.0), &[30.0]), lately);
    // It then stands before nothing else.
    let mut watch = watched(&pulse(1.0), &[]);
    watch.set_lifetime_ms(100.0);
    for step in 100u32..2000 {
        let time_ms = f64::from(step) / f64::from(STEPS_PER_MS);
        if [30.0, 160.0, 165.0, 195.0, 200.0].contains(&time_ms) {
            watch.spike(time_ms);
        }
        watch.sample(time_ms, if time_ms < 150.0 { 0.0 } else { 10.0 });
        if time_ms == 220.0 {
            assert!(watch.dated_sentence(None).starts_with("at 200 ms: uneven"));
        }
    }
    // Silence that goes on is never old.
    let silent = claimed(&[(0.0, 20.0), (0.5, 900.0)], &[25.0]);
    assert_eq!(silent, "at 920 ms: silent 895 ms under the same 0.5 that fired it at 25 ms");
}

#[test]
fn a_more_striking_claim_stands_until_it_is_old() {
    let input = [(0.0, 20.0), (5.0, 4.0), (0.0, 60.0), (10.0, 100.0)];
    let spikes = [30.0, 90.0, 95.0, 130.0, 135.0];
    assert!(said(&input, &spikes).starts_with("spiked 6 ms after"));
    let mut watch = Watch::new(50.0);
    for step in 0..720 {
        let time_ms = f64::from(step) * 0.25;
        spikes.iter().filter(|ms| **ms == time_ms).for_each(|ms| watch.spike(*ms));
        let current = if time_ms < 20.0 || (24.0..84.0).contains(&time_ms) { 0.0 } else { 10.0 };
        watch.sample(time_ms, current);
    }
    assert!(watch.sentence(None).starts_with("uneven"), "{}", watch.sentence(None));
}

#[test]
fn nothing_is_compared_across_a_state_that_was_set() {
    let mut watch = watched(&[(0.0, 50.0), (5.0, 4.0)], &[]);
    watch.begin_anew();
    for step in 0..40 {
        let time_ms = 54.0 + f64::from(step) * 0.25;
        if step == 8 {
            watch.spike(time_ms);
        }
        watch.sample(time_ms, 0.0);
    }
    assert_eq!(watch.finding(), None);
    // What had been claimed stands until it is cleared.
    let mut watch = watched(&[(0.0, 50.0), (-5.0, 4.0), (0.0, 20.0)], &[60.0]);
    watch.begin_anew();
    assert!(watch.finding().is_some());
    watch.clear();
    assert_eq!(watch.finding(), None);
}

/// A step that was too long at 100 ms: what was claimed is withdrawn, and nothing is claimed until the
/// neuron has forgotten.
#[test]
fn a_step_that_was_too_long_withdraws_and_silences() {
    let neuron = Neuron {
        equations: Equations::Standard,
        a: 0.02,
        b: 0.2,
        c_mv: -65.0,
        d: 8.0,
        peak_mv: 30.0,
    };
    assert_eq!(neuron.forgets_ms(), 250.0);
    assert_eq!(Neuron { a: -0.02, ..neuron }.forgets_ms(), f64::INFINITY);
    let leakless = Neuron { equations: Equations::Accommodation, ..neuron };
    assert_eq!(leakless.forgets_ms(), f64::INFINITY);
    // Uneven before, at the time and after it.
    let uneven = |watch: &mut Watch, from_ms: u32, to_ms: u32| {
        for ms in from_ms..to_ms {
            if ms % 10 == 0 || ms % 10 == 2 {
                watch.spike(f64::from(ms));
            }
            watch.sample(f64::from(ms), 10.0);
        }
    };
    let mut watch = Watch::new(f64::INFINITY);
    uneven(&mut watch, 0, 100);
    assert!(matches!(watch.finding(), Some(Finding::Uneven { .. })));
    watch.unstable(99.0, -162.5, &neuron);
    let none = "no verdict: from 99 ms on the step was too long below -162.5 mV";
    assert_eq!((watch.finding(), &*watch.sentence(None)), (None, none));
    uneven(&mut watch, 100, 150);
    // The next one belongs to the same stretch, whatever else is forgotten between.
    watch.clear();
    watch.unstable(149.0, -162.5, &neuron);
    uneven(&mut watch, 150, 400);
    assert_eq!((watch.finding(), &*watch.sentence(None)), (None, none));
    uneven(&mut watch, 400, 440);
    let claimed = watch.finding().copied();
    let Some(Finding::Uneven { longest_ms, .. }) = claimed else { panic!("{claimed:?}") };
    assert_eq!(longest_ms, 8.0);
    // It is said no longer than a claim is made, once the neuron has forgotten.
    let mut watch = Watch::new(f64::INFINITY);
    watch.set_lifetime_ms(100.0);
    watch.sample(0.0, 0.0);
    watch.unstable(0.0, -162.5, &neuron);
    for (now_ms, said) in [(249.0, true), (251.0, false)] {
        watch.sample(now_ms, 0.0);
        assert_eq!(watch.dated_sentence(None).starts_with("no verdict"), said, "{now_ms}");
    }
    // A state that is set from outside owes nothing to what was before.
    watch.unstable(440.0, -162.5, &neuron);
    watch.begin_anew();
    uneven(&mut watch, 441, 480);
    assert!(matches!(watch.finding(), Some(Finding::Uneven { .. })));
}
