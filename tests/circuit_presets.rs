//! Each built-in circuit shows what it is named after.

use izh_tui::engine::{CircuitEngine, CircuitExperiment, Sink, Spike};
use izh_tui::preset::Library;

/// All spikes by neuron and time (ms).
#[derive(Default)]
struct Spikes(Vec<(u32, f64)>);

impl Sink for Spikes {
    fn spike(&mut self, spike: &Spike) {
        self.0.push((spike.neuron as u32, spike.time_ms));
    }
}

impl Spikes {
    fn of(name: &str, seed: u64, ms: u64) -> Self {
        let recipe = Library::default().find_circuit(name).unwrap().preset.recipe;
        let steps = ms * u64::from(recipe.steps_per_ms);
        let mut spikes = Self::default();
        CircuitEngine::new(&CircuitExperiment { recipe, seed }).advance(steps, &mut spikes);
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

/// The rate of the first neuron (1/s), and the part of its groups of spikes that make the second one fire.
fn through(name: &str) -> (f64, f64) {
    let (mut all, mut passed, mut rate) = (0, 0, 0.0);
    for seed in 1..=8 {
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

#[test]
fn bursts_get_through_a_synapse_at_which_single_spikes_fail() {
    let ((bursting, bursts), (single, spikes)) =
        (through("burst-synapse"), through("tonic-synapse"));
    assert!((bursting / single - 1.0).abs() < 0.05, "{bursting} {single}");
    assert!(bursts > 0.85 && spikes < 0.12, "{bursts} {spikes}");
}

#[test]
fn a_half_centre_goes_on_in_turn() {
    let spikes = Spikes::of("half-centre", 1, 10_000);
    let [left, right] = [0..1, 1..2].map(|cell| spikes.times(cell, 0.0));
    let bursts = [groups(&left, 30.0), groups(&right, 30.0)];
    assert!((56..=59).contains(&bursts[0].len()) && bursts[0].len() >= bursts[1].len());
    for (left, right) in bursts[0].iter().zip(&bursts[1]) {
        assert!(left.len() >= 7 && right.len() >= 7);
        assert!(right[0] - left[left.len() - 1] > 20.0, "{left:?} {right:?}");
    }
}

#[test]
fn a_chain_runs_through_every_cell() {
    let spikes = Spikes::of("chain", 1, 1000).0;
    assert_eq!(spikes.len(), 4 * 16);
    for (place, pass) in spikes.chunks(16).enumerate() {
        assert!(pass.iter().map(|(neuron, _)| *neuron).eq(0..16), "{pass:?}");
        assert!((pass[0].1 - 250.0 * place as f64 - 12.0).abs() < 2.0, "{pass:?}");
        let waits = pass.windows(2).map(|two| two[1].1 - two[0].1);
        assert!(waits.into_iter().all(|wait| (6.0..8.0).contains(&wait)), "{pass:?}");
    }
}

#[test]
fn feed_forward_inhibition_leaves_one_sharp_spike() {
    let spikes = Spikes::of("feed-forward-inhibition", 1, 1000);
    let (held, free) = (spikes.times(40..80, 0.0), spikes.times(80..120, 0.0));
    assert_eq!(held.len(), 5 * 40);
    assert!(free.len() > 3 * held.len());
    for volley in groups(&held, 50.0) {
        assert!(volley[volley.len() - 1] - volley[0] <= 1.0, "{volley:?}");
    }
}

#[test]
fn recurrent_inhibition_makes_volleys() {
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
}

#[test]
fn the_networks_of_a_thousand_fire_as_often_as_published() {
    let cortex = Spikes::of("cortex-2003", 1, 3000).times(0..1000, 1000.0).len();
    assert!((6.5..8.0).contains(&(cortex as f64 / 2000.0)), "{cortex}");
    let learning = Spikes::of("polychronization-2006", 1, 2000).times(0..1000, 1000.0).len();
    assert!((2.0..12.0).contains(&(learning as f64 / 1000.0)), "{learning}");
}
