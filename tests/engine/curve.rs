//! f-I curves: the same spikes as single runs, thresholds and classes as known.

use izh_tui::circuit::NeuronId;
use izh_tui::circuit::lanes;
use izh_tui::engine::{DriveState, Engine, Experiment, Setup, Sink, Spike, Step};
use izh_tui::measure::{
    Answer, Class, Curve, NoPoint, Point, SpikeTrain, Sweep, Threshold, currents, usual_range,
};
use izh_tui::model::{Equations, Fault, Scheme, State};
use izh_tui::preset::Library;

use crate::support::model::{preset, spikes_ms};

/// Currents on both sides of what makes the published types fire.
fn range(setup: &Setup) -> (f64, f64) {
    match setup.cell.neuron.equations.current_unit() {
        Some(_) => (-50.0, 700.0),
        None if setup.cell.neuron.a < 0.0 => (70.0, 80.0),
        None => (-2.0, 20.0),
    }
}

/// What a run of the ordinary engine gives.
fn single(setup: &Setup, current: f64, duration_ms: f64) -> (u64, f64, f64, f64) {
    let experiment = Experiment::neuron(setup, DriveState::holding(current), 1);
    let times_ms = spikes_ms(&experiment, duration_ms);
    let mut train = SpikeTrain::default();
    let spike = |time_ms| Spike { neuron: NeuronId::FIRST, step: Step(0), time_ms };
    times_ms.iter().for_each(|&time_ms| train.spike(&spike(time_ms)));
    let rate_hz = |pair: Option<&[f64]>| pair.map_or(0.0, |pair| 1000.0 / (pair[1] - pair[0]));
    let spikes = train.spikes();
    (
        spikes,
        spikes as f64 * 1000.0 / duration_ms,
        rate_hz(times_ms.windows(2).next()),
        rate_hz(times_ms.windows(2).last()),
    )
}

#[test]
fn every_point_is_a_run_of_its_own_under_every_scheme() {
    const DURATION_MS: f64 = 170.0;
    for entry in Library::default().entries() {
        for &scheme in entry.preset.subject.cell.neuron.schemes() {
            let setup = Setup { scheme, ..entry.preset.subject.clone() };
            let (from, to) = range(&setup);
            let sweep = Sweep::new(&setup, DURATION_MS);
            for answer in sweep.answers(&currents(from, to, 5), 1) {
                let point = match answer {
                    Ok(point) => point,
                    Err(NoPoint::Stopped(stop)) => {
                        assert_eq!(stop.fault, Fault::Runaway, "{} {scheme}", entry.preset.name());
                        continue;
                    }
                    Err(unstable) => panic!("{} {scheme}: {unstable:?}", entry.preset.name()),
                };
                let found =
                    (point.spikes, point.mean_rate_hz, point.initial_rate_hz, point.steady_rate_hz);
                let expected = single(&setup, point.current, DURATION_MS);
                assert_eq!(found, expected, "{} {scheme} {}", entry.preset.name(), point.current);
            }
        }
    }
}

/// Whatever registers the processor has: the states in the end are those of one neuron alone.
#[test]
fn lanes_have_the_bits_of_single_neurons() {
    const STEPS: u64 = 777;
    for entry in Library::default().entries() {
        for &scheme in entry.preset.subject.cell.neuron.schemes() {
            let setup = Setup { scheme, ..entry.preset.subject.clone() };
            let (from, to) = range(&setup);
            let currents = currents(from, to, 19);
            let Setup { cell, steps_per_ms, .. } = &setup;
            let (neuron, initial) = (&cell.neuron, cell.initial);
            let trains = lanes::carry(scheme, neuron, *steps_per_ms, initial, STEPS, &currents);
            assert_eq!(trains.is_none(), scheme == Scheme::Exact);
            for (current, train) in currents.iter().zip(trains.into_iter().flatten()) {
                let experiment = Experiment::neuron(&setup, DriveState::holding(*current), 1);
                let mut engine = Engine::new(&experiment);
                engine.advance(STEPS, &mut ());
                let bits = |state: State| [state.v.to_bits(), state.u.to_bits()];
                let name = &cell.name;
                assert_eq!(
                    bits(train.state),
                    bits(engine.state(NeuronId::FIRST)),
                    "{name} {scheme} {current}"
                );
                assert!(train.finite, "{name} {scheme} {current}");
            }
        }
    }
}

#[test]
fn the_number_of_threads_and_of_points_changes_nothing() {
    for (name, scheme, counts) in [
        ("chattering", Scheme::Izh2003, &[1, 15, 16, 17, 73, 300][..]),
        ("fast-spiking-2007", Scheme::Euler, &[31, 257]),
        ("regular-spiking", Scheme::Exact, &[1, 13]),
    ] {
        let setup = Setup { scheme, ..preset(name).subject };
        let (from, to) = range(&setup);
        let sweep = Sweep::new(&setup, 100.0);
        for &count in counts {
            let currents = currents(from, to, count);
            let alone: Vec<_> = currents.iter().map(|&i| sweep.answer_alone(i)).collect();
            for threads in [1, 2, 7] {
                assert_eq!(sweep.answers(&currents, threads), alone, "{name} {count} {threads}");
            }
        }
    }
}

#[test]
fn a_neuron_that_leaves_the_finite_numbers_is_found_in_its_block() {
    let setup = preset("inhibition-induced-spiking").subject;
    let sweep = Sweep::new(&setup, 1000.0);
    let currents = currents(84.0, 100.0, 33);
    let answers = sweep.answers(&currents, 2);
    let alone: Vec<_> = currents.iter().map(|&current| sweep.answer_alone(current)).collect();
    assert_eq!(answers, alone);
    let stops = answers.iter().filter(|answer| answer.is_err()).count();
    assert!((20..33).contains(&stops), "{stops}");
}

/// A reset hides that the potential was infinite for a moment, and a limit that u was.
#[test]
fn overflows_do_not_hide_behind_a_reset() {
    let mut euler = Setup { scheme: Scheme::Euler, ..preset("regular-spiking").subject };
    euler.cell.initial = State { v: -1e160, u: 0.0 };
    let mut limited = preset("low-threshold-spiking-2007").subject;
    limited.cell.initial = State { v: 0.0, u: 0.0 };
    limited.cell.neuron.b = 1e308;
    if let Equations::Membrane(membrane) = &mut limited.cell.neuron.equations {
        membrane.c_per_u = 0.0;
    }
    for setup in [euler, limited] {
        let sweep = Sweep::new(&setup, 50.0);
        for answer in sweep.answers(&[0.0, 1.0, 500.0], 1) {
            let Err(NoPoint::Stopped(stop)) = answer else { panic!("{answer:?}") };
            assert_eq!(stop.fault, Fault::NonFinite);
        }
    }
}

fn curve(setup: &Setup, count: usize, duration_ms: f64) -> Curve {
    let (from, to) = range(setup);
    Curve::new(Sweep::new(setup, duration_ms), currents(from, to, count)).complete(2)
}

fn at(threshold: Option<Threshold>) -> f64 {
    let Some(Threshold::At(current)) = threshold else { panic!("{threshold:?}") };
    current
}

#[test]
fn regular_spiking_from_rest_has_the_known_thresholds() {
    let mut setup = Setup { scheme: Scheme::Exact, ..preset("regular-spiking").subject };
    setup.cell.initial = State { v: -70.0, u: -14.0 };
    let curve = curve(&setup, 12, 1000.0);
    assert!((at(curve.rheobase()) - 2.7103).abs() < 1e-4, "{:?}", curve.rheobase());
    assert!((at(curve.onset()) - 3.7744).abs() < 1e-4, "{:?}", curve.onset());
}

#[test]
fn class_one_begins_at_the_saddle_node_and_at_a_rate_of_zero() {
    let setup = preset("class-1-excitable").subject;
    // The rest point vanishes at (4.1 + 0.1)^2 / 0.16 - 108.
    let saddle_node = 2.25;
    let mut before = f64::INFINITY;
    for duration_ms in [1000.0, 4000.0, 16_000.0] {
        let curve = curve(&setup, 45, duration_ms);
        let onset = at(curve.onset());
        assert!(onset > saddle_node && onset < saddle_node + 0.2, "{onset}");
        let rate_hz = curve.onset_rate_hz().unwrap();
        assert!(rate_hz < 0.5 * before, "slower the longer one waits: {rate_hz} Hz");
        before = rate_hz;
    }
}

#[test]
fn class_two_jumps_to_the_same_rate_however_long_one_waits() {
    let setup = preset("class-2-excitable").subject;
    for duration_ms in [1000.0, 4000.0, 16_000.0] {
        let rate_hz = curve(&setup, 45, duration_ms).onset_rate_hz().unwrap();
        assert!((15.0..25.0).contains(&rate_hz), "{rate_hz} Hz");
    }
}

#[test]
fn classes_of_known_types() {
    use Class::{FiresAtOnce, NoRepetitiveFiring, One, Two};
    for (name, class) in [
        ("class-1-excitable", One),
        ("integrator", One),
        ("regular-spiking", One),
        ("tonic-spiking", One),
        ("regular-spiking-2007", One),
        ("thalamo-cortical-2007", One),
        ("class-2-excitable", Two),
        ("resonator", Two),
        ("resonator-cell", Two),
        ("subthreshold-oscillations", Two),
        ("fast-spiking", Two),
        ("fast-spiking-2007", Two),
        ("accommodation", NoRepetitiveFiring),
        ("inhibition-induced-spiking", FiresAtOnce),
    ] {
        for (count, duration_ms) in [(200, 1000.0), (23, 2000.0)] {
            let curve = curve(&preset(name).subject, count, duration_ms);
            assert_eq!(curve.class(), Some(class), "{name}: {:?}", curve.onset_rate_hz());
        }
    }
    assert_eq!(curve(&preset("integrator").subject, 23, 300.0).class(), Some(Class::TooShort));
}

#[test]
fn every_preset_shows_in_its_usual_range() {
    for entry in Library::default().entries() {
        let setup = &entry.preset.subject;
        let (from, to) = usual_range(&setup.cell);
        let count = if setup.scheme == Scheme::Exact { 5 } else { 41 };
        let sweep = Sweep::new(setup, 1000.0);
        let curve = Curve::new(sweep, currents(from, to, count)).complete(1);
        let name = entry.preset.name();
        assert!(curve.answers().iter().all(Result::is_ok), "{name}");
        assert!(curve.rheobase() != Some(Threshold::Absent), "{name}");
        assert!(curve.class() != Some(Class::TooShort), "{name}");
    }
}

#[test]
fn a_curve_is_the_same_whatever_pieces_it_is_made_in() {
    let setup = preset("tonic-spiking").subject;
    let new = || Curve::new(Sweep::new(&setup, 500.0), currents(0.0, 20.0, 51));
    let whole = new().complete(1);
    for (runs, threads) in [(1, 1), (5, 2), (16, 1), (1000, 7)] {
        let mut pieces = new();
        assert_eq!((pieces.rheobase(), pieces.class()), (None, None));
        let mut before = 0;
        while pieces.work(runs, threads) {
            assert!(pieces.answers().len() <= before + runs);
            before = pieces.answers().len();
        }
        assert_eq!(pieces.answers(), whole.answers());
        assert_eq!((pieces.rheobase(), pieces.onset()), (whole.rheobase(), whole.onset()));
        assert_eq!(pieces.class(), Some(Class::One));
    }
}

#[test]
fn thresholds_at_the_edges_of_a_range() {
    let setup = preset("regular-spiking").subject;
    let told = |from, to, count| {
        Curve::new(Sweep::new(&setup, 500.0), currents(from, to, count)).complete(1)
    };
    let quiet = told(0.0, 3.0, 10);
    assert_eq!(quiet.rheobase(), Some(Threshold::Absent));
    assert_eq!(quiet.class(), Some(Class::NoRepetitiveFiring));
    assert_eq!(told(10.0, 10.0, 1).rheobase(), Some(Threshold::Below));
    assert_eq!(told(10.0, 20.0, 3).onset(), Some(Threshold::Below));
    assert_eq!(told(0.0, 0.0, 0).class(), Some(Class::NoRepetitiveFiring));
    // A millionth of the range.
    let (wide, narrow) = (told(-1e4, 1e4, 3).rheobase(), told(0.0, 20.0, 3).rheobase());
    assert!((at(wide) - at(narrow)).abs() <= 0.02, "{wide:?} {narrow:?}");
}

#[test]
fn currents_meet_both_ends() {
    assert_eq!(
        currents(0.1, 0.7, 4),
        [0.1, 0.1 + (0.7 - 0.1) / 3.0, 0.1 + (0.7 - 0.1) * 2.0 / 3.0, 0.7]
    );
    assert_eq!(currents(3.0, 9.0, 1), [3.0]);
    assert_eq!(currents(3.0, 9.0, 0), [0.0; 0]);
}

#[test]
fn points_are_counted_up_to_the_end() {
    let answers: Vec<Answer> =
        Sweep::new(&preset("tonic-spiking").subject, 0.25).answers(&[0.0], 1);
    assert!(matches!(answers[..], [Ok(Point { spikes: 0, .. })]));
}
