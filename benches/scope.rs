//! Cost of a frame: the model's steps, the cells, and the bytes that tell the terminal.

use std::io;

use divan::counter::ItemsCount;
use izh_tui::app::{App, Front};
use izh_tui::desk::Start;
use izh_tui::engine::{DriveState, Engine, Experiment, Sample, Sink, Spike};
use izh_tui::gallery::{Figure, Gallery, GalleryStart};
use izh_tui::instrument::Scope;
use izh_tui::keys::{Input, Key};
use izh_tui::measure::Measurements;
use izh_tui::preset::{Catalog, Library};
use izh_tui::scope::{Display, Speed, ViewSettings};
use izh_tui::term::Screen;
use izh_tui::ui::{Colors, Look, Marker, Rolling, Theme, render, render_front};

/// A sixtieth of a second (ns).
const FRAME_NS: u64 = 16_666_667;

/// The settings that the program starts with.
const START: Start = Start {
    view: ViewSettings {
        display: Some(Display::Roll),
        window_ms: Some(1000.0),
        ..ViewSettings::OPEN
    },
    ..Start::USUAL
};

fn main() {
    divan::main();
}

/// At 60 frames per second, 1 % of a core is 167 microseconds a frame.
#[divan::bench(args = [(80, 24), (120, 40), (200, 60)])]
fn frame(bencher: divan::Bencher, size: (u16, u16)) {
    measure(bencher, size, None);
}

/// The same with cursors, which the figures follow.
#[divan::bench(args = [(80, 24), (120, 40), (200, 60)])]
fn cursors(bencher: divan::Bencher, size: (u16, u16)) {
    measure(bencher, size, Some(Key::Char('x')));
}

/// The same with the phase plane beside the scope.
#[divan::bench(args = [(80, 24), (120, 40), (200, 60)])]
fn phase_plane(bencher: divan::Bencher, size: (u16, u16)) {
    measure(bencher, size, Some(Key::Char('p')));
}

/// The same with histograms of intervals.
#[divan::bench(args = [(80, 24), (120, 40), (200, 60)])]
fn histograms(bencher: divan::Bencher, size: (u16, u16)) {
    measure(bencher, size, Some(Key::Char('H')));
}

/// The same with the last 32 spikes over each other.
#[divan::bench(args = [(80, 24), (120, 40), (200, 60)])]
fn around_spikes(bencher: divan::Bencher, size: (u16, u16)) {
    measure(bencher, size, Some(Key::Char('O')));
}

/// With the ghost on, which a pulse begins anew every half second; four references lie behind it.
#[divan::bench(args = [(80, 24), (120, 40), (200, 60)])]
fn ghost_and_references(bencher: divan::Bencher, size: (u16, u16)) {
    let library = Library::default();
    let setup = library.find("chattering").expect("a built-in preset").preset.subject;
    let experiment = Experiment::neuron(&setup, DriveState::live(&setup.cell.protocol), 1);
    let mut app = Scope::new(&experiment, library.entries(), START);
    (0..100).for_each(|_| app.tick(FRAME_NS, || true));
    "gBBBB".chars().for_each(|c| drop(app.handle(Input::Key(Key::Char(c)))));
    let look = Look { marker: Marker::Braille, theme: Theme::dark(Colors::True) };
    let mut screen = Screen::new(io::sink(), true);
    let mut frames = 0;
    bencher.bench_local(|| {
        if frames % 30 == 0 {
            drop(app.handle(Input::Key(Key::Char('e'))));
        }
        frames += 1;
        app.tick(FRAME_NS, || true);
        let rolling = |area| Rolling::of_front(Front::Scope(&app), area);
        screen.draw(size, rolling, |buf| render(buf, &app, &look)).expect("a sink takes all")
    });
}

/// The keys of what the instrument shows besides, on a screen of 120 by 40: dv/dt against v, artificial
/// units, the earlier windows of a triggered picture, and everything at once (a ghost, references,
/// units, measurements, cursors). Where the last key injects a pulse, it does so again every half
/// second.
const SHOWN: [&str; 5] = ["", "V", "a", "dd", "gBBBBaMxe"];

/// At 60 frames per second, 3 % of a core is 500 microseconds a frame.
#[divan::bench(args = SHOWN)]
fn shown(bencher: divan::Bencher, keys: &str) {
    measure_shown(bencher, neuron(), keys);
}

/// The same of a circuit of two neurons.
#[divan::bench(args = SHOWN)]
fn shown_of_a_circuit(bencher: divan::Bencher, keys: &str) {
    let library = Library::default();
    let recipe = library.find_circuit("half-centre").expect("a built-in circuit").preset.subject;
    let scope = Scope::new(&Experiment::circuit(recipe, 1), Catalog::from(&library), START);
    measure_shown(bencher, scope, keys);
}

fn measure_shown(bencher: divan::Bencher, scope: Scope, keys: &str) {
    let mut program = App::scope(scope);
    (0..100).for_each(|_| program.tick(FRAME_NS, || true));
    for key in keys.chars() {
        let _ = program.handle(Input::Key(Key::Char(key)));
    }
    let look = Look { marker: Marker::Braille, theme: Theme::dark(Colors::True) };
    let mut screen = Screen::new(io::sink(), true);
    let mut frames = 0;
    bencher.bench_local(|| {
        program.tick(FRAME_NS, || true);
        frames += 1;
        if keys.ends_with('e') && frames % 30 == 0 {
            let _ = program.handle(Input::Key(Key::Char('e')));
        }
        let front = program.front();
        let rolling = |area| Rolling::of_front(front, area);
        let drawn = screen.draw((120, 40), rolling, |buf| render_front(buf, front, &look));
        drawn.expect("a sink takes all")
    });
}

/// The chattering neuron under its held current.
fn neuron() -> Scope {
    let library = Library::default();
    let setup = library.find("chattering").expect("a built-in preset").preset.subject;
    let experiment = Experiment::neuron(&setup, DriveState::live(&setup.cell.protocol), 1);
    Scope::new(&experiment, library.entries(), START)
}

fn measure(bencher: divan::Bencher, size: (u16, u16), key: Option<Key>) {
    let mut app = neuron();
    if let Some(key) = key {
        let _ = app.handle(Input::Key(key));
    }
    let look = Look { marker: Marker::Braille, theme: Theme::dark(Colors::True) };
    let mut screen = Screen::new(io::sink(), true);
    for _ in 0..100 {
        app.tick(FRAME_NS, || true);
    }
    bencher.bench_local(|| {
        app.tick(FRAME_NS, || true);
        screen
            .draw(
                size,
                |area| Rolling::of_front(Front::Scope(&app), area),
                |buf| render(buf, &app, &look),
            )
            .expect("a sink takes all")
    });
}

/// The same with the measurements beside the scope.
#[divan::bench(args = [(80, 24), (120, 40), (200, 60)])]
fn measurements_view(bencher: divan::Bencher, size: (u16, u16)) {
    measure(bencher, size, Some(Key::Char('M')));
}

/// Rows and spikes of a neuron.
#[derive(Default)]
struct Happened(Vec<(Sample, Option<Spike>)>);

impl Sink for Happened {
    fn sample(&mut self, sample: &Sample) {
        self.0.push((*sample, None));
    }

    fn spike(&mut self, spike: &Spike) {
        if let Some((_, last)) = self.0.last_mut() {
            *last = Some(*spike);
        }
    }
}

/// What it costs to measure a neuron, for each step: at most 5 ns.
#[divan::bench(args = ["regular-spiking", "chattering", "fast-spiking", "regular-spiking-2007"])]
fn measurements_a_step(bencher: divan::Bencher, name: &str) {
    let library = Library::default();
    let setup = library.find(name).expect("a built-in preset").preset.subject;
    let experiment = Experiment::neuron(&setup, DriveState::live(&setup.cell.protocol), 1);
    let mut happened = Happened::default();
    Engine::new(&experiment).advance(100_000, &mut happened);
    let dt_ms = 1.0 / f64::from(setup.steps_per_ms);
    bencher.counter(ItemsCount::new(happened.0.len())).bench_local(|| {
        let mut measurements =
            Measurements::new(setup.cell.neuron, setup.scheme, setup.steps_per_ms);
        for (row, spike) in &happened.0 {
            // A scope knows the time of each row anyway.
            measurements.row(row.step.0 as f64 * dt_ms, row);
            spike.iter().for_each(|spike| measurements.spike(spike));
        }
        measurements
    });
}

/// At 30 frames per second, 1 % of a core is 333 microseconds a frame.
#[divan::bench(args = [(80, 24), (120, 40), (200, 60)])]
fn gallery_frame(bencher: divan::Bencher, size: (u16, u16)) {
    let speed = Speed::new(0.1).expect("in range");
    let start = GalleryStart { figure: Figure::Features, speed, seed: 1, scope: START };
    let mut program = App::gallery(Gallery::new(Library::default().entries(), start));
    program.fit(size);
    let look = Look { marker: Marker::Braille, theme: Theme::dark(Colors::True) };
    let mut screen = Screen::new(io::sink(), true);
    bencher.bench_local(|| {
        program.tick(2 * FRAME_NS, || true);
        screen
            .draw(size, |_| None, |buf| render_front(buf, program.front(), &look))
            .expect("a sink takes all")
    });
}

/// The thousand neurons of 2003 in real time: at 30 frames per second, 1 % of a core is 333
/// microseconds a frame.
#[divan::bench(args = [(80, 24), (120, 40), (200, 60)])]
fn circuit_frame(bencher: divan::Bencher, size: (u16, u16)) {
    let library = Library::default();
    let recipe = library.find_circuit("cortex-2003").expect("a built-in circuit").preset.subject;
    let experiment = Experiment::circuit(recipe, 1);
    let scope = Scope::new(&experiment, Catalog::from(&library), START);
    let mut program = App::scope(scope);
    let look = Look { marker: Marker::Braille, theme: Theme::dark(Colors::True) };
    let mut screen = Screen::new(io::sink(), true);
    bencher.bench_local(|| {
        program.tick(2 * FRAME_NS, || true);
        let front = program.front();
        let rolling = |area| Rolling::of_front(front, area);
        screen.draw(size, rolling, |buf| render_front(buf, front, &look)).expect("a sink takes all")
    });
}
