//! The view of what is measured.

use izh_tui::circuit::NeuronId;
use izh_tui::desk::Start;
use izh_tui::engine::{Engine, Experiment, Sink, Spike};
use izh_tui::instrument::Scope;
use izh_tui::keys::Key;
use izh_tui::measure::{Figure, Measured, Quantity};
use izh_tui::preset::{Catalog, Library};
use izh_tui::ui::Marker;

use crate::support::circuit::{self, PAIR};
use crate::support::model::preset;
use crate::support::scope::{START, cells, live, press, scope, text, type_text, wait};

/// Sizes with a scope.
const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (200, 60)];

fn screen(app: &Scope, (width, height): (u16, u16)) -> String {
    text(&cells(app, width, height, Marker::Braille))
}

fn figures(measured: &Measured) -> [Figure; 12] {
    Quantity::ALL.map(|quantity| measured.figure(quantity))
}

/// What is measured of the selected neuron.
fn measured(app: &Scope) -> [Figure; 12] {
    figures(&app.measured().expect("known"))
}

#[test]
fn the_measurements_of_a_neuron() {
    let mut app = scope("chattering");
    wait(&mut app, 1500);
    type_text(&mut app, "M");
    for size in SIZES {
        insta::assert_snapshot!(format!("measured-{}x{}", size.0, size.1), screen(&app, size));
    }
    type_text(&mut app, "M");
    assert!(!screen(&app, SIZES[0]).contains("measurements"));
}

#[test]
fn the_measurements_of_a_circuit() {
    let mut app = circuit::built_in("cortex-2003");
    wait(&mut app, 1500);
    type_text(&mut app, "M");
    for size in SIZES {
        let name = format!("measured-circuit-{}x{}", size.0, size.1);
        insta::assert_snapshot!(name, screen(&app, size));
    }
}

#[test]
fn frames_and_speed_change_no_measurement() {
    for (name, keys) in [("chattering", ""), ("rebound-burst", ""), ("tonic-spiking", "sss")] {
        let after = |speed: &str, frames_ms: &[u64]| {
            let mut app = scope(name);
            type_text(&mut app, keys);
            type_text(&mut app, speed);
            let mut left_ms = (1200.0 / app.desk().speed.factor()) as u64;
            for frame_ms in frames_ms.iter().cycle() {
                if left_ms == 0 {
                    break;
                }
                let frame_ms = left_ms.min(*frame_ms);
                app.tick(frame_ms * 1_000_000, || true);
                left_ms -= frame_ms;
            }
            assert_eq!(app.engine().time_ms(), 1200.0);
            measured(&app)
        };
        let once = after("", &[200]);
        assert!(once[0].n > 0, "{name}");
        assert_eq!(after("", &[16, 17, 1, 33]), once, "{name}");
        assert_eq!(after("<", &[20, 100]), once, "{name}");
    }
}

#[test]
fn threads_change_no_measurement() {
    let after = |threads: usize| {
        let library = Library::default();
        let recipe = library.find_circuit("cortex-2003").expect("built in").preset.subject;
        let start = Start { threads, ..START };
        let experiment = Experiment::circuit(recipe, 1);
        let mut app = Scope::new(&experiment, Catalog::from(&library), start);
        wait(&mut app, 1200);
        let bins = app.circuit().expect("a circuit").measured_bins().expect("known").0.into_owned();
        (measured(&app), bins)
    };
    let one = after(1);
    assert!(one.0[0].n > 0);
    for threads in [2, 7] {
        assert!(after(threads) == one, "{threads} threads");
    }
}

/// What is measured now, and again after more time at a look back to it.
fn check_past(app: &mut Scope, what: &str) {
    type_text(app, " ");
    let then = (measured(app), screen(app, SIZES[1]));
    type_text(app, " ");
    wait(app, 500);
    type_text(app, " ");
    assert_ne!(measured(app), then.0, "{what}");
    let divisions = (500.0 / app.controls().timebase.ms_per_div()).round() as usize;
    press(app, std::iter::repeat_n(Key::Left, divisions));
    assert_eq!(app.moment().back_ms, 500.0, "{what}");
    assert_eq!(measured(app), then.0, "{what}");
    let table = |screen: &str| {
        let lines = screen.lines().skip(2).map(|line| line.chars().take(50).collect::<String>());
        lines.filter(|line| !line.contains('\u{2500}')).take(20).collect::<Vec<_>>()
    };
    assert_eq!(table(&screen(app, SIZES[1])), table(&then.1), "{what}");
}

#[test]
fn a_look_back_shows_what_was_measured_then() {
    for (name, keys) in [
        ("chattering", "e"),
        ("regular-spiking", "0"),
        ("intrinsically-bursting", "sss"),
        ("fast-spiking-2007", "r"),
    ] {
        let mut app = scope(name);
        type_text(&mut app, "M");
        wait(&mut app, 600);
        type_text(&mut app, keys);
        wait(&mut app, 400);
        check_past(&mut app, name);
    }
    let mut app = circuit::built_in("cortex-2003");
    type_text(&mut app, "M");
    wait(&mut app, 1000);
    check_past(&mut app, "cortex-2003");
}

#[test]
fn all_begins_anew_with_a_key_and_with_a_switch() {
    let mut app = scope("chattering");
    wait(&mut app, 1000);
    let before = measured(&app);
    type_text(&mut app, "0");
    assert_eq!(measured(&app), [Figure::default(); 12]);
    wait(&mut app, 1000);
    let after = measured(&app);
    assert!(after[0].n > 10 && after[0].n < before[0].n + 10);
    // What was before does not count: no interval is longer than the pause between bursts.
    assert!(after[0].max < Some(60.0));
    type_text(&mut app, "3");
    assert_eq!(measured(&app)[0].n, 0);
    wait(&mut app, 100);
    type_text(&mut app, "s");
    wait(&mut app, 900);
    // The scheme changes how the rows are read, and no count begins anew.
    let spikes = app.spikes();
    let [isi, .., ahp, _, _, _, _, _] = measured(&app);
    assert!(isi.n > 0 && isi.n == ahp.n && isi.n < spikes);
    assert!(ahp.max < Some(-40.0), "{ahp:?}");
}

#[test]
fn a_reset_leaves_no_interval_across_it() {
    let mut app = scope("regular-spiking");
    wait(&mut app, 1000);
    let before = measured(&app)[0];
    type_text(&mut app, "r");
    wait(&mut app, 1000);
    let after = measured(&app)[0];
    assert!(after.n > before.n);
    assert!(after.min >= Some(5.0) && after.max <= Some(60.0), "{after:?}");
    assert_eq!(after.n + 2, app.spikes());
}

#[test]
fn a_channel_that_is_off_measures_nothing() {
    let mut app = circuit::circuit(PAIR);
    wait(&mut app, 500);
    assert!(measured(&app)[0].n > 0);
    type_text(&mut app, "X");
    assert!(app.measured().is_none());
    type_text(&mut app, "M");
    assert!(screen(&app, SIZES[1]).contains("latency"));
    type_text(&mut app, "X");
    wait(&mut app, 500);
    assert!(measured(&app)[0].n > 0);
}

/// Times of the spikes of one neuron (ms).
struct Times(NeuronId, Vec<f64>);

impl Sink for Times {
    fn spike(&mut self, spike: &Spike) {
        if spike.neuron == self.0 {
            self.1.push(spike.time_ms);
        }
    }
}

/// Times of the spikes of `neuron` in `experiment` up to now on `app` (ms).
fn spikes(app: &Scope, experiment: &Experiment, neuron: NeuronId) -> Vec<f64> {
    let mut times = Times(neuron, Vec::new());
    Engine::new(experiment).advance(app.engine().step().0, &mut times);
    times.1
}

/// Puts cursors on `app`, which runs `experiment`.
fn check_gate(mut app: Scope, experiment: &Experiment) {
    type_text(&mut app, "M x");
    assert!(screen(&app, SIZES[1]).contains("gate A..B"));
    let (from_ms, to_ms) = app.gate().expect("a gate");
    let neuron = app.circuit().map_or(NeuronId::FIRST, |circuit| circuit.selected_neuron());
    let times = spikes(&app, experiment, neuron);
    let inside: Vec<f64> =
        times.iter().copied().filter(|ms| (from_ms..=to_ms).contains(ms)).collect();
    assert!(inside.len() > 1, "{inside:?} from {from_ms} to {to_ms}");
    let gate = measured(&app);
    assert_eq!(gate[0].n as usize, inside.len() - 1);
    let mean = (inside[inside.len() - 1] - inside[0]) / (inside.len() - 1) as f64;
    assert!((gate[0].mean.expect("intervals") - mean).abs() < 1e-9);
    if let Some(circuit) = app.circuit() {
        let (bins, until_ms) = circuit.measured_bins().expect("known");
        assert_eq!(bins.fano(until_ms).n, ((to_ms - from_ms) / 100.0) as u64);
    }
    // Both cursors at one place: a gate without intervals.
    press(&mut app, [Key::Tab]);
    press(&mut app, [Key::PageUp; 60]);
    press(&mut app, [Key::Tab]);
    press(&mut app, [Key::PageUp; 60]);
    assert_eq!(app.measured().map_or(0, |measured| measured.figure(Quantity::Isi).n), 0);
    let table = screen(&app, SIZES[0]);
    let isi = table.lines().find(|line| line.starts_with("isi ms")).expect("a line");
    assert!(isi.chars().take(40).all(|c| "isim -0".contains(c)), "{isi}");
    type_text(&mut app, "x");
    assert!(!screen(&app, SIZES[1]).contains("gate A..B"));
    assert!(measured(&app)[0].n > gate[0].n);
}

#[test]
fn between_the_cursors_only_the_gate_is_measured() {
    let mut app = scope("chattering");
    wait(&mut app, 1500);
    check_gate(app, &live(&preset("chattering")));
    let mut app = circuit::built_in("cortex-2003");
    // A neuron that fires more often than the first.
    type_text(&mut app, "2");
    wait(&mut app, 2000);
    let recipe = app.engine().recipe().expect("a circuit").clone();
    check_gate(app, &Experiment::circuit(recipe, 1));
}

#[test]
fn a_gate_measures_what_was_before_the_statistics_were_zeroed() {
    let mut app = scope("regular-spiking");
    wait(&mut app, 1500);
    type_text(&mut app, "0M x");
    assert!(measured(&app)[0].n > 1, "{:?}", measured(&app)[0]);
    type_text(&mut app, "x");
    assert_eq!(measured(&app)[0].n, 0);
}
