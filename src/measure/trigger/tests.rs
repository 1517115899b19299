//! Every kind of trigger on traces made by hand, both ways.

use super::*;
use crate::circuit::NeuronId;
use crate::engine::Cell;
use crate::model::{Equations, Live, Neuron, Protocol, State};

/// A neuron in steps of 1/4 ms.
fn setup(scheme: Scheme) -> Setup {
    let equations = Equations::Standard;
    let neuron = Neuron { equations, a: 0.02, b: 0.2, c_mv: -65.0, d: 8.0, peak_mv: 30.0 };
    let protocol = Protocol {
        live: Live::Hold,
        duration_ms: 100.0,
        baseline: 0.0,
        pause_ms: 0.0,
        segments: Vec::new(),
        sweeps: None,
    };
    let initial = State { v: -65.0, u: -13.0 };
    let cell = Cell { name: "by hand".to_owned(), neuron, initial, protocol };
    Setup { cell, scheme, steps_per_ms: 4 }
}

fn settings(
    kind: TriggerKind,
    slope: TriggerSlope,
    level: f64,
    hysteresis: f64,
) -> TriggerSettings {
    let of = TriggerSettings::of(&setup(Scheme::Paper).cell.neuron);
    TriggerSettings { kind, slope, level, hysteresis, ..of }
}

/// The steps of the events in rows with these potentials.
fn events(settings: TriggerSettings, v: &[f64]) -> Vec<u64> {
    let mut trigger = Trigger::new(settings, &setup(Scheme::Paper));
    let rows = (0..).zip(v);
    rows.filter_map(|(step, v)| {
        let time_ms = trigger.row(&Sample { step: Step(step), v: *v, u: 0.0, current: 0.0 })?;
        Some((time_ms * 4.0) as u64)
    })
    .collect()
}

/// The same with every sign turned, on the other slope.
fn check(settings: TriggerSettings, v: &[f64], expected: &[u64]) {
    assert_eq!(events(settings, v), expected, "{settings:?}");
    let turned: Vec<f64> = v.iter().map(|v| -v).collect();
    let slope = match settings.slope {
        TriggerSlope::Rise => TriggerSlope::Fall,
        TriggerSlope::Fall => TriggerSlope::Rise,
        TriggerSlope::Either => TriggerSlope::Either,
    };
    let kind = match settings.kind {
        TriggerKind::Runt { level2 } => TriggerKind::Runt { level2: -level2 },
        kind => kind,
    };
    let mirrored = TriggerSettings { slope, kind, level: -settings.level, ..settings };
    assert_eq!(events(mirrored, &turned), expected, "{mirrored:?}");
}

use TriggerSlope::{Either, Fall, Rise};

#[test]
fn an_edge_passes_the_level_once_until_it_is_armed_again() {
    let edge = |slope, level, hysteresis| settings(TriggerKind::Edge, slope, level, hysteresis);
    // The first row is none; touching the level from below is one.
    check(edge(Rise, 0.0, 0.0), &[5.0, -1.0, 0.0, 1.0, -1.0, 3.0], &[2, 5]);
    // Within the hysteresis it stays disarmed; at its very end it is armed.
    check(edge(Rise, 0.0, 5.0), &[-9.0, 1.0, -4.9, 1.0, -5.0, 1.0], &[1, 5]);
    check(edge(Either, 0.0, 5.0), &[-9.0, 1.0, -4.9, 1.0, -5.0, 1.0, 6.0, -1.0], &[1, 2, 5, 7]);
    check(edge(Rise, 100.0, 5.0), &[-9.0, 30.0, -9.0, 30.0], &[]);
}

#[test]
fn a_pulse_is_told_by_its_width_where_it_ends() {
    let v = [-9.0, 1.0, -9.0, 1.0, 1.0, 1.0, -9.0, 1.0];
    let width = |min_ms, max_ms| settings(TriggerKind::Width { min_ms, max_ms }, Rise, 0.0, 5.0);
    check(width(0.0, None), &v, &[2, 6]);
    check(width(0.0, Some(0.25)), &v, &[2]);
    check(width(0.5, Some(0.75)), &v, &[6]);
    check(width(0.5, Some(0.7)), &v, &[]);
}

#[test]
fn a_runt_does_not_reach_the_second_level() {
    let runt = settings(TriggerKind::Runt { level2: 20.0 }, Rise, 0.0, 5.0);
    check(runt, &[-9.0, 1.0, 19.9, -9.0, 1.0, 20.0, -9.0, 25.0, -9.0, 5.0, -6.0], &[3, 10]);
}

#[test]
fn a_window_is_left_and_entered() {
    let window = |slope| settings(TriggerKind::Window { high: 10.0 }, slope, -10.0, 5.0);
    let v = [0.0, 10.0, 11.0, 20.0, -10.0, -11.0, 5.0];
    assert_eq!(events(window(Rise), &v), [2, 5]);
    assert_eq!(events(window(Fall), &v), [4, 6]);
    assert_eq!(events(window(Either), &v), [2, 4, 5, 6]);
}

#[test]
fn a_timeout_comes_once_after_the_last_edge() {
    let timeout = settings(TriggerKind::Timeout { after_ms: 0.75 }, Rise, 0.0, 5.0);
    // Three steps after the first row, and after the edge; an edge on the very row is in time.
    check(timeout, &[-9.0; 9], &[3]);
    check(timeout, &[-9.0, -9.0, 1.0, -9.0, -9.0, -9.0, -9.0], &[5]);
    check(timeout, &[-9.0, -9.0, -9.0, 1.0, -9.0, -9.0, 1.0], &[]);
}

/// Times of the events among spikes at these times (ms).
fn of_spikes(kind: TriggerKind, holdoff_ms: f64, scheme: Scheme, times_ms: &[f64]) -> Vec<f64> {
    let settings = TriggerSettings { holdoff_ms, ..settings(kind, Rise, 0.0, 5.0) };
    let mut trigger = Trigger::new(settings, &setup(scheme));
    let spike = |&time_ms: &f64| {
        let step = Step((time_ms * 4.0) as u64);
        trigger.spike(&Spike { neuron: NeuronId::FIRST, step, time_ms })
    };
    times_ms.iter().filter_map(spike).collect()
}

#[test]
fn spikes_and_bursts_come_at_their_own_times() {
    let spikes_ms = [1.25, 3.0, 23.0, 25.0, 60.0];
    for scheme in [Scheme::Paper, Scheme::Exact] {
        assert_eq!(of_spikes(TriggerKind::Spike, 0.0, scheme, &spikes_ms), spikes_ms);
        let bursts = of_spikes(TriggerKind::Burst { idle_ms: 20.0 }, 0.0, scheme, &spikes_ms);
        assert_eq!(bursts, [1.25, 23.0, 60.0]);
        // From the last event that was handed on; exactly the holdoff is enough.
        let held = of_spikes(TriggerKind::Spike, 20.0, scheme, &[1.0, 20.75, 21.0, 40.75, 41.0]);
        assert_eq!(held, [1.0, 21.0, 41.0]);
    }
}

#[test]
fn the_rate_of_a_row_at_the_peak_is_that_of_the_row_before() {
    let settings = TriggerSettings {
        source: TriggerSource::Dv,
        level: 100.0,
        ..settings(TriggerKind::Edge, Rise, 100.0, 5.0)
    };
    let mut trigger = Trigger::new(settings, &setup(Scheme::Paper));
    // 0.04 v^2 + 5 v + 140 - u + I is 40 at -20 mV with u = 16, and 310 at 30 mV.
    for (step, v) in [(0, -60.0), (1, -20.0), (2, 30.0), (3, -65.0)] {
        if v == 30.0 {
            let spike = Spike { neuron: NeuronId::FIRST, step: Step(step), time_ms: 0.5 };
            assert_eq!(trigger.spike(&spike), None);
        }
        let row = Sample { step: Step(step), v, u: 16.0, current: 0.0 };
        assert_eq!(trigger.row(&row), None, "{v}");
    }
}

#[test]
fn the_level_lies_between_threshold_and_peak() {
    let of = |name: &str| {
        let library = crate::preset::Library::default();
        TriggerSettings::of(&library.find(name).expect("built in").preset.subject.cell.neuron).level
    };
    assert_eq!(of("chattering"), -20.0);
    assert_eq!(of("regular-spiking-2007"), 0.5 * (-40.0 + 35.0));
}
