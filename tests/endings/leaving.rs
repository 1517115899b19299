//! Every way out gives the terminal back as it was, in time and with the right exit.

use std::io::Read;
use std::path::Path;
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use rustix::process::Signal;

use crate::support::pty::{Terminal, command};
use crate::{folder, verified};

/// Longest time from the reason to end until the end. Alone, it is a few milliseconds.
const ENDING_MAX: Duration = Duration::from_secs(1);

const SIZE: PtySize = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };

/// What is done to the program.
enum Act {
    Type(&'static [u8]),
    Signals(&'static [Signal]),
    Panic,
}

/// What the exit has to tell.
enum Exit {
    Code(u32),
    /// One of these signals, by the system's names for them.
    By(&'static [&'static str]),
}

impl Exit {
    fn is(&self, status: &ExitStatus) -> bool {
        match (self, status.signal()) {
            (Self::Code(code), None) => status.exit_code() == *code,
            (Self::By(names), Some(signal)) => names.iter().any(|name| signal.starts_with(name)),
            _ => false,
        }
    }
}

const ENDINGS: &[(&str, Act, Exit)] = &[
    ("q", Act::Type(b"q"), Exit::Code(0)),
    ("Ctrl-C", Act::Type(b"\x03"), Exit::Code(0)),
    ("terminate", Act::Signals(&[Signal::TERM]), Exit::By(&["Terminated"])),
    ("hang up", Act::Signals(&[Signal::HUP]), Exit::By(&["Hangup"])),
    ("interrupt", Act::Signals(&[Signal::INT]), Exit::By(&["Interrupt"])),
    ("quit", Act::Signals(&[Signal::QUIT]), Exit::By(&["Quit"])),
    ("twice", Act::Signals(&[Signal::TERM, Signal::TERM]), Exit::By(&["Terminated"])),
    ("two at once", Act::Signals(&[Signal::INT, Signal::HUP]), Exit::By(&["Interrupt", "Hangup"])),
    ("panic", Act::Panic, Exit::Code(101)),
];

#[test]
fn every_ending_gives_the_terminal_back_and_finishes_the_recording() {
    // Only a build for tests panics when it is asked to.
    let can_panic = |act: &Act| cfg!(debug_assertions) || !matches!(act, Act::Panic);
    for (name, act, exit) in ENDINGS.iter().filter(|(_, act, _)| can_panic(act)) {
        let folder = folder();
        let variables: &[_] = match act {
            Act::Panic => &[("IZH_TUI_TEST_PANIC", "100")],
            _ => &[],
        };
        let args = ["--record", "a.toml"];
        let mut terminal = Terminal::start_with(folder.path(), &args, 80, 24, variables);
        terminal.wait_for("I = 10.0");
        terminal.send(b"e");
        let asked = Instant::now();
        match act {
            Act::Type(keys) => terminal.send(keys),
            Act::Signals(signals) => terminal.signals(signals),
            Act::Panic => {}
        }
        let status = terminal.wait_for_end();
        assert!(asked.elapsed() < ENDING_MAX, "{name}: {:?}", asked.elapsed());
        assert!(exit.is(&status), "{name}: {status:?}");
        terminal.assert_restored();
        let screen = terminal.screen();
        let panicked = matches!(act, Act::Panic);
        assert_eq!(screen.contains("izh-tui: panicked at"), panicked, "{screen}");
        assert!(screen.contains("recorded to a.toml"), "{name}: {screen}");
        let line = verified(folder.path(), "a.toml");
        assert!(!line.contains("cut"), "{name}: {line}");
        if let Act::Type(_) = act {
            let text = std::fs::read_to_string(folder.path().join("a.toml")).expect("a recording");
            assert_eq!(text.matches("[[event]]").count(), 1, "{name}: {text}");
        }
    }
}

#[test]
#[cfg(not(debug_assertions))]
fn what_is_not_built_for_tests_does_not_panic_when_asked_to() {
    let folder = folder();
    let variables = [("IZH_TUI_TEST_PANIC", "0")];
    let mut terminal = Terminal::start_with(folder.path(), &[], 80, 24, &variables);
    terminal.wait_for("I = 10.0");
    terminal.type_until("\x1b[A", "I = 10.5");
    terminal.send(b"q");
    assert_eq!(terminal.wait_for_end().exit_code(), 0);
}

/// Numbers of the other signals that kill, on Linux, and the system's names for them.
const OTHERS: &[(u32, &str)] = &[
    (6, "Aborted"),
    (10, "User defined signal 1"),
    (12, "User defined signal 2"),
    (14, "Alarm clock"),
    (16, "Stack fault"),
    (24, "CPU time limit exceeded"),
    (26, "Virtual timer expired"),
    (27, "Profiling timer expired"),
    (29, "I/O possible"),
    (30, "Power failure"),
    (31, "Bad system call"),
    (34, "Real-time signal 0"),
    (50, "Real-time signal 16"),
    (64, "Real-time signal 30"),
];

#[test]
#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn every_other_signal_that_kills_does_so_as_well() {
    for (number, name) in OTHERS {
        let folder = folder();
        let mut terminal = Terminal::start(folder.path(), &["--record", "a.toml"], 80, 24);
        terminal.wait_for("I = 10.0");
        let asked = Instant::now();
        let id = terminal.id().as_raw_pid();
        let kill = format!("kill -{number} {id}");
        let sent = std::process::Command::new("/bin/sh").args(["-c", &kill]).status();
        assert!(sent.expect("a shell").success());
        let status = terminal.wait_for_end();
        assert!(asked.elapsed() < ENDING_MAX, "{name}: {:?}", asked.elapsed());
        assert!(
            status.signal().is_some_and(|signal| signal.starts_with(name)),
            "{name}: {status:?}"
        );
        terminal.assert_restored();
        assert!(!verified(folder.path(), "a.toml").contains("cut"), "{name}");
    }
}

/// A shell that does `first` and becomes the binary.
fn shell(folder: &Path, first: &str) -> CommandBuilder {
    let script = format!("{first} exec \"$0\" --record a.toml");
    command(folder, "/bin/sh", &["-c", &script, env!("CARGO_BIN_EXE_izh-tui")])
}

#[test]
fn a_terminal_that_hangs_up_ends_it() {
    for (name, first, controlling) in [
        ("plain", "", true),
        ("the signal ignored", "trap '' HUP;", true),
        // No signal comes at all, so it has to notice by itself.
        ("not its controlling terminal", "", false),
    ] {
        let folder = folder();
        let pair = native_pty_system().openpty(SIZE).expect("a pseudo-terminal");
        let mut command = shell(folder.path(), first);
        command.set_controlling_tty(controlling);
        let mut child = pair.slave.spawn_command(command).expect("the binary starts");
        drop(pair.slave);
        read_until_drawn(&*pair.master);
        drop(pair.master);
        let asked = Instant::now();
        let mut killer = child.clone_killer();
        let (sender, ended) = std::sync::mpsc::channel();
        std::thread::spawn(move || sender.send(child.wait().expect("an exit status")));
        let Ok(status) = ended.recv_timeout(10 * ENDING_MAX) else {
            let _ = killer.kill();
            panic!("{name}: it goes on without a terminal");
        };
        assert!(asked.elapsed() < ENDING_MAX, "{name}: {:?}", asked.elapsed());
        assert!(status.signal().is_some() || status.exit_code() == 1, "{name}: {status:?}");
        assert!(!verified(folder.path(), "a.toml").contains("cut"), "{name}");
    }
}

/// Output goes to a second terminal, which is gone after the first frame: an error when the first
/// one's modes have been changed already.
#[test]
fn an_error_after_the_terminal_was_taken_gives_it_back() {
    let folder = folder();
    let other = native_pty_system().openpty(SIZE).expect("a second pseudo-terminal");
    let name = other.master.tty_name().expect("a name");
    let script = format!("exec \"$0\" --record a.toml >{}", name.display());
    let args = ["-c", &script, env!("CARGO_BIN_EXE_izh-tui")];
    let mut terminal = Terminal::of(command(folder.path(), "/bin/sh", &args), 80, 24);
    drop(other.slave);
    read_until_drawn(&*other.master);
    let asked = Instant::now();
    drop(other.master);
    let status = terminal.wait_for_end();
    assert!(asked.elapsed() < ENDING_MAX, "{:?}", asked.elapsed());
    assert_eq!(status.exit_code(), 1);
    terminal.assert_restored();
    let screen = terminal.screen();
    assert!(screen.contains("izh-tui: the terminal is lost"), "{screen}");
    assert!(!verified(folder.path(), "a.toml").contains("cut"));
}

/// Reads what is drawn until the scope is there.
fn read_until_drawn(master: &(dyn MasterPty + Send)) {
    let mut reader = master.try_clone_reader().expect("a reader");
    let mut seen = Vec::new();
    while !seen.windows(4).any(|bytes| bytes == b"I = ") {
        let mut chunk = [0; 4096];
        let count = reader.read(&mut chunk).expect("something is drawn");
        seen.extend_from_slice(&chunk[..count]);
    }
}
