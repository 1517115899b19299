//! What halts a neuron under the exact scheme, and what must not.

use std::sync::Arc;

use izh_tui::circuit::NeuronId;
use izh_tui::engine::{DriveState, Engine, Experiment, Halted};
use izh_tui::model::stimulus::Per;
use izh_tui::model::{
    Edges, Equations, Fault, Membrane, Neuron, Recovery, Scheme, Segment, Shape, State,
};

use crate::support::model::{holding, of, of_mut, preset, record};
use crate::support::networks;

/// Where the neuron of a preset is halted while it holds `current`, in steps of `1/steps_per_ms` ms.
fn halted(name: &str, current: f64, steps_per_ms: u32) -> (Halted, State) {
    let mut setup = preset(name).subject;
    setup.steps_per_ms = steps_per_ms;
    let experiment = Experiment::neuron(&setup, DriveState::holding(current), 1);
    let (_, engine) = record(&experiment, 2500.0);
    (engine.halt().expect("it runs away"), engine.state(NeuronId::FIRST))
}

/// With a below 0 the recovery variable grows by itself and pulls the potential down without end. The
/// neuron is halted where it has left all reach, whatever the step: further down, each millisecond takes
/// in proportion to the potential. A step of 0.001 ms is no too long one there, nor for a while after.
#[test]
fn a_potential_that_falls_without_end_is_halted_before_it_costs_time() {
    for (name, current) in [
        ("inhibition-induced-bursting-exact", 85.0),
        ("inhibition-induced-bursting-exact", 100.0),
        ("inhibition-induced-spiking-exact", 100.0),
        ("inhibition-induced-spiking-exact", 1000.0),
    ] {
        let (first, _) = halted(name, current, 2);
        for (steps_per_ms, within_ms) in [(1, 0.1), (10, 0.1), (1000, 40.0)] {
            let (halted, state) = halted(name, current, steps_per_ms);
            assert_eq!(halted.fault, Fault::Falling, "{name} {current}");
            assert!((-2e5..-9e4).contains(&state.v), "{name} {current}: {state:?}");
            let apart_ms = (halted.time_ms - first.time_ms).abs();
            assert!(apart_ms < within_ms, "{name} {current}: {halted:?}, {first:?}");
        }
    }
}

/// A recovery variable that only integrates, backwards.
#[test]
fn a_recovery_variable_without_a_leak_can_make_it_fall_too() {
    let mut experiment = holding([0.02, -1e5, -65.0, 8.0], State { v: -80.0, u: 0.0 }, 0.0);
    of_mut(&mut experiment).setup.cell.neuron.equations = Equations::Accommodation;
    let (_, engine) = record(&experiment, 1000.0);
    assert_eq!(engine.halt().map(|halted| halted.fault), Some(Fault::Falling));
}

#[test]
fn a_circuit_is_halted_with_the_neuron_that_falls() {
    let cell = preset("inhibition-induced-bursting-exact").subject.cell;
    let mut falling = networks::population("falling", 3, cell.neuron, 85.0);
    falling.v0 = cell.initial.v;
    let steady = networks::population("steady", 2, networks::neuron(0.02, 0.2, -65.0, 8.0), 5.0);
    let mut recipe = networks::recipe(vec![steady, falling], Vec::new());
    recipe.scheme = Scheme::Exact;
    recipe.steps_per_ms = 2;
    let mut engine = Engine::new(&Experiment::circuit(Arc::new(recipe), 1));
    engine.advance(2 * 2500, &mut ());
    let alone = halted("inhibition-induced-bursting-exact", 85.0, 2).0;
    let Halted { neuron, fault, time_ms, .. } = engine.halt().expect("it runs away");
    assert_eq!((neuron, fault), (NeuronId::new(2), Fault::Falling));
    assert!((time_ms - alone.time_ms).abs() <= 0.5, "{time_ms}, {alone:?}");
}

/// The membrane of a neuron of 2007 with such a `k` and capacitance (pF).
fn membrane(a: f64, k: f64, capacitance_pf: f64) -> Neuron {
    let equations = Equations::Membrane(Membrane {
        capacitance_pf,
        k,
        vr_mv: -60.0,
        vt_mv: -40.0,
        recovery: Recovery::Linear,
        peak_per_u: 0.0,
        c_per_u: 0.0,
        u_max: f64::INFINITY,
    });
    Neuron { equations, a, b: -2.0, c_mv: -50.0, d: 100.0, peak_mv: 35.0 }
}

/// Sub-steps are short here, too, for all of the time or for a moment; but nothing runs away.
#[test]
fn a_fast_membrane_or_a_strong_current_halts_nothing() {
    let standard = |a, b| networks::neuron(a, b, -65.0, 8.0);
    let at = |v, u| State { v, u };
    for (what, neuron, state, current) in [
        ("a large k", membrane(0.03, 100.0, 1.0), at(-60.0, 0.0), 0.0),
        ("a large k, a below 0", membrane(-1e-5, 100.0, 1.0), at(-60.0, 1.0), 0.0),
        ("a small capacitance", membrane(0.03, 0.7, 0.01), at(-60.0, 0.0), 0.0),
        ("the strongest current", standard(0.02, 0.2), at(-65.0, -13.0), -1e6),
        ("it, and b below 0", standard(0.02, -1.0), at(-65.0, 65.0), -1e6),
        ("it, and a below 0", standard(-0.002, 0.2), at(-65.0, 100.0), -1e6),
        ("a start far down", standard(0.02, 0.2), at(-1e7, 0.0), 0.0),
        ("it, and a below 0", standard(-0.02, -1.0), at(-1e7, 65.0), 65.0),
        ("a potential that settles at -250 V", standard(0.02, -1e4), at(-65.0, 65e4), 0.0),
        ("a recovery variable far up", standard(0.02, 0.2), at(-65.0, 1e9), 0.0),
    ] {
        let mut experiment = holding([0.0; 4], state, current);
        of_mut(&mut experiment).setup.cell.neuron = neuron;
        let (_, engine) = record(&experiment, 50.0);
        assert_eq!(engine.halt(), None, "{what}");
    }
}

/// As strong a noise as there may be, around currents that keep the neuron from firing.
#[test]
fn strong_noise_halts_nothing() {
    for (a, b) in [(0.02, 0.2), (-0.0002, 0.2)] {
        let mut setup =
            of(&holding([a, b, -65.0, 8.0], State { v: -65.0, u: 100.0 }, 0.0)).setup.clone();
        let shape = Shape::Noise { mean: -9e5, sd: 1e5, per: Per::Step };
        let segment = Segment { start_ms: 0.0, end_ms: 50.0, shape, edges: Edges::default() };
        setup.cell.protocol.segments = vec![segment];
        let drive = DriveState::run(&setup.cell.protocol);
        let (record, engine) = record(&Experiment::neuron(&setup, drive, 1), 50.0);
        assert_eq!(engine.halt(), None, "a = {a}");
        let lowest_mv = record.samples.iter().map(|sample| sample.v).fold(0.0, f64::min);
        assert!((-6000.0..-4500.0).contains(&lowest_mv), "a = {a}: {lowest_mv}");
    }
}
