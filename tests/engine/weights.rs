//! Weights are what the file says, however they are stored.

use std::sync::Arc;

use izh_tui::circuit::network::Network;
use izh_tui::circuit::{
    Delay, Distribution, InputKind, NeuronId, Outside, Probe, Projection, RandomInput, Reading,
    Recipe, Rule,
};
use izh_tui::model::stimulus::Per;
use izh_tui::model::synapse::{
    DepressionFrom, Kinetics, Pairing, ShortTerm, Stdp, UtilisationRest,
};
use izh_tui::model::{Neuron, Scheme};
use izh_tui::preset::Library;

use crate::support::networks::{clock, ids, neuron, population, projection, recipe};
use crate::support::seen::{advance, see};

/// A cell of the form of 2007.
fn membrane(capacitance_pf: f64) -> Neuron {
    let found = Library::default().find("regular-spiking-2007").expect("built in");
    let mut neuron = found.preset.subject.cell.neuron;
    neuron.parameter("C").expect("a row").set(&mut neuron, capacitance_pf);
    neuron
}

/// Cells of both forms, two of different capacitance among them; those of the first population all onto all.
fn all_to_all(weight: Distribution, kinetics: Kinetics) -> Recipe {
    let cells = population("E", 12, neuron(0.02, 0.2, -65.0, 8.0), 6.0);
    let mut slow = population("S", 5, membrane(100.0), 60.0);
    let mut quick = population("Q", 5, membrane(80.0), 60.0);
    (slow.v0, quick.v0) = (-60.0, -60.0);
    let synapses = Projection { kinetics, ..projection(&[0], &[0, 1, 2], Rule::AllToAll, weight) };
    let noise =
        RandomInput { to: ids(&[0, 1, 2]), kind: InputKind::Noise { sd: 5.0, per: Per::SqrtMs } };
    Recipe {
        scheme: Scheme::Euler,
        steps_per_ms: 2,
        inputs: vec![noise],
        ..recipe(vec![cells, slow, quick], vec![synapses])
    }
}

/// The same synapses, stored in every other way: as a list of pairs, with a delay that only happens to be
/// the same for all, with a state that changes nothing.
fn stored_otherwise(recipe: &Recipe) -> Vec<Recipe> {
    let all = &recipe.projections[0];
    let pairs = (0..12).flat_map(|from| (0..22).map(move |to| (from, to)));
    let pairs = Rule::List(pairs.filter(|(from, to)| from != to).collect());
    let still = Stdp {
        potentiation: 0.0,
        depression: 0.0,
        potentiation_left_per_ms: 0.9,
        depression_left_per_ms: 0.9,
        pairing: Pairing::All,
        depression_from: DepressionFrom::Spike,
        bounds: (-1000.0, 1000.0),
        consolidation: None,
    };
    let at_once = ShortTerm {
        u: 1.0,
        tau_rec_ms: 0.0,
        tau_fac_ms: 0.0,
        utilisation_rest: UtilisationRest::Zero,
    };
    let projections = [
        Projection { rule: pairs.clone(), ..all.clone() },
        Projection { rule: Rule::Probability(1.0), ..all.clone() },
        Projection { stdp: Some(still), ..all.clone() },
        Projection { rule: pairs, stdp: Some(still), ..all.clone() },
        Projection { short_term: Some(at_once), ..all.clone() },
    ];
    let with = |projection| Recipe { projections: vec![projection], ..recipe.clone() };
    projections.map(with).to_vec()
}

/// Weights that no number of single precision is.
const WEIGHTS: [Distribution; 3] = [
    Distribution::Constant(0.7),
    Distribution::Uniform { low: 0.1, high: 0.9 },
    Distribution::Normal { mean: 0.7, sd: 0.3, outside: Outside::Clip },
];

#[test]
fn the_same_wiring_runs_the_same_however_it_is_stored() {
    let conductance = Kinetics::Conductance { tau_ms: 5.0, reversal_mv: 0.0 };
    for kinetics in [Kinetics::Jump, Kinetics::Current { tau_ms: 5.0 }, conductance] {
        for weight in WEIGHTS {
            let recipe = all_to_all(weight, kinetics);
            let known = see(&recipe, 1, &[], 2000);
            assert!(known.spikes.len() > 100, "{} {weight:?} {kinetics:?}", known.spikes.len());
            for (index, other) in stored_otherwise(&recipe).iter().enumerate() {
                let found = see(other, 1, &[], 2000);
                assert_eq!(found.word, known.word, "{weight:?} {kinetics:?} {index}");
            }
        }
    }
}

#[test]
fn weights_are_told_in_the_unit_of_the_file() {
    for weight in WEIGHTS {
        let recipe = all_to_all(weight, Kinetics::Jump);
        let weights = |recipe: &Recipe| {
            let network = Network::new(Arc::new(recipe.clone()), 1);
            let mut weights = Vec::new();
            network.weights(0, &mut |weight| weights.push(weight));
            assert_eq!(weights.len() as u64, network.synapses(0));
            weights
        };
        let known = weights(&recipe);
        assert_eq!(known.len(), 12 * 22 - 12);
        for other in stored_otherwise(&recipe) {
            assert_eq!(weights(&other), known);
        }
        if let Distribution::Constant(value) = weight {
            assert!(known.iter().all(|weight| *weight == value));
        }
    }
}

/// A jump by a weight (mV) is a current through one step that carries that charge, at each capacitance.
#[test]
fn a_jump_takes_the_charge_that_its_target_needs() {
    for weight in [Distribution::Constant(0.7), Distribution::Uniform { low: 0.7, high: 0.7 }] {
        let targets = [membrane(100.0), membrane(80.0), neuron(0.1, 0.2, -65.0, 2.0)];
        let expected = [0.7 * 2.0 * 100.0, 0.7 * 2.0 * 80.0, 0.7 * 2.0];
        let mut populations = vec![clock("pre", &[10.0])];
        populations.extend(targets.map(|neuron| population("post", 1, neuron, 0.0)));
        let jumps = projection(&[0], &[1, 2, 3], Rule::AllToAll, weight);
        let list = Rule::List(vec![(0, 0), (0, 1), (0, 2)]);
        for rule in [Rule::AllToAll, list] {
            let jumps = Projection { rule, ..jumps.clone() };
            let recipe = Recipe {
                scheme: Scheme::Euler,
                steps_per_ms: 2,
                ..recipe(populations.clone(), vec![jumps])
            };
            let probes = [1, 2, 3].map(|number| Probe::Neuron(NeuronId::new(number)));
            let seen = see(&recipe, 1, &probes, 40);
            for (probe, expected) in expected.into_iter().enumerate() {
                let own = seen.readings.iter().filter(|(index, _)| *index == probe);
                let currents = own.filter_map(|(_, reading)| match reading {
                    Reading::Neuron { current, .. } if *current != 0.0 => Some(*current),
                    _ => None,
                });
                let currents: Vec<f64> = currents.collect();
                let near = currents.len() == 1 && (currents[0] - expected).abs() < 1e-5 * expected;
                assert!(near, "{weight:?}: {currents:?}, not {expected}");
            }
        }
    }
}

/// Long rows of drawn weights are not kept but drawn again for each spike.
#[test]
fn weights_that_are_drawn_again_are_those_that_would_be_kept() {
    let weight = Distribution::Uniform { low: 0.01, high: 0.09 };
    let cells = population("E", 100, neuron(0.02, 0.2, -65.0, 8.0), 7.0);
    let kept = recipe(vec![cells], vec![projection(&[0], &[0], Rule::AllToAll, weight)]);
    let mut drawn = kept.clone();
    drawn.projections[0].rule = Rule::Probability(1.0);
    let mut dynamic = drawn.clone();
    dynamic.projections[0].short_term = Some(ShortTerm {
        u: 1.0,
        tau_rec_ms: 0.0,
        tau_fac_ms: 0.0,
        utilisation_rest: UtilisationRest::Zero,
    });
    let [kept, drawn, dynamic] = [kept, drawn, dynamic].map(|it| see(&it, 1, &[], 1000));
    assert!(kept.spikes.len() > 100);
    assert_eq!(drawn.word, kept.word);
    assert_eq!(dynamic.word, kept.word);
}

/// A change of 1e-6 is not lost on a weight of 40: 197 pairs, each an arrival 2 ms before a spike,
/// at a synapse that never releases, so that the target fires when it is made to.
#[test]
fn slow_learning_is_not_lost() {
    let period_ms = 50.0;
    let train = |first_ms: f64| -> Vec<f64> {
        (0..197).map(|n| first_ms + period_ms * f64::from(n)).collect()
    };
    let (pre, post) = (clock("pre", &train(10.0)), clock("post", &train(13.0)));
    for (potentiation, expected) in [(1e-6, 1.778e-4), (1e-5, 1.778e-3)] {
        let rule = Stdp {
            potentiation,
            depression: 0.0,
            potentiation_left_per_ms: 0.95,
            depression_left_per_ms: 0.0,
            pairing: Pairing::Nearest,
            depression_from: DepressionFrom::Spike,
            bounds: (0.0, 100.0),
            consolidation: None,
        };
        let synapse = Projection {
            stdp: Some(rule),
            delay: Delay::Constant(1),
            release: 0.0,
            ..projection(&[0], &[1], Rule::AllToAll, Distribution::Constant(40.0))
        };
        let recipe = recipe(vec![pre.clone(), post.clone()], vec![synapse]);
        let mut network = Network::new(Arc::new(recipe), 1);
        let seen = advance(&mut network, 0, 10_000, &[], 1);
        assert_eq!(seen.spikes.len(), 2 * 197);
        let mut weight = 0.0;
        network.weights(0, &mut |found| weight = found);
        let change = weight - 40.0;
        let exactly = 197.0 * potentiation * 0.95 * 0.95;
        assert!((change - exactly).abs() < 1e-11, "{change} {exactly}");
        assert!((change / expected - 1.0).abs() < 1e-3, "{change} {expected}");
    }
}

/// Weights of a projection of 200 neurons onto each other.
fn weights_of(weight: Distribution, stdp: Option<Stdp>) -> Vec<f64> {
    let cells = population("E", 200, neuron(0.02, 0.2, -65.0, 8.0), 0.0);
    let synapses = Projection { stdp, ..projection(&[0], &[0], Rule::AllToAll, weight) };
    let network = Network::new(Arc::new(recipe(vec![cells], vec![synapses])), 1);
    let mut weights = Vec::new();
    network.weights(0, &mut |weight| weights.push(weight));
    weights
}

/// Mean of some numbers, and the part of them that `fits`.
fn mean_and_share(numbers: &[f64], fits: impl Fn(f64) -> bool) -> (f64, f64) {
    let count = numbers.len() as f64;
    let fitting = numbers.iter().filter(|number| fits(**number)).count() as f64;
    (numbers.iter().sum::<f64>() / count, fitting / count)
}

/// 31 % of a normal law with mean 0.1 and standard deviation 0.2 are below 0.
#[test]
fn normal_weights_on_the_other_side_of_0_are_clipped_drawn_again_or_kept() {
    for sign in [1.0, -1.0] {
        let found = |outside| {
            let weights =
                weights_of(Distribution::Normal { mean: sign * 0.1, sd: 0.2, outside }, None);
            let weights: Vec<f64> = weights.iter().map(|weight| sign * weight).collect();
            let (mean, zeros) = mean_and_share(&weights, |weight| weight == 0.0);
            let (_, below) = mean_and_share(&weights, |weight| weight < 0.0);
            [mean, zeros, below]
        };
        // Of 39,800 draws: four standard errors are 0.004 of the mean, and 0.009 of a share.
        for (outside, expected) in [
            (Outside::Clip, [0.1396, 0.3085, 0.0]),
            (Outside::DrawAgain, [0.2018, 0.0, 0.0]),
            (Outside::Keep, [0.1, 0.0, 0.3085]),
        ] {
            let found = found(outside);
            let off: Vec<f64> = found.iter().zip(expected).map(|(a, b)| (a - b).abs()).collect();
            assert!(off[0] < 0.004 && off[1] < 0.009 && off[2] < 0.009, "{outside:?}: {found:?}");
        }
    }
}

/// A law of which hardly more than the least part is allowed, so that most are drawn a hundred times.
#[test]
fn weights_that_learn_start_within_their_bounds() {
    let bounds = (0.5, 0.7);
    let rule = Stdp {
        potentiation: 0.1,
        depression: 0.1,
        potentiation_left_per_ms: 0.9,
        depression_left_per_ms: 0.9,
        pairing: Pairing::Nearest,
        depression_from: DepressionFrom::Spike,
        bounds,
        consolidation: None,
    };
    for (outside, at_the_ends) in [(Outside::Clip, 0.987), (Outside::DrawAgain, 0.0)] {
        let law = Distribution::Normal { mean: 0.6, sd: 6.0, outside };
        let weights = weights_of(law, Some(rule));
        assert!(weights.iter().all(|weight| (bounds.0..=bounds.1).contains(weight)));
        let (mean, ends) = mean_and_share(&weights, |weight| weight == 0.5 || weight == 0.7);
        assert!((mean - 0.6).abs() < 0.005 && (ends - at_the_ends).abs() < 0.005, "{mean} {ends}");
    }
    let uniform = weights_of(Distribution::Uniform { low: 0.5, high: 0.7 }, Some(rule));
    assert!(uniform.iter().all(|weight| (bounds.0..=bounds.1).contains(weight)));
}

/// What is drawn again is the same however a network is cut, and the draws that were in the range stay.
#[test]
fn drawing_again_replaces_what_would_have_been_clipped() {
    let law = |outside| Distribution::Normal { mean: 0.1, sd: 0.2, outside };
    let [clipped, again] = [Outside::Clip, Outside::DrawAgain].map(|it| weights_of(law(it), None));
    for (clipped, again) in clipped.iter().zip(&again) {
        assert!(if *clipped == 0.0 { *again > 0.0 } else { clipped == again });
    }
}
