//! The presets against the published figures.

use std::collections::BTreeMap;

use izh_tui::circuit::NeuronId;
use izh_tui::engine::{DriveState, Halted};
use izh_tui::model::{Fault, Scheme};
use serde::Deserialize;

use crate::support::model::{
    holding, of, of_mut, panels, preset, published, published_spikes_ms, record, spikes_ms,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Published {
    #[serde(rename = "about")]
    _about: String,
    panels: BTreeMap<String, Panel>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Panel {
    panel: String,
    dt_ms: f64,
    end_ms: f64,
    samples: usize,
    spike_times_ms: Vec<f64>,
    v_min_mv: f64,
    final_v_mv: f64,
    final_u: f64,
}

#[test]
fn eleven_trains_are_those_of_the_published_script() {
    let published_trains: Published =
        serde_json::from_str(include_str!("../data/paper_spikes.json")).unwrap();
    assert_eq!(published_trains.panels.len(), 11);
    for (name, panel) in &published_trains.panels {
        let experiment = published(name, Some(Scheme::Paper));
        assert_eq!(preset(name).panel.as_deref(), Some(&*panel.panel), "{name}");
        assert_eq!(1.0 / f64::from(experiment.steps_per_ms()), panel.dt_ms, "{name}");
        assert_eq!(of(&experiment).setup.cell.protocol.duration_ms, panel.end_ms, "{name}");
        let (record, _) = record(&experiment, panel.end_ms);
        assert_eq!(record.spikes_ms, panel.spike_times_ms, "{name}");
        assert_eq!(record.samples.len(), panel.samples, "{name}");
        let lowest = record.samples.iter().map(|sample| sample.v).fold(f64::INFINITY, f64::min);
        let last = record.samples.last().unwrap();
        for (found, expected) in
            [(lowest, panel.v_min_mv), (last.v, panel.final_v_mv), (last.u, panel.final_u)]
        {
            assert!((found - expected).abs() <= 1e-9, "{name}: {found}, expected {expected}");
        }
    }
}

#[test]
fn counts_of_all_panels() {
    let paper = [5, 1, 28, 6, 6, 6, 10, 14, 1, 1, 1, 1, 1, 7, 1, 5, 1, 1, 3, 12];
    for (name, expected) in panels().iter().zip(paper) {
        assert_eq!(published_spikes_ms(name, Some(Scheme::Paper)).len(), expected, "{name}");
    }
    // The last panel runs away in the true solution: see below.
    let exact = [5, 1, 29, 8, 7, 6, 10, 18, 1, 1, 1, 1, 1, 14, 1, 7, 8, 1, 4];
    for (name, expected) in panels().iter().zip(exact) {
        assert_eq!(published_spikes_ms(name, Some(Scheme::Exact)).len(), expected, "{name}");
    }
}

#[test]
fn inhibition_induced_bursting_runs_away_in_the_true_solution() {
    let experiment = published("inhibition-induced-bursting", Some(Scheme::Exact));
    let (record, engine) = record(&experiment, 350.0);
    let Halted { time_ms, fault, .. } = engine.halt().expect("it runs away");
    assert_eq!(fault, Fault::Runaway);
    assert!((236.0..238.0).contains(&time_ms), "{time_ms}");
    assert!(record.spikes_ms.len() > 1000);
    assert!(engine.state(NeuronId::FIRST).is_finite());
}

#[test]
fn tonic_spiking_to_the_last_digits() {
    let expected = [
        12.630523652672395,
        16.117145838205147,
        28.921569933648563,
        55.9179095432603,
        82.66465027321722,
    ];
    let found = published_spikes_ms("tonic-spiking", Some(Scheme::Exact));
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() < 1e-9, "{found}, expected {expected}");
    }
}

#[test]
fn the_resonator_cell_fires_twice_at_its_pulse() {
    let of = |scheme| published_spikes_ms("resonator-cell", Some(scheme));
    assert_eq!(of(Scheme::Paper), [62.75, 67.5]);
    let (found, expected) = (of(Scheme::Exact), [62.32827885200329, 65.30300433868253]);
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() < 1e-9, "{found}, expected {expected}");
    }
}

#[test]
fn presets_made_for_the_true_solution_show_what_they_are_named_after() {
    for (name, expected) in [
        ("spike-latency-exact", 1),
        ("bistability-exact", 5),
        ("depolarizing-after-potential-exact", 1),
        ("inhibition-induced-spiking-exact", 3),
        ("inhibition-induced-bursting-exact", 46),
    ] {
        assert_eq!(published_spikes_ms(name, None).len(), expected, "{name}");
    }
}

#[test]
fn spike_latency_needs_its_own_step() {
    let mut experiment = published("spike-latency", None);
    of_mut(&mut experiment).setup.steps_per_ms = 4;
    assert_eq!(spikes_ms(&experiment, 100.0), [] as [f64; 0]);
}

#[test]
fn chattering_depends_on_scheme_and_step() {
    for (scheme, steps_per_ms, expected) in
        [(Scheme::Izh2003, 1, 42), (Scheme::Paper, 4, 75), (Scheme::Exact, 4, 88)]
    {
        let mut experiment = published("chattering", Some(scheme));
        of_mut(&mut experiment).setup.steps_per_ms = steps_per_ms;
        of_mut(&mut experiment).drive = DriveState::holding(10.0);
        assert_eq!(spikes_ms(&experiment, 1000.0).len(), expected, "{scheme}");
    }
}

#[test]
fn a_crossing_in_the_last_update_is_labelled_by_the_next_step() {
    let neuron = preset("chattering").subject.cell;
    let mut experiment = holding([0.02, 0.2, -50.0, 2.0], neuron.initial, 10.0);
    of_mut(&mut experiment).setup.scheme = Scheme::Izh2003;
    let (long, _) = record(&experiment, 100.0);
    let first_ms = long.spikes_ms[0];
    assert_eq!(spikes_ms(&experiment, first_ms - 1.0), [] as [f64; 0]);
    assert_eq!(spikes_ms(&experiment, first_ms), [first_ms]);
    // The row before shows the crossing, still without d.
    let crossing = &long.samples[first_ms as usize - 1];
    assert_eq!(crossing.v, 30.0);
}

#[test]
fn an_overflow_is_no_spike() {
    for scheme in [Scheme::Paper, Scheme::Euler, Scheme::Izh2003] {
        let initial = preset("chattering").subject.cell.initial;
        let mut experiment = holding([0.02, 0.2, -50.0, 2.0], initial, -1e200);
        of_mut(&mut experiment).setup.scheme = scheme;
        let (record, engine) = record(&experiment, 10.0);
        assert_eq!(engine.halt().map(|halted| halted.fault), Some(Fault::NonFinite), "{scheme}");
        assert_eq!(record.spikes_ms, [] as [f64; 0], "{scheme}");
    }
}
