//! Networks put together in code.

use izh_tui::circuit::{
    Delay, Distribution, InputKind, Law, Population, PopulationId, Projection, RandomInput, Recipe,
    Rule, Spread, SpreadOf,
};
use izh_tui::model::stimulus::Per;
use izh_tui::model::synapse::{Consolidation, DepressionFrom, Kinetics, Pairing, Stdp};
use izh_tui::model::{Edges, Equations, Live, Neuron, Protocol, Scheme, Segment, Shape};

pub fn constant(current: f64) -> Protocol {
    Protocol {
        live: Live::Hold,
        duration_ms: 1000.0,
        baseline: current,
        pause_ms: 0.0,
        segments: Vec::new(),
        sweeps: None,
    }
}

pub fn neuron(a: f64, b: f64, c_mv: f64, d: f64) -> Neuron {
    Neuron { equations: Equations::Standard, a, b, c_mv, d, peak_mv: 30.0 }
}

/// The spread of a parameter of `neuron`.
pub fn parameter(neuron: &Neuron, name: &str) -> SpreadOf {
    SpreadOf::Parameter(neuron.parameter(name).expect("the neuron has it"))
}

pub fn population(name: &str, count: u32, neuron: Neuron, current: f64) -> Population {
    Population {
        name: name.to_owned(),
        count,
        neuron,
        v0: -65.0,
        u0: None,
        spread: Vec::new(),
        protocol: constant(current),
    }
}

/// The populations at these places.
pub fn ids(places: &[usize]) -> Vec<PopulationId> {
    places.iter().copied().map(PopulationId::new).collect()
}

pub fn projection(from: &[usize], to: &[usize], rule: Rule, weight: Distribution) -> Projection {
    Projection {
        name: String::new(),
        from: ids(from),
        to: ids(to),
        rule,
        autapses: false,
        weight,
        delay: Delay::Constant(1),
        kinetics: Kinetics::Jump,
        release: 1.0,
        short_term: None,
        stdp: None,
    }
}

pub fn recipe(populations: Vec<Population>, projections: Vec<Projection>) -> Recipe {
    Recipe {
        name: "test".to_owned(),
        scheme: Scheme::Izh2003,
        steps_per_ms: 1,
        duration_ms: 1000.0,
        populations,
        projections,
        inputs: Vec::new(),
    }
}

/// Neurons of the network of 2003, each on its own.
pub fn uncoupled(neurons: u32) -> Recipe {
    let mut recipe = cortex();
    recipe.populations[0].count = neurons / 5 * 4;
    recipe.populations[1].count = neurons / 5;
    recipe.populations[0].protocol = constant(5.0);
    recipe.populations[1].protocol = constant(5.0);
    recipe.projections.clear();
    recipe.inputs.clear();
    recipe
}

/// The network of 2003.
pub fn cortex() -> Recipe {
    let common = neuron(0.02, 0.2, -65.0, 8.0);
    let spread = |name, by, law| Spread { of: parameter(&common, name), by, law };
    let mut excitatory = population("E", 800, neuron(0.02, 0.2, -65.0, 8.0), 0.0);
    excitatory.spread =
        vec![spread("c", 15.0, Law::SharedSquare), spread("d", -6.0, Law::SharedSquare)];
    let mut inhibitory = population("I", 200, neuron(0.02, 0.25, -65.0, 2.0), 0.0);
    inhibitory.spread = vec![spread("a", 0.08, Law::Shared), spread("b", -0.05, Law::Shared)];
    let all = |from, low, high| Projection {
        autapses: true,
        ..projection(&[from], &[0, 1], Rule::AllToAll, Distribution::Uniform { low, high })
    };
    let noise =
        |to, sd| RandomInput { to: ids(&[to]), kind: InputKind::Noise { sd, per: Per::SqrtMs } };
    Recipe {
        inputs: vec![noise(0, 5.0), noise(1, 2.0)],
        ..recipe(vec![excitatory, inhibitory], vec![all(0, 0.0, 0.5), all(1, -1.0, 0.0)])
    }
}

/// The network of 2006.
pub fn polychronization() -> Recipe {
    let excitatory = Projection {
        delay: Delay::Each { low: 1, high: 20, stride: 1 },
        stdp: Some(Stdp {
            potentiation: 0.1,
            depression: 0.12,
            potentiation_left_per_ms: 0.95,
            depression_left_per_ms: 0.95,
            pairing: Pairing::Nearest,
            depression_from: DepressionFrom::NextStep,
            bounds: (0.0, 10.0),
            consolidation: Some(Consolidation { every_ms: 1000, drift: 0.01, left: 0.9 }),
        }),
        ..projection(&[0], &[0, 1], Rule::OutDegree(100), Distribution::Constant(6.0))
    };
    let inhibitory = projection(&[1], &[0], Rule::OutDegree(100), Distribution::Constant(-5.0));
    let populations = vec![
        population("E", 800, neuron(0.02, 0.2, -65.0, 8.0), 0.0),
        population("I", 200, neuron(0.1, 0.2, -65.0, 2.0), 0.0),
    ];
    let kick = RandomInput { to: ids(&[0, 1]), kind: InputKind::Kick { amplitude: 20.0 } };
    Recipe { inputs: vec![kick], ..recipe(populations, vec![excitatory, inhibitory]) }
}

/// A network of so many neurons with so many synapses each, which stay as they are, at about ten spikes a
/// second.
pub fn large(neurons: u32, synapses: u32) -> Recipe {
    let mut recipe = cortex();
    recipe.populations[0].count = neurons / 5 * 4;
    recipe.populations[1].count = neurons / 5;
    let scale = 1000.0 / f64::from(synapses);
    let some = |from, low: f64, high: f64| {
        let weight = Distribution::Uniform { low: low * scale, high: high * scale };
        projection(&[from], &[0, 1], Rule::OutDegree(synapses), weight)
    };
    recipe.projections = vec![some(0, 0.0, 0.5), some(1, -1.0, 0.0)];
    recipe.inputs[0].kind = InputKind::Noise { sd: 5.6, per: Per::SqrtMs };
    recipe
}

/// One neuron that fires at known times, and one that it drives; the target is far from threshold.
pub fn pair(projection: Projection, interval_ms: f64) -> Recipe {
    let mut clock = population("clock", 1, neuron(0.02, 0.2, -65.0, 8.0), 0.0);
    let train = format!(
        "duration_ms = 100000.0\nbaseline = 0.0\n[[segment]]\nkind = \"train\"\nstart_ms = 10.0\n\
         end_ms = 100000.0\nlevel = 100.0\nwidth_ms = 1.0\nperiod_ms = {interval_ms:?}\nedges = \"left\"\n"
    );
    let document = izh_tui::input::Document::new("train.toml", &train);
    clock.protocol = izh_tui::preset::parse_stimulus(&document, None, None).expect("a train");
    let target = population("target", 1, neuron(0.02, 0.2, -65.0, 8.0), 0.0);
    recipe(vec![clock, target], vec![Projection { from: ids(&[0]), to: ids(&[1]), ..projection }])
}

/// A neuron that fires a fixed while after each of these times (ms, more than 5 apart), whatever it did
/// before: it rests where a spike resets it.
pub fn clock(name: &str, times_ms: &[f64]) -> Population {
    let rest_mv = (-5.0 - 2.6f64.sqrt()) / 0.08;
    let pulse = |&start_ms: &f64| Segment {
        start_ms,
        end_ms: start_ms + 1.0,
        shape: Shape::Level(100.0),
        edges: Edges::Left,
    };
    let mut clock = population(name, 1, neuron(0.1, 0.0, rest_mv, 0.0), 0.0);
    (clock.v0, clock.u0) = (rest_mv, Some(0.0));
    clock.protocol.segments = times_ms.iter().map(pulse).collect();
    clock.protocol.duration_ms = times_ms.last().map_or(1.0, |last_ms| last_ms + 100.0);
    clock
}
