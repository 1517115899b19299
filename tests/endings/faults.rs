//! Whichever call to the system fails on the way of a recording, or is the last: the scope goes on or
//! ends cleanly and says so, and what was recorded replays. Faults are put in by strace; without it
//! nothing is tried here.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::pty::{Terminal, command};
use crate::{folder, izh_tui};

/// One in so many faults is tried in the suite; `IZH_TUI_FAULTS=1` tries all.
const STRIDE: usize = 16;

/// What a call may say when a recording is begun.
const EARLY: [&str; 8] =
    ["EIO", "ENOSPC", "EACCES", "EINTR", "EMFILE", "EROFS", "EDQUOT", "ENOMEM"];
/// What a call may say to an open file.
const LATE: [&str; 10] =
    ["EIO", "ENOSPC", "EDQUOT", "EFBIG", "EINTR", "EAGAIN", "EPERM", "ENOMEM", "EROFS", "ENODEV"];

/// Something that happens at a call.
#[derive(Debug)]
struct Fault {
    /// The name of the call.
    call: String,
    /// As strace has it: what happens, and at which of these calls.
    rule: String,
    /// Whether only calls with the recording's own file count.
    of_file: bool,
}

impl Fault {
    fn kills(&self) -> bool {
        self.rule.contains("signal=KILL")
    }
}

fn has_strace() -> bool {
    let tried = Command::new("strace").args(["-o", "/dev/null", "true"]).output();
    tried.is_ok_and(|output| output.status.success())
}

/// A scope that records under strace with these options.
fn traced(folder: &Path, options: &[&str]) -> Terminal {
    let log = folder.join("log");
    // The shell tells of an end that can't tell of itself.
    let script = "strace -f -o \"$0\" \"$@\"; code=$?; echo it is over; exit $code";
    let start = ["-c", script, log.to_str().expect("UTF-8")];
    let program = [env!("CARGO_BIN_EXE_izh-tui"), "--record", "a.toml"];
    Terminal::of(command(folder, "/bin/sh", &[&start, options, &program].concat()), 120, 24)
}

/// Does what is recorded, as far as the program lets it; returns its exit code.
fn record(terminal: &mut Terminal) -> u32 {
    let over = |screen: &str| screen.contains("it is over");
    terminal.wait("a scope or an end", |screen| screen.contains("I = 10.0") || over(screen));
    if terminal.screen().contains("I = 10.0") {
        // Six events, the last of which is waited for, and then the end.
        terminal.send(b"eeeee\x1b[A");
        terminal.wait("a key or an end", |screen| screen.contains("I = 10.5") || over(screen));
        terminal.send(b"q");
    }
    terminal.wait_for_end().exit_code()
}

/// The calls by which a recording is begun, each with its number among those of its name.
fn early_calls() -> Vec<(String, usize)> {
    let folder = folder();
    let mut terminal = traced(folder.path(), &["-y", "-e", "trace=file,desc"]);
    assert_eq!(record(&mut terminal), 0);
    let log = fs::read_to_string(folder.path().join("log")).expect("a log");
    let mut counts = std::collections::BTreeMap::new();
    let (mut calls, mut begun) = (Vec::new(), false);
    for line in log.lines() {
        let Some((name, _)) = line.split_once('(') else { continue };
        let name = name.split_whitespace().last().expect("a name").to_owned();
        let count = counts.entry(name.clone()).or_insert(0);
        *count += 1;
        begun |= name != "execve" && line.contains("\"a.toml\"");
        if begun {
            calls.push((name, *count));
        }
        if line.contains("fdatasync") && line.contains("a.toml>") {
            return calls;
        }
    }
    panic!("the file is never synced");
}

fn faults() -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut add = |call: &str, what: String, when: String, of_file| {
        let (call, rule) = (call.to_owned(), format!("{call}:{what}:when={when}"));
        faults.push(Fault { call, rule, of_file });
    };
    for (call, number) in early_calls() {
        for error in EARLY {
            add(&call, format!("error={error}"), number.to_string(), false);
        }
        add(&call, "signal=KILL".to_owned(), number.to_string(), false);
    }
    let late = [("write", 7), ("fdatasync", 2), ("close", 1)];
    for (call, number) in late.iter().flat_map(|(call, most)| (1..=*most).map(move |n| (call, n))) {
        for error in LATE {
            add(call, format!("error={error}"), number.to_string(), true);
            // What is interrupted for ever is asked for ever.
            if error != "EINTR" {
                add(call, format!("error={error}"), format!("{number}+"), true);
            }
        }
        add(call, "signal=KILL".to_owned(), number.to_string(), true);
    }
    faults
}

/// What has to hold, whatever failed.
fn check(fault: &Fault) {
    let folder = folder();
    let file = folder.path().join("a.toml");
    let (trace, inject) = (format!("trace={}", fault.call), format!("inject={}", fault.rule));
    let mut options = vec!["-e", &trace, "-e", &inject];
    if fault.of_file {
        options.extend(["-P", file.to_str().expect("UTF-8")]);
    }
    let mut terminal = traced(folder.path(), &options);
    let code = record(&mut terminal);
    let screen = terminal.screen();
    assert!(!screen.contains("panicked"), "{fault:?}: {screen}");
    if fault.kills() {
        // Nothing is left to restore the terminal.
    } else {
        assert!(code <= 2, "{fault:?}: {code} {screen}");
        terminal.assert_restored();
        let told = screen.contains("izh-tui: ");
        assert!(told, "{fault:?}: neither a failure nor a file is told: {screen}");
        let left = fs::read_dir(folder.path()).expect("a folder").filter(|entry| {
            let name = entry.as_ref().expect("a name").file_name();
            name.to_string_lossy().starts_with(".izh-tui-")
        });
        assert_eq!(left.count(), 0, "{fault:?}: left over");
    }
    if file.exists() {
        let output = izh_tui(folder.path(), &["replay", "a.toml", "--verify"]);
        assert!(output.status.success(), "{fault:?}: {output:?}");
        let is_cut = String::from_utf8_lossy(&output.stdout).contains(", cut after line ");
        assert!(code != 0 || fault.kills() || !is_cut, "{fault:?}: {output:?}");
    } else {
        assert!(code != 0, "{fault:?}: no recording");
    }
}

#[test]
fn whichever_call_fails_the_recording_replays() {
    if !has_strace() {
        eprintln!("no strace: not tried");
        return;
    }
    let stride = match std::env::var_os("IZH_TUI_FAULTS") {
        Some(_) => 1,
        None => STRIDE,
    };
    let faults: Vec<_> = faults().into_iter().step_by(stride).collect();
    eprintln!("{} faults", faults.len());
    std::thread::scope(|threads| {
        let faults = &faults;
        for part in 0..4 {
            threads.spawn(move || faults.iter().skip(part).step_by(4).for_each(check));
        }
    });
}
