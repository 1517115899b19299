//! What is known of the equations, held against the model.

use izh_tui::engine::{DriveState, Experiment};
use izh_tui::model::{Equations, Scheme, Shape, State};

use crate::support::model::{holding, of, of_mut, preset, published, record, spikes_ms, types};

/// The left root of `0.04 v^2 + (5 - b) v + 140 + I = 0` and `u = b v` there.
fn rest_point(b: f64, current: f64) -> State {
    let linear = 5.0 - b;
    let v = (-linear - (linear * linear - 0.16 * (140.0 + current)).sqrt()) / 0.08;
    State { v, u: b * v }
}

fn saddle_node_current(b: f64) -> f64 {
    (5.0 - b) * (5.0 - b) / 0.16 - 140.0
}

/// A type of 2003 from `state` on, under a held current and the exact scheme.
fn held(name: &str, state: State, current: f64) -> Experiment {
    let mut experiment = published(name, Some(Scheme::Exact));
    of_mut(&mut experiment).state = state;
    of_mut(&mut experiment).drive = DriveState::holding(current);
    experiment
}

#[test]
fn rest_points_stay() {
    for (b, current) in [(0.2, 0.0), (0.25, 0.5), (0.26, -1.0)] {
        let rest = rest_point(b, current);
        let (record, _) = record(&holding([0.1, b, -65.0, 2.0], rest, current), 200.0);
        for sample in &record.samples {
            assert!((sample.v - rest.v).abs() < 1e-9 && (sample.u - rest.u).abs() < 1e-9);
        }
    }
}

#[test]
fn rest_ends_at_the_saddle_node() {
    for (b, expected) in [(0.2, 4.0), (0.25, 1.015625), (0.26, 0.4225)] {
        let current = saddle_node_current(b);
        assert!((current - expected).abs() < 1e-12, "{b}: {current}");
        // With a > b the rest point stays stable up to there.
        let parameters = [0.5, b, -65.0, 8.0];
        let below = rest_point(b, current - 0.01);
        assert_eq!(spikes_ms(&holding(parameters, below, current - 0.01), 3000.0).len(), 0, "{b}");
        assert!(!spikes_ms(&holding(parameters, below, current + 0.01), 3000.0).is_empty(), "{b}");
    }
}

#[test]
fn rest_ends_earlier_in_a_hopf_bifurcation() {
    // Regular spiking: trace 0.08 v + 5 - a is zero at v = (a - 5)/0.08, which is where I is 3.797.
    let (a, b) = (0.02_f64, 0.2);
    let v = (a - 5.0) / 0.08;
    let hopf = -(0.04 * v * v + (5.0 - b) * v + 140.0);
    assert!((hopf - 3.797).abs() < 1e-3, "{hopf}");
    let nudged = |current: f64| {
        let rest = rest_point(b, current);
        spikes_ms(&held("regular-spiking", State { v: rest.v + 1e-3, ..rest }, current), 5000.0)
    };
    assert_eq!(nudged(hopf - 0.01).len(), 0);
    assert!(!nudged(hopf + 0.01).is_empty());
}

#[test]
fn regular_spiking_needs_more_to_go_on_than_to_start() {
    let rest = rest_point(0.2, 0.0);
    let train = |current| spikes_ms(&held("regular-spiking", rest, current), 10_000.0);
    let late = |current| train(current).iter().filter(|&&time_ms| time_ms > 8000.0).count();
    assert_eq!(train(2.709).len(), 0);
    assert_eq!(train(2.711).len(), 1);
    assert_eq!(late(3.772), 0);
    assert!(late(3.776) > 0);
}

#[test]
fn a_shift_turns_one_form_into_the_other() {
    let class_1 = published("class-1-excitable", Some(Scheme::Exact));
    let b = of(&class_1).setup.cell.neuron.b;
    let shift_mv = 11.25;
    let mut standard = class_1.clone();
    let neuron = &mut of_mut(&mut standard).setup.cell.neuron;
    neuron.equations = Equations::Standard;
    neuron.c_mv -= shift_mv;
    neuron.peak_mv -= shift_mv;
    assert_eq!((neuron.c_mv, neuron.peak_mv), (-66.25, 18.75));
    of_mut(&mut standard).state =
        State { v: of(&class_1).state.v - shift_mv, u: of(&class_1).state.u - shift_mv * b };
    let protocol = &mut of_mut(&mut standard).setup.cell.protocol;
    protocol.baseline += 20.3125;
    for segment in &mut protocol.segments {
        match &mut segment.shape {
            Shape::Level(level) | Shape::Slope { level, .. } | Shape::Noise { mean: level, .. } => {
                *level += 20.3125;
            }
            Shape::Ramp { from, to } => {
                *from += 20.3125;
                *to += 20.3125;
            }
            other => panic!("no published stimulus has {other:?}"),
        }
    }
    let (one, other) = (spikes_ms(&class_1, 300.0), spikes_ms(&standard, 300.0));
    assert_eq!(one.len(), 10);
    assert_eq!(one.len(), other.len());
    for (one, other) in one.iter().zip(&other) {
        assert!((one - other).abs() < 1e-9, "{one} and {other}");
    }
}

/// Whether the last of these intervals repeat with some period, to 1e-6 ms.
fn are_periodic(intervals_ms: &[f64]) -> bool {
    (1..=32).any(|period| {
        let tail = &intervals_ms[intervals_ms.len().saturating_sub(3 * period)..];
        tail.len() == 3 * period
            && tail.iter().zip(&tail[period..]).all(|(one, next)| (one - next).abs() < 1e-6)
    })
}

#[test]
fn constant_current_ends_in_a_period_or_at_rest() {
    for name in &types() {
        for current in [0.2, 3.0, 6.0, 10.0, 15.0] {
            let initial = preset(name).subject.cell.initial;
            let times_ms = spikes_ms(&held(name, initial, current), 6000.0);
            let intervals_ms: Vec<f64> = times_ms.windows(2).map(|t| t[1] - t[0]).collect();
            let rests = times_ms.last().is_none_or(|&last_ms| last_ms < 5000.0);
            assert!(rests || are_periodic(&intervals_ms), "{name} at {current}");
        }
    }
}

#[test]
fn euler_comes_nearer_at_first_order() {
    let mut experiment = held("tonic-spiking", rest_point(0.2, 0.0), 14.0);
    let exact = spikes_ms(&experiment, 1000.0);
    of_mut(&mut experiment).setup.scheme = Scheme::Euler;
    // A spike waits for the end of its step, by chance a short or a long while: so all of them.
    let mean_error_ms = |steps_per_ms| {
        let mut finer = experiment.clone();
        of_mut(&mut finer).setup.steps_per_ms = steps_per_ms;
        let euler = spikes_ms(&finer, 1100.0);
        let errors = exact.iter().zip(&euler).map(|(exact, euler)| (exact - euler).abs());
        errors.sum::<f64>() / exact.len() as f64
    };
    let errors_ms = [64, 128, 256, 512, 1024].map(mean_error_ms);
    for pair in errors_ms.windows(2) {
        let ratio = pair[0] / pair[1];
        assert!((1.7..2.3).contains(&ratio), "{errors_ms:?}");
    }
}
