use super::*;
use crate::model::{Equations, Neuron};

const STEPS_PER_MS: u32 = 4;

/// Watches an input made of stretches (current, ms), with spikes at `spikes_ms`.
fn watched(input: &[(f64, f64)], spikes_ms: &[f64]) -> Watch {
    let currents = input.iter().flat_map(|&(current, length_ms)| {
        let samples = (length_ms * f64::from(STEPS_PER_MS)) as usize;
        std::iter::repeat_n(current, samples)
    });
    fed(currents, spikes_ms)
}

/// Watches a current for each step; a spike comes before the row of its step, as engines report it.
fn fed(currents: impl Iterator<Item = f64>, spikes_ms: &[f64]) -> Watch {
    let mut watch = Watch::new(f64::INFINITY);
    for (step, current) in (0u32..).zip(currents) {
        let time_ms = f64::from(step) / f64::from(STEPS_PER_MS);
        for &spike_ms in spikes_ms.iter().filter(|spike_ms| **spike_ms == time_ms) {
            watch.spike(spike_ms);
        }
        watch.sample(time_ms, current);
    }
    watch
}

fn said(input: &[(f64, f64)], spikes_ms: &[f64]) -> String {
    watched(input, spikes_ms).sentence(None)
}

/// Spike times from `from_ms` on, `interval_ms` apart.
fn train(from_ms: f64, interval_ms: f64, count: u32) -> Vec<f64> {
    (0..count).map(|k| from_ms + f64::from(k) * interval_ms).collect()
}

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

/// What is claimed and the time that it speaks of, as the scope says it.
#[test]
fn a_claim_begins_with_its_time() {
    for (input, spikes_ms, dated) in [
        (
            &[(0.0, 20.0), (5.0, 4.0), (0.0, 60.0)][..],
            vec![30.0],
            "at 30 ms: spiked 6 ms after the input ended; silent 20 ms at 0 before",
        ),
        (
            &[(0.25, 60.0), (1.25, 5.0), (0.25, 200.0)],
            train(67.0, 40.0, 5),
            "at 67 ms: kept firing after the pulse: 5 spikes; silent 60 ms at 0.25 before",
        ),
        (
            &[(0.0, 30.0), (-15.0, 5.0), (0.0, 100.0)],
            vec![50.0, 52.0],
            "at 50 ms: fired on release from inhibition: 2 spikes; silent 30 ms at 0 before",
        ),
        (
            &[(0.0, 10.0), (1.0, 5.0), (0.0, 50.0), (-6.0, 5.0), (0.0, 5.0), (1.0, 5.0)],
            vec![78.0],
            "at 78 ms: fired under the same 1 that left it silent for 5 ms",
        ),
        (
            &[(80.0, 50.0), (75.0, 200.0), (80.0, 100.0)],
            vec![95.0, 165.0, 235.0],
            "at 235 ms: fired under 75, silent for 99.8 ms under the larger 80",
        ),
        (
            &[(0.0, 20.0), (0.5, 150.0)],
            vec![25.0],
            "at 170 ms: silent 145 ms under the same 0.5 that fired it at 25 ms",
        ),
        (
            &[(0.0, 20.0), (10.0, 100.0)],
            vec![25.0, 30.0, 60.0, 65.0],
            "at 65 ms: uneven under the same 10: spikes 5 to 30 ms apart",
        ),
        (&[(0.0, 20.0)], vec![], NOTHING),
    ] {
        assert_eq!(watched(input, &spikes_ms).dated_sentence(None), dated);
    }
}

/// With large numbers and a unit, what is claimed still fits into a line of a narrow screen.
#[test]
fn a_claim_with_its_time_is_short() {
    let (time_ms, current, silent_ms) = (234_567.0, 1075.0, 4321.0);
    let (after, silence) = (
        Aftermath { spikes: 1234, first_ms: time_ms, latency_ms: silent_ms, current },
        Silence::Later(silent_ms),
    );
    for deed in [
        Deed::Released(after, silence),
        Deed::Outlasted(after, silence),
        Deed::Outlasted(Aftermath { spikes: 1, ..after }, silence),
        Deed::Fired { time_ms, current, silent_ms, up_to: current },
        Deed::Fired { time_ms, current, silent_ms, up_to: 2000.0 },
        Deed::Inverted { time_ms, current, larger: 1080.0, silent_ms },
        Deed::Silent { current, silent_ms, fired_ms: 230_246.0 },
        Deed::Uneven { current, shortest_ms: 1.75, longest_ms: 47.5 },
    ] {
        let sentence = deed.dated_sentence(time_ms, Some("pA"));
        let claim = sentence.split(';').next().expect("a claim");
        assert!(claim.len() <= 79, "{}: {claim}", claim.len());
    }
}

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
    assert_eq!(watch.deed(), None);
    // What had been claimed stands until it is cleared.
    let mut watch = watched(&[(0.0, 50.0), (-5.0, 4.0), (0.0, 20.0)], &[60.0]);
    watch.begin_anew();
    assert!(watch.deed().is_some());
    watch.clear();
    assert_eq!(watch.deed(), None);
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
    assert_eq!(watch.deed(), None);
}

#[test]
fn currents_have_their_unit() {
    let watch = watched(&[(0.0, 30.0), (-350.0, 5.0), (0.0, 100.0)], &[50.0]);
    assert!(watch.sentence(Some("pA")).ends_with("silent 30 ms at 0 pA before"));
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
    assert!(matches!(watch.deed(), Some(Deed::Uneven { .. })));
    watch.unstable(99.0, -162.5, &neuron);
    let none = "no verdict: from 99 ms on the step was too long below -162.5 mV";
    assert_eq!((watch.deed(), &*watch.sentence(None)), (None, none));
    uneven(&mut watch, 100, 150);
    // The next one belongs to the same stretch, whatever else is forgotten between.
    watch.clear();
    watch.unstable(149.0, -162.5, &neuron);
    uneven(&mut watch, 150, 400);
    assert_eq!((watch.deed(), &*watch.sentence(None)), (None, none));
    uneven(&mut watch, 400, 440);
    let claimed = watch.deed().copied();
    let Some(Deed::Uneven { longest_ms, .. }) = claimed else { panic!("{claimed:?}") };
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
    assert!(matches!(watch.deed(), Some(Deed::Uneven { .. })));
}
