//! Each built-in circuit shows what it is named after, and does what is said of it.

use std::sync::Arc;

use izh_tui::circuit::{Distribution, Recipe};
use izh_tui::engine::{Engine, Experiment, Sink, Spike};
use izh_tui::measure::Spectrum;
use izh_tui::preset::Library;

/// All spikes by neuron and time (ms).
#[derive(Default)]
struct Spikes(Vec<(u32, f64)>);

impl Sink for Spikes {
    fn spike(&mut self, spike: &Spike) {
        self.0.push((spike.neuron.number(), spike.time_ms));
    }
}

/// The recipe of a built-in circuit.
fn recipe(name: &str) -> Arc<Recipe> {
    Library::default().find_circuit(name).unwrap().preset.subject
}

impl Spikes {
    fn of(name: &str, seed: u64, ms: u64) -> Self {
        Self::of_recipe(&recipe(name), seed, ms)
    }

    fn of_recipe(recipe: &Arc<Recipe>, seed: u64, ms: u64) -> Self {
        let steps = ms * u64::from(recipe.steps_per_ms);
        let mut spikes = Self::default();
        let experiment = Experiment::circuit(recipe.clone(), seed);
        Engine::new(&experiment).advance(steps, &mut spikes);
        spikes
    }

    /// Times of the spikes of the neurons with these numbers, from `start_ms` on.
    fn times(&self, neurons: std::ops::Range<u32>, start_ms: f64) -> Vec<f64> {
        let own = self.0.iter().filter(|(neuron, _)| neurons.contains(neuron));
        own.map(|(_, time_ms)| *time_ms).filter(|time_ms| *time_ms >= start_ms).collect()
    }
}

/// Runs of spikes less than `gap_ms` apart.
fn groups(times_ms: &[f64], gap_ms: f64) -> Vec<&[f64]> {
    times_ms.chunk_by(|a, b| b - a < gap_ms).collect()
}

/// From the first to the last.
fn span(times_ms: &[f64]) -> f64 {
    times_ms[times_ms.len() - 1] - times_ms[0]
}

#[track_caller]
fn assert_near(what: &str, found: f64, expected: f64, by: f64) {
    assert!((found - expected).abs() <= by, "{what}: {found}, not {expected}");
}

/// The rate of the first neuron (1/s), and the part of its groups of spikes that make the second one fire.
fn through(name: &str) -> (f64, f64) {
    let (mut all, mut passed, mut rate) = (0, 0, 0.0);
    for seed in 1..=40 {
        let spikes = Spikes::of(name, seed, 4000);
        let (pre, post) = (spikes.times(0..1, 200.0), spikes.times(1..2, 200.0));
        rate = pre.len() as f64 / 3.8;
        for group in groups(&pre, 15.0) {
            let (first, last) = (group[0], group[group.len() - 1]);
            all += 1;
            passed += u32::from(post.iter().any(|t| (first..last + 12.0).contains(t)));
        }
    }
    (rate, f64::from(passed) / f64::from(all))
}

/// 95 % of bursts and 9 % of single spikes, at rates that are the same to 1 %.
#[test]
fn bursts_get_through_a_synapse_at_which_single_spikes_fail() {
    let ((bursting, bursts), (single, spikes)) =
        (through("burst-synapse"), through("tonic-synapse"));
    assert_near("rates", bursting / single, 1.0, 0.01);
    assert_near("bursts", bursts, 0.95, 0.01);
    assert_near("single spikes", spikes, 0.09, 0.01);
}

#[test]
fn a_half_centre_goes_on_in_turn() {
    let spikes = Spikes::of("half-centre", 1, 10_000);
    let [left, right] = [0..1, 1..2].map(|cell| spikes.times(cell, 0.0));
    let bursts = [groups(&left, 30.0), groups(&right, 30.0)];
    assert!(bursts[0].len() - bursts[1].len() <= 1);
    for bursts in &bursts {
        let starts: Vec<f64> = bursts.iter().map(|burst| burst[0]).collect();
        let rate_hz = 1000.0 * (starts.len() - 1) as f64 / span(&starts);
        assert_near("bursts a second", rate_hz, 5.8, 0.05);
    }
    for (left, right) in bursts[0].iter().zip(&bursts[1]) {
        assert!(left.len() >= 7 && right.len() >= 7);
        assert!(right[0] - left[left.len() - 1] > 20.0, "{left:?} {right:?}");
    }
}

/// From cell to cell 6.75 ms on the average in the first volley, and 6.50 in those after it.
#[test]
fn a_chain_runs_through_every_cell() {
    let spikes = Spikes::of("chain", 1, 2000).0;
    assert_eq!(spikes.len(), 8 * 16);
    for (place, pass) in spikes.chunks(16).enumerate() {
        assert!(pass.iter().map(|(neuron, _)| *neuron).eq(0..16), "{pass:?}");
        assert!((pass[0].1 - 250.0 * place as f64 - 12.0).abs() < 2.0, "{pass:?}");
        let waits = pass.windows(2).map(|two| two[1].1 - two[0].1);
        assert!(waits.into_iter().all(|wait| (6.5..=7.0).contains(&wait)), "{pass:?}");
        let mean_ms = (pass[15].1 - pass[0].1) / 15.0;
        assert_eq!(mean_ms, if place == 0 { 6.75 } else { 6.5 }, "{pass:?}");
    }
}

/// One spike of each cell, all within 0.75 ms; without inhibition three or four over some 12 ms.
#[test]
fn feed_forward_inhibition_leaves_one_sharp_spike() {
    let (mut free_spikes, mut free_span_ms, mut volleys) = (0, 0.0, 0);
    for seed in 1..=8 {
        let spikes = Spikes::of("feed-forward-inhibition", seed, 1000);
        let (held, free) = (spikes.times(40..80, 0.0), spikes.times(80..120, 0.0));
        let (held, free) = (groups(&held, 50.0), groups(&free, 50.0));
        assert_eq!((held.len(), free.len()), (5, 5));
        for (held, free) in held.iter().zip(&free) {
            assert!(held.len() == 40 && span(held) <= 0.75, "{held:?}");
            free_spikes += free.len();
            free_span_ms += span(free);
            volleys += 1;
        }
    }
    assert_near("spikes a cell", free_spikes as f64 / f64::from(40 * volleys), 3.4, 0.2);
    assert_near("span", free_span_ms / f64::from(volleys), 12.0, 0.5);
}

/// Volleys in a current; without their inhibition the cells fire 41 % more.
#[test]
fn recurrent_inhibition_makes_volleys() {
    let held = recipe("recurrent-inhibition");
    let mut free = (*held).clone();
    free.projections[1].weight = Distribution::Constant(0.0);
    let free = Arc::new(free);
    let (mut held_spikes, mut free_spikes) = (0.0, 0.0);
    for seed in 1..=20 {
        let of = |recipe| Spikes::of_recipe(recipe, seed, 1000).times(0..40, 0.0);
        held_spikes += of(&held).len() as f64;
        free_spikes += of(&free).len() as f64;
    }
    assert_near("spikes", free_spikes / held_spikes, 1.41, 0.01);
    let times = Spikes::of("recurrent-inhibition", 1, 300).times(0..40, 100.0);
    let volleys = groups(&times, 8.0);
    assert!((5..=8).contains(&volleys.len()), "{}", volleys.len());
    assert!(volleys[0].len() == 40 && volleys[1].len() >= 20);
}

/// Power of the spikes at a whole number of periods a second.
fn power(times_ms: &[f64], frequency_hz: u32) -> f64 {
    let angle = |t: &f64| std::f64::consts::TAU * f64::from(frequency_hz) * t / 1000.0;
    let (x, y) = times_ms
        .iter()
        .map(angle)
        .fold((0.0, 0.0), |(x, y), angle| (x + libm::cos(angle), y + libm::sin(angle)));
    x * x + y * y
}

#[test]
fn a_gamma_pair_beats_forty_times_a_second() {
    let times = Spikes::of("gamma-pair", 1, 4300).times(0..80, 300.0);
    // Averaged over pieces of half a second, which tell 2 Hz apart.
    let spectrum: Vec<f64> = (0..=60)
        .map(|k| {
            let frequency_hz = 2 * k;
            let pieces = times.chunk_by(|a, b| (a / 500.0) as u32 == (b / 500.0) as u32);
            pieces.map(|piece| power(piece, frequency_hz)).sum()
        })
        .collect();
    let best = (3..=60).max_by(|a, b| spectrum[*a].total_cmp(&spectrum[*b])).unwrap();
    assert!((19..=23).contains(&best), "{} Hz", 2 * best);
    let rate = times.len() as f64 / 80.0 / 4.0;
    assert!((22.0..30.0).contains(&rate), "{rate}");
    // Of its 42 beats a second most cells skip some.
    let spikes = Spikes::of("gamma-pair", 1, 4300);
    let skipping = (0..80).filter(|&cell| spikes.times(cell..cell + 1, 300.0).len() < 4 * 40);
    let skipping = skipping.count();
    assert!(skipping > 60, "{skipping}");
}

#[test]
fn the_network_of_2003_fires_as_often_as_published() {
    let cortex = Spikes::of("cortex-2003", 1, 3000).times(0..1000, 1000.0).len();
    assert!((6.5..8.0).contains(&(cortex as f64 / 2000.0)), "{cortex}");
}

/// E fires 4.4 times a second after a minute, and I 33 times; more than half of the
/// weights, all 6 at the start, are below 1 or above 9.
#[test]
fn the_network_of_2006_has_learnt_after_a_minute() {
    let recipe = recipe("polychronization-2006");
    let mut engine = Engine::new(&Experiment::circuit(recipe, 1));
    let mut spikes = Spikes::default();
    engine.advance(65_000, &mut spikes);
    let rate_hz = |neurons: std::ops::Range<u32>| {
        spikes.times(neurons.clone(), 60_000.0).len() as f64 / 5.0 / neurons.len() as f64
    };
    assert_near("E", rate_hz(0..800), 4.4, 0.2);
    assert_near("I", rate_hz(800..1000), 33.0, 1.5);
    // The slow waves of the first seconds, some 3 Hz, give way to faster ones.
    let power = |from_ms: f64, to_ms: f64, from_hz: f64, to_hz: f64| {
        let mut counts = vec![0u32; (to_ms - from_ms) as usize];
        for (_, time_ms) in spikes.0.iter().filter(|(_, t)| (from_ms..to_ms).contains(t)) {
            counts[(time_ms - from_ms) as usize] += 1;
        }
        let spectrum = Spectrum::of(&counts).expect("seconds");
        let bins = spectrum.power().iter().enumerate();
        let within = bins
            .filter(|(bin, _)| (from_hz..to_hz).contains(&spectrum.frequency_hz(*bin)))
            .map(|(_, power)| power);
        within.sum::<f64>()
    };
    let share =
        |from_ms, to_ms| power(from_ms, to_ms, 0.5, 5.0) / power(from_ms, to_ms, 20.0, 60.0);
    let (early, late) = (share(0.0, 4000.0), share(60_000.0, 65_000.0));
    assert!(early > 8.0 && late < 1.0, "{early} {late}");
    let (mut ends, mut all) = (0, 0);
    engine.network().expect("a circuit").weights(0, &mut |weight| {
        all += 1;
        ends += u32::from(!(1.0..=9.0).contains(&weight));
    });
    assert_near("weights at their bounds", f64::from(ends) / f64::from(all), 0.54, 0.05);
}
