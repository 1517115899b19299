//! What the terminal shows is what was drawn, however little was written to get there.

use std::num::NonZero;

use izh_tui::app::{App, Front};
use izh_tui::desk::Start;
use izh_tui::engine::Experiment;
use izh_tui::gallery::Figure;
use izh_tui::instrument::Scope;
use izh_tui::keys::{Input, Key};
use izh_tui::preset::{Catalog, Library};
use izh_tui::scope::{Display, ViewSettings};
use izh_tui::term::{Limits, Screen};
use izh_tui::ui::{Marker, Order, Rolling, arrange, render_front, volatile_areas};
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::support::model::preset;
use crate::support::scope::{START, live, look, scope, text};
use crate::support::{circuit, gallery};

/// A screen, the emulator that it writes to, and what it should show.
struct Bench {
    screen: Screen<Vec<u8>>,
    emulator: vt100::Parser,
    expected: Buffer,
    size: (u16, u16),
}

impl Bench {
    fn new(size: (u16, u16), can_move: bool) -> Self {
        let cells = |count| NonZero::new(count).expect("not nothing");
        Self {
            screen: Screen::new(Vec::new(), can_move),
            emulator: vt100::Parser::new(cells(size.1), cells(size.0), 0),
            expected: Buffer::default(),
            size,
        }
    }

    /// Draws a frame; returns how many bytes it took.
    fn draw(&mut self, front: Front<'_>) -> usize {
        let (look, expected) = (look(Marker::Braille), &mut self.expected);
        let rolling = |area| Rolling::of_front(front, area);
        let drawn = self.screen.draw(self.size, rolling, |buf| {
            render_front(buf, front, &look);
            expected.clone_from(buf);
        });
        let written = std::mem::take(self.screen.out_mut());
        assert_eq!(drawn.expect("memory takes all"), written.len());
        self.emulator.process(&written);
        written.len()
    }

    /// Draws a frame within `limits`, and what a key changes first, if `handle` presses one.
    fn draw_within(&mut self, program: &mut App, limits: Limits, key: Option<Key>) {
        let (look, expected) = (look(Marker::Braille), &mut self.expected);
        if let Some(key) = key {
            self.screen.begin_mark(self.size, |buf| render_front(buf, program.front(), &look));
            let _ = program.handle(Input::Key(key));
            self.screen.end_mark(self.size, |buf| render_front(buf, program.front(), &look));
        }
        let front = program.front();
        let order = |area| Order::of_front(front, area);
        let rolling = |area| Rolling::of_front(front, area);
        let render = |buf: &mut Buffer, _: &[Rect]| {
            render_front(buf, front, &look);
            expected.clone_from(buf);
        };
        let held = |_| Vec::new();
        let drawn = self.screen.draw_within(self.size, limits, order, held, rolling, render);
        let drawn = drawn.expect("memory takes all");
        let written = std::mem::take(self.screen.out_mut());
        assert_eq!(drawn.bytes, written.len());
        self.emulator.process(&written);
        if drawn.whole {
            self.assert_shown();
        }
        // One cell may be over the limit, with its place and colour, and so may what rolls: for each row a
        // place and a deletion of up to two digits each.
        if let Some(most) = limits.bytes {
            let over = usize::from(self.size.1) * "\x1b[24;80H\x1b[40P".len()
                + "\x1b[24;80H\x1b[38;2;255;255;255m\u{28ff}".len();
            assert!(written.len() <= most + over, "{} bytes of {most}", written.len());
        }
    }

    fn shown(&self) -> String {
        let contents = self.emulator.screen().contents();
        contents.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
    }

    fn assert_shown(&self) {
        let expected = text(&self.expected);
        assert_eq!(self.shown().trim_end(), expected.trim_end());
    }
}

fn key() -> impl Strategy<Value = Option<Key>> {
    let keys = [Key::Up, Key::Down, Key::Left, Key::Right, Key::Tab, Key::Enter, Key::Esc];
    let chars = "eif23nsdaatTpP+-= .?/()<>IxxhlCMgBD".chars().map(Key::Char);
    let keys: Vec<Key> = keys.into_iter().chain(chars).collect();
    prop_oneof![3 => Just(None), 1 => prop::sample::select(keys).prop_map(Some)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..Default::default() })]

    #[test]
    fn the_emulator_shows_what_was_drawn(
        steps in prop::collection::vec((key(), 1u64..120), 1..60),
        size in prop::sample::select(vec![(80, 24), (101, 33), (45, 12), (50, 26)]),
        can_move in any::<bool>(),
    ) {
        let mut app = scope("rebound-burst");
        let mut bench = Bench::new(size, can_move);
        for (key, ms) in steps {
            if let Some(key) = key {
                let _ = app.handle(Input::Key(key));
            }
            app.tick(ms * 1_000_000, || true);
            bench.draw(Front::Scope(&app));
            bench.assert_shown();
        }
    }

    #[test]
    fn what_waits_is_neither_forgotten_nor_shown_wrongly(
        steps in prop::collection::vec((key(), 1u64..120, 40usize..700, any::<bool>()), 1..60),
        size in prop::sample::select(vec![(80, 24), (101, 33), (45, 12), (50, 26)]),
        of in prop::sample::select(vec!["neuron", "circuit", "gallery"]),
        can_move in any::<bool>(),
    ) {
        let mut program = match of {
            "circuit" => App::scope(circuit::circuit(circuit::PAIR)),
            "gallery" => gallery::program(Figure::Features),
            _ => App::scope(scope("rebound-burst")),
        };
        program.fit(size);
        let mut bench = Bench::new(size, can_move);
        for (key, ms, bytes, only_marked) in steps {
            program.tick(ms * 1_000_000, || true);
            let bytes = (bytes < 600).then_some(bytes);
            bench.draw_within(&mut program, Limits { bytes, only_marked }, key);
        }
        bench.draw_within(&mut program, Limits::default(), None);
        bench.assert_shown();
    }

    #[test]
    fn characters_of_any_width_wait_with_what_they_cover(
        steps in prop::collection::vec((any::<u64>(), 30usize..200), 1..40),
    ) {
        let mut screen = Screen::new(Vec::new(), true);
        let cells = |count| NonZero::new(count).expect("not nothing");
        let mut emulator = vt100::Parser::new(cells(6), cells(24), 0);
        let mut draw = |seed: u64, bytes: Option<usize>| {
            let mut expected = Buffer::default();
            let render = |buf: &mut Buffer, _: &[Rect]| {
                for y in 0..6 {
                    let chars = (0..8).map(|k| ['a', '\u{6f22}', ' '][(seed >> (5 * y + k) & 3) as usize % 3]);
                    buf.set_string((seed >> y & 7) as u16, y, chars.collect::<String>(), Style::new());
                }
                expected.clone_from(buf);
            };
            let limits = Limits { bytes, only_marked: false };
            let order = |_| Order::default();
            let drawn = screen.draw_within((24, 6), limits, order, |_| Vec::new(), |_| None, render);
            let drawn = drawn.expect("memory takes all");
            emulator.process(&std::mem::take(screen.out_mut()));
            (drawn.whole, emulator.screen().contents(), expected)
        };
        let lines = |text: &str| text.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>();
        for (seed, bytes) in steps {
            draw(seed, Some(bytes));
            let (whole, shown, expected) = draw(seed, None);
            prop_assert!(whole);
            let expected: Vec<_> = (0..6).map(|y| wide_line(&expected, y)).collect();
            prop_assert_eq!(lines(&(shown + "\n\n\n\n\n\n"))[..6].to_vec(), expected);
            draw(seed.rotate_left(7), Some(bytes));
        }
    }

    #[test]
    fn the_emulator_shows_what_was_drawn_of_a_circuit(
        steps in prop::collection::vec((circuit_key(), 1u64..120), 1..50),
        size in prop::sample::select(vec![(80, 24), (101, 33), (45, 12), (50, 26)]),
        recipe in prop::sample::select(vec![circuit::PAIR, circuit::MANY]),
        can_move in any::<bool>(),
    ) {
        let mut scope = circuit::circuit(recipe);
        let mut bench = Bench::new(size, can_move);
        for (key, ms) in steps {
            if let Some(key) = key {
                let _ = scope.handle(Input::Key(key));
            }
            scope.tick(ms * 1_000_000, || true);
            bench.draw(Front::Scope(&scope));
            bench.assert_shown();
        }
    }
}

/// A row as text: behind a wide character there is nothing of its own.
fn wide_line(buf: &Buffer, y: u16) -> String {
    let (mut line, mut x) = (String::new(), 0);
    while x < buf.area.width {
        let symbol = buf[(x, y)].symbol();
        line.push_str(symbol);
        x += if symbol.is_ascii() { 1 } else { 2 };
    }
    line.trim_end().to_owned()
}

fn circuit_key() -> impl Strategy<Value = Option<Key>> {
    let keys = [Key::Up, Key::Left, Key::Right, Key::Tab, Key::Enter, Key::Esc, Key::PageDown];
    let chars = "ei1234xXjkJvyzonsd+-= .?/()<>I#hlgBD".chars().map(Key::Char);
    let keys: Vec<Key> = keys.into_iter().chain(chars).collect();
    prop_oneof![3 => Just(None), 1 => prop::sample::select(keys).prop_map(Some)]
}

#[test]
fn moving_cells_is_cheaper_than_writing_them() {
    let bytes = |can_move| {
        let mut app = scope("chattering");
        let mut bench = Bench::new((120, 40), can_move);
        bench.draw(Front::Scope(&app));
        let frames = 60;
        let total: usize = (0..frames)
            .map(|_| {
                app.tick(33_333_333, || true);
                bench.draw(Front::Scope(&app))
            })
            .sum();
        total / frames
    };
    let (moved, written) = (bytes(true), bytes(false));
    assert!(moved * 3 < written, "{moved} and {written} bytes a frame");
}

#[test]
fn a_frame_takes_few_bytes() {
    // The view in which they are promised: figures are held, but for two frames a second.
    let bytes_per_s = |display| bytes_per_s(App::scope(slow_scope(display)), None);
    let (sweep, roll) = (bytes_per_s(Display::Sweep), bytes_per_s(Display::Roll));
    assert!(sweep <= 4000 && roll <= 14_000, "{sweep} and {roll} bytes per second");
}

#[test]
fn cursors_that_stand_in_a_rolling_picture_take_few_bytes() {
    let with = |keys: &[char]| {
        let view = ViewSettings { window_ms: Some(1000.0), ..ViewSettings::OPEN };
        let start = Start { view, ..START };
        let scope = Scope::new(&live(&preset("chattering")), Vec::new(), start);
        let mut program = App::scope(scope);
        let chars = keys.iter().copied().map(Key::Char);
        chars.for_each(|key| drop(program.handle(Input::Key(key))));
        bytes_per_s(program, None)
    };
    let (roll, cursors) = (with(&[]), with(&['x']));
    assert!(cursors <= 25_000 && cursors - roll <= 4_500, "{roll} and {cursors} bytes per second");
}

#[test]
fn a_thousand_neurons_take_few_bytes() {
    let bytes_per_s = |keys: &str| {
        let mut program = App::scope(circuit::built_in("cortex-2003"));
        for key in keys.chars() {
            let _ = program.handle(Input::Key(Key::Char(key)));
        }
        bytes_per_s(program, None)
    };
    let (sweep, roll) = (bytes_per_s("d"), bytes_per_s(""));
    assert!(sweep <= 15_000 && roll <= 21_000, "{sweep} and {roll} bytes per second");
}

/// What lies behind the trace moves with it or stands, and is not written anew in every frame.
#[test]
fn a_ghost_and_references_take_few_bytes() {
    let measured = |display, keys: &str, again| {
        let mut program = App::scope(slow_scope(display));
        (0..200).for_each(|_| program.tick(33_333_333, || true));
        for key in keys.chars() {
            (0..20).for_each(|_| program.tick(33_333_333, || true));
            let _ = program.handle(Input::Key(Key::Char(key)));
        }
        bytes_per_s(program, again)
    };
    for (display, most) in [(Display::Sweep, 8000), (Display::Roll, 25_000)] {
        let alone = measured(display, "", Some('i'));
        let ghost = measured(display, "g", Some('i'));
        let references = measured(display, "BBBB", None);
        let all = measured(display, "gBBBB", Some('i'));
        println!("{display:?} {alone} {ghost} {references} {all}");
        assert!(all <= most, "{display:?}: {alone}, {ghost}, {references}, {all} bytes per second");
    }
}

/// What the instrument can show over the trace and beside it: the keys that show it, and a key that is
/// pressed again and again. A phase plane moves with every current, and is no part of this promise.
const SHOWN: [(&str, &str, Option<char>); 4] = [
    ("nothing else", "", None),
    ("measurements", "M", None),
    ("artificial units", "a", None),
    ("everything", "gBBBBaMx", Some('e')),
];

#[test]
fn what_the_instrument_shows_takes_few_bytes() {
    // A triggered picture has its earlier windows behind it.
    let displays = [(Display::Sweep, 8000), (Display::Roll, 25_000), (Display::Trigger, 8000)];
    for (name, keys, again) in SHOWN {
        for (display, most) in displays {
            for is_circuit in [false, true] {
                let scope = if is_circuit { slow_pair(display) } else { slow_scope(display) };
                let mut program = App::scope(scope);
                (0..30 * 4).for_each(|_| program.tick(33_333_333, || true));
                for key in keys.chars() {
                    let _ = program.handle(Input::Key(Key::Char(key)));
                }
                let bytes = bytes_per_s(program, again);
                let what = format!("{name}, {display:?}, circuit {is_circuit}: {bytes} bytes");
                println!("{what}");
                assert!(bytes <= most, "{what}");
            }
        }
    }
}

/// Bytes that a program on a screen of 120 by 40 writes in a second, at 30 frames a second, while a key
/// is pressed every two seconds.
fn bytes_per_s(mut program: App, key: Option<char>) -> usize {
    let mut screen = Screen::new(Vec::new(), true);
    let look = look(Marker::Braille);
    let (seconds, mut written) = (12, 0);
    for frame in 0..30 * (seconds + 5) {
        program.tick(33_333_333, || true);
        if let Some(key) = key.filter(|_| frame % 60 == 0) {
            let _ = program.handle(Input::Key(Key::Char(key)));
        }
        let front = program.front();
        let held = |area| match frame % 15 {
            0 => Vec::new(),
            _ => volatile_areas(front, &arrange(area, front), true),
        };
        let rolling = |area| Rolling::of_front(front, area);
        let render = |buf: &mut _, _: &_| render_front(buf, front, &look);
        let drawn = screen.draw_without((120, 40), held, rolling, render);
        // A first pass has nothing to overwrite.
        written += if frame < 30 * 5 { 0 } else { drawn.expect("memory takes all") };
    }
    written / seconds
}

/// Chattering at a tenth of real time, in a window of 400 ms.
fn slow_scope(display: Display) -> Scope {
    Scope::new(&live(&preset("chattering")), Vec::new(), slow(display))
}

/// The two cells of the half-centre as slowly.
fn slow_pair(display: Display) -> Scope {
    let library = Library::default();
    let recipe = library.find_circuit("half-centre").expect("built in").preset.subject;
    Scope::new(&Experiment::circuit(recipe, 1), Catalog::from(&library), slow(display))
}

/// A tenth of real time, in a window of 400 ms.
fn slow(display: Display) -> Start {
    let view = ViewSettings {
        speed: Some(0.1),
        display: Some(display),
        window_ms: Some(400.0),
        ..ViewSettings::OPEN
    };
    Start { view, ..START }
}
