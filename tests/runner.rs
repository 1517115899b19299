//! The event loop under a clock and a keyboard that follow a script.

mod support;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::io;
use std::rc::Rc;
use std::time::Duration;

use izh_tui::app::{App, Front, Input, Key, Program};
use izh_tui::runner::{Clock, End, InputSource, Runner, Shell};
use izh_tui::term::{Modes, Screen, Signals};
use izh_tui::ui::Marker;
use support::scope::{look, scope};

/// Time that passes only when somebody waits.
#[derive(Clone, Default)]
struct ManualClock(Rc<Cell<u64>>);

impl Clock for ManualClock {
    fn now_ns(&self) -> u64 {
        self.0.get()
    }
}

/// Keys at times (ms), and how often it was waited for one.
struct Script {
    clock: ManualClock,
    keys: VecDeque<(u64, Key)>,
    waits: Rc<Cell<usize>>,
}

impl InputSource for Script {
    fn next(&mut self, timeout: Duration) -> io::Result<Option<Input>> {
        self.waits.set(self.waits.get() + 1);
        let deadline_ns = self.clock.now_ns() + timeout.as_nanos() as u64;
        match self.keys.front() {
            Some(&(ms, key)) if ms * 1_000_000 <= deadline_ns => {
                self.clock.0.set(self.clock.now_ns().max(ms * 1_000_000));
                self.keys.pop_front();
                Ok(Some(Input::Key(key)))
            }
            _ => {
                self.clock.0.set(deadline_ns);
                Ok(None)
            }
        }
    }
}

/// A terminal of 80x24 that remembers when it was written to (ns), and how much.
#[derive(Clone, Default)]
struct Tape {
    clock: ManualClock,
    writes: Rc<RefCell<Vec<(u64, usize)>>>,
}

impl io::Write for Tape {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writes.borrow_mut().push((self.clock.now_ns(), bytes.len()));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Shell for &Tape {
    fn size(&self) -> io::Result<(u16, u16)> {
        Ok((80, 24))
    }

    fn open_recording(&mut self, _: &mut App) {}

    fn save_preset(&mut self, _: &mut App) {}

    fn modes(&self) -> Option<&Modes> {
        None
    }
}

struct Played {
    program: Program,
    writes: Vec<(u64, usize)>,
    waits: usize,
}

impl Played {
    fn app(&self) -> &App {
        match self.program.front() {
            Front::Scope(app) => app,
            Front::Gallery(_) => panic!("the scope was left"),
        }
    }
}

/// Runs the loop at 50 frames per second through keys at times (ms); the last should be `q`.
fn play(keys: &[(u64, Key)]) -> Played {
    let clock = ManualClock::default();
    let tape = Tape { clock: clock.clone(), ..Tape::default() };
    let waits = Rc::new(Cell::new(0));
    let mut script = Script { clock: clock.clone(), keys: keys.to_vec().into(), waits };
    let mut program = Program::scope(scope("chattering"));
    let mut runner = Runner {
        program: &mut program,
        screen: Screen::new(tape.clone(), true),
        shell: &tape,
        look: look(Marker::Braille),
        frames_per_s: 50,
        signals: Signals::none(),
    };
    let end = runner.run(&clock, &mut script).expect("nothing fails");
    assert_eq!(end, End::Quit);
    let writes = tape.writes.borrow().clone();
    Played { program, writes, waits: script.waits.get() }
}

const QUIT: Key = Key::Char('q');

#[test]
fn frames_come_at_their_rate_in_one_write_each() {
    let played = play(&[(1000, QUIT)]);
    assert!((50..=51).contains(&played.writes.len()), "{}", played.writes.len());
    let mut times = played.writes.iter().map(|(ns, _)| ns / 1_000_000);
    assert!(times.clone().eq((0..).step_by(20).take(times.by_ref().count())));
    assert_eq!(played.app().engine().time_ms(), 1000.0);
}

#[test]
fn a_key_gets_the_step_of_its_arrival_and_is_answered_at_once() {
    let played = play(&[(103, Key::Up), (113, Key::Up), (300, QUIT)]);
    assert_eq!(played.app().engine().holding_current(), 11.0);
    for ms in [103, 113] {
        assert!(played.writes.iter().any(|(ns, _)| *ns == ms * 1_000_000), "no frame at {ms} ms");
    }
    // Frames on keys do not put off those that are due.
    assert!(played.writes.iter().any(|(ns, _)| *ns == 120_000_000));
}

#[test]
fn a_flood_of_keys_neither_stops_frames_nor_delays_the_next() {
    let mut keys: Vec<_> = (1..=500).map(|ms| (ms, Key::Char('e'))).collect();
    keys.push((1000, QUIT));
    let played = play(&keys);
    let last_ms = played.writes.last().expect("frames").0 / 1_000_000;
    assert!(last_ms >= 980, "{last_ms}");
    let after: Vec<_> = played.writes.iter().filter(|(ns, _)| *ns > 500_000_000).collect();
    assert!((24..=26).contains(&after.len()), "{}", after.len());
}

#[test]
fn paused_it_neither_writes_nor_wakes_often() {
    let played = play(&[(500, Key::Char(' ')), (60_500, QUIT)]);
    let late = played.writes.iter().filter(|(ns, _)| *ns > 500_000_000).count();
    assert_eq!(late, 0);
    assert_eq!(played.app().engine().time_ms(), 500.0);
    // 25 waits before, and at most five a second after.
    assert!(played.waits < 30 + 5 * 60, "{}", played.waits);
}
