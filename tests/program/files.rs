//! Files: what is written takes its place whole, and what is read names nothing elsewhere.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::support::machine::has;
use crate::support::program::{Outcome, PRESET, Place, outcome};
use crate::support::pty::Terminal;

/// Names in `folder` that hidden files have which did not take their place.
fn unplaced(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder)
        .expect("a directory")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
    names.filter(|name| name.starts_with(".izh-tui-")).collect()
}

fn root(place: &Place) -> std::path::PathBuf {
    place.path("")
}

#[test]
fn a_link_keeps_leading_to_the_file_that_was_replaced() {
    let place = Place::new();
    fs::create_dir(place.path("far")).expect("a directory");
    let target = place.write("far/out.csv", "old");
    fs::set_permissions(&target, fs::Permissions::from_mode(0o640)).expect("its mode");
    symlink("far/out.csv", place.path("out.csv")).expect("a link");
    let run = ["run", "--preset", "ch", "--for", "1", "-o", "out.csv", "--overwrite"];
    place.run(&run).accepted();
    assert!(fs::symlink_metadata(place.path("out.csv")).expect("it").is_symlink());
    assert!(fs::read_to_string(&target).expect("the file").starts_with("t_ms,"));
    let mode = fs::metadata(&target).expect("it").permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
    assert_eq!(unplaced(&root(&place)), [""; 0]);
}

#[test]
fn an_output_that_fails_leaves_the_file_that_it_would_replace() {
    let place = Place::new();
    place.write("out.csv", "old");
    for what in ["run --preset ch --for 10000", "fi --preset ch --points 20000 --for 1"] {
        let script = format!("ulimit -f 4; \"$0\" {what} -o out.csv --overwrite");
        let mut command = Command::new("/bin/sh");
        command.args(["-c", &script, env!("CARGO_BIN_EXE_izh-tui")]);
        command.current_dir(root(&place)).env("XDG_CONFIG_HOME", place.path("config"));
        let outcome = outcome(&mut command, &[what]);
        // The signal of a file that may not grow ends a program that does not catch it.
        assert_ne!(outcome.code, Some(0), "{}", outcome.err);
        assert_eq!(fs::read_to_string(place.path("out.csv")).expect("it"), "old", "{what}");
    }
}

#[test]
fn a_run_that_stops_early_leaves_the_file_that_it_would_replace() {
    let place = Place::new();
    place.write("out", "old");
    place.write("stops.toml", PRESET.replace("14.0", "900000.0").replace("paper", "exact"));
    for output in ["csv", "spikes", "summary"] {
        let run = ["run", "--preset", "./stops.toml", "--output", output, "-o", "out"];
        let outcome = place.run(&[&run[..], &["--overwrite"]].concat());
        outcome.refused(1, &["mine: stopped at "]);
        assert_eq!(fs::read_to_string(place.path("out")).expect("it"), "old", "{output}");
        assert_eq!(unplaced(&root(&place)), [""; 0]);
    }
}

#[test]
fn a_run_that_is_killed_leaves_the_file_that_it_would_replace() {
    let place = Place::new();
    place.write("out.csv", "old");
    let run = ["run", "--preset", "ch", "--for", "1e9", "-o", "out.csv", "--overwrite"];
    let mut child = place.command(&run).spawn().expect("it starts");
    let started = Instant::now();
    while unplaced(&root(&place)).is_empty() {
        assert!(started.elapsed() < Duration::from_secs(20), "nothing was begun");
        std::thread::yield_now();
    }
    child.kill().expect("it can be killed");
    child.wait().expect("it ends");
    assert_eq!(fs::read_to_string(place.path("out.csv")).expect("it"), "old");
}

#[test]
fn a_recording_replaces_a_file_once_it_can_be_replayed() {
    for kill_after_ms in [0, 2, 5, 10, 20, 50] {
        let place = Place::new();
        place.write("a.toml", "old");
        let args = ["--record", "a.toml", "--overwrite"];
        let mut terminal = Terminal::start(&root(&place), &args, 80, 24);
        let started = Instant::now();
        while started.elapsed() < Duration::from_millis(kill_after_ms) {
            std::thread::yield_now();
        }
        terminal.signal(Signal::KILL);
        terminal.wait_for_end();
        if fs::read_to_string(place.path("a.toml")).expect("a file") != "old" {
            let verified = place.run(&["replay", "a.toml", "--verify"]);
            assert_eq!(verified.code, Some(0), "{}", verified.err);
        }
    }
}

#[test]
fn a_preset_is_saved_past_what_lies_in_the_way() {
    let place = Place::new();
    let folder = place.path("config/izh-tui/presets");
    let precious = place.write("precious", "old");
    symlink(&precious, folder.join("my-tonic-spiking.toml.new")).expect("a link");
    let pipe = folder.join(".izh-tui-pipe.new");
    assert!(Command::new("mkfifo").arg(pipe).status().expect("mkfifo").success());
    let mut terminal = Terminal::start_with(
        &root(&place),
        &["--preset", "tonic-spiking"],
        80,
        24,
        &[("XDG_CONFIG_HOME", place.path("config").to_str().expect("UTF-8"))],
    );
    terminal.wait_for("tonic-spiking");
    terminal.type_until("P", "parameters");
    terminal.type_until("\x1b[C", "was 0.02");
    terminal.type_until("w", "save as my-tonic-spiking");
    terminal.type_until("\r", "saved");
    terminal.send(b"q");
    terminal.wait_for_end();
    assert_eq!(fs::read_to_string(precious).expect("it"), "old");
    let saved = fs::read_to_string(folder.join("my-tonic-spiking.toml")).expect("saved");
    assert!(saved.contains("name = \"my-tonic-spiking\""), "{saved}");
}

/// A stimulus that names `file`.
fn stimulus_of(file: &str) -> String {
    format!(
        "duration_ms = 10.0\nbaseline = 0.0\n[[segment]]\nstart_ms = 0.0\nend_ms = 10.0\nfile = \"{file}\"\n"
    )
}

#[test]
fn a_table_lies_below_the_file_that_names_it() {
    let place = Place::new();
    fs::create_dir_all(place.path("a/b")).expect("directories");
    place.write("secret.csv", "0,1\n5,sesame open\n");
    place.write("good.csv", "0,1\n5,2\n");
    place.write("a/b/own.csv", "0,1\n5,2\n");
    symlink("../good.csv", place.path("a/link.csv")).expect("a link");
    symlink("b/own.csv", place.path("a/near.csv")).expect("a link");
    let run = |file: &str, more: &[&str]| {
        place.write("a/s.toml", stimulus_of(file));
        let run = ["run", "--preset", "rs", "--stimulus", "a/s.toml", "--output", "spikes"];
        place.run(&[&run[..], more].concat())
    };
    for inside in ["b/own.csv", "./b/../b/own.csv", "near.csv"] {
        run(inside, &[]).accepted();
    }
    let absolute = place.path("good.csv");
    let refused = "a/s.toml:6:8: file: expected a file in this one's directory or below";
    let outside = ["../good.csv", "link.csv", absolute.to_str().expect("UTF-8"), "/proc/kmsg"];
    for outside in outside.into_iter().filter(|path| !path.starts_with("/proc") || has(path)) {
        run(outside, &[]).refused(2, &[refused, "--allow-files-anywhere"]);
    }
    for outside in ["../good.csv", "link.csv", absolute.to_str().expect("UTF-8")] {
        run(outside, &["--allow-files-anywhere"]).accepted();
    }
    // Whether a file is there is not told either.
    run("../nothing.csv", &[]).refused(2, &[refused]);
    let told = run("../secret.csv", &["--allow-files-anywhere"]);
    told.refused(2, &["secret.csv:2:3: expected a table of numbers"]);
    assert!(!told.err.contains("sesame"), "{}", told.err);
    // A preset and a circuit are held to the same.
    let protocol = stimulus_of("../good.csv").replace("[[segment]]", "[[protocol.segment]]");
    let (head, _) = PRESET.split_once("[protocol]\n").expect("it has one");
    place.write("a/p.toml", format!("{head}[protocol]\n{protocol}"));
    let preset = |more: &[&str]| {
        let run = ["run", "--preset", "a/p.toml", "--output", "spikes"];
        place.run(&[&run[..], more].concat())
    };
    preset(&[]).refused(2, &["a/p.toml:", "--allow-files-anywhere"]);
    preset(&["--allow-files-anywhere"]).accepted();
    place.user_preset("mine.toml", format!("{head}[protocol]\n{protocol}"));
    place.write("config/izh-tui/good.csv", "0,1\n5,2\n");
    place.run(&["run", "--preset", "mine"]).refused(2, &["mine.toml:", "--allow-files-anywhere"]);
    let anywhere = ["run", "--preset", "mine", "--allow-files-anywhere", "--output", "spikes"];
    place.run(&anywhere).accepted();
}

#[test]
fn no_error_quotes_more_than_32_characters() {
    let place = Place::new();
    let long = "abcdefghij".repeat(20);
    let short = format!("{}..", &long[..32]);
    let quoting = |outcome: &Outcome| {
        assert_eq!(outcome.code, Some(2), "{}", outcome.err);
        assert!(outcome.err.contains(&short), "{}", outcome.err);
        assert!(!outcome.err.contains(&long[..34]), "{}", outcome.err);
    };
    let stimulus = ["run", "--preset", "rs", "--stimulus", "s.toml"];
    for line in [format!("{long} = 1"), format!("duration_ms = \"{long}\"")] {
        place.write("s.toml", format!("{line}\n"));
        quoting(&place.run(&stimulus));
    }
    for (old, new) in [
        ("name = \"mine\"", format!("name = \"{long}\"")),
        ("name = \"mine\"", format!("kind = \"{long}\"")),
        ("name = \"mine\"", format!("{long} = 1")),
        ("scheme = \"paper\"", format!("scheme = \"{long}\"")),
        ("a = 0.02", format!("a = \"{long}\"")),
    ] {
        place.write("p.toml", PRESET.replace(old, &new));
        quoting(&place.run(&["run", "--preset", "./p.toml"]));
    }
    place.write("t.csv", format!("t,I\n0,1\n1,{long}\n"));
    quoting(&place.run(&["run", "--preset", "rs", "--stimulus", "t.csv"]));
    place.write("u.csv", format!("t (ms),I ({long})\n0,1\n1,2\n"));
    quoting(&place.run(&["run", "--preset", "rs", "--stimulus", "u.csv"]));
    quoting(&place.run(&["run", "--preset", &long]));
    let circuit = format!(
        "kind = \"circuit\"\nname = \"x\"\ndescription = \"A test.\"\nduration_ms = 1.0\n[integration]\nscheme = \"paper\"\ndt_ms = 0.5\n[[population]]\nname = \"a\"\ncount = 1\npreset = \"{long}\"\n"
    );
    place.write("c.toml", circuit);
    quoting(&place.run(&["run", "--preset", "./c.toml"]));
}

#[test]
fn a_file_that_is_waited_for_is_refused() {
    if !has("/proc/kmsg") {
        return;
    }
    let place = Place::new();
    let started = Instant::now();
    for args in [["run", "--preset", "/proc/kmsg"], ["replay", "--verify", "/proc/kmsg"]] {
        // Without the right to open it at all the system says so.
        let outcome = place.run(&args);
        outcome.refused(2, &["/proc/kmsg: "]);
    }
    place.run(&["run", "--preset", "rs", "--stimulus", "/proc/kmsg"]).refused(2, &["/proc/kmsg: "]);
    assert!(started.elapsed() < Duration::from_secs(10));
}
