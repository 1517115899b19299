//! The event loop under a clock and a keyboard that follow a script, on a terminal behind a link that
//! does.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::io;
use std::num::NonZero;
use std::rc::Rc;
use std::time::Duration;

use izh_tui::app::{App, Front};
use izh_tui::instrument::Scope;
use izh_tui::keys::{Input, Key};
use izh_tui::preset::{PresetToSave, Saved};
use izh_tui::runner::{Clock, End, InputSource, Runner, Shell};
use izh_tui::term::{Answer, Clipboard, Event, Expected, Outlet, Screen, Signals};
use izh_tui::ui::{Marker, render_front};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::scope::{look, text};

/// Time that passes only when somebody waits, or looks at it: there is work between two looks.
#[derive(Clone, Default)]
struct ManualClock {
    now_ns: Rc<Cell<u64>>,
    look_ns: u64,
}

impl Clock for ManualClock {
    fn now_ns(&self) -> u64 {
        self.now_ns.set(self.now_ns.get() + self.look_ns);
        self.now_ns.get()
    }
}

/// When a frame that was written at a time is answered (both ms), if it ever is.
pub type Answers = fn(u64) -> Option<u64>;

/// A link to a terminal.
pub trait Link {
    /// When a frame of `bytes` is answered that is written at `sent_ns`, if it ever is (ns). Asked
    /// once for each frame, one after the other.
    fn answer_ns(&mut self, sent_ns: u64, bytes: usize) -> Option<u64>;
}

impl Link for Answers {
    fn answer_ns(&mut self, sent_ns: u64, _: usize) -> Option<u64> {
        self(sent_ns / 1_000_000).map(|ms| ms * 1_000_000)
    }
}

/// A link that carries so many bytes per second, from certain times on (ms), one frame after the
/// other, behind a buffer that holds whatever there is.
#[derive(Clone)]
pub struct Wire {
    pub bytes_per_s: &'static [(u64, f64)],
    /// Time there and back (ms).
    pub way_ms: u64,
    /// When what was written last is carried (ns).
    free_ns: u64,
}

impl Wire {
    pub fn new(bytes_per_s: &'static [(u64, f64)], way_ms: u64) -> Self {
        Self { bytes_per_s, way_ms, free_ns: 0 }
    }
}

impl Link for Wire {
    fn answer_ns(&mut self, sent_ns: u64, bytes: usize) -> Option<u64> {
        let begun_ns = self.free_ns.max(sent_ns);
        let since = |(from_ms, _): &&(u64, f64)| from_ms * 1_000_000 <= begun_ns;
        let (_, bytes_per_s) = self.bytes_per_s.iter().rev().find(since).expect("a rate");
        self.free_ns = begun_ns + (bytes as f64 * 1e9 / bytes_per_s) as u64;
        Some(self.free_ns + self.way_ms * 1_000_000)
    }
}

/// A link on which every answer is lost with some probability.
pub struct Lossy<L> {
    pub link: L,
    /// The part of the answers that is lost.
    pub lost: f64,
    /// Where the sequence of random numbers stands; not 0.
    pub state: u64,
}

impl<L: Link> Link for Lossy<L> {
    fn answer_ns(&mut self, sent_ns: u64, bytes: usize) -> Option<u64> {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        let is_lost = ((self.state >> 11) as f64) < self.lost * (1_u64 << 53) as f64;
        self.link.answer_ns(sent_ns, bytes).filter(|_| !is_lost)
    }
}

/// Keys at times (ms), answers at times (ns), and how often it was waited for either.
struct Script {
    clock: ManualClock,
    keys: VecDeque<(u64, Key)>,
    answers: Rc<RefCell<VecDeque<(u64, Answer)>>>,
    waits: Rc<Cell<usize>>,
}

impl InputSource for Script {
    fn next(&mut self, timeout: Duration, _: Expected) -> io::Result<Option<Event>> {
        self.waits.set(self.waits.get() + usize::from(!timeout.is_zero()));
        let deadline_ns = self.clock.now_ns.get() + timeout.as_nanos() as u64;
        let key_ns = self.keys.front().map_or(u64::MAX, |(ms, _)| ms * 1_000_000);
        let answer_ns = self.answers.borrow().front().map_or(u64::MAX, |(ns, _)| *ns);
        let next_ns = key_ns.min(answer_ns);
        self.clock.now_ns.set(self.clock.now_ns.get().max(next_ns.min(deadline_ns)));
        if next_ns > deadline_ns {
            return Ok(None);
        }
        if answer_ns <= key_ns {
            let answer = self.answers.borrow_mut().pop_front();
            return Ok(answer.map(|(_, answer)| Event::Answer(answer)));
        }
        Ok(self.keys.pop_front().map(|(_, key)| Event::Input(Input::Key(key))))
    }
}

/// What was written at once.
#[derive(Clone)]
pub struct Frame {
    /// When (ns).
    pub at_ns: u64,
    pub bytes: Vec<u8>,
    /// When it is answered (ns), if it is.
    pub answered_ns: Option<u64>,
}

/// A terminal that remembers what was written to it.
#[derive(Clone)]
struct Tape {
    clock: ManualClock,
    size: (u16, u16),
    link: Rc<RefCell<dyn Link>>,
    answers: Rc<RefCell<VecDeque<(u64, Answer)>>>,
    frames: Rc<RefCell<Vec<Frame>>>,
    /// How long a stop lasts (ms), if there is somebody to continue the program.
    stop_ms: Option<u64>,
}

/// The column in which it is asked where the cursor is, if that is all that is written.
fn asked_column(bytes: &[u8]) -> Option<u16> {
    let text = std::str::from_utf8(bytes).ok()?;
    text.strip_prefix("\x1b[1;")?.strip_suffix("H\x1b[6n")?.parse().ok()
}

impl io::Write for Tape {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let now_ns = self.clock.now_ns.get();
        if let Some(column) = asked_column(bytes) {
            let answered_ns = self.link.borrow_mut().answer_ns(now_ns, bytes.len());
            let answer = |ns| (ns, Answer::Column(column));
            self.answers.borrow_mut().extend(answered_ns.map(answer));
            return Ok(bytes.len());
        }
        let asked = bytes.ends_with(b"\x1b[5n\x1b[?2026l");
        assert!(asked && bytes.starts_with(b"\x1b[?2026h"), "a frame is one update with a request");
        let answered_ns = self.link.borrow_mut().answer_ns(now_ns, bytes.len());
        self.answers.borrow_mut().extend(answered_ns.map(|ns| (ns, Answer::Status)));
        self.frames.borrow_mut().push(Frame { at_ns: now_ns, bytes: bytes.to_vec(), answered_ns });
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Outlet for Tape {}

impl Shell for &Tape {
    fn size(&self) -> io::Result<(u16, u16)> {
        Ok(self.size)
    }

    fn open_recording(&mut self, _: &mut App) {}

    fn save_preset(&mut self, _: &PresetToSave) -> Saved {
        Saved::Failed("nothing is saved here".to_owned())
    }

    fn can_stop(&self) -> bool {
        self.stop_ms.is_some()
    }

    fn stop(&mut self, _: bool) {
        self.clock.now_ns.set(self.clock.now_ns() + self.stop_ms.unwrap_or(0) * 1_000_000);
    }

    fn retake(&mut self, _: &mut impl Outlet) -> io::Result<()> {
        Ok(())
    }
}

/// How a script went.
pub struct Played {
    pub program: App,
    pub size: (u16, u16),
    pub frames: Vec<Frame>,
    /// How often it was waited for keys or answers.
    pub waits: usize,
    /// Answers that came after the end.
    pub late: usize,
    /// When it ended (ns).
    pub end_ns: u64,
}

impl Played {
    /// The frames that were sent from one time to another (ms).
    pub fn between(&self, from_ms: u64, to_ms: u64) -> impl Iterator<Item = &Frame> {
        let from_to = from_ms * 1_000_000..to_ms * 1_000_000;
        self.frames.iter().filter(move |frame| from_to.contains(&frame.at_ns))
    }

    /// How many those are.
    pub fn count(&self, from_ms: u64, to_ms: u64) -> usize {
        self.between(from_ms, to_ms).count()
    }

    /// Bytes per second that they make.
    pub fn bytes_per_s(&self, from_ms: u64, to_ms: u64) -> f64 {
        let bytes: usize = self.between(from_ms, to_ms).map(|frame| frame.bytes.len()).sum();
        bytes as f64 * 1e3 / (to_ms - from_ms) as f64
    }

    /// Most frames that were unanswered at once, and most bytes in them, from a time on (ms).
    pub fn unanswered_max(&self, from_ms: u64) -> (usize, usize) {
        let open = |at_ns: u64| {
            let is_open = move |frame: &&Frame| {
                frame.at_ns <= at_ns && frame.answered_ns.is_none_or(|ns| ns > at_ns)
            };
            let open = self.frames.iter().filter(is_open);
            open.fold((0, 0), |(count, bytes), frame| (count + 1, bytes + frame.bytes.len()))
        };
        let all = self.between(from_ms, u64::MAX / 1_000_000).map(|frame| open(frame.at_ns));
        all.fold((0, 0), |most, open| (most.0.max(open.0), most.1.max(open.1)))
    }

    /// When the screen has a text (ns), and which; `way_ms` is the time there and back.
    pub fn screens(&self, way_ms: u64) -> Vec<(u64, String)> {
        let cells = |count| NonZero::new(count).expect("not nothing");
        let mut emulator = vt100::Parser::new(cells(self.size.1), cells(self.size.0), 0);
        let shown = |frame: &Frame| {
            emulator.process(&frame.bytes);
            let at_ns = frame.answered_ns.unwrap_or(u64::MAX) - way_ms * 1_000_000;
            (at_ns, emulator.screen().contents())
        };
        self.frames.iter().map(shown).collect()
    }

    /// Panics unless the terminal shows in the end what the program would draw.
    pub fn assert_shown(&self) {
        let mut buf = Buffer::empty(Rect::new(0, 0, self.size.0, self.size.1));
        render_front(&mut buf, self.program.front(), &look(Marker::Braille));
        let shown = self.screens(0).pop().expect("a frame").1;
        let shown: String = shown.lines().map(|line| line.trim_end().to_owned() + "\n").collect();
        assert_eq!(shown.trim_end(), text(&buf).trim_end());
    }

    pub fn app(&self) -> &Scope {
        match self.program.front() {
            Front::Scope(app) => app,
            _ => panic!("the scope was left"),
        }
    }
}

/// Runs the loop with so many frames per second on a terminal of `size` behind `link`, through keys at
/// times (ms) of which the last should be `q`.
pub fn play(
    program: App,
    size: (u16, u16),
    frames_per_s: u32,
    link: impl Link + 'static,
    keys: &[(u64, Key)],
) -> Played {
    play_in(Around::default(), program, size, frames_per_s, link, keys)
}

/// What a program runs in.
#[derive(Clone, Copy, Default)]
pub struct Around {
    /// A shell that continues it so long (ms) after it stopped, if there is one.
    pub stop_ms: Option<u64>,
    /// How much time passes between two looks at the clock (ns).
    pub look_ns: u64,
}

/// The same in surroundings of one's own.
pub fn play_in(
    Around { stop_ms, look_ns }: Around,
    mut program: App,
    size: (u16, u16),
    frames_per_s: u32,
    link: impl Link + 'static,
    keys: &[(u64, Key)],
) -> Played {
    let clock = ManualClock { look_ns, ..ManualClock::default() };
    let answers = Rc::new(RefCell::new(VecDeque::new()));
    let tape = Tape {
        clock: clock.clone(),
        size,
        link: Rc::new(RefCell::new(link)),
        answers: Rc::clone(&answers),
        frames: Rc::default(),
        stop_ms,
    };
    let waits = Rc::new(Cell::new(0));
    let mut script = Script { clock: clock.clone(), keys: keys.to_vec().into(), answers, waits };
    let mut runner = Runner {
        app: &mut program,
        screen: Screen::new(tape.clone(), true),
        shell: &tape,
        look: look(Marker::Braille),
        follows: None,
        frames_per_s,
        idle: None,
        clipboard: Clipboard::Plain,
        is_shown_elsewhere: false,
        signals: Signals::none(),
    };
    let end = runner.run(&clock, &mut script).expect("nothing fails");
    assert_eq!(end, End::Quit);
    program.finish();
    let frames = tape.frames.borrow().clone();
    let late = script.answers.borrow().len();
    Played { program, size, frames, waits: script.waits.get(), late, end_ns: clock.now_ns.get() }
}
