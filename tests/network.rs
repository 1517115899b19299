//! Networks do what their parts do, however they are cut up.

use std::sync::Arc;

use izh_tui::circuit::network::{Current, Currents, Network};
use izh_tui::circuit::{
    Arrival, Delay, Distribution, InputKind, Law, Observer, Probe, Projection, RandomInput,
    Reading, Recipe, Rule, Spread, SpreadOf, SynapseId,
};
use izh_tui::engine::{
    CircuitEngine, CircuitExperiment, Digest, DriveState, Engine, Experiment, Sample, Sink, Spike,
    Step,
};
use izh_tui::model::stimulus::Per;
use izh_tui::model::synapse::{Consolidation, Kinetics, Pairing, ShortTerm, Stdp};
use izh_tui::model::{Scheme, State};
use izh_tui::preset::Library;

#[path = "support/networks.rs"]
#[allow(dead_code)]
mod networks;

use networks::{constant, neuron, population, projection, recipe};

/// Everything that was seen.
#[derive(Default, Debug, PartialEq, Clone)]
struct Seen {
    spikes: Vec<(u64, u32)>,
    arrivals: Vec<(u64, Arrival)>,
    readings: Vec<(usize, Reading)>,
    unstable: Vec<(u64, u32)>,
    word: u64,
}

impl Observer for Seen {
    fn spike(&mut self, neuron: u32, step: u64, _: f64) {
        self.spikes.push((step, neuron));
    }
    fn arrival(&mut self, step: u64, arrival: &Arrival) {
        self.arrivals.push((step, *arrival));
    }
    fn reading(&mut self, probe: usize, _: u64, reading: Reading) {
        self.readings.push((probe, reading));
    }
    fn unstable(&mut self, neuron: u32, step: u64) {
        self.unstable.push((step, neuron));
    }
    fn end(&mut self, _: u64, word: u64) {
        self.word = self.word.rotate_left(1) ^ word;
    }
}

fn advance(network: &mut Network, from: u64, to: u64, probes: &[Probe], threads: usize) -> Seen {
    let populations = vec![Current::default(); network.recipe().populations.len()];
    let currents = Currents { populations, neurons: Vec::new() };
    let mut seen = Seen::default();
    network.advance(from..to, &currents, probes, threads, &mut seen);
    seen
}

fn run(recipe: &Recipe, seed: u64, shard: u32, threads: usize, steps: u64) -> Seen {
    let mut network = Network::with_shards(Arc::new(recipe.clone()), seed, shard);
    let seen = advance(&mut network, 0, steps, &[], threads);
    assert_eq!(network.blowup(), None);
    seen
}

fn see(recipe: &Recipe, seed: u64, probes: &[Probe], steps: u64) -> Seen {
    advance(&mut Network::new(Arc::new(recipe.clone()), seed), 0, steps, probes, 1)
}

/// Every kind of synapse, rule and input in a circuit of some hundred neurons.
fn motley() -> Recipe {
    let mut excitatory = population("E", 150, neuron(0.02, 0.2, -65.0, 8.0), 6.0);
    excitatory.spread = vec![Spread { of: SpreadOf::Current, by: 4.0, law: Law::Normal }];
    let mut inhibitory = population("I", 50, neuron(0.1, 0.2, -65.0, 2.0), 4.0);
    inhibitory.spread = vec![Spread { of: SpreadOf::B, by: 0.05, law: Law::Uniform }];
    let weight = Distribution::Normal { mean: 0.5, sd: 0.3 };
    let some = |from, to: &[usize], rule| projection(&[from], to, rule, weight);
    let delay = Delay::Uniform { low: 1, high: 9 };
    let current = Kinetics::Current { tau_ms: 5.0 };
    let conductance = Kinetics::Conductance { tau_ms: 8.0, reversal_mv: -80.0 };
    let short_term = Some(ShortTerm { u: 0.2, tau_rec_ms: 200.0, tau_fac_ms: 300.0 });
    let learning = Stdp { consolidation: None, pairing: Pairing::All, ..stdp() };
    let projections = vec![
        Projection { delay, ..some(0, &[0, 1], Rule::Probability(0.1)) },
        Projection { kinetics: current, ..some(0, &[1], Rule::InDegree(9)) },
        Projection { kinetics: conductance, ..some(1, &[0], Rule::OutDegree(30)) },
        Projection { release: 0.4, short_term, ..some(0, &[0, 1], Rule::OutDegree(7)) },
        Projection { stdp: Some(learning), delay, ..some(0, &[0], Rule::Probability(0.05)) },
        Projection { kinetics: conductance, ..some(1, &[1], Rule::AllToAll) },
        some(1, &[1], Rule::List(vec![(0, 1), (0, 49), (3, 2)])),
        // Long rows of uniform weights, which are drawn again for each spike.
        projection(
            &[0],
            &[0, 1],
            Rule::OutDegree(90),
            Distribution::Uniform { low: 0.0, high: 0.1 },
        ),
    ];
    let input = |kind| RandomInput { to: vec![0, 1], kind };
    Recipe {
        inputs: vec![
            input(InputKind::Noise { sd: 3.0, per: Per::SqrtMs }),
            input(InputKind::Poisson { rate_hz: 20.0, weight: 2.0 }),
            input(InputKind::Kick { amplitude: 20.0 }),
        ],
        steps_per_ms: 2,
        ..recipe(vec![excitatory, inhibitory], projections)
    }
}

fn stdp() -> Stdp {
    Stdp {
        potentiation: 0.1,
        depression: 0.12,
        potentiation_left_per_ms: 0.95,
        depression_left_per_ms: 0.9,
        pairing: Pairing::Nearest,
        bounds: (0.0, 10.0),
        consolidation: None,
    }
}

#[test]
fn shards_and_threads_change_no_bit() {
    let schemes = [Scheme::Izh2003, Scheme::Paper, Scheme::Euler];
    let motleys = schemes.map(|scheme| Recipe { scheme, ..motley() });
    let networks = [networks::cortex(), networks::polychronization()];
    for recipe in networks.iter().chain(&motleys) {
        let steps = if recipe.neurons() == 1000 { 300 } else { 600 };
        let whole = run(recipe, 1, 65_536, 1, steps);
        assert!(whole.spikes.len() > 100, "{}", whole.spikes.len());
        for (shard, threads) in [(300, 1), (130, 2), (64, 7)] {
            assert_eq!(run(recipe, 1, shard, threads, steps), whole, "{shard} {threads}");
        }
        assert_ne!(run(recipe, 2, 65_536, 1, steps).word, whole.word);
    }
}

#[test]
fn weights_are_the_same_however_a_network_is_cut() {
    let recipe = Arc::new(motley());
    for index in 0..recipe.projections.len() {
        let weights = |shard| {
            let network = Network::with_shards(recipe.clone(), 1, shard);
            let mut weights = Vec::new();
            network.weights(index, &mut |weight| weights.push(weight));
            weights.sort_by(f64::total_cmp);
            weights
        };
        let whole = weights(65_536);
        assert!(!whole.is_empty() && [130, 64, 7].iter().all(|&shard| weights(shard) == whole));
    }
}

#[test]
fn a_run_can_be_cut_anywhere() {
    let recipe = Arc::new(motley());
    let whole = see(&recipe, 1, &[], 400);
    let mut network = Network::new(recipe, 1);
    let mut spikes = Vec::new();
    for (from, to) in [(0, 1), (1, 2), (2, 77), (77, 78), (78, 400)] {
        spikes.extend(advance(&mut network, from, to, &[], 2).spikes);
    }
    assert_eq!(spikes, whole.spikes);
}

#[test]
fn looking_changes_nothing() {
    let synapse = SynapseId { projection: 3, pre: 0, post: 0 };
    let probes = [Probe::Neuron(3), Probe::Synapse(synapse), Probe::Neuron(199)];
    for scheme in [Scheme::Izh2003, Scheme::Paper] {
        let recipe = Recipe { scheme, ..motley() };
        let (blind, seen) = (see(&recipe, 1, &[], 300), see(&recipe, 1, &probes, 300));
        assert_eq!((blind.word, &blind.spikes), (seen.word, &seen.spikes));
        assert!(blind.readings.is_empty() && seen.readings.len() >= 600);
    }
}

/// Samples and spikes of a neuron by itself.
#[derive(Default)]
struct Alone(Vec<State>, Vec<f64>, Vec<f64>);

impl Sink for Alone {
    fn sample(&mut self, sample: &Sample) {
        self.0.push(State { v: sample.v, u: sample.u });
        self.1.push(sample.current);
    }
    fn spike(&mut self, spike: &Spike) {
        self.2.push(spike.time_ms);
    }
    fn reading(&mut self, probe: usize, _: Step, reading: Reading) {
        if let (0, Reading::Neuron { v, u, current }) = (probe, reading) {
            self.0.push(State { v, u });
            self.1.push(current);
        }
    }
}

#[test]
fn a_neuron_in_a_circuit_gives_the_digits_that_it_gives_alone() {
    for entry in Library::default().entries() {
        let setup = &entry.preset.setup;
        for &scheme in setup.subject.neuron.schemes() {
            let setup = izh_tui::engine::Setup { scheme, ..setup.clone() };
            let subject = &setup.subject;
            let drive = DriveState::run(&subject.protocol);
            let steps = 120 * u64::from(setup.steps_per_ms) + 1;
            let mut engine = Engine::new(&Experiment::new(&setup, drive, 7));
            let mut alone = Alone::default();
            engine.advance(steps, &mut alone);
            if engine.halt().is_some() {
                continue;
            }
            let mut population = population("it", 3, subject.neuron, 0.0);
            population.v0 = subject.initial.v;
            population.u0 = Some(subject.initial.u);
            population.protocol = subject.protocol.clone();
            let steps_per_ms = setup.steps_per_ms;
            let recipe = Recipe { scheme, steps_per_ms, ..recipe(vec![population], Vec::new()) };
            let experiment = CircuitExperiment { recipe: Arc::new(recipe), seed: 7 };
            let mut circuit = CircuitEngine::new(&experiment);
            circuit.set_probes(vec![Probe::Neuron(0)]);
            let mut together = Alone::default();
            circuit.advance(steps, &mut together);
            let name = format!("{} {scheme}", subject.name);
            assert!(alone.0 == together.0, "{name}: states");
            assert!(alone.1 == together.1, "{name}: currents");
            // Three of a kind fire alike.
            let thrice: Vec<f64> = alone.2.iter().flat_map(|time_ms| [*time_ms; 3]).collect();
            let mut all = together.2;
            all.sort_by(f64::total_cmp);
            assert_eq!(thrice, all, "{name}: spikes");
        }
    }
}

/// One neuron that fires at known times, and one that it drives; the target is far from threshold.
fn pair(projection: Projection, interval_ms: f64) -> Recipe {
    let mut clock = population("clock", 1, neuron(0.02, 0.2, -65.0, 8.0), 0.0);
    let train = format!(
        "duration_ms = 100000.0\nbaseline = 0.0\n[[segment]]\nkind = \"train\"\nstart_ms = 10.0\n\
         end_ms = 100000.0\nlevel = 100.0\nwidth_ms = 1.0\nperiod_ms = {interval_ms:?}\nedges = \"left\"\n"
    );
    let document = izh_tui::input::Document::new("train.toml", &train);
    clock.protocol = izh_tui::preset::parse_stimulus(&document, None, None).expect("a train");
    let target = population("target", 1, neuron(0.02, 0.2, -65.0, 8.0), 0.0);
    recipe(vec![clock, target], vec![Projection { from: vec![0], to: vec![1], ..projection }])
}

#[test]
fn a_spike_takes_as_many_steps_as_its_delay() {
    for delay in [1, 2, 7, 20] {
        let weight = Distribution::Constant(5.0);
        let synapse = Projection {
            delay: Delay::Constant(delay),
            ..projection(&[0], &[1], Rule::AllToAll, weight)
        };
        let recipe = pair(synapse, 200.0);
        let seen = see(&recipe, 1, &[Probe::Neuron(1)], 150);
        let spike = seen.spikes.iter().find(|(_, neuron)| *neuron == 0).expect("a spike").0;
        // It carries the label of the step after the one whose update found it.
        let arrival = spike - 1 + u64::from(delay);
        for (step, (_, reading)) in seen.readings.iter().enumerate() {
            let Reading::Neuron { current, .. } = reading else { panic!("a neuron") };
            let expected = if step as u64 == arrival { 5.0 } else { 0.0 };
            assert_eq!(*current, expected, "delay {delay}, step {step}");
        }
    }
}

#[test]
fn currents_and_conductances_decay_exponentially() {
    let weight = Distribution::Constant(2.0);
    let tau_ms = 10.0;
    let kinetics = Kinetics::Current { tau_ms };
    let recipe =
        pair(Projection { kinetics, ..projection(&[0], &[1], Rule::OneToOne, weight) }, 1000.0);
    let seen = see(&recipe, 1, &[Probe::Neuron(1)], 100);
    let spike = seen.spikes[0].0;
    for (step, (_, reading)) in seen.readings.iter().enumerate().skip(spike as usize) {
        let Reading::Neuron { current, .. } = reading else { panic!("a neuron") };
        let elapsed_ms = (step as u64 - spike) as f64;
        let expected = 2.0 * libm::exp(-elapsed_ms / tau_ms);
        assert!((current - expected).abs() < 1e-12, "{step}: {current} {expected}");
    }
}

#[test]
fn releases_are_binomial_and_independent() {
    let weight = Distribution::Constant(0.001);
    for p in [0.1, 0.5, 0.9] {
        let sources = population("many", 400, neuron(0.1, 0.2, -65.0, 2.0), 10.0);
        let target = population("target", 1, neuron(0.02, 0.2, -65.0, 8.0), 0.0);
        let synapses = Projection { release: p, ..projection(&[0], &[1], Rule::AllToAll, weight) };
        let recipe = recipe(vec![sources, target], vec![synapses]);
        let seen = see(&recipe, 3, &[Probe::Neuron(400)], 1000);
        let n = seen.arrivals.len() as f64;
        let released = seen.arrivals.iter().filter(|(_, arrival)| arrival.released).count();
        let sd = (n * p * (1.0 - p)).sqrt();
        assert!(n > 10_000.0 && (released as f64 - n * p).abs() < 4.0 * sd, "{p}: {released}/{n}");
        // All sources fire together, so each step is a draw of its own from the binomial.
        let mut steps: Vec<f64> = Vec::new();
        for chunk in seen.arrivals.chunk_by(|a, b| a.0 == b.0) {
            assert_eq!(chunk.len(), 400);
            steps.push(chunk.iter().filter(|(_, arrival)| arrival.released).count() as f64);
        }
        let mean = 400.0 * p;
        let variance =
            steps.iter().map(|k| (k - mean) * (k - mean)).sum::<f64>() / steps.len() as f64;
        let ratio = variance / (mean * (1.0 - p));
        let tolerance = 4.0 * (2.0 / steps.len() as f64).sqrt();
        assert!((ratio - 1.0).abs() < tolerance, "{p}: {ratio}");
    }
}

#[test]
fn short_term_plasticity_follows_its_closed_form() {
    let (u, tau_rec_ms, tau_fac_ms, interval_ms) = (0.3, 150.0, 80.0, 50.0);
    let short_term = Some(ShortTerm { u, tau_rec_ms, tau_fac_ms });
    let weight = Distribution::Constant(0.5);
    let synapse = Projection { short_term, ..projection(&[0], &[1], Rule::AllToAll, weight) };
    let seen = see(&pair(synapse, interval_ms), 1, &[Probe::Neuron(1)], 3000);
    let last = seen.arrivals.last().expect("arrivals").1;
    // Stationary values for a regular train.
    let (f, r) = (libm::exp(-interval_ms / tau_fac_ms), libm::exp(-interval_ms / tau_rec_ms));
    let w = u * (1.0 + (1.0 - u) * (1.0 - f)) / (1.0 - (1.0 - u) * f);
    let resource = (1.0 - r) / (1.0 - r * (1.0 - w));
    assert!((last.effect - 0.5 * w * resource).abs() < 1e-9, "{} {}", last.effect, w * resource);
}

/// Two neurons driven apart by `lag_ms`; gives the weight after one pair.
fn weight_after(lag_ms: i32, rule: Stdp) -> f64 {
    let fires_at = |start_ms: f64| {
        let text = format!(
            "duration_ms = 1000.0\nbaseline = 0.0\n[[segment]]\nstart_ms = {start_ms:?}\nend_ms = {:?}\n\
             level = 100.0\nedges = \"left\"\n",
            start_ms + 1.0
        );
        let document = izh_tui::input::Document::new("pulse.toml", &text);
        izh_tui::preset::parse_stimulus(&document, None, None).expect("a pulse")
    };
    let mut recipe = pair(
        Projection {
            stdp: Some(rule),
            delay: Delay::Constant(1),
            ..projection(&[0], &[1], Rule::AllToAll, Distribution::Constant(1.0))
        },
        1000.0,
    );
    recipe.populations[0].protocol = fires_at(100.0);
    recipe.populations[1].protocol = fires_at(100.0 + f64::from(lag_ms));
    let mut network = Network::new(Arc::new(recipe), 1);
    let seen = advance(&mut network, 0, 400, &[], 1);
    assert_eq!(seen.spikes.len(), 2, "{:?}", seen.spikes);
    let found = seen.spikes.iter().find(|(_, n)| *n == 1).unwrap().0 as i64
        - seen.spikes.iter().find(|(_, n)| *n == 0).unwrap().0 as i64;
    assert_eq!(found, i64::from(lag_ms));
    let mut weight = 0.0;
    network.weights(0, &mut |w| weight = w);
    weight
}

#[test]
fn pairs_of_spikes_change_weights_exponentially() {
    for pairing in [Pairing::Nearest, Pairing::All] {
        let rule = Stdp { pairing, ..stdp() };
        for lag_ms in [2, 3, 10, 40] {
            // With a delay of 1 ms the spike arrives 1 ms after it was fired.
            let expected = 1.0 + 0.1 * libm::pow(0.95, f64::from(lag_ms - 1));
            assert!((weight_after(lag_ms, rule) - expected).abs() < 1e-6, "{lag_ms}");
            let expected = 1.0 - 0.12 * libm::pow(0.9, f64::from(lag_ms));
            assert!((weight_after(-lag_ms, rule) - expected).abs() < 1e-6, "-{lag_ms}");
        }
    }
    let consolidation = Some(Consolidation { every_ms: 300, drift: 0.01, left: 0.9 });
    let slow = weight_after(10, Stdp { consolidation, ..stdp() });
    assert!((slow - (1.01 + 0.1 * libm::pow(0.95, 9.0))).abs() < 1e-6, "{slow}");
}

#[test]
fn what_blows_up_is_named_and_stops_the_circuit() {
    let mut recipe = networks::cortex();
    recipe.populations[1].protocol = constant(1e6);
    recipe.projections[1].weight = Distribution::Constant(-1e6);
    let mut engine = CircuitEngine::new(&CircuitExperiment { recipe: Arc::new(recipe), seed: 1 });
    let mut digest = Digest::new(1);
    engine.advance(1000, &mut digest);
    let (blowup, time_ms) = engine.blowup().expect("it blows up");
    assert!(blowup.neuron < 1000 && time_ms < 1000.0, "{blowup:?}");
    assert_eq!(engine.step(), Step(1000));
    let stopped = digest.checkpoint();
    engine.advance(10, &mut digest);
    assert_eq!(digest.checkpoint(), stopped);
}
