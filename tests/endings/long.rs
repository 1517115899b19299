//! Recordings that are longer than memory or patience.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use rustix::process::{Pid, Signal, kill_process};

use crate::folder;
use crate::support::machine::limits_memory;
use crate::support::pty::{Terminal, command};

/// A recording that claims 2^53 steps.
const YEARS: &str = include_str!("../data/sessions/years.toml");

fn verifying(folder: &Path, name: &str) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_izh-tui"));
    command.args(["replay", name, "--verify"]).current_dir(folder);
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary starts")
}

/// Whether this process, and so one that it starts, does not ignore `signal`.
fn is_heeded(signal: &Signal) -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0);
    mask >> (signal.as_raw() - 1) & 1 == 0
}

#[test]
fn what_takes_years_is_said_beforehand_and_ends_on_a_signal() {
    let folder = folder();
    fs::write(folder.path().join("years.toml"), YEARS).expect("a file");
    // What is started behind a script may have some of them ignored, and so has all that it starts.
    let heeded = [Signal::INT, Signal::TERM, Signal::HUP].into_iter().filter(is_heeded);
    for signal in heeded {
        let mut child = verifying(folder.path(), "years.toml");
        let mut said = BufReader::new(child.stderr.take().expect("piped")).lines();
        let first = said.next().expect("a line").expect("UTF-8");
        let start = "izh-tui: years.toml: verifying 9007199254740992 steps takes about ";
        assert!(first.starts_with(start) && first.ends_with(" years"), "{first}");
        let second = said.next().expect("a line").expect("UTF-8");
        assert!(second.contains("steps: 0.00 %, about ") && second.ends_with(" left"), "{second}");
        kill_process(Pid::from_child(&child), signal).expect("it runs");
        let end = child.wait().expect("it ends");
        assert_eq!(end.signal(), Some(signal.as_raw()));
    }
}

#[test]
fn on_a_terminal_it_is_said_before_the_scope_is_shown() {
    let folder = folder();
    fs::write(folder.path().join("years.toml"), YEARS).expect("a file");
    for args in [["--at", "1e12"].as_slice(), &["--verify"]] {
        let args = [&["replay", "years.toml"], args].concat();
        let mut terminal = Terminal::start(folder.path(), &args, 80, 24);
        terminal.wait_for(" takes about ");
        terminal.wait_for(" left");
        assert!(!terminal.bytes().contains(&0x1b), "{}", terminal.screen());
        // One line that is written anew.
        assert_eq!(terminal.screen().matches(" left").count(), 1, "{}", terminal.screen());
        terminal.send(b"\x03");
        let end = terminal.wait_for_end();
        assert!(end.signal().is_some(), "{end:?}");
    }
}

/// A recording of more than 100 MB, of small blocks and large ones.
fn write_large(path: &Path) {
    let text = include_str!("../data/sessions/v2.toml");
    let (header, rest) = text.split_at(text.find("[[event]]").expect("an event"));
    let mut file = BufWriter::new(File::create(path).expect("a file"));
    let mut put = |text: &str| file.write_all(text.as_bytes()).expect("room for it");
    put(header);
    let marker = "[[event]]\nstep = 0\ncommand.marker = { text = \"here\" }\n\n";
    let comment = format!("# {}\n", "x".repeat(1 << 20));
    for _ in 0..100 {
        (0..100).for_each(|_| put(marker));
        put(&comment);
    }
    put(rest);
}

#[test]
fn a_file_of_any_size_is_read_in_little_memory() {
    if !limits_memory() {
        return;
    }
    let folder = folder();
    let path = folder.path().join("large.toml");
    write_large(&path);
    assert!(fs::metadata(&path).expect("a file").len() > 100_000_000);
    // Less than the file has, for all that the program needs.
    let limited = |script: &str| {
        let script = format!("ulimit -v 80000; {}", script.replace("izh-tui", "\"$0\""));
        let args = ["-c", &script, env!("CARGO_BIN_EXE_izh-tui")];
        let mut command = Command::new("/bin/sh");
        command.args(args).current_dir(folder.path()).output().expect("a shell")
    };
    for script in [
        "izh-tui replay large.toml --verify",
        "izh-tui replay - --verify < large.toml",
        "cat large.toml | izh-tui replay - --verify",
    ] {
        let output = limited(script);
        assert!(output.status.success(), "{script}: {output:?}");
        let line = String::from_utf8(output.stdout).expect("UTF-8");
        assert!(line.contains(": ok, 2623 steps, 46 spikes, "), "{line}");
        assert!(!line.contains("cut"), "{line}");
    }
    let output = limited("izh-tui replay large.toml --list");
    assert!(output.status.success(), "{output:?}");
    assert!(output.stdout.iter().filter(|&&byte| byte == b'\n').count() > 10_000);
    // What is wrong far into it is named with its line, without looking at the rest.
    let mut wrong = fs::OpenOptions::new().append(true).open(&path).expect("the file");
    wrong.write_all(b"[[event]]\nstep = 1\n").expect("room for it");
    let output = limited("izh-tui replay large.toml --verify");
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    let told =
        said.lines().last().is_some_and(|line| line.contains("expected nothing after [end]"));
    assert!(told, "{said}");
}

#[test]
fn a_large_file_is_played_in_little_memory() {
    if !limits_memory() {
        return;
    }
    let folder = folder();
    write_large(&folder.path().join("large.toml"));
    let script = "ulimit -v 80000; exec \"$0\" replay large.toml --at 100";
    let args = ["-c", script, env!("CARGO_BIN_EXE_izh-tui")];
    let mut terminal = Terminal::of(command(folder.path(), "/bin/sh", &args), 80, 24);
    terminal.wait_for("Space starts over");
    terminal.type_until(" ", "0");
    terminal.send(b"q");
    assert_eq!(terminal.wait_for_end().exit_code(), 0);
    terminal.assert_restored();
}
