//! The user's own presets, however large and many their files are.

use std::process::Command;

use crate::support::machine::limits_memory;
use crate::support::program::{Outcome, Place, outcome};

/// Size of the largest file that is read (bytes).
const FILE_BYTES: usize = 4 << 20;

/// A neuron called `name` in a file of the largest size.
fn large(name: &str) -> String {
    let neuron = include_str!("../../presets/chattering.toml");
    let mut text = neuron.replace("name = \"chattering\"", &format!("name = \"{name}\""));
    let aliases = format!("aliases = [\"other-{name}\"]");
    let line = text.lines().find(|line| line.starts_with("aliases")).expect("aliases").to_owned();
    text = text.replace(&line, &aliases);
    let comment = "# A long word on how this came about.\n";
    let lines = (FILE_BYTES - text.len()) / comment.len();
    text + &comment.repeat(lines)
}

/// Runs with so little address space (MB) that hardly anything of such files finds room.
fn run(place: &Place, mb: u64, arguments: &[&str]) -> Outcome {
    let script = format!("ulimit -v {}; exec \"$0\" \"$@\"", mb * 1000);
    let program = place.command(arguments);
    let mut command = Command::new("/bin/sh");
    command.args(["-c", &script]).arg(program.get_program()).args(arguments);
    command.current_dir(place.path("."));
    command.env("XDG_CONFIG_HOME", place.path("config"));
    outcome(&mut command, arguments)
}

#[test]
fn large_files_are_listed_by_their_heads_and_read_when_asked_for() {
    if !limits_memory() {
        return;
    }
    let place = Place::new();
    for index in 0..64 {
        place.user_preset(&format!("{index}.toml"), large(&format!("mine-{index}")));
    }
    // A table of its own, and a mistake behind the head.
    let rows: String = (0..20_000).map(|row| format!("{row},{}\n", row % 7)).collect();
    place.write("config/izh-tui/presets/rows.csv", rows);
    let head = large("tabled").split("[protocol]").next().expect("a head").to_owned();
    let protocol = "[protocol]\nduration_ms = 20000.0\nbaseline = 0.0\n[[protocol.segment]]\n\
        kind = \"samples\"\nfile = \"rows.csv\"\nstart_ms = 0.0\nend_ms = 20000.0\n";
    place.user_preset("tabled.toml", head + protocol);
    place.user_preset("wrong.toml", large("wrong").replace("a = 0.02", "a = true"));
    let list = run(&place, 100, &["presets"]);
    let list = list.accepted();
    for index in [0, 63] {
        let line = format!("mine-{index} (other-mine-{index})");
        let line = list.lines().find(|other| other.starts_with(&line)).expect("listed");
        assert!(line.ends_with("a neuron, not read"), "{line}");
    }
    assert!(list.contains("tabled (other-tabled)") && list.contains("wrong (other-wrong)"));
    let json = run(&place, 100, &["presets", "--json"]);
    assert_eq!(json.accepted().matches("\"name\": \"mine-").count(), 64);
    let run_of = |preset: &str| {
        let arguments = ["run", "--preset", preset, "--for", "50", "--output", "spikes"];
        run(&place, 100, &arguments)
    };
    let chattering = run_of("chattering").accepted().to_owned();
    assert_eq!(run_of("mine-7").accepted(), chattering);
    assert_eq!(run_of("Other-Mine-7").accepted(), chattering);
    assert!(run_of("tabled").accepted().lines().count() > 1);
    run_of("wrong").refused(2, &["wrong.toml:", "a"]);
    run_of("mine-64").refused(2, &["unknown preset \"mine-64\"", "did you mean mine-"]);
}

#[test]
fn a_circuit_is_made_of_neurons_in_large_files() {
    if !limits_memory() {
        return;
    }
    let place = Place::new();
    place.user_preset("mine.toml", large("mine"));
    let circuit = "kind = \"circuit\"\nname = \"pair\"\ndescription = \"Two.\"\n[integration]\n\
        scheme = \"paper\"\ndt_ms = 0.25\n[[population]]\nname = \"P\"\ncount = 2\npreset = \"mine\"\n";
    place.user_preset("pair.toml", circuit);
    run(&place, 100, &["run", "--preset", "pair", "--for", "50"]).accepted();
}

#[test]
fn one_name_in_two_files_is_told_however_large_they_are() {
    let place = Place::new();
    place.user_preset("a.toml", large("mine"));
    place.user_preset(
        "b.toml",
        include_str!("../../presets/chattering.toml").replace("\"chattering\"", "\"mine\""),
    );
    place.user_preset("c.toml", large("mine"));
    let list = place.run(&["presets"]);
    assert_eq!(list.code, Some(0));
    assert_eq!(list.err.matches("another file has the preset \"mine\" already").count(), 2);
}

#[test]
fn too_many_files_are_an_error() {
    let place = Place::new();
    for index in 0..1024 {
        place.user_preset(&format!("{index}.toml"), "");
    }
    place.run(&["run", "--preset", "rs", "--for", "1"]).accepted();
    place.user_preset("one-more.toml", "");
    for arguments in [
        &["presets"][..],
        &["run", "--preset", "rs"],
        &["fi", "--preset", "rs"],
        &["compare", "--preset", "rs"],
        &["gallery", "--check"],
    ] {
        let told = place.run(arguments);
        told.refused(
            2,
            &["config/izh-tui/presets: expected at most 1024 files of presets, found more"],
        );
    }
}
