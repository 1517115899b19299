//! Histograms, and signals around spikes.

use izh_tui::circuit::NeuronId;
use izh_tui::engine::{DriveState, Engine, Experiment, Sample, Sink, Spike};
use izh_tui::instrument::Scope;
use izh_tui::keys::Key;
use izh_tui::measure::{Aligned, BinWidth, IntervalCounts, Psth, SpikeAverage};
use izh_tui::scope::Page;
use izh_tui::ui::Marker;

use crate::support::circuit::built_in;
use crate::support::model::{preset, stimulated};
use crate::support::scope::{self, cells, press, scope, text, type_text, wait};

/// Sizes at which each view is looked at.
const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (200, 60)];

fn screen(app: &Scope, (width, height): (u16, u16)) -> String {
    text(&cells(app, width, height, Marker::Braille))
}

/// Scopes with a view: a name, how it begins, keys, and how long it runs (ms).
type Case = (&'static str, fn() -> Scope, &'static str, u64);

const CASES: &[Case] = &[
    ("histograms", || scope("chattering"), "H", 2000),
    ("histograms-log", || scope("intrinsically-bursting"), "Hbbb", 2000),
    ("histograms-repeats", || scope("bistability"), "Hbb", 3000),
    ("histograms-sweeps", || scope::stimulated("reset"), "Hbb", 3000),
    ("histograms-circuit", || built_in("cortex-2003"), "Hbbb", 2000),
    ("around", || scope("chattering"), "O", 2000),
    ("around-circuit", || built_in("gamma-pair"), "O", 1000),
    ("around-rate", || built_in("cortex-2003"), "OSSSS", 2000),
];

#[test]
fn each_view_at_three_sizes() {
    for (name, begin, keys, ms) in CASES {
        let mut app = begin();
        type_text(&mut app, keys);
        wait(&mut app, *ms);
        for (width, height) in SIZES {
            let drawn = screen(&app, (width, height));
            insta::assert_snapshot!(format!("{name}-{width}x{height}"), drawn);
        }
    }
    for (name, keys) in [("histograms", "H"), ("around", "O")] {
        let mut app = scope("chattering");
        type_text(&mut app, keys);
        wait(&mut app, 1000);
        insta::assert_snapshot!(format!("{name}-ascii"), text(&cells(&app, 80, 24, Marker::Ascii)));
    }
}

#[test]
fn keys_open_the_views_and_change_them() {
    let mut app = scope("chattering");
    let said = |app: &Scope, what: &str| screen(app, (120, 40)).contains(what);
    wait(&mut app, 500);
    type_text(&mut app, "b");
    assert!(app.page() == Page::Histograms && said(&app, "bins of 1 ms"));
    for bins in ["bins of 2 ms", "bins of 5 ms", "ten bins a decade", "bins of 1 ms"] {
        type_text(&mut app, "b");
        assert!(said(&app, bins), "{bins}");
    }
    type_text(&mut app, "H");
    assert_eq!(app.page(), Page::Overview);
    type_text(&mut app, "S");
    assert!(app.page() == Page::Around && said(&app, "v (mV) around spikes"));
    for signal in ["u around", "current around", "own rate (Hz) around", "v (mV) around"] {
        type_text(&mut app, "S");
        assert!(said(&app, signal), "{signal}");
    }
    type_text(&mut app, "O");
    assert_eq!(app.page(), Page::Overview);
    press(&mut app, [Key::Tab; 6]);
    assert_eq!(app.page(), Page::Histograms);
    // In a circuit also the other channels that are on, and each population.
    let mut pair = built_in("gamma-pair");
    wait(&mut pair, 200);
    type_text(&mut pair, "1O");
    let mut titles = Vec::new();
    for _ in 0..6 {
        let drawn = screen(&pair, (120, 40));
        let title = drawn.lines().find(|line| line.contains(" around spikes")).expect("a title");
        titles.push(title.chars().skip(2).take_while(|c| *c != '(').collect::<String>());
        type_text(&mut pair, "S");
    }
    assert!(titles.iter().any(|title| title.starts_with("v of CH")), "{titles:?}");
    assert!(titles.iter().filter(|title| title.starts_with("rate of ")).count() >= 2);
}

/// Rows and spikes of a run without a screen, on their way into what the commands use.
struct Twin {
    intervals: IntervalCounts,
    average: SpikeAverage,
    spikes_ms: Vec<f64>,
}

impl Sink for Twin {
    fn sample(&mut self, sample: &Sample) {
        self.average.row(sample.step, sample.v);
    }

    fn spike(&mut self, spike: &Spike) {
        self.intervals.spike(spike);
        self.average.spike(spike);
        self.spikes_ms.push(spike.time_ms);
    }

    fn restart(&mut self, step: izh_tui::engine::Step) {
        self.intervals.restart(step);
        self.average.restart();
    }
}

/// The run of `experiment` for as many steps as `app` has made.
fn twin(experiment: &Experiment, app: &Scope) -> Twin {
    let mut engine = Engine::new(experiment);
    let clock = *engine.clock();
    let per_ms = clock.steps_per_ms();
    let bins = BinWidth::Ms(1.0);
    let mut twin = Twin {
        intervals: IntervalCounts::new(bins, engine.scheme(), per_ms),
        average: SpikeAverage::new(10 * per_ms as usize, 30 * per_ms as usize, clock),
        spikes_ms: Vec::new(),
    };
    engine.advance(app.engine().step().0, &mut twin);
    twin
}

#[test]
fn the_scope_shows_what_the_commands_print() {
    for (name, ms) in [("chattering", 350), ("regular-spiking", 900), ("spike-latency-exact", 250)]
    {
        let mut app = scope(name);
        wait(&mut app, ms);
        let setup = preset(name).subject;
        let drive = DriveState::live(&setup.cell.protocol);
        let twin = twin(&Experiment::neuron(&setup, drive, 1), &app);
        assert_eq!(app.spikes(), twin.spikes_ms.len() as u64);
        assert!(app.spikes() <= 32, "{name} {}", app.spikes());
        assert_eq!(app.intervals().histogram, *twin.intervals.histogram(), "{name}");
        let around = app.around_spikes();
        assert_eq!(around.windows.len(), twin.spikes_ms.len(), "{name}");
        let aligned: Aligned = twin.average.finish();
        let expected: Vec<_> =
            aligned.offsets().filter_map(|(_, of)| Some((of.mean()?, of.sd()?))).collect();
        assert_eq!(around.average.len(), expected.len(), "{name}");
        for ((at_ms, mean, sd), expected) in around.average.iter().zip(expected) {
            // A trace keeps single precision.
            let close = |one: f64, other: f64| (one - other).abs() < 1e-4;
            assert!(close(*mean, expected.0) && close(*sd, expected.1), "{name} at {at_ms} ms");
        }
    }
}

#[test]
fn repeats_are_passes_or_sweeps() {
    let mut app = scope::stimulated("reset");
    assert!(app.repeated_spikes().is_none());
    // Two passes of five sweeps of 60 ms with their pauses of 100 ms, and one sweep more.
    wait(&mut app, 870);
    let repeated = app.repeated_spikes().expect("they have begun");
    assert_eq!((repeated.repeats.len(), repeated.duration_ms), (12, 60.0));
    let mut run = Engine::new(&stimulated("reset", None));
    let mut spikes = Spikes::default();
    run.advance(5 * 60 * 4, &mut spikes);
    let of_sweep = |sweep: usize| -> Vec<f64> {
        let start_ms = 60.0 * sweep as f64;
        let inside = |ms: &&f64| (start_ms..start_ms + 60.0).contains(*ms);
        spikes.0.iter().filter(inside).map(|ms| ms - start_ms).collect()
    };
    let mut psth = Psth::new(repeated.bin_ms, 60.0).expect("few bins");
    for (index, found) in repeated.repeats.iter().enumerate().take(10) {
        assert_eq!(*found, of_sweep(index % 5), "{index}");
        psth.add_repeat(60.0);
        found.iter().for_each(|at_ms| psth.add_spike(*at_ms));
    }
    let counts = |psth: &Psth| psth.bins().map(|bin| bin.spikes).sum::<u64>();
    assert!(counts(&repeated.psth) >= counts(&psth) && counts(&psth) > 0);
    // A protocol that is held has repeats once it is fired, and another neuron has none.
    let mut held = scope("chattering");
    wait(&mut held, 300);
    assert!(held.repeated_spikes().is_none());
    type_text(&mut held, "f");
    wait(&mut held, 100);
    assert_eq!(held.repeated_spikes().map(|repeated| repeated.repeats.len()), Some(1));
    type_text(&mut held, "n");
    wait(&mut held, 100);
    assert!(held.repeated_spikes().is_none());
}

#[derive(Default)]
struct Spikes(Vec<f64>);

impl Sink for Spikes {
    fn spike(&mut self, spike: &Spike) {
        self.0.push(spike.time_ms);
    }
}

#[test]
fn a_past_moment_shows_what_was_known_then() {
    for keys in ["H", "Hbbb", "O"] {
        let played = |ms: u64| {
            let mut app = scope("chattering");
            type_text(&mut app, "))");
            type_text(&mut app, keys);
            wait(&mut app, ms);
            type_text(&mut app, " ");
            app
        };
        let then = played(1000);
        let mut app = played(1400);
        while app.moment().time_ms > then.moment().time_ms {
            press(&mut app, [Key::Left]);
        }
        // By divisions; the moment itself is the same one or a little earlier.
        let mut then = played(app.moment().time_ms as u64);
        press(&mut then, []);
        let left = |app: &Scope| {
            let drawn = screen(app, (120, 40));
            drawn.lines().skip(2).take(33).map(|line| line.chars().take(52).collect()).collect()
        };
        let (found, expected): (Vec<String>, Vec<String>) = (left(&app), left(&then));
        assert_eq!(found, expected, "{keys}");
    }
}

#[test]
fn neither_frames_nor_views_change_what_is_seen() {
    let run = |frame_ns: u64, keys: &str| {
        let mut app = scope("bistability");
        type_text(&mut app, keys);
        let mut left_ns = 2_000_000_000;
        while left_ns > 0 {
            let elapsed_ns = frame_ns.min(left_ns);
            app.tick(elapsed_ns, || true);
            left_ns -= elapsed_ns;
        }
        (
            app.engine().state(NeuronId::FIRST),
            app.intervals().histogram,
            app.around_spikes().average,
            app.repeated_spikes().expect("it repeats").psth,
        )
    };
    let expected = run(40_000_000, "");
    for (frame_ns, keys) in
        [(7_000_000, ""), (40_000_000, "H"), (16_000_000, "O"), (9_000_000, "Hb")]
    {
        let found = run(frame_ns, keys);
        assert_eq!((found.0, &found.2), (expected.0, &expected.2), "{keys}");
        if !keys.contains('b') {
            assert_eq!((found.1, found.3), (expected.1.clone(), expected.3.clone()), "{keys}");
        }
    }
}
