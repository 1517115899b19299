//! The real binary in a pseudo-terminal, with an emulator that knows what is on the screen.

use std::fs::File;
use std::io::{Read, Write};
use std::num::NonZero;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, mpsc};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::OFlags;
use rustix::process::{Pid, Signal, kill_process};
use rustix::termios::{Action, LocalModes, OptionalActions, Termios, tcflow, tcgetattr, tcsetattr};

/// Nothing here should ever take that long.
const PATIENCE: Duration = Duration::from_secs(20);

/// What is waited for is looked at this often, even if nothing is written.
const LOOK_EVERY: Duration = Duration::from_millis(5);
/// The request for a terminal's status, and its answer.
const REQUEST: &[u8] = b"\x1b[5n";
const ANSWER: &[u8] = b"\x1b[0n";

/// What the program has written so far, and whether it has closed the terminal.
struct Seen {
    emulator: vt100::Parser,
    bytes: Vec<u8>,
    closed: bool,
    /// Whether requests for the terminal's status are answered.
    answers: bool,
    /// Requests that the program wrote, answers that it was sent, and most that were missing.
    asked: usize,
    answered: usize,
    unanswered_max: usize,
}

/// A link between the program and the terminal, with a buffer that holds whatever there is.
#[derive(Clone, Copy)]
pub struct Wire {
    pub bytes_per_s: f64,
    /// Time that an answer takes on its way back.
    pub way: Duration,
}

/// What is typed, and what the terminal answers.
type Input = Arc<Mutex<Box<dyn Write + Send>>>;
type Shared = Arc<(Mutex<Seen>, Condvar)>;

/// Held by the reader while it reads.
type Gate = Arc<Mutex<()>>;

/// A program in a pseudo-terminal.
pub struct Terminal {
    master: Box<dyn MasterPty + Send>,
    child: Box<dyn Child + Send + Sync>,
    input: Input,
    shared: Shared,
    gate: Gate,
    modes_before: String,
}

impl Terminal {
    /// Starts the binary with `args` in `folder` on a screen of `columns` and `rows`.
    pub fn start(folder: &Path, args: &[&str], columns: u16, rows: u16) -> Self {
        Self::start_with(folder, args, columns, rows, &[])
    }

    /// As [`Self::start`], on a terminal that answers nothing.
    pub fn start_silent(folder: &Path, args: &[&str], columns: u16, rows: u16) -> Self {
        Self::with(command_with(folder, args, &[]), columns, rows, false, None)
    }

    /// Starts `command` behind a link of its own.
    pub fn behind(wire: Wire, command: CommandBuilder, columns: u16, rows: u16) -> Self {
        Self::with(command, columns, rows, true, Some(wire))
    }

    /// As [`Self::start`], with environment variables of its own.
    pub fn start_with(
        folder: &Path,
        args: &[&str],
        columns: u16,
        rows: u16,
        variables: &[(&str, &str)],
    ) -> Self {
        Self::of(command_with(folder, args, variables), columns, rows)
    }

    /// Starts `command`.
    pub fn of(command: CommandBuilder, columns: u16, rows: u16) -> Self {
        Self::with(command, columns, rows, true, None)
    }

    fn with(
        command: CommandBuilder,
        columns: u16,
        rows: u16,
        answers: bool,
        wire: Option<Wire>,
    ) -> Self {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let modes_before = modes(&*pair.master);
        let child = pair.slave.spawn_command(command).expect("the binary starts");
        let reader = pair.master.try_clone_reader().expect("a reader");
        let input: Input = Arc::new(Mutex::new(pair.master.take_writer().expect("a writer")));
        let emulator = vt100::Parser::new(cells(rows), cells(columns), 0);
        let seen = Seen {
            emulator,
            bytes: Vec::new(),
            closed: false,
            answers,
            asked: 0,
            answered: 0,
            unanswered_max: 0,
        };
        let shared: Shared = Arc::new((Mutex::new(seen), Condvar::new()));
        let gate = Gate::default();
        let terminal = (Arc::clone(&shared), Arc::clone(&input));
        match wire {
            Some(wire) => spawn_wire(reader, terminal, wire),
            None => spawn_reader(reader, terminal, Arc::clone(&gate)),
        }
        Self { master: pair.master, child, input, shared, gate, modes_before }
    }

    /// Sends bytes as if they had been typed.
    pub fn send(&mut self, bytes: &[u8]) {
        let mut input = self.input.lock().expect("the reader did not panic");
        input.write_all(bytes).and_then(|()| input.flush()).expect("the terminal takes input");
    }

    /// Has the terminal answer from here on, or stop answering.
    pub fn set_answers(&self, answers: bool) {
        self.inspect(|seen| seen.answers = answers);
    }

    /// Number of requests for the terminal's status that were written.
    pub fn requests(&self) -> usize {
        requests(&self.bytes())
    }

    /// Most requests that were unanswered at once, of a terminal behind a link, since this was last
    /// asked.
    pub fn take_unanswered_max(&self) -> usize {
        self.inspect(|seen| std::mem::take(&mut seen.unanswered_max))
    }

    /// Waits until everything that was asked has been answered, on a terminal behind a link.
    pub fn wait_for_answers(&self) {
        assert!(self.wait_while(|seen| seen.answered < seen.asked), "answers are missing");
    }

    /// Types `keys` and waits until the screen shows `text`.
    pub fn type_until(&mut self, keys: &str, text: &str) {
        self.send(keys.as_bytes());
        self.wait_for(text);
    }

    /// Waits until the screen shows `text`.
    pub fn wait_for(&self, text: &str) {
        self.wait(&format!("\"{text}\""), |screen| screen.contains(text));
    }

    /// Waits until the text on the screen is as `wanted`.
    pub fn wait(&self, what: &str, wanted: impl Fn(&str) -> bool) {
        let is_there = |seen: &mut Seen| wanted(&seen.emulator.screen().contents());
        if !self.wait_while(|seen| !is_there(seen) && !seen.closed) || !self.inspect(is_there) {
            panic!("waited in vain for {what} on\n{}", self.screen());
        }
    }

    /// Waits until what was written in all is as `wanted`.
    pub fn wait_for_bytes(&self, what: &str, wanted: impl Fn(&[u8]) -> bool) {
        let missing = |seen: &mut Seen| !wanted(&seen.bytes);
        assert!(self.wait_while(|seen| missing(seen) && !seen.closed), "waited in vain for {what}");
    }

    /// Waits until the program has the whole screen (`true`) or has given it back.
    pub fn wait_for_full_screen(&self, full: bool) {
        let other = |seen: &mut Seen| seen.emulator.screen().alternate_screen() != full;
        assert!(self.wait_while(|seen| other(seen) && !seen.closed), "the screen did not change");
    }

    /// The text on the screen.
    pub fn screen(&self) -> String {
        self.inspect(|seen| seen.emulator.screen().contents())
    }

    /// Everything that was written.
    pub fn bytes(&self) -> Vec<u8> {
        self.inspect(|seen| seen.bytes.clone())
    }

    /// Number of synchronized updates that were written.
    pub fn frames(&self) -> usize {
        let begun = b"\x1b[?2026h";
        self.bytes().windows(begun.len()).filter(|bytes| bytes == begun).count()
    }

    /// Gives the terminal another size.
    pub fn resize(&self, columns: u16, rows: u16) {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        self.inspect(|seen| seen.emulator.screen_mut().set_size(cells(rows), cells(columns)));
        self.master.resize(size).expect("a new size");
    }

    /// Sends a signal to the program.
    pub fn signal(&self, signal: Signal) {
        kill_process(self.id(), signal).expect("a signal can be sent");
    }

    /// Sends signals, all before the program can act on any.
    pub fn signals(&self, signals: &[Signal]) {
        self.signal(Signal::STOP);
        for signal in signals {
            self.signal(*signal);
        }
        self.signal(Signal::CONT);
    }

    /// The program's process.
    pub fn id(&self) -> Pid {
        let id = self.child.process_id().and_then(|id| Pid::from_raw(id as i32));
        id.expect("running")
    }

    /// Takes nothing more from the program, as after Ctrl-S, while `held` runs.
    pub fn hold(&mut self, held: impl FnOnce(&mut Self)) {
        let gate = Arc::clone(&self.gate);
        let closed = gate.lock().expect("the reader did not panic");
        held(self);
        drop(closed);
    }

    /// Has the program write until the terminal has no room left, while nothing is read.
    pub fn fill(&mut self) {
        let line = self.line();
        // Answers let the next frame go, and Ctrl-L has it written in full.
        let keys = [ANSWER, b"\x0c"].concat();
        let mut next = Instant::now();
        self.until("the terminal is full", || {
            if Instant::now() >= next {
                self.input.lock().expect("the reader did not panic").write_all(&keys).expect("it");
                next = Instant::now() + Duration::from_millis(20);
            }
            let mut room = [PollFd::new(&line, PollFlags::OUT)];
            poll(&mut room, Some(&Timespec::default())).is_ok_and(|count| count == 0)
        });
    }

    /// Takes no more output, as after Ctrl-S.
    pub fn stop_output(&self) {
        tcflow(self.line(), Action::OOff).expect("a terminal");
    }

    /// Takes output again.
    pub fn start_output(&self) {
        tcflow(self.line(), Action::OOn).expect("a terminal");
    }

    /// Whether the line discipline hands on every byte as it is.
    pub fn is_raw(&self) -> bool {
        !self.discipline().local_modes.contains(LocalModes::ICANON)
    }

    /// Has the line discipline hand on lines, as for a shell's commands.
    pub fn make_cooked(&self) {
        let mut discipline = self.discipline();
        discipline.local_modes.insert(LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG);
        tcsetattr(self.line(), OptionalActions::Now, &discipline).expect("a terminal");
    }

    fn discipline(&self) -> Termios {
        tcgetattr(self.line()).expect("a terminal")
    }

    /// The program's side of the terminal.
    fn line(&self) -> File {
        let name = self.master.tty_name().expect("a name");
        let mut options = File::options();
        options.read(true).write(true).custom_flags(OFlags::NOCTTY.bits() as i32);
        options.open(name).expect("a terminal")
    }

    /// Waits until `wanted` holds.
    pub fn until(&self, what: &str, mut wanted: impl FnMut() -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !wanted() {
            assert!(Instant::now() < deadline, "waited in vain until {what}");
            std::thread::park_timeout(LOOK_EVERY);
        }
    }

    /// Waits until the program has ended, whatever can be read from it.
    pub fn wait_for_exit(&mut self) {
        let deadline = Instant::now() + PATIENCE;
        while self.child.try_wait().expect("a child").is_none() {
            assert!(Instant::now() < deadline, "the program did not end");
            std::thread::park_timeout(LOOK_EVERY);
        }
    }

    /// Lets `time` pass, as long as the program does not end.
    pub fn pass(&self, time: Duration) {
        let deadline = Instant::now() + time;
        self.wait_while(|seen| !seen.closed && Instant::now() < deadline);
    }

    /// Waits until the program has ended.
    pub fn wait_for_end(&mut self) -> ExitStatus {
        assert!(
            self.wait_while(|seen| !seen.closed),
            "the program did not end:\n{}",
            self.screen()
        );
        self.child.wait().expect("an exit status")
    }

    /// Panics unless the terminal is as it was before the program started.
    pub fn assert_restored(&self) {
        self.assert_discipline_restored();
        self.inspect(|seen| {
            let screen = seen.emulator.screen();
            assert!(!screen.alternate_screen(), "alternate screen left on");
            assert!(!screen.hide_cursor(), "cursor left hidden");
            assert!(!screen.bracketed_paste(), "bracketed paste left on");
            assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
            assert_eq!(screen.fgcolor(), vt100::Color::Default, "a colour was left on");
            assert_eq!(left_on(&seen.bytes), Vec::<String>::new(), "modes left on");
        });
    }

    /// Panics unless the line discipline is as it was before the program started.
    pub fn assert_discipline_restored(&self) {
        assert_eq!(modes(&*self.master), self.modes_before, "line discipline");
    }

    fn inspect<T>(&self, look: impl FnOnce(&mut Seen) -> T) -> T {
        look(&mut self.shared.0.lock().expect("the reader did not panic"))
    }

    /// Waits while `waiting`; returns whether that came to an end in time.
    fn wait_while(&self, waiting: impl Fn(&mut Seen) -> bool) -> bool {
        let deadline = Instant::now() + PATIENCE;
        let (lock, changed) = &*self.shared;
        let mut seen = lock.lock().expect("the reader did not panic");
        while waiting(&mut seen) {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            let left = left.min(LOOK_EVERY);
            seen = changed.wait_timeout(seen, left).expect("the reader did not panic").0;
        }
        true
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // A test that failed must not leave its program behind.
        let _ = self.child.kill();
    }
}

/// Requests for the terminal's status among what was written.
pub fn requests(bytes: &[u8]) -> usize {
    bytes.windows(REQUEST.len()).filter(|bytes| *bytes == REQUEST).count()
}

fn spawn_reader(mut reader: Box<dyn Read + Send>, terminal: (Shared, Input), gate: Gate) {
    std::thread::spawn(move || {
        let mut chunk = [0; 65_536];
        loop {
            drop(gate.lock().expect("nobody panics with the gate"));
            let count = reader.read(&mut chunk).unwrap_or(0);
            let asked = show(&terminal.0, &chunk[..count]);
            answer(&terminal, asked);
            if count == 0 {
                return;
            }
        }
    });
}

/// Shows bytes on the terminal; none are the end. Returns how many answers they ask for.
fn show(shared: &Shared, bytes: &[u8]) -> usize {
    let (lock, changed) = &**shared;
    let mut seen = lock.lock().expect("nobody panics with the lock");
    seen.emulator.process(bytes);
    // A request may have been cut in two.
    let from = seen.bytes.len().saturating_sub(REQUEST.len() - 1);
    seen.bytes.extend_from_slice(bytes);
    seen.closed = bytes.is_empty();
    changed.notify_all();
    if seen.answers { requests(&seen.bytes[from..]) } else { 0 }
}

fn answer((shared, input): &(Shared, Input), count: usize) {
    shared.0.lock().expect("nobody panics with the lock").answered += count;
    // Who has just ended does not hear it.
    let _ = input.lock().expect("nobody panics with it").write_all(&ANSWER.repeat(count));
}

/// Reads as fast as the program writes, shows it as fast as the link carries it, and answers when what
/// is answered has come back.
fn spawn_wire(mut reader: Box<dyn Read + Send>, terminal: (Shared, Input), wire: Wire) {
    let (carry, carried) = mpsc::channel::<Vec<u8>>();
    let (ask, asked) = mpsc::channel::<(Instant, usize)>();
    let shared = Arc::clone(&terminal.0);
    std::thread::spawn(move || {
        let (mut chunk, mut tail) = ([0; 65_536], Vec::new());
        loop {
            let count = reader.read(&mut chunk).unwrap_or(0);
            tail.extend_from_slice(&chunk[..count]);
            let mut seen = shared.0.lock().expect("nobody panics with the lock");
            seen.asked += requests(&tail);
            seen.unanswered_max = seen.unanswered_max.max(seen.asked - seen.answered);
            drop(seen);
            tail.drain(..tail.len().saturating_sub(REQUEST.len() - 1));
            if carry.send(chunk[..count].to_vec()).is_err() || count == 0 {
                return;
            }
        }
    });
    let shared = Arc::clone(&terminal.0);
    std::thread::spawn(move || {
        let mut free = Instant::now();
        while let Ok(bytes) = carried.recv() {
            for piece in bytes.chunks((wire.bytes_per_s / 100.0).max(1.0) as usize) {
                free = free.max(Instant::now());
                free += Duration::from_secs_f64(piece.len() as f64 / wire.bytes_per_s);
                park_until(free);
                let count = show(&shared, piece);
                // Who no longer answers has ended.
                let _ = ask.send((Instant::now() + wire.way, count));
            }
            if bytes.is_empty() {
                show(&shared, &[]);
            }
        }
    });
    std::thread::spawn(move || {
        while let Ok((due, count)) = asked.recv() {
            park_until(due);
            answer(&terminal, count);
        }
    });
}

fn park_until(due: Instant) {
    while Instant::now() < due {
        std::thread::park_timeout(due.saturating_duration_since(Instant::now()));
    }
}

/// Private modes that were changed and not changed back (`CSI ? n h`, `CSI ? n l`), and sequences
/// that change what has no counterpart here: the keyboard's encodings and the palette.
fn left_on(written: &[u8]) -> Vec<String> {
    // A frame that was broken off may end within a character.
    let text = String::from_utf8_lossy(written);
    let mut changed = std::collections::BTreeMap::new();
    let mut left = Vec::new();
    for sequence in text.split('\x1b').skip(1) {
        let end = sequence.find(|c: char| ('@'..='~').contains(&c) && c != '[').unwrap_or(0);
        let (parameters, last) = sequence.split_at(end);
        match parameters.strip_prefix("[?") {
            Some(mode) if last.starts_with('h') => drop(changed.insert(mode, true)),
            Some(mode) if last.starts_with('l') => drop(changed.insert(mode, false)),
            _ if parameters.starts_with("[>") || parameters.starts_with("[=") => {
                left.push(sequence.to_owned())
            }
            // To ask for the background changes nothing, and the clipboard is no mode.
            _ if sequence == "]11;?\u{7}" || sequence.starts_with("]52;c;") => {}
            _ if sequence.starts_with(']') => left.push(sequence.to_owned()),
            _ => {}
        }
    }
    // The cursor is what is usually on.
    let changed = changed.into_iter().filter(|&(mode, on)| on != (mode == "25"));
    left.extend(changed.map(|(mode, _)| mode.to_owned()));
    left
}

/// A command in `folder`, with the environment that tests rely on.
pub fn command(folder: &Path, program: &str, args: &[&str]) -> CommandBuilder {
    let mut command = CommandBuilder::new(program);
    command.args(args);
    command.cwd(folder);
    command.env("TERM", "xterm-256color");
    command.env("LC_ALL", "C.UTF-8");
    command.env("HOME", folder);
    for name in ["XDG_CONFIG_HOME", "NO_COLOR", "COLORTERM", "RUST_BACKTRACE"] {
        command.env_remove(name);
    }
    command
}

/// The program itself with `args` in `folder`, and with environment variables of its own.
pub fn command_with(folder: &Path, args: &[&str], variables: &[(&str, &str)]) -> CommandBuilder {
    let mut command = command(folder, env!("CARGO_BIN_EXE_izh-tui"), args);
    for (name, value) in variables {
        command.env(name, value);
    }
    command
}

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).expect("no emulator shows nothing")
}

/// The line discipline's settings, as something to compare.
fn modes(master: &(dyn MasterPty + Send)) -> String {
    format!("{:?}", master.get_termios())
}
