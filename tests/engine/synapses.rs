//! Short-term plasticity and the decay of traces, held against what they come to in closed form.

use izh_tui::model::Counter;
use izh_tui::model::synapse::{Decay, ShortTerm, UtilisationRest, Vesicles};
use proptest::prelude::*;

/// What a spike finds and does.
struct Release {
    /// Resource before it.
    resource: f64,
    /// Utilisation with which it releases.
    utilisation: f64,
    /// Part of the full weight that it transmits.
    released: f64,
}

/// The spikes of a regular train after a long silence, each released where `releases` says so.
fn train(
    synapse: ShortTerm,
    period_ms: f64,
    releases: impl Fn(u64) -> bool,
) -> impl Iterator<Item = Release> {
    let mut state = synapse.rested();
    (0..).map(move |n| {
        let (released, left) = synapse.spike(state, releases(n));
        let release = Release { resource: state.resource, utilisation: left.utilisation, released };
        state = synapse.after(left, period_ms);
        release
    })
}

/// A regular train in closed form.
///
/// With `f` and `r` what a period leaves of the utilisation above its rest `w0` and of the resource's
/// lack, a spike makes of the utilisation `w` of the one before
/// `w' = U + (1 - U) (w0 + (w - w0) f)`, and of the resource `R` that one found
/// `R' = 1 - (1 - R (1 - w)) r`.
struct Regular {
    u: f64,
    rest: f64,
    f: f64,
    r: f64,
}

impl Regular {
    fn new(synapse: ShortTerm, period_ms: f64) -> Self {
        let left = |tau_ms: f64| if tau_ms > 0.0 { libm::exp(-period_ms / tau_ms) } else { 0.0 };
        let rest = match synapse.utilisation_rest {
            UtilisationRest::Zero => 0.0,
            UtilisationRest::U => synapse.u,
        };
        Self { u: synapse.u, rest, f: left(synapse.tau_fac_ms), r: left(synapse.tau_rec_ms) }
    }

    /// The fixed point of the first recurrence.
    fn utilisation(&self) -> f64 {
        let Self { u, rest, f, .. } = *self;
        (u + (1.0 - u) * rest * (1.0 - f)) / (1.0 - (1.0 - u) * f)
    }

    /// The utilisation of spike `n`, from 0: it nears the fixed point by the same factor each time.
    fn utilisation_of(&self, n: i32) -> f64 {
        let first = self.u + (1.0 - self.u) * self.rest;
        let left = libm::pow((1.0 - self.u) * self.f, f64::from(n));
        self.utilisation() + (first - self.utilisation()) * left
    }

    /// The resource that a spike finds in the end, if each uses up the part `used`.
    fn resource(&self, used: f64) -> f64 {
        (1.0 - self.r) / (1.0 - self.r * (1.0 - used))
    }

    /// The resource that spike `n` finds, if all before it used up the part `used`.
    fn resource_of(&self, n: i32, used: f64) -> f64 {
        let left = libm::pow(self.r * (1.0 - used), f64::from(n));
        self.resource(used) + (1.0 - self.resource(used)) * left
    }
}

fn short_term(u: f64, tau_rec_ms: f64, tau_fac_ms: f64) -> ShortTerm {
    ShortTerm { u, tau_rec_ms, tau_fac_ms, utilisation_rest: UtilisationRest::Zero }
}

fn resting_at_u(u: f64, tau_rec_ms: f64, tau_fac_ms: f64) -> ShortTerm {
    ShortTerm { utilisation_rest: UtilisationRest::U, ..short_term(u, tau_rec_ms, tau_fac_ms) }
}

fn assert_near(what: &str, a: f64, b: f64) {
    assert!((a - b).abs() < 1e-12, "{what}: {a}, not {b}");
}

/// Depressing, facilitating, both, neither.
const SYNAPSES: [(f64, f64, f64); 6] = [
    (0.5, 800.0, 0.0),
    (0.5, 800.0, 20.0),
    (0.03, 130.0, 530.0),
    (0.2, 100.0, 500.0),
    (0.16, 0.0, 376.0),
    (1.0, 100.0, 100.0),
];
const PERIODS_MS: [f64; 4] = [2.0, 10.0, 50.0, 1000.0];

/// Calls `check` with every synapse, of both variants, and every period.
fn for_each_train(check: impl Fn(ShortTerm, f64)) {
    for (u, tau_rec_ms, tau_fac_ms) in SYNAPSES {
        for synapse in [short_term, resting_at_u].map(|make| make(u, tau_rec_ms, tau_fac_ms)) {
            PERIODS_MS.iter().for_each(|&period_ms| check(synapse, period_ms));
        }
    }
}

/// What five spikes 50 ms apart release, as published by Tsodyks, Pawelzik and Markram (1998), whose
/// rule NEST and Brian2 have; the last is the variant of Mongillo, Barak and Tsodyks (2008).
#[test]
fn the_first_release_is_u_and_the_others_follow() {
    let known = [
        (short_term(0.5, 800.0, 0.0), [0.500_000, 0.265_147, 0.154_835, 0.103_020, 0.078_683]),
        (short_term(0.2792, 318.5, 21.45), [0.279_200, 0.227_466, 0.180_563, 0.151_664, 0.134_332]),
        (short_term(0.05, 100.0, 1000.0), [0.050_000, 0.092_297, 0.125_898, 0.151_908, 0.172_055]),
    ];
    for (synapse, expected) in known {
        let released: Vec<f64> =
            train(synapse, 50.0, |_| true).map(|spike| spike.released).take(5).collect();
        let near = released.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-6);
        assert!(near && released[0] == synapse.u, "{synapse:?}: {released:?}");
    }
    let variant = resting_at_u(0.5, 800.0, 0.0);
    assert_eq!(variant.spike(variant.rested(), true).0, 0.5 * (2.0 - 0.5));
}

#[test]
fn regular_trains_settle_on_the_closed_form() {
    for_each_train(|synapse, period_ms| {
        let regular = Regular::new(synapse, period_ms);
        let what = format!("{synapse:?} every {period_ms} ms");
        let settled = train(synapse, period_ms, |_| true).nth(20_000).expect("an endless train");
        let utilisation = regular.utilisation();
        let resource = regular.resource(utilisation);
        assert_near(&what, settled.utilisation, utilisation);
        assert_near(&what, settled.resource, resource);
        assert_near(&what, settled.released, utilisation * resource);
    });
}

#[test]
fn the_utilisation_rises_from_spike_to_spike_by_the_closed_form() {
    for_each_train(|synapse, period_ms| {
        let regular = Regular::new(synapse, period_ms);
        for (n, spike) in (0..50).zip(train(synapse, period_ms, |_| true)) {
            let what = format!("{synapse:?} every {period_ms} ms, spike {n}");
            assert_near(&what, spike.utilisation, regular.utilisation_of(n));
            assert_near(&what, spike.released, spike.utilisation * spike.resource);
        }
    });
}

/// Without facilitation each spike uses the same part of what it finds.
#[test]
fn pure_depression_falls_from_spike_to_spike_by_the_closed_form() {
    for (u, tau_rec_ms) in [(0.5, 800.0), (0.1, 50.0), (0.9, 5.0)] {
        for period_ms in PERIODS_MS {
            let published = (short_term(u, tau_rec_ms, 0.0), u);
            let variant = (resting_at_u(u, tau_rec_ms, 0.0), u * (2.0 - u));
            for (synapse, used) in [published, variant] {
                let regular = Regular::new(synapse, period_ms);
                for (n, spike) in (0..50).zip(train(synapse, period_ms, |_| true)) {
                    let what = format!("{synapse:?} every {period_ms} ms, spike {n}");
                    assert_near(&what, spike.utilisation, used);
                    assert_near(&what, spike.resource, regular.resource_of(n, used));
                }
            }
        }
    }
}

#[test]
fn facilitation_favours_bursts_and_depression_single_spikes() {
    let released = |synapse, period_ms| {
        train(synapse, period_ms, |_| true).map(|spike| spike.released).take(4).collect::<Vec<_>>()
    };
    let facilitating = released(short_term(0.03, 130.0, 530.0), 5.0);
    assert!(facilitating.is_sorted_by(|a, b| a < b), "{facilitating:?}");
    let depressing = released(short_term(0.5, 800.0, 0.0), 5.0);
    assert!(depressing.is_sorted_by(|a, b| a > b), "{depressing:?}");
    let slow = released(short_term(0.03, 130.0, 530.0), 60_000.0);
    assert!(slow.iter().all(|part| (part - slow[0]).abs() < 1e-12), "{slow:?}");
}

#[test]
fn a_failure_uses_no_resource_but_raises_the_utilisation() {
    let synapse = short_term(0.2, 100.0, 500.0);
    let state = Vesicles { resource: 0.7, utilisation: 0.4 };
    let (released, failed) = synapse.spike(state, false);
    let (transmitted, succeeded) = synapse.spike(state, true);
    assert_eq!(released, 0.0);
    assert_eq!(failed.resource, state.resource);
    assert_near("utilisation", failed.utilisation, 0.4 + 0.2 * 0.6);
    assert_eq!(failed.utilisation, succeeded.utilisation);
    assert_near("released", transmitted, 0.52 * 0.7);
    assert_near("resource", succeeded.resource, 0.48 * 0.7);
}

/// The recurrence of the resource is linear, so its mean follows it with the mean part used.
#[test]
fn failures_spare_resource_for_later_spikes() {
    const SPIKES: u64 = 400_000;
    let (synapse, period_ms, release) = (short_term(0.3, 200.0, 100.0), 20.0, 0.4);
    let counter = Counter::new(1997, 0);
    let spikes = train(synapse, period_ms, |n| counter.unit(n) < release);
    let spikes = spikes.skip(1000).take(SPIKES as usize);
    let (sum, found) = spikes
        .fold((0.0, 0.0), |(sum, found), spike| (sum + spike.released, found + spike.resource));
    let regular = Regular::new(synapse, period_ms);
    let used = release * regular.utilisation();
    let resource = regular.resource(used);
    // Four standard errors or more: neighbours depend on each other, but not over ten spikes.
    let tolerance = 4.0 * 0.25 * (10.0 / SPIKES as f64).sqrt();
    assert!((found / SPIKES as f64 - resource).abs() < tolerance, "{found} {resource}");
    assert!((sum / SPIKES as f64 - used * resource).abs() < tolerance, "{sum} {used}");
    let reliable = regular.resource(regular.utilisation());
    assert!(resource - reliable > 10.0 * tolerance, "{resource} {reliable}");
}

#[test]
fn time_constants_of_zero_mean_at_once() {
    for synapse in [short_term, resting_at_u].map(|make| make(0.4, 0.0, 0.0)) {
        let (_, used) = synapse.spike(synapse.rested(), true);
        assert_eq!(synapse.after(used, 1.0), synapse.rested());
    }
}

#[test]
fn in_steps_of_1_ms_a_trace_decays_by_repeated_multiplication() {
    for left_per_ms in [0.95, 0.5, 0.999] {
        let decay = Decay::new(left_per_ms, 1);
        let mut left = 1.0;
        for steps in 0..50_000 {
            let expected: f64 = if left < 1e-20 { 0.0 } else { left };
            assert_eq!(decay.after(steps).to_bits(), expected.to_bits(), "{left_per_ms}, {steps}");
            left *= left_per_ms;
        }
        assert_eq!(decay.after(u64::MAX), 0.0);
    }
    let none = Decay::new(0.0, 1);
    assert_eq!([0, 1, 2].map(|steps| none.after(steps)), [1.0, 0.0, 0.0]);
}

#[test]
fn a_trace_decays_exponentially_whatever_the_step() {
    for steps_per_ms in [1, 2, 10, 1000, 1_000_000] {
        for tau_ms in [5.0, 20.0, 50.0] {
            let decay = Decay::new(libm::exp(-1.0 / tau_ms), steps_per_ms);
            for ms in [0, 1, 3, 40, 200] {
                let left = decay.after(ms * u64::from(steps_per_ms));
                let expected = libm::exp(-(ms as f64) / tau_ms);
                // Each product may add half a unit in the last place.
                let steps = ms as f64 * f64::from(steps_per_ms);
                let tolerance = 1e-13 + steps * f64::EPSILON;
                let error = (left - expected).abs() / expected;
                assert!(error < tolerance, "{steps_per_ms}, {tau_ms}, {ms}: {left} {expected}");
            }
        }
    }
}

#[test]
fn a_long_trace_falls_without_a_jump() {
    let decay = Decay::new(0.95, 100_000);
    let per_step = libm::pow(0.95, 1e-5);
    for round in [1, 2, 7] {
        let end = round << 20;
        for steps in end - 3..end + 3 {
            let ratio = decay.after(steps + 1) / decay.after(steps);
            assert!((ratio - per_step).abs() < 1e-14, "{steps}: {ratio}");
        }
    }
    assert_eq!(decay.after(1 << 40), 0.0);
}

proptest! {
    #[test]
    fn the_time_between_spikes_may_be_split_anywhere(
        (u, resource, utilisation) in (0.0..1.0, 0.0..1.0, 0.0..1.0),
        (tau_rec_ms, tau_fac_ms) in (0.1..2000.0, 0.1..2000.0),
        (a_ms, b_ms) in (0.0..1000.0, 0.0..1000.0),
        make in prop::sample::select(&[short_term, resting_at_u][..]),
    ) {
        let synapse = make(u, tau_rec_ms, tau_fac_ms);
        let state = Vesicles { resource, utilisation };
        let parts = synapse.after(synapse.after(state, a_ms), b_ms);
        let whole = synapse.after(state, a_ms + b_ms);
        prop_assert!((parts.resource - whole.resource).abs() < 1e-12);
        prop_assert!((parts.utilisation - whole.utilisation).abs() < 1e-12);
    }

    #[test]
    fn resource_and_utilisation_stay_parts_of_a_whole(
        (u, tau_rec_ms, tau_fac_ms) in (0.0..=1.0, 0.0..2000.0, 0.0..2000.0),
        spikes in prop::collection::vec((0.0..100.0, any::<bool>()), 1..100),
        make in prop::sample::select(&[short_term, resting_at_u][..]),
    ) {
        let synapse = make(u, tau_rec_ms, tau_fac_ms);
        let mut state = synapse.rested();
        for (elapsed_ms, releases) in spikes {
            let (released, left) = synapse.spike(synapse.after(state, elapsed_ms), releases);
            state = left;
            for part in [released, state.resource, state.utilisation] {
                prop_assert!((0.0..=1.0).contains(&part), "{part} of {state:?}");
            }
        }
    }
}
