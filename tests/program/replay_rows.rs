//! What `replay --output csv` writes, with the run without the newest injection beside it.

use std::fs;

use crate::support::program::{Outcome, Place};

const NEURON: &str = include_str!("../data/sessions/v2.toml");
const CIRCUIT: &str = include_str!("../data/sessions/circuit-v2.toml");

/// The circuit's recording up to the switch to another one.
fn circuit() -> String {
    let end = CIRCUIT.find("[[event]]\nstep = 600").expect("a switch");
    CIRCUIT[..end].to_owned()
}

/// The same text without the block of the command before `step` that begins with `command`.
fn without(text: &str, step: u64, command: &str) -> String {
    let block = format!("[[event]]\nstep = {step}\ncommand.{command}");
    let start = text.find(&block).unwrap_or_else(|| panic!("{block}"));
    let end = text[start + 1..].find("\n[").expect("another block");
    format!("{}{}", &text[..start], &text[start + 1 + end + 1..])
}

fn rows(outcome: &Outcome) -> Vec<Vec<String>> {
    outcome.out.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

/// Each stretch of rows with a ghost, by the command that it lacks and the row at which it ends.
#[track_caller]
fn check(text: &str, columns: usize, ghosts: &[(u64, &str, u64)]) {
    let place = Place::new();
    place.write("a.toml", text);
    let plain = place.run(&["replay", "a.toml", "--output", "csv"]);
    let with = place.run(&["replay", "a.toml", "--output", "csv", "--ghost"]);
    assert_eq!((plain.code, with.code), (Some(0), Some(0)), "{} {}", plain.err, with.err);
    let (plain, with) = (rows(&plain), rows(&with));
    assert_eq!(plain.len(), with.len());
    let cells = plain[0].len();
    assert!(with.iter().all(|row| row.len() == cells + columns));
    // The columns of the run itself do not change.
    assert!(plain.iter().zip(&with).all(|(plain, with)| plain[..] == with[..cells]));
    let mut expected = vec![vec![String::new(); columns]; with.len() - 1];
    let mut stale = 0;
    for (from, command, to) in ghosts {
        place.write("b.toml", without(text, *from, command));
        let other = place.run(&["replay", "b.toml", "--output", "csv"]);
        // Its checks are stale, which is told when all is printed; some commands have no effect.
        stale += usize::from(other.code == Some(3) && other.err.contains("diverged"));
        assert!(matches!(other.code, Some(0 | 3)), "{}", other.err);
        let other = rows(&other);
        for row in *from as usize..*to as usize {
            expected[row] = other[row + 1][1..=columns].to_vec();
        }
    }
    assert!(stale > 0);
    let ghost: Vec<_> = with[1..].iter().map(|row| row[cells..].to_vec()).collect();
    let wrong = (0..ghost.len()).find(|row| ghost[*row] != expected[*row]);
    let wrong = wrong.map(|row| (row, &ghost[row], &expected[row]));
    assert_eq!(wrong, None);
}

#[test]
fn the_ghost_of_a_neuron_is_the_recording_without_the_command() {
    // The sustained step goes on past the switch, which ends its ghost; the reset ends that of the
    // protocol.
    check(
        NEURON,
        2,
        &[
            (400, "pulse", 800),
            (800, "sustain", 1600),
            (1600, "sustain", 1900),
            (2200, "fire", 2500),
        ],
    );
}

#[test]
fn the_ghost_of_a_circuit_has_the_counts_of_each_population() {
    let text = circuit();
    let header = |text: &str| {
        let place = Place::new();
        place.write("a.toml", text);
        let outcome = place.run(&["replay", "a.toml", "--output", "csv", "--ghost"]);
        assert!(outcome.err.contains("a.toml: cut after line "), "{}", outcome.err);
        outcome.out.lines().next().map(str::to_owned)
    };
    let names = header(&text).expect("a header");
    let populations = names.matches(",ghost_").count();
    assert!(populations > 1 && names.starts_with("t_ms,"), "{names}");
    check(
        &text,
        populations,
        &[
            (0, "pulse", 60),
            (60, "pulse", 120),
            (120, "sustain", 180),
            (180, "sustain", 480),
            (480, "sustain", 540),
        ],
    );
}

#[test]
fn as_many_rows_as_steps_or_as_are_asked_for() {
    let place = Place::new();
    place.write("a.toml", NEURON);
    let all = place.run(&["replay", "a.toml", "--output", "csv"]).accepted().to_owned();
    assert_eq!(all.lines().next(), Some("t_ms,v_mv,u,current"));
    assert_eq!((all.lines().count(), all.lines().last().unwrap()), (2624, "655.5,-70,-14,0"));
    for (at, count) in [("0", 0), ("10", 40), ("10.1", 40), ("10.2", 41), ("655.75", 2623)] {
        let run = ["replay", "a.toml", "--output", "csv", "--at", at, "-o", "b.csv", "--overwrite"];
        assert_eq!(place.run(&run).accepted(), "");
        let part: Vec<_> = all.split_inclusive('\n').take(count + 1).collect();
        assert_eq!(fs::read_to_string(place.path("b.csv")).unwrap(), part.concat(), "{at}");
    }
    place.run(&["replay", "a.toml", "--output=csv", "-o", "b.csv"]).refused(2, &["b.csv: exists"]);
    // Threads change nothing.
    place.write("c.toml", circuit());
    let run = |threads: &str| {
        place.run(&["replay", "c.toml", "--output=csv", "--ghost", "--threads", threads]).out
    };
    assert_eq!(run("1"), run("2"));
}

/// The rows of `run` are those of a recording without commands.
#[test]
fn a_recording_without_commands_is_a_run() {
    let place = Place::new();
    let head = NEURON.find("[[event]]").expect("a command");
    place.write("a.toml", format!("{}[[event]]\nstep = 400\ncommand.marker = {{ text = \"\" }}\n\n[[event]]\nstep = 401\n", &NEURON[..head]));
    let outcome = place.run(&["replay", "a.toml", "--output", "csv", "--ghost"]);
    assert!(outcome.err.contains("cut after line"), "{}", outcome.err);
    assert!(outcome.out.lines().skip(1).all(|line| line.ends_with(",,")), "{}", outcome.out);
    assert_eq!(outcome.out.lines().count(), 401);
}

#[test]
fn flags_that_do_not_fit_are_named() {
    let place = Place::new();
    place.write("a.toml", NEURON);
    place.write("c.toml", CIRCUIT);
    for (flags, parts) in [
        (&["--ghost"][..], ["--ghost: expected --output csv", "found none"]),
        (&["--list", "--ghost"], ["--ghost: expected --output csv", "found none"]),
        (&["--verify", "--ghost"], ["--ghost: expected --output csv", "found none"]),
        (&["--list", "--output=json", "--ghost"], ["--ghost: expected --output csv", "json"]),
        (&["--output=text"], ["--output: expected csv without --list", "found text"]),
        (&["--list", "--output=csv"], ["--output: expected text, toml or json", "found csv"]),
        (&["--verify", "--output=csv"], ["--output: expected no --verify", "both"]),
        (&["-o", "x.csv"], ["-o: expected --output csv", "found none"]),
        (&["--overwrite"], ["--overwrite: expected --output csv", "found none"]),
        (&["--output=csv", "--at", "656"], ["--at: expected at most 655.75 ms", "found 656"]),
    ] {
        let outcome = place.run(&[&["replay", "a.toml"], flags].concat());
        outcome.refused(2, &parts);
        assert_eq!(outcome.out, "");
    }
    let parts =
        ["c.toml: --output csv: expected the populations of lab", "half-centre at step 600"];
    place.run(&["replay", "c.toml", "--output=csv"]).refused(2, &parts);
    assert!(!place.run(&["replay", "a.toml", "--output=x"]).err.is_empty());
}
