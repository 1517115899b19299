//! The types of the 2007 book, against values that were computed apart from this program: under
//! `euler` by the published rules, operation by operation; under `exact` by an adaptive Runge-Kutta
//! method of order 8 with a relative tolerance of 1e-12.

use izh_tui::circuit::NeuronId;
use izh_tui::engine::{Command, DriveState, Engine, Experiment, Rejection, Site};
use izh_tui::input::Document;
use izh_tui::model::Scheme;
use izh_tui::preset::parse;

use crate::support::model::{of_mut, preset, published, published_spikes_ms, record, spikes_ms};

/// Held current from rest (pA), duration (ms), spikes, and the first of them (ms).
type Held = (&'static str, f64, f64, usize, Option<f64>);

const HELD: [Held; 26] = [
    ("regular-spiking-2007", 60.0, 520.0, 2, Some(172.75)),
    ("regular-spiking-2007", 70.0, 520.0, 3, Some(100.5)),
    ("regular-spiking-2007", 85.0, 520.0, 5, Some(64.25)),
    ("regular-spiking-2007", 100.0, 520.0, 7, Some(48.5)),
    ("intrinsically-bursting-2007", 290.0, 600.0, 0, None),
    ("intrinsically-bursting-2007", 370.0, 600.0, 3, Some(36.5)),
    ("intrinsically-bursting-2007", 500.0, 600.0, 8, Some(21.0)),
    ("intrinsically-bursting-2007", 550.0, 600.0, 9, Some(18.5)),
    ("chattering-2007", 200.0, 210.0, 5, Some(15.25)),
    ("chattering-2007", 300.0, 210.0, 9, Some(7.75)),
    ("chattering-2007", 400.0, 210.0, 13, Some(5.5)),
    ("chattering-2007", 600.0, 210.0, 22, Some(3.75)),
    ("low-threshold-spiking-2007", 100.0, 320.0, 1, Some(41.25)),
    ("low-threshold-spiking-2007", 125.0, 320.0, 4, Some(28.0)),
    ("low-threshold-spiking-2007", 200.0, 320.0, 9, Some(16.75)),
    ("low-threshold-spiking-2007", 300.0, 320.0, 21, Some(11.75)),
    ("fast-spiking-2007", 73.2, 100.0, 2, Some(19.0)),
    ("fast-spiking-2007", 100.0, 100.0, 4, Some(8.0)),
    ("fast-spiking-2007", 200.0, 100.0, 8, Some(3.5)),
    ("fast-spiking-2007", 400.0, 100.0, 13, Some(2.0)),
    ("thalamo-cortical-2007", 50.0, 650.0, 3, Some(133.0)),
    ("thalamo-cortical-2007", 100.0, 650.0, 11, Some(45.0)),
    ("thalamo-cortical-2007", 150.0, 650.0, 17, Some(31.0)),
    ("reticular-thalamic-2007", 50.0, 650.0, 4, Some(38.25)),
    ("reticular-thalamic-2007", 70.0, 650.0, 6, Some(24.5)),
    ("reticular-thalamic-2007", 110.0, 650.0, 11, Some(15.5)),
];

/// Spikes of a preset's own protocol in the true solution, and the first and last of them (ms).
const EXACT: [(&str, usize, f64, f64); 9] = [
    ("regular-spiking-2007", 6, 68.1801406715, 445.872090247),
    ("intrinsically-bursting-2007", 7, 40.7678940600, 515.838605926),
    ("chattering-2007", 9, 27.4329937718, 195.714602889),
    ("low-threshold-spiking-2007", 9, 36.4525388825, 299.414880392),
    ("fast-spiking-2007", 8, 13.3989455267, 98.475066885),
    ("thalamo-cortical-2007", 10, 94.6537664818, 602.242786070),
    ("reticular-thalamic-2007", 6, 74.3767463321, 601.965288561),
    ("thalamo-cortical-burst-2007", 6, 153.5135427069, 244.996070908),
    ("reticular-thalamic-burst-2007", 2, 134.3849631581, 149.303408555),
];

/// The same by the published rules: spikes, and the first of them (ms).
const EULER: [(&str, usize, f64); 9] = [
    ("regular-spiking-2007", 6, 68.5),
    ("intrinsically-bursting-2007", 7, 41.0),
    ("chattering-2007", 9, 27.75),
    ("low-threshold-spiking-2007", 9, 36.75),
    ("fast-spiking-2007", 7, 13.5),
    ("thalamo-cortical-2007", 10, 95.0),
    ("reticular-thalamic-2007", 6, 74.5),
    ("thalamo-cortical-burst-2007", 6, 153.5),
    ("reticular-thalamic-burst-2007", 2, 134.25),
];

fn held(name: &str, scheme: Option<Scheme>, current: f64) -> Experiment {
    let mut experiment = published(name, scheme);
    of_mut(&mut experiment).drive = DriveState::holding(current);
    experiment
}

#[test]
fn the_currents_shown_in_the_book() {
    for (name, current, end_ms, spikes, first_ms) in HELD {
        let times_ms = spikes_ms(&held(name, None, current), end_ms);
        assert_eq!(
            (times_ms.len(), times_ms.first().copied()),
            (spikes, first_ms),
            "{name} at {current} pA"
        );
    }
}

#[test]
fn the_protocols_by_the_published_rules() {
    for (name, spikes, first_ms) in EULER {
        let times_ms = published_spikes_ms(name, None);
        assert_eq!((times_ms.len(), times_ms[0]), (spikes, first_ms), "{name}");
    }
}

#[test]
fn the_protocols_in_the_true_solution() {
    for (name, spikes, first_ms, last_ms) in EXACT {
        let times_ms = published_spikes_ms(name, Some(Scheme::Exact));
        assert_eq!(times_ms.len(), spikes, "{name}");
        assert!((times_ms[0] - first_ms).abs() < 1e-8, "{name}: {}", times_ms[0]);
        assert!((times_ms[spikes - 1] - last_ms).abs() < 1e-7, "{name}: {}", times_ms[spikes - 1]);
    }
}

/// A shorter step of the published rules comes to the true solution, through every special rule.
#[test]
fn euler_converges_to_the_true_solution() {
    for (name, _, first_ms, _) in EXACT {
        let error_ms = |steps_per_ms| {
            let mut experiment = published(name, Some(Scheme::Euler));
            of_mut(&mut experiment).setup.steps_per_ms = steps_per_ms;
            (spikes_ms(&experiment, first_ms + 5.0)[0] - first_ms).abs()
        };
        let (coarse, fine) = (error_ms(20), error_ms(200));
        assert!(fine < 0.05 && fine < 0.5 * coarse + 0.005, "{name}: {coarse} {fine}");
    }
}

/// Spikes of the cell whose vt lies below its vr (ms), to three decimals.
const VT_BELOW_VR_MS: [f64; 8] =
    [81.413, 85.098, 143.095, 200.809, 258.523, 316.237, 373.951, 431.665];

#[test]
fn vt_may_lie_below_vr() {
    let text = include_str!("../data/neurons/vt-below-vr.toml");
    let setup = parse(&Document::new("vt-below-vr.toml", text)).expect("a neuron").subject;
    let protocol = &setup.cell.protocol;
    let experiment = Experiment::neuron(&setup, DriveState::run(protocol), 1);
    let found = spikes_ms(&experiment, protocol.duration_ms);
    assert_eq!(found.len(), VT_BELOW_VR_MS.len(), "{found:?}");
    for (found, expected) in found.iter().zip(VT_BELOW_VR_MS) {
        assert!((found - expected).abs() <= 0.0005, "{found}, expected {expected}");
    }
    // On the scope the two can be moved past each other.
    let mut engine = Engine::new(&experiment);
    for vr_mv in [-90.0, -75.0, -58.0] {
        let mut neuron = engine.cell().expect("a neuron").neuron;
        neuron.parameter("vr").expect("a row").set(&mut neuron, vr_mv);
        assert_eq!(
            engine.apply(&Command::Edit { site: Site::Subject, neuron: Box::new(neuron) }),
            Ok(()),
            "{vr_mv}"
        );
    }
}

#[test]
fn other_schemes_are_refused() {
    let setup = preset("fast-spiking-2007").subject;
    let experiment = Experiment::neuron(&setup, DriveState::holding(0.0), 1);
    let mut engine = Engine::new(&experiment);
    for scheme in [Scheme::Paper, Scheme::Izh2003] {
        let refused = engine.apply(&Command::Scheme { scheme });
        assert!(matches!(refused, Err(Rejection::Scheme { .. })), "{refused:?}");
        assert_eq!(engine.scheme(), Scheme::Euler);
    }
    assert_eq!(engine.apply(&Command::Scheme { scheme: Scheme::Exact }), Ok(()));
    let paper_only = preset("tonic-spiking").subject.cell.neuron;
    let edit = Command::Edit { site: Site::Subject, neuron: Box::new(paper_only) };
    assert_eq!(engine.apply(&edit), Ok(()));
}

/// Between -195 and -120 pA the thalamo-cortical neuron comes to rest where b changes, which either
/// side drives it back to; it must neither pass that point without end nor be stopped there.
#[test]
fn a_neuron_can_rest_where_b_changes() {
    let (record, engine) =
        record(&held("thalamo-cortical-2007", Some(Scheme::Exact), -150.0), 600.0);
    assert_eq!(engine.halt(), None);
    assert!(record.spikes_ms.is_empty());
    assert_eq!(engine.state(NeuronId::FIRST).v, -65.0);
    // There C v' = 1.6 (v + 60)(v + 50) - u + I vanishes.
    assert!(
        (engine.state(NeuronId::FIRST).u - (1.6 * 75.0 - 150.0)).abs() < 1e-6,
        "{}",
        engine.state(NeuronId::FIRST).u
    );
}

#[test]
fn rest_is_rest_on_the_switch() {
    // The reticular neuron rests on -65 mV, where its b changes.
    let (record, engine) = record(&held("reticular-thalamic-2007", Some(Scheme::Exact), 0.0), 50.0);
    assert_eq!(engine.halt(), None);
    assert!(record.samples.iter().all(|sample| (sample.v, sample.u) == (-65.0, 0.0)));
}
