//! Networks do what their parts do, however they are cut up.

use std::sync::Arc;

use izh_tui::circuit::network::Network;
use izh_tui::circuit::{
    Delay, Distribution, InputKind, Law, NeuronId, Outside, Probe, Projection, RandomInput,
    Reading, Recipe, Rule, Spread, SpreadOf, SynapseId,
};
use izh_tui::engine::{Digest, DriveState, Engine, Experiment, Halted, Sample, Sink, Spike, Step};
use izh_tui::model::stimulus::Per;
use izh_tui::model::synapse::{
    DepressionFrom, Kinetics, Pairing, ShortTerm, Stdp, UtilisationRest,
};
use izh_tui::model::{Scheme, State};
use izh_tui::preset::Library;

use crate::support::networks::{
    self, constant, ids, neuron, pair, parameter, population, projection, recipe,
};
use crate::support::seen::{Seen, advance, advance_into, advance_some, see};

fn run(recipe: &Recipe, seed: u64, shard: u32, threads: usize, steps: u64) -> Seen {
    let mut network = Network::with_shards(Arc::new(recipe.clone()), seed, shard);
    let seen = advance(&mut network, 0, steps, &[], threads);
    assert_eq!(network.halt(), None);
    seen
}

/// Every kind of synapse, rule and input in a circuit of some hundred neurons.
pub(crate) fn motley() -> Recipe {
    let mut excitatory = population("E", 150, neuron(0.02, 0.2, -65.0, 8.0), 6.0);
    excitatory.spread = vec![Spread { of: SpreadOf::Current, by: 4.0, law: Law::Normal }];
    let mut inhibitory = population("I", 50, neuron(0.1, 0.2, -65.0, 2.0), 4.0);
    inhibitory.spread =
        vec![Spread { of: parameter(&inhibitory.neuron, "b"), by: 0.05, law: Law::Uniform }];
    let weight = Distribution::Normal { mean: 0.5, sd: 0.3, outside: Outside::Clip };
    let some = |from, to: &[usize], rule| projection(&[from], to, rule, weight);
    let delay = Delay::Uniform { low: 1, high: 9 };
    let current = Kinetics::Current { tau_ms: 5.0 };
    let conductance = Kinetics::Conductance { tau_ms: 8.0, reversal_mv: -80.0 };
    let short_term = Some(ShortTerm {
        u: 0.2,
        tau_rec_ms: 200.0,
        tau_fac_ms: 300.0,
        utilisation_rest: UtilisationRest::Zero,
    });
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
    let input = |kind| RandomInput { to: ids(&[0, 1]), kind };
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
        depression_from: DepressionFrom::Spike,
        bounds: (0.0, 10.0),
        consolidation: None,
    }
}

#[test]
fn a_step_left_in_the_middle_is_gone_on_with() {
    let recipe = Recipe { scheme: Scheme::Exact, ..motley() };
    let probes: Vec<Probe> =
        [0, 70, 199].map(|number| Probe::Neuron(NeuronId::new(number))).to_vec();
    for (shard, effort) in [(65_536, 7), (65, 1), (130, 1000), (65, 199)] {
        let network = || Network::with_shards(Arc::new(recipe.clone()), 1, shard);
        let whole = advance(&mut network(), 0, 60, &probes, 1);
        assert!(whole.spikes.len() > 100, "{}", whole.spikes.len());
        let mut network = network();
        let (mut cut, mut step, mut calls) = (Seen::default(), 0, 0);
        while step < 60 {
            let to = 60.min(step + 5);
            step += advance_some(&mut network, step..to, &probes, effort, &mut cut);
            calls += 1;
            // Now and then somebody wants whole steps.
            if calls % 40 == 0 && step < 60 {
                advance_into(&mut network, step..step + 1, &probes, &mut cut);
                step += 1;
            }
        }
        assert!(!network.is_amid_step());
        assert!(calls > 12, "{calls}");
        assert!(cut == whole, "{shard} {effort}");
    }
}

/// Where the membrane is fast a neuron takes thousands of sub-steps: work on it is interrupted sooner, so
/// that keys and frames have their turn.
#[test]
fn a_step_of_fast_membranes_is_cut_into_smaller_parts() {
    for (inhibition, within) in [(0.0, 30..=60), (-1e6, 1..=8)] {
        let fast = population("fast", 60, neuron(0.02, 0.2, -65.0, 8.0), inhibition);
        let exact = Recipe { scheme: Scheme::Exact, ..recipe(vec![fast], Vec::new()) };
        let mut network = Network::new(Arc::new(exact), 1);
        let mut seen = Seen::default();
        advance(&mut network, 0, 1, &[], 1);
        assert_eq!(advance_some(&mut network, 1..2, &[], 50, &mut seen), 0);
        let done = network.step_progress().map_or(60, |progress| progress.done);
        assert!(within.contains(&done), "{inhibition}: {done}");
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
    let synapse = SynapseId { projection: 3, pre: NeuronId::FIRST, post: NeuronId::FIRST };
    let probes = [
        Probe::Neuron(NeuronId::new(3)),
        Probe::Synapse(synapse),
        Probe::Neuron(NeuronId::new(199)),
    ];
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
        let setup = &entry.preset.subject;
        for &scheme in setup.cell.neuron.schemes() {
            let setup = izh_tui::engine::Setup { scheme, ..setup.clone() };
            let cell = &setup.cell;
            let drive = DriveState::run(&cell.protocol);
            let steps = 120 * u64::from(setup.steps_per_ms) + 1;
            let mut engine = Engine::new(&Experiment::neuron(&setup, drive, 7));
            let mut alone = Alone::default();
            engine.advance(steps, &mut alone);
            if engine.halt().is_some() {
                continue;
            }
            let mut population = population("it", 3, cell.neuron, 0.0);
            population.v0 = cell.initial.v;
            population.u0 = Some(cell.initial.u);
            population.protocol = cell.protocol.clone();
            let steps_per_ms = setup.steps_per_ms;
            let recipe = Recipe { scheme, steps_per_ms, ..recipe(vec![population], Vec::new()) };
            let experiment = Experiment::circuit(Arc::new(recipe), 7);
            let mut circuit = Engine::new(&experiment);
            circuit.set_probes(vec![Probe::Neuron(NeuronId::FIRST)]);
            let mut together = Alone::default();
            circuit.advance(steps, &mut together);
            let name = format!("{} {scheme}", cell.name);
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

#[test]
fn a_spike_takes_as_many_steps_as_its_delay() {
    for delay in [1, 2, 7, 20] {
        let weight = Distribution::Constant(5.0);
        let synapse = Projection {
            delay: Delay::Constant(delay),
            ..projection(&[0], &[1], Rule::AllToAll, weight)
        };
        let recipe = pair(synapse, 200.0);
        let seen = see(&recipe, 1, &[Probe::Neuron(NeuronId::new(1))], 150);
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
    let seen = see(&recipe, 1, &[Probe::Neuron(NeuronId::new(1))], 100);
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
        let seen = see(&recipe, 3, &[Probe::Neuron(NeuronId::new(400))], 1000);
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
fn what_blows_up_is_named_and_stops_the_circuit() {
    let mut recipe = networks::cortex();
    recipe.populations[1].protocol = constant(1e6);
    recipe.projections[1].weight = Distribution::Constant(-1e6);
    let mut engine = Engine::new(&Experiment::circuit(Arc::new(recipe), 1));
    let mut digest = Digest::new(1);
    engine.advance(1000, &mut digest);
    let Halted { neuron, time_ms, .. } = engine.halt().expect("it blows up");
    assert!(neuron.number() < 1000 && time_ms < 1000.0, "{neuron} at {time_ms} ms");
    assert_eq!(engine.step(), Step(1000));
    let stopped = digest.checkpoint();
    engine.advance(10, &mut digest);
    assert_eq!(digest.checkpoint(), stopped);
}
