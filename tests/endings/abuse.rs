//! Keys, sizes and links that nobody would think of.

use std::io;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use izh_tui::app::App;
use izh_tui::desk::Effect;
use izh_tui::gallery::Figure;
use izh_tui::keys::Key;
use izh_tui::session::{About, Session, read};
use izh_tui::term::{Event, Parser, Screen};
use izh_tui::ui::{self, Marker, Rolling};

use crate::support::paper::Paper;
use crate::support::pty::Terminal;
use crate::support::scope::{look, scope};
use crate::{Random, folder, verified};

/// Bytes that a terminal sends, or that something makes of them on the way.
fn anything(random: &mut Random) -> Vec<u8> {
    let number = |random: &mut Random| {
        random.pick(&["0", "1", "5", "80", "9999", "2147483648", "9223372036854775808"]).to_owned()
    };
    match random.below(12) {
        0..=5 => vec![b' ' + random.below(95) as u8],
        6 => random
            .pick(&["\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\r", "\t", "\x7f", "\x1b"])
            .into(),
        7 => vec![random.below(256) as u8],
        8 => format!("\x1b[<{};{};{}M", number(random), number(random), number(random)).into(),
        9 => format!(
            "\x1b[{};{}{}",
            number(random),
            number(random),
            random.pick(&["u", "~", "n", "R"])
        )
        .into(),
        10 => random
            .pick(&["\x1b[200~e\rq\x1b[201~", "\x1b]0;e\x07", "\x1bP1$r0m\x1b\\", "\u{6f22}"])
            .into(),
        _ => {
            random.pick(&["\x1b[", "\x1b[200~", "\x1b]", "\x1b[M\0\0", "\x1bO", "\u{202e}"]).into()
        }
    }
}

/// What ends the program, or stops it.
fn leaves(bytes: &[u8]) -> bool {
    bytes.iter().any(|byte| matches!(byte, b'q' | 0x03 | 0x1a))
}

/// Largest screen of the storms (columns, rows).
const SIZES: [(u16, u16); 8] =
    [(80, 24), (1, 1), (120, 40), (2, 3), (500, 200), (20, 5), (1, 200), (500, 1)];

#[test]
fn ten_thousand_random_keys_twenty_times() {
    std::thread::scope(|threads| {
        for half in 0..2 {
            threads.spawn(move || (0..20).filter(|seed| seed % 2 == half).for_each(random_keys));
        }
    });
}

fn random_keys(seed: u64) {
    let mut random = Random::new(seed);
    let mut program = match seed % 4 {
        0 => crate::support::gallery::program(Figure::Features),
        _ => App::scope(scope("chattering")),
    };
    let mut parser = Parser::default();
    let mut screen = Screen::new(io::sink(), true);
    let papers = Arc::new(Mutex::new(Vec::new()));
    for count in 0..10_000 {
        let bytes = anything(&mut random);
        let mut events = Vec::new();
        parser.feed(&bytes, &mut events);
        if random.below(4) == 0 {
            events.extend(parser.give_up().map(Event::Input));
        }
        // Time for curves beside the scope is scarce, or they would take most of it.
        program.tick(random.below(4_000_000), || count % 64 == 0);
        for event in events {
            let Event::Input(input) = event else { continue };
            if let Some(Effect::OpenRecording) = program.handle(input)
                && let Some(app) = program.scope_mut()
            {
                let paper = Paper::default();
                papers.lock().expect("no panic").push(paper.clone());
                app.start_recording(Box::new(paper), &About::default(), "paper".to_owned())
                    .expect("paper takes all");
            }
        }
        if count % 40 == 0 {
            let size = match random.below(8) {
                0 => SIZES[random.below(8) as usize],
                _ => SIZES[0],
            };
            draw(&mut program, &mut screen, size);
        }
    }
    program.finish();
    assert_eq!(program.recording_failure(), None);
    let papers = papers.lock().expect("no panic");
    assert!(papers.len() > usize::from(!seed.is_multiple_of(4)), "seed {seed}: {}", papers.len());
    for session in papers.iter().map(Paper::session) {
        assert_eq!(session.summary().cut, None, "seed {seed}");
        let outcome = session.verify(1).expect("every recorded command fits");
        assert_eq!(outcome.divergence, None, "seed {seed}");
    }
}

fn draw(program: &mut App, screen: &mut Screen<io::Sink>, size: (u16, u16)) {
    program.fit(size);
    let front = program.front();
    let rolling = |area| Rolling::of_front(front, area);
    let look = look(Marker::Braille);
    screen
        .draw(size, rolling, |buf| ui::render_front(buf, front, &look))
        .expect("a sink takes all");
}

#[test]
fn random_bytes_from_a_real_terminal() {
    let folder = folder();
    for seed in 1..=2 {
        let mut random = Random::new(seed);
        let mut terminal = Terminal::start(folder.path(), &[], 80, 24);
        terminal.wait_for("I = 10.0");
        for _ in 0..40 {
            let some = (0..25).map(|_| anything(&mut random));
            terminal.send(&some.filter(|bytes| !leaves(bytes)).collect::<Vec<_>>().concat());
        }
        // Whatever is unfinished is given up before the next key.
        terminal.send(b"\x1b[201~\x1b\\");
        terminal.pass(Duration::from_millis(600));
        terminal.send(b"\x03");
        assert_eq!(terminal.wait_for_end().exit_code(), 0);
        terminal.assert_restored();
    }
}

#[test]
fn a_storm_of_sizes() {
    let folder = folder();
    let mut random = Random::new(1);
    let mut terminal = Terminal::start(folder.path(), &[], 80, 24);
    terminal.wait_for("I = 10.0");
    for count in 0..100 {
        let size = match count % 3 {
            0 => (1 + random.below(300) as u16, 1 + random.below(100) as u16),
            _ => SIZES[random.below(8) as usize],
        };
        terminal.resize(size.0, size.1);
        terminal.pass(Duration::from_millis(10));
    }
    terminal.resize(80, 24);
    terminal.send(b"\x0c");
    terminal.wait_for("spikes");
    terminal.type_until("\x1b[A", "I = 10.5");
    terminal.send(b"q");
    assert_eq!(terminal.wait_for_end().exit_code(), 0);
    terminal.assert_restored();
}

#[test]
fn after_a_terminal_that_took_nothing_for_a_while_the_newest_frame_comes_at_once() {
    let folder = folder();
    let mut terminal = Terminal::start(folder.path(), &["--fps", "120"], 120, 40);
    terminal.wait_for("I = 10.0");
    terminal.hold(|terminal| {
        terminal.send(b"\x1b[A\x1b[A");
        terminal.pass(Duration::from_millis(800));
        terminal.send(b"\x1b[A");
    });
    let released = Instant::now();
    terminal.wait_for("I = 11.5");
    assert!(released.elapsed() < Duration::from_secs(1), "{:?}", released.elapsed());
    terminal.send(b"q");
    assert_eq!(terminal.wait_for_end().exit_code(), 0);
    terminal.assert_restored();
}

/// Steps of the pulses in a recording.
fn pulse_steps(session: &Session) -> Vec<u64> {
    let events = session.blocks().filter(|block| format!("{block:?}").contains("Pulse"));
    events.map(|block| block.expect("memory").entry.step().0).collect()
}

#[test]
fn a_key_that_repeats_is_recorded_as_often_as_it_came() {
    let folder = folder();
    let mut terminal = Terminal::start(folder.path(), &["--record", "a.toml"], 80, 24);
    terminal.wait_for("REC");
    let path = folder.path().join("a.toml");
    let recorded = |count: usize| {
        let text = std::fs::read_to_string(&path).expect("a recording");
        text.matches("command.pulse").count() == count
    };
    for count in 1..=100 {
        terminal.send(b"e");
        terminal.until("one more pulse in the recording", || recorded(count));
        // Longer than a step of the model.
        terminal.pass(Duration::from_millis(2));
    }
    terminal.send(&b"e".repeat(400));
    // A key that quits would overtake those that wait on a loaded machine.
    terminal.until("every pulse in the recording", || recorded(500));
    terminal.send(b"q");
    assert_eq!(terminal.wait_for_end().exit_code(), 0);
    verified(folder.path(), "a.toml");
    let bytes = std::fs::read(&path).expect("a recording");
    let steps = pulse_steps(&read("a.toml", bytes).expect("a valid one"));
    assert_eq!(steps.len(), 500);
    // What came apart was not put together.
    let apart: std::collections::BTreeSet<_> = steps[..100].iter().collect();
    assert_eq!(apart.len(), 100);
}

#[test]
fn ten_seconds_of_a_repeating_key() {
    let mut app = scope("chattering");
    let paper = Paper::default();
    app.start_recording(Box::new(paper.clone()), &About::default(), "paper".to_owned())
        .expect("paper takes all");
    for _ in 0..1000 {
        app.tick(10_000_000, || true);
        crate::support::scope::press(&mut app, [Key::Char('e')]);
    }
    app.stop_recording();
    let steps = pulse_steps(&paper.session());
    assert!(steps.iter().copied().eq((1..=1000).map(|count| count * 40)));
}
