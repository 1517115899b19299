//! Little memory: what can't be carried is refused before it is built, and what runs goes on.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::machine::limits_memory;
use crate::support::pty::{Terminal, command};
use crate::{folder, verified};

/// A circuit that takes some 150 MB, of all that takes memory something.
const CIRCUIT: &str = "kind = \"circuit\"
name = \"vast\"
description = \"A hundred thousand neurons.\"
duration_ms = 5.0
[integration]
scheme = \"izh2003\"
dt_ms = 1.0
[[population]]
name = \"E\"
count = 100000
preset = \"regular-spiking\"
current = 20.0
[[projection]]
from = \"E\"
to = \"E\"
rule = \"in-degree\"
degree = 8
kinetics = \"conductance\"
tau_ms = 5.0
reversal_mv = 0.0
weight = { mean = 0.01, sd = 0.001 }
delay_ms = { low = 1.0, high = 50.0 }
[[projection]]
from = \"E\"
to = \"E\"
rule = \"out-degree\"
degree = 4
release = 0.5
weight = 0.01
";

/// The shell command that does the rest with so much address space (MB).
fn limited(mb: u64) -> String {
    format!("ulimit -v {}; exec \"$0\" \"$@\"", mb * 1000)
}

/// What the program prints, and its exit code, run with so much address space.
fn run(folder: &Path, mb: u64, args: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new("/bin/sh");
    command.args(["-c", &limited(mb), env!("CARGO_BIN_EXE_izh-tui")]).args(args);
    let output = command.current_dir(folder).env("HOME", folder).output().expect("a shell");
    (output.status.code(), String::from_utf8(output.stderr).expect("UTF-8"))
}

#[test]
fn a_circuit_runs_or_is_refused_whatever_memory_there_is() {
    if !limits_memory() {
        return;
    }
    let folder = folder();
    fs::write(folder.path().join("vast.toml"), CIRCUIT).expect("a file");
    let mut ran = Vec::new();
    for mb in (50..=500).step_by(50) {
        let args = ["run", "--preset", "vast.toml", "--output", "summary", "--threads", "2"];
        let (code, told) = run(folder.path(), mb, &args);
        if code == Some(0) {
            ran.push(mb);
            continue;
        }
        assert_eq!((code, told.lines().count()), (Some(2), 1), "{mb} MB: {told}");
        let place = "izh-tui: vast.toml:13:1: the circuit takes up to ";
        assert!(told.starts_with(place) && told.len() < 400, "{mb} MB: {told}");
        assert!(told.contains("of memory, ") && told.contains("of it for these synapses, and "));
        assert!(told.ends_with(" MB are left to this process (ulimit)\n"), "{mb} MB: {told}");
    }
    assert!(ran.len() > 2 && ran.len() < 9 && !ran.contains(&100), "{ran:?}");
}

#[test]
fn a_scope_goes_on_where_the_next_circuit_has_no_room() {
    if !limits_memory() {
        return;
    }
    let folder = folder();
    let presets = folder.path().join(".config/izh-tui/presets");
    fs::create_dir_all(&presets).expect("a folder");
    fs::write(presets.join("vast.toml"), CIRCUIT).expect("a file");
    for preset in ["half-centre", "regular-spiking"] {
        let script = limited(150);
        let args = ["-c", &script, env!("CARGO_BIN_EXE_izh-tui"), "--preset", preset];
        let args = [&args[..], &["--record", "a.toml", "--overwrite"]].concat();
        let mut terminal = Terminal::of(command(folder.path(), "/bin/sh", &args), 100, 24);
        terminal.wait_for("REC");
        terminal.send(b"/vast");
        terminal.wait_for("A hundred thousand neurons.");
        terminal.send(b"\r");
        terminal.wait_for(" MB of memory: ");
        terminal.wait_for("REC");
        terminal.send(b"q");
        assert_eq!(terminal.wait_for_end().exit_code(), 0);
        terminal.assert_restored();
        verified(folder.path(), "a.toml");
    }
    let script = limited(150);
    let args = ["-c", &script, env!("CARGO_BIN_EXE_izh-tui"), "--preset", "vast"];
    let mut terminal = Terminal::of(command(folder.path(), "/bin/sh", &args), 100, 24);
    assert_eq!(terminal.wait_for_end().exit_code(), 2);
    assert!(terminal.screen().contains("vast:13:1: the circuit takes up to"));
    assert!(!terminal.screen().contains("regular"));
}

#[test]
#[cfg(debug_assertions)]
fn memory_that_can_not_be_had_after_all_gives_the_terminal_back() {
    let folder = folder();
    let variables = [("IZH_TUI_TEST_MEMORY", "200")];
    let mut terminal =
        Terminal::start_with(folder.path(), &["--record", "a.toml"], 80, 24, &variables);
    terminal.type_until("\x1b[A", "I = 10.5");
    assert_eq!(terminal.wait_for_end().exit_code(), 1);
    terminal.assert_restored();
    assert!(terminal.screen().contains("izh-tui: out of memory"), "{}", terminal.screen());
    let line = verified(folder.path(), "a.toml");
    assert!(line.contains(": ok, "), "{line}");
}

#[test]
fn a_large_preset_is_read_when_it_is_picked() {
    let folder = folder();
    let presets = folder.path().join(".config/izh-tui/presets");
    fs::create_dir_all(&presets).expect("a folder");
    let neuron = include_str!("../../presets/chattering.toml");
    let named = |name: &str| neuron.replace("name = \"chattering\"", &format!("name = \"{name}\""));
    let comments = "# Nothing.\n".repeat(10_000);
    fs::write(presets.join("large.toml"), named("enormous") + &comments).expect("a file");
    let wrong = named("erroneous").replace("a = 0.02", "a = true");
    fs::write(presets.join("wrong.toml"), wrong + &comments).expect("a file");
    for preset in ["half-centre", "regular-spiking"] {
        let args = ["--preset", preset];
        let mut terminal =
            Terminal::of(command(folder.path(), env!("CARGO_BIN_EXE_izh-tui"), &args), 120, 40);
        terminal.wait_for("I = ");
        terminal.send(b"/erroneous");
        terminal.wait_for("read when it is taken");
        terminal.send(b"\r");
        terminal.wait_for("wrong.toml:");
        terminal.send(b"/enormous");
        terminal.wait_for("read when it is taken");
        terminal.send(b"\r");
        terminal.wait("the neuron", |screen| {
            screen.lines().next().is_some_and(|line| line.contains("enormous"))
        });
        terminal.send(b"q");
        assert_eq!(terminal.wait_for_end().exit_code(), 0);
    }
}
