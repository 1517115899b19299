//! A terminal that takes no more output: the model and the recording go on, and every ending comes in
//! time.

use std::fs::File;
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use portable_pty::{PtySize, native_pty_system};
use rustix::fs::{OFlags, fcntl_getfl};
use rustix::process::Signal;

use crate::support::pty::{Terminal, command};
use crate::{folder, verified};

/// Longest time from the reason to end until the end.
const ENDING_MAX: Duration = Duration::from_secs(1);
/// How often each ending is tried in each way.
const TRIES: &str = "IZH_TUI_BLOCKED";

/// How a terminal comes to take nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Way {
    /// Nobody reads what is written to it, until the system's buffer is full.
    Unread,
    /// Its output is stopped, as by Ctrl-S.
    Stopped,
}

#[derive(Clone, Copy, Debug)]
enum Act {
    Quit,
    Signal(Signal),
}

const ACTS: [(Act, &str); 5] = [
    (Act::Signal(Signal::TERM), "Terminated"),
    (Act::Signal(Signal::INT), "Interrupt"),
    (Act::Signal(Signal::HUP), "Hangup"),
    (Act::Signal(Signal::QUIT), "Quit"),
    (Act::Quit, ""),
];

#[test]
fn blocked_it_goes_on_and_ends_within_a_second() {
    let tries = std::env::var(TRIES).map_or(1, |tries| tries.parse().expect("a number"));
    for count in 0..tries {
        std::thread::scope(|threads| {
            for way in [Way::Unread, Way::Stopped] {
                threads.spawn(move || {
                    // Two in turn, so that each ending meets each way soon enough.
                    let of_turn = |k: &usize| {
                        tries > 1 || (k + usize::from(way == Way::Stopped)).is_multiple_of(2)
                    };
                    let turns = (0..ACTS.len()).filter(of_turn);
                    turns.for_each(|k| blocked(way, ACTS[k], count));
                });
            }
        });
    }
}

fn blocked(way: Way, (act, name): (Act, &str), count: usize) {
    let folder = folder();
    let args = ["--fps", "60", "--record", "a.toml"];
    let mut terminal = Terminal::start(folder.path(), &args, 200, 60);
    terminal.wait_for("I = 10.0");
    let mut took = Duration::ZERO;
    terminal.hold(|terminal| {
        match way {
            Way::Unread => terminal.fill(),
            Way::Stopped => terminal.stop_output(),
        }
        terminal.send(b"e");
        let before = checks(folder.path());
        terminal.until("a check is written", || checks(folder.path()) > before);
        let asked = Instant::now();
        match act {
            Act::Quit => terminal.send(b"q"),
            Act::Signal(signal) => terminal.signal(signal),
        }
        terminal.wait_for_exit();
        took = asked.elapsed();
    });
    let case = format!("{way:?}, {act:?}, {count}");
    println!("{case}: {} ms", took.as_millis());
    assert!(took < ENDING_MAX, "{case}: {took:?}");
    assert!(!verified(folder.path(), "a.toml").contains("cut"), "{case}");
    if way == Way::Stopped {
        terminal.assert_discipline_restored();
        terminal.start_output();
    }
    let status = terminal.wait_for_end();
    assert!(status.signal().unwrap_or_default().starts_with(name), "{case}: {status:?}");
    if way == Way::Unread {
        // What was still on its way made room for that.
        terminal.assert_restored();
    }
}

/// Checks that are in the recording so far.
fn checks(folder: &Path) -> usize {
    let text = std::fs::read_to_string(folder.join("a.toml")).unwrap_or_default();
    text.matches("[[check]]").count()
}

#[test]
fn a_terminal_that_takes_nothing_from_the_start_is_left_all_the_same() {
    let folder = folder();
    let script = "read go; exec \"$0\" --record a.toml";
    let args = ["-c", script, env!("CARGO_BIN_EXE_izh-tui")];
    let mut terminal = Terminal::of(command(folder.path(), "/bin/sh", &args), 80, 24);
    terminal.stop_output();
    terminal.send(b"\r");
    // The first one comes before it looks at the terminal.
    terminal.until("two checks are written", || checks(folder.path()) > 1);
    let asked = Instant::now();
    terminal.signal(Signal::TERM);
    terminal.wait_for_exit();
    assert!(asked.elapsed() < ENDING_MAX, "{:?}", asked.elapsed());
    terminal.assert_discipline_restored();
    assert!(!verified(folder.path(), "a.toml").contains("cut"));
}

#[test]
#[cfg(debug_assertions)]
fn a_panic_while_it_is_blocked_ends_it_as_well() {
    let folder = folder();
    let variables = [("IZH_TUI_TEST_PANIC", "1500")];
    let args = ["--record", "a.toml"];
    let mut terminal = Terminal::start_with(folder.path(), &args, 200, 60, &variables);
    terminal.wait_for("I = 10.0");
    terminal.hold(|terminal| {
        terminal.fill();
        terminal.wait_for_exit();
    });
    assert_eq!(terminal.wait_for_end().exit_code(), 101);
    terminal.assert_restored();
    assert!(terminal.screen().contains("izh-tui: panicked at"), "{}", terminal.screen());
    assert!(!verified(folder.path(), "a.toml").contains("cut"));
}

/// What another program left on in the description that it shares with this one.
#[test]
fn a_terminal_that_was_set_not_to_block_is_used_and_restored() {
    let folder = folder();
    let size = PtySize { rows: 60, cols: 200, pixel_width: 0, pixel_height: 0 };
    let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
    let before = pair.master.get_termios();
    let mut options = File::options();
    options.read(true).write(true);
    options.custom_flags((OFlags::NOCTTY | OFlags::NONBLOCK).bits() as i32);
    let line = options.open(pair.master.tty_name().expect("a name")).expect("a terminal");
    let ours = || Stdio::from(line.try_clone().expect("another descriptor"));
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_izh-tui"));
    command.args(["--record", "a.toml"]).current_dir(folder.path()).env("HOME", folder.path());
    command.env("TERM", "xterm-256color").stdin(ours()).stdout(ours()).stderr(ours());
    let mut child = command.spawn().expect("it runs");
    let mut input = pair.master.take_writer().expect("a writer");
    let mut reader = pair.master.try_clone_reader().expect("a reader");
    let (mut seen, mut answered) = (Vec::new(), 0);
    // A whole picture of this size is more than the system has room for at once.
    while answered < 40 {
        let mut chunk = [0; 1024];
        let count = reader.read(&mut chunk).expect("something is drawn");
        seen.extend_from_slice(&chunk[..count]);
        let asked = seen.windows(4).filter(|bytes| bytes == b"\x1b[5n").count();
        let answers = b"\x1b[0n\x0c".repeat(asked - answered);
        input.write_all(&answers).expect("it takes input");
        answered = asked;
    }
    input.write_all(b"q").expect("it takes input");
    std::thread::spawn(move || while reader.read(&mut [0; 1024]).is_ok_and(|count| count > 0) {});
    assert!(child.wait().expect("a status").success());
    assert!(fcntl_getfl(&line).expect("flags").contains(OFlags::NONBLOCK), "left as it was");
    assert_eq!(format!("{:?}", pair.master.get_termios()), format!("{before:?}"));
    assert!(!verified(folder.path(), "a.toml").contains("cut"));
}
