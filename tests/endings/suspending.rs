//! Ctrl-Z, SIGTSTP and SIGSTOP, below a shell and where there is none.

use std::path::Path;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::support::pty::{Terminal, command};
use crate::{folder, verified};

const NO_SHELL: &str = "no shell to suspend to";
/// Longest time from the reason to end until the end.
const ENDING_MAX: Duration = Duration::from_secs(1);

/// What a script of the shell makes of the program: `become` has it take the shell's place, `call`
/// waits for it.
fn below(folder: &Path, script: &str) -> Terminal {
    let program = env!("CARGO_BIN_EXE_izh-tui");
    let begin = format!("echo $$ >id; exec '{program}' --record a.toml\n");
    std::fs::write(folder.join("become"), begin).expect("a script");
    std::fs::write(folder.join("call"), "sh ./become\n:\n").expect("a script");
    let terminal = Terminal::of(command(folder, "/bin/sh", &["-c", script]), 80, 24);
    terminal.wait_for("I = 10.0");
    terminal
}

/// The program's process.
fn id(folder: &Path) -> Pid {
    let text = std::fs::read_to_string(folder.join("id")).expect("it has begun");
    Pid::from_raw(text.trim().parse().expect("a number")).expect("a process")
}

fn signal(folder: &Path, signal: Signal) {
    kill_process(id(folder), signal).expect("it is there");
}

/// How the program fares: `T` is stopped, `Z` has ended.
fn state(folder: &Path) -> char {
    let id = id(folder).as_raw_pid().to_string();
    // Not every system has `/proc`, and not every one has `ps`.
    if let Ok(stat) = std::fs::read_to_string(format!("/proc/{id}/stat")) {
        return stat.rsplit_once(") ").and_then(|(_, rest)| rest.chars().next()).unwrap_or('Z');
    }
    let told = std::process::Command::new("ps").args(["-o", "state=", "-p", &id]).output();
    told.ok().and_then(|told| told.stdout.trim_ascii().first().copied()).map_or('Z', char::from)
}

/// Ends the program by `q`, and looks at what it leaves.
fn quit(folder: &Path, mut terminal: Terminal) {
    terminal.send(b"q");
    terminal.wait_for_end();
    terminal.assert_restored();
    assert!(!verified(folder, "a.toml").contains("cut"));
}

#[test]
fn without_a_shell_it_goes_on_and_says_so() {
    // As what a session begins with, and below a shell without job control.
    for script in [". ./become", ". ./call"] {
        for by_key in [true, false] {
            let folder = folder();
            let mut terminal = below(folder.path(), script);
            match by_key {
                true => terminal.send(b"\x1a"),
                false => signal(folder.path(), Signal::TSTP),
            }
            terminal.wait_for(NO_SHELL);
            terminal.type_until("\x1b[A", "I = 10.5");
            let asked = Instant::now();
            signal(folder.path(), Signal::TERM);
            terminal.wait_for_end();
            assert!(asked.elapsed() < ENDING_MAX, "{:?}", asked.elapsed());
            terminal.assert_restored();
            assert!(!verified(folder.path(), "a.toml").contains("cut"));
        }
    }
}

#[test]
fn below_a_shell_it_stops_until_it_is_continued() {
    // As a job, and in a script that is one: that has to stop with it, or nobody notices.
    for job in ["./become", "./call"] {
        let folder = folder();
        let script = format!("set -m; sh {job}; echo stopped; read go; fg >/dev/null");
        let mut terminal = below(folder.path(), &script);
        terminal.send(b"\x1a");
        terminal.wait_for("stopped");
        assert_eq!(state(folder.path()), 'T', "{job}");
        terminal.send(b"\r");
        terminal.wait_for_full_screen(true);
        terminal.type_until("\x1b[A", "I = 10.5");
        quit(folder.path(), terminal);
    }
}

#[test]
fn stopped_it_ends_by_a_signal_as_soon_as_it_is_continued() {
    // In the background, where it may not take the terminal.
    let folder = folder();
    let mut terminal = below(folder.path(), "set -m; sh ./become; echo stopped; read go");
    signal(folder.path(), Signal::TSTP);
    terminal.wait_for("stopped");
    let asked = Instant::now();
    signal(folder.path(), Signal::TERM);
    signal(folder.path(), Signal::CONT);
    terminal.until("it has ended", || state(folder.path()) == 'Z');
    assert!(asked.elapsed() < ENDING_MAX, "{:?}", asked.elapsed());
    terminal.send(b"\r");
    terminal.wait_for_end();
    terminal.assert_restored();
    assert!(!verified(folder.path(), "a.toml").contains("cut"));
}

#[test]
fn stopped_without_being_asked_it_takes_the_terminal_again() {
    let folder = folder();
    let mut terminal = below(folder.path(), ". ./become");
    signal(folder.path(), Signal::STOP);
    terminal.until("it is stopped", || state(folder.path()) == 'T');
    // What a shell does with a terminal whose program stopped.
    terminal.make_cooked();
    signal(folder.path(), Signal::CONT);
    terminal.until("the terminal is taken", || terminal.is_raw());
    terminal.type_until("\x1b[A", "I = 10.5");
    quit(folder.path(), terminal);
}
