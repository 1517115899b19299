//! `--stimulus` on the command line.

use std::fs::{self, File};
use std::process::Command;

use crate::support::model::stimuli;
use crate::support::program::{PRESET, Place, outcome};

const STEP: &str = "duration_ms = 5.0
baseline = -1.0
[[segment]]
start_ms = 2.0
end_ms = 3.0
level = 4.0
edges = \"left\"
";

const SAMPLES: &str = "duration_ms = 4.0
baseline = 0.0
[[segment]]
start_ms = 0.0
end_ms = 4.0
sample_ms = 1.0
edges = \"left\"
file = \"current.csv\"
";

fn currents(rows: &str) -> Vec<f64> {
    rows.lines().skip(1).map(|row| row.rsplit(',').next().unwrap().parse().unwrap()).collect()
}

#[test]
fn a_stimulus_takes_the_place_of_the_presets() {
    let place = Place::new();
    place.write("step.toml", STEP);
    let run = ["run", "--preset", "ch", "--dt", "0.5", "--stimulus"];
    let outcome = place.run(&[&run[..], &["step.toml"]].concat());
    let expected = [-1.0, -1.0, -1.0, -1.0, 4.0, 4.0, -1.0, -1.0, -1.0, -1.0, -1.0];
    assert_eq!(currents(outcome.accepted()), expected);
    let longer = place.run(&[&run[..], &["step.toml", "--for", "7"]].concat());
    assert_eq!(currents(longer.accepted()).len(), 15);
    let arguments = [&run[..], &["-"]].concat();
    let mut command = place.command(&arguments);
    command.stdin(File::open(place.path("step.toml")).unwrap());
    assert_eq!(self::outcome(&mut command, &arguments).accepted(), outcome.out);
}

#[test]
fn samples_are_read_from_beside_the_file_that_names_them() {
    let place = Place::new();
    fs::create_dir(place.path("inner")).unwrap();
    place.write("inner/stimulus.toml", SAMPLES);
    place.write("inner/current.csv", "current\n1\n2\n3\n");
    let outcome =
        place.run(&["run", "--preset", "ch", "--dt", "1", "--stimulus", "inner/stimulus.toml"]);
    assert_eq!(currents(outcome.accepted()), [1.0, 2.0, 3.0, 3.0, 3.0]);
    // A preset of the user's may name one, too.
    place.write("config/izh-tui/presets/current.csv", "7\n8\n");
    let keys = "level = 20.0\n";
    let protocol = "file = \"current.csv\"\nsample_ms = 0.5\nedges = \"left\"\n";
    place.user_preset("mine.toml", PRESET.replace(keys, protocol));
    let outcome = place.run(&["run", "--preset", "mine", "--dt", "0.5"]);
    assert_eq!(currents(outcome.accepted())[3..8], [14.0, 7.0, 8.0, 14.0, 14.0]);
}

const TABLE: &str = "t (ms);I (pA);other (nA)\n0;1;5\n1,5;2;6\n3;0;7\n";

#[test]
fn a_table_is_a_stimulus() {
    let place = Place::new();
    place.write("table.csv", TABLE);
    place.write("even.npy", b"\x93NUMPY\x01\x00\x3c\x00{'descr': '|u1', 'fortran_order': False, 'shape': (3,), }  \n\x01\x02\x03");
    let run = |more: &[&str]| {
        let run = ["run", "--preset", "ch", "--dt", "0.5", "--stimulus"];
        currents(place.run(&[&run[..], more].concat()).accepted())
    };
    let expected = [1.0, 1.0, 1.0, 2.0, 2.0, 2.0, 0.0];
    assert_eq!(run(&["table.csv"]), expected);
    assert_eq!(run(&["table.csv", "--time-column", "t", "--current-column", "2"]), expected);
    assert_eq!(run(&["table.csv", "--for", "4"]), [&expected[..], &[0.0, 0.0]].concat());
    assert_eq!(run(&["even.npy", "--sample-ms", "0.5"]), [1.0, 2.0, 3.0, 3.0]);
    let arguments = ["run", "--preset", "ch", "--dt", "0.5", "--stimulus", "-"];
    let mut command = place.command(&arguments);
    command.stdin(File::open(place.path("table.csv")).unwrap());
    assert_eq!(currents(outcome(&mut command, &arguments).accepted()), expected);
    let table = place.run(&["compare", "--preset", "ch", "--stimulus", "table.csv"]);
    assert!(table.accepted().contains("verdict: "));
    for (arguments, parts) in [
        (
            &["table.csv", "--current-column", "other"][..],
            "table.csv:1:1: expected currents without a unit",
        ),
        (
            &["table.csv", "--current-column", "third"],
            "table.csv:1:1: expected one of the columns \"t (ms)\"",
        ),
        (
            &["table.csv", "--time-column", "9"],
            "table.csv:1:1: expected a column from 1 to 3, found 9",
        ),
        (&["table.csv", "--sample-ms", "0"], "--sample-ms"),
        (&["even.npy"], "even.npy: expected sample_ms beside a table of one column"),
        (
            &["step.toml", "--sample-ms", "1"],
            "step.toml: --sample-ms: expected a table, found TOML",
        ),
    ] {
        place.write("step.toml", STEP);
        let run = ["run", "--preset", "ch", "--stimulus"];
        place.run(&[&run[..], arguments].concat()).refused(2, &[parts]);
    }
    let expected = "--sample-ms: expected a table for --stimulus, found none";
    place.run(&["run", "--preset", "ch", "--sample-ms", "1"]).refused(2, &[expected]);
    place.run(&["run", "--preset", "cortex", "--sample-ms", "1"]).refused(2, &["a single neuron"]);
}

/// A neuron with real units takes amperes, and refuses what has none.
#[test]
fn a_neuron_in_pa_reads_units() {
    let place = Place::new();
    place.write("table.csv", "t,I (nA)\n0,0.1\n2,0.25\n");
    let run = ["run", "--preset", "rs07", "--dt", "1", "--stimulus", "table.csv"];
    assert_eq!(currents(place.run(&run).accepted()), [100.0, 100.0, 250.0]);
    place.write("table.csv", "t,I (a.u.)\n0,0.1\n2,0.25\n");
    place.run(&run).refused(2, &["table.csv:1:1: expected currents in pA, nA or A"]);
}

#[test]
fn what_is_wrong_is_one_line() {
    let place = Place::new();
    place.write("step.toml", STEP);
    place.write("wrong.toml", STEP.replace("3.0", "1.0"));
    place.write("sampled.toml", SAMPLES);
    let refused = |more: &[&str], parts: &[&str]| {
        place.run(&[&["run", "--preset", "ch", "--stimulus"], more].concat()).refused(2, parts);
    };
    refused(&["wrong.toml"], &["wrong.toml:3:1: expected 0 <= start_ms < end_ms"]);
    refused(&["none.toml"], &["none.toml: no such file"]);
    refused(&["."], &[".: expected a regular file, found a directory"]);
    refused(&["-"], &["standard input: expected a stimulus, found an empty file"]);
    refused(&["step.toml", "--current", "3"], &["--stimulus, --current: expected one of the two"]);
    refused(&["sampled.toml"], &["current.csv: no such file"]);
    fs::create_dir(place.path("current.csv")).unwrap();
    refused(&["sampled.toml"], &["current.csv: expected a regular file, found a directory"]);
    fs::remove_dir(place.path("current.csv")).unwrap();
    assert!(Command::new("mkfifo").arg(place.path("current.csv")).status().unwrap().success());
    refused(&["sampled.toml"], &["current.csv: expected a regular file, found a named pipe"]);
    fs::remove_file(place.path("current.csv")).unwrap();
    File::create(place.path("current.csv")).unwrap().set_len(100_000_001).unwrap();
    refused(&["sampled.toml"], &["current.csv: expected at most 100000000 bytes"]);
    refused(&["current.csv"], &["current.csv: expected at most 100000000 bytes"]);
    place.write("current.csv", b"1\n\xff\n");
    refused(&["sampled.toml"], &["current.csv:2:1: expected UTF-8 text, found the byte 0xff"]);
    place.write("current.csv", "1\n2,3\n");
    refused(&["sampled.toml"], &["current.csv:2:1: expected a number, found \"2,3\""]);
    let both = ["run", "--preset", "-", "--stimulus", "-"];
    let mut command = place.command(&both);
    command.stdin(File::open(place.write("preset.toml", PRESET)).unwrap());
    outcome(&mut command, &both).refused(2, &["the preset is standard input already"]);
    // The scope refuses the same before it looks for a terminal.
    place.run(&["--stimulus", "wrong.toml"]).refused(2, &["wrong.toml:3:1: "]);
    place
        .run(&["--stimulus", "step.toml", "--current", "1"])
        .refused(2, &["expected one of the two"]);
}

#[test]
fn every_stimulus_runs_under_every_scheme() {
    let place = Place::new();
    for name in crate::support::model::stimulus_names() {
        let path = stimuli().join(format!("{name}.toml"));
        for scheme in ["paper", "euler", "izh2003", "exact"] {
            let arguments = ["run", "--preset", "rs", "--scheme", scheme, "--output", "summary"];
            let outcome =
                place.run(&[&arguments[..], &["--stimulus", path.to_str().unwrap()]].concat());
            assert!(outcome.accepted().contains("digest = "), "{name} {scheme}");
        }
    }
}
