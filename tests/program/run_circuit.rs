//! What `run` writes of a circuit, and what it refuses.

use std::fs::{self, File};
use std::io::Read;

use crate::support::machine::has;
use crate::support::program::{Place, outcome};

/// Three neurons that fire by themselves, the third driven by the first after 1 ms; in steps of a
/// quarter of a millisecond.
const CIRCUIT: &str = "kind = \"circuit\"
name = \"trio\"
description = \"A test.\"
duration_ms = 50.0
[integration]
scheme = \"paper\"
dt_ms = 0.25
[[population]]
name = \"sources\"
count = 2
preset = \"tonic-spiking\"
current = 14.0
[population.spread]
current = { by = 3.0, law = \"uniform\" }
[[population]]
name = \"target\"
count = 1
preset = \"regular-spiking\"
[[projection]]
from = \"sources\"
to = \"target\"
rule = \"all-to-all\"
weight = 40.0
delay_ms = 1.0
";

/// Runs a circuit with these arguments, separated by blanks.
fn run(place: &Place, arguments: &str) -> crate::support::program::Outcome {
    let arguments: Vec<&str> = arguments.split(' ').collect();
    place.run(&[&["run", "--preset"], &arguments[..]].concat())
}

fn table(text: &str) -> toml::Table {
    text.parse().unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// Times (ms) and neurons of the output `spikes`.
fn spikes(text: &str) -> Vec<(f64, u32)> {
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("t_ms,neuron"));
    let row = |line: &str| {
        let (time_ms, neuron) = line.split_once(',').expect("two columns");
        (time_ms.parse().expect("a time"), neuron.parse().expect("a neuron"))
    };
    lines.map(row).collect()
}

#[test]
fn rows_spikes_and_summary_say_the_same() {
    let place = Place::new();
    let output = |format: &str| {
        let outcome = run(&place, &format!("cortex-2003 --for 2000 --output {format}"));
        outcome.accepted().to_owned()
    };
    let (csv, spikes, summary) =
        (output("csv"), spikes(&output("spikes")), table(&output("summary")));
    let rows: Vec<Vec<u64>> = csv
        .lines()
        .skip(1)
        .map(|row| row.split(',').map(|n| n.parse().unwrap()).collect())
        .collect();
    assert_eq!((csv.lines().next(), rows.len()), (Some("t_ms,E,I"), 2001));
    assert!(spikes.is_sorted() && spikes.iter().all(|(_, neuron)| *neuron < 1000));
    for (step, row) in (0..).zip(&rows) {
        let at = |first: u32, end: u32| {
            let inside = |(time, neuron): &&(f64, u32)| {
                *time == step as f64 && (first..end).contains(neuron)
            };
            spikes.iter().filter(inside).count() as u64
        };
        assert_eq!(row[..], [step, at(0, 800), at(800, 1000)]);
    }
    assert_eq!(summary["spikes"].as_integer(), Some(spikes.len() as i64));
    assert_eq!(summary["duration_ms"].as_float(), Some(2000.0));
    let rate_hz = spikes.len() as f64 / 2.0 / 1000.0;
    assert!((summary["mean_rate_hz"].as_float().unwrap() - rate_hz).abs() < 1e-9);
    assert_eq!(summary["digest"].as_str().map(str::len), Some(16));
    assert!(summary["cv_isi"].is_float());
    for (name, count, column) in [("E", 800, 1), ("I", 200, 2)] {
        let population = &summary["population"][name];
        let spikes: u64 = rows.iter().map(|row| row[column]).sum();
        assert_eq!(population["neurons"].as_integer(), Some(count));
        assert_eq!(population["spikes"].as_integer(), Some(spikes as i64));
        let rate_hz = spikes as f64 / 2.0 / count as f64;
        assert!((population["rate_hz"].as_float().unwrap() - rate_hz).abs() < 1e-9);
    }
}

#[test]
fn a_run_has_a_row_for_every_step_up_to_its_end() {
    let place = Place::new();
    place.write("trio.toml", CIRCUIT);
    for (more, rows, last) in [
        ("", 201, "50,"),
        (" --for 0", 1, "0,"),
        (" --for 2.9", 12, "2.75,"),
        (" --for 2.9 --dt 1", 3, "2,"),
        (" --for 0.3 --dt 0.1", 4, "0.3,"),
        (" --for 2.9 --scheme exact", 12, "2.75,"),
    ] {
        let outcome = run(&place, &format!("trio.toml{more}"));
        let lines: Vec<_> = outcome.accepted().lines().collect();
        assert_eq!((lines[0], lines.len()), ("t_ms,sources,target", rows + 1), "{more}");
        assert!(lines[rows].starts_with(last), "{more}: {}", lines[rows]);
    }
}

#[test]
fn threads_change_nothing_and_the_seed_everything() {
    let place = Place::new();
    let summary = |more: &str| {
        let arguments = format!("cortex-2003 --for 300 --output summary{more}");
        run(&place, &arguments).accepted().to_owned()
    };
    let one = summary("");
    for more in [" --threads 1", " --threads 2", " --threads 7", " --threads 256", " --seed 1"] {
        assert_eq!(summary(more), one, "{more}");
    }
    assert_ne!(table(&summary(" --seed 2"))["digest"], table(&one)["digest"]);
}

#[test]
fn delays_are_as_long_in_other_steps() {
    let place = Place::new();
    // One spike of the source, which makes the target fire at once.
    let text = CIRCUIT
        .replace("count = 2", "count = 1")
        .replace("weight = 40.0", "weight = 200.0")
        .replace("delay_ms = 1.0", "delay_ms = 6.0");
    place.write("pair.toml", text);
    for dt in ["1", "0.5", "0.25", "0.1", "0.01"] {
        let outcome = run(&place, &format!("pair.toml --for 40 --output spikes --dt {dt}"));
        // In steps of 1 ms so large a jump throws the target too far down, and the program says so.
        let told = dt == "1" && outcome.err.contains("step too long") && outcome.code == Some(0);
        let spikes = spikes(if told { &outcome.out } else { outcome.accepted() });
        let first = |which| spikes.iter().find(|(_, neuron)| *neuron == which).expect("a spike").0;
        let (delay_ms, dt_ms): (f64, f64) = (first(1) - first(0), dt.parse().unwrap());
        assert!((delay_ms - 6.0).abs() <= 1.5 * dt_ms + 0.1, "{dt}: {delay_ms}");
    }
    place.write("trio.toml", CIRCUIT.replace("delay_ms = 1.0", "delay_ms = 0.75"));
    let refused = |arguments: &str, parts: &[&str]| run(&place, arguments).refused(2, parts);
    let name = "\"sources to target\"";
    refused("trio.toml --dt 0.5", &["--dt: ", name, "delays in whole steps, found 0.75 ms"]);
    refused("trio.toml --dt 1", &["--dt: ", name, "delays in whole steps, found 0.75 ms"]);
    refused("trio.toml --dt 0.000025", &["--dt: ", name, "at most 10000 steps, found 30000"]);
}

#[test]
fn spikes_of_the_true_solution_go_by_time() {
    let place = Place::new();
    let outcome = run(&place, "gamma-pair --scheme exact --for 200 --output spikes");
    let spikes = spikes(outcome.accepted());
    assert!(spikes.len() > 10 && spikes.is_sorted(), "{spikes:?}");
    assert!(spikes.iter().any(|(time_ms, _)| time_ms.fract() != 0.0));
    assert!(spikes.iter().all(|(time_ms, _)| *time_ms <= 200.0));
}

#[test]
fn what_a_circuit_does_not_have_is_refused() {
    let place = Place::new();
    place.write("stimulus.toml", "duration_ms = 10.0\nbaseline = 1.0\n");
    place.write("trio.toml", CIRCUIT);
    place.write("2007.toml", {
        let text = CIRCUIT.replace("\"tonic-spiking\"", "\"regular-spiking-2007\"");
        text.replace("\"paper\"", "\"euler\"")
    });
    for (arguments, parts) in [
        (
            "run --preset cortex-2003 --current 5",
            &["--current: ", "single neuron", "cortex-2003"][..],
        ),
        ("run --preset cortex-2003 --stimulus stimulus.toml", &["--stimulus: ", "cortex-2003"]),
        ("run --preset trio.toml --current 5", &["--current: ", "\"trio\""]),
        ("run --preset 2007.toml --scheme paper", &["trio: scheme: expected euler or exact"]),
        ("run --preset cortex-2003 --threads 0", &["--threads", "expected 1 to 256, found 0"]),
        ("run --preset cortex-2003 --threads 257", &["--threads", "expected 1 to 256, found 257"]),
        ("run --preset cortex-2003 --for 1e16", &["2^53 steps"]),
        ("run --preset cortex-2004", &["did you mean cortex-2003"]),
        ("fi --preset cortex-2003", &["\"cortex-2003\"", "circuit", "neuron"]),
        ("fi --preset trio.toml", &["\"trio\"", "circuit", "neuron"]),
        ("compare --preset cortex-2003", &["\"cortex-2003\"", "circuit", "neuron"]),
        ("compare --preset trio.toml", &["\"trio\"", "circuit", "neuron"]),
    ] {
        let outcome = place.run(&arguments.split(' ').collect::<Vec<_>>());
        outcome.refused(2, parts);
        assert_eq!(outcome.out, "", "{arguments}");
    }
    // It is a number of threads for a single neuron, too, which has no use for it.
    run(&place, "tonic-spiking --threads 2").accepted();
}

#[test]
fn a_network_that_blows_up_names_the_first_neuron_and_the_time() {
    let place = Place::new();
    // The third neuron is thrown out of the finite numbers by its own first spike.
    let neuron =
        "[population.neuron]\nequations = \"standard\"\na = 0.02\nb = 0.2\nc = -65.0\nd = 1e300";
    let text = CIRCUIT.replace("weight = 40.0", "weight = 200.0");
    let text = text.replace("preset = \"regular-spiking\"", &format!("v0 = -65.0\n{neuron}"));
    place.write("blow.toml", text);
    let first_ms = {
        let outcome = run(&place, "blow.toml --output spikes");
        outcome
            .refused(1, &["trio: stopped at ", " ms: neuron 2 (target): ", "no longer a finite"]);
        spikes(&outcome.out)[0].0
    };
    let csv = run(&place, "blow.toml");
    csv.refused(1, &["neuron 2 (target)"]);
    let rows: Vec<&str> = csv.out.lines().collect();
    let time_ms: f64 = csv.err.split(' ').nth(4).unwrap().parse().unwrap();
    // Rows end with the last step that went well.
    assert_eq!(rows.len() - 1, (time_ms * 4.0) as usize, "{}", csv.err);
    assert!((time_ms - first_ms - 1.0).abs() <= 0.5, "{time_ms} {first_ms}");
    let summary = run(&place, "blow.toml --output summary");
    summary.refused(1, &["neuron 2 (target)"]);
    assert_eq!(summary.out, "");
    // What would happen after the end asked for is nobody's business.
    run(&place, "blow.toml --for 1").accepted();
}

#[test]
fn nothing_is_replaced_unasked() {
    let place = Place::new();
    place.write("trio.toml", CIRCUIT);
    let run = |more: &str| run(&place, &format!("trio.toml --output spikes -o out.csv{more}"));
    assert_eq!(run("").accepted(), "");
    let first = fs::read_to_string(place.path("out.csv")).unwrap();
    assert!(first.starts_with("t_ms,neuron\n") && first.lines().count() > 3, "{first}");
    place.write("out.csv", "precious");
    run("").refused(2, &["out.csv: exists: --overwrite replaces it"]);
    assert_eq!(fs::read_to_string(place.path("out.csv")).unwrap(), "precious");
    run(" --overwrite").accepted();
    assert_eq!(fs::read_to_string(place.path("out.csv")).unwrap(), first);
    // What is refused leaves nothing behind.
    place.run(&["run", "--preset", "trio.toml", "--current", "1", "-o", "no.csv"]).refused(2, &[]);
    assert!(!place.path("no.csv").exists());
}

#[test]
fn a_closed_pipe_is_a_quiet_end() {
    let place = Place::new();
    for format in ["csv", "spikes", "summary"] {
        let end_ms = if format == "summary" { "10" } else { "1e9" };
        let arguments = ["run", "--preset", "gamma-pair", "--for", end_ms, "--output", format];
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = place.command(&arguments);
        let mut child = command.stdout(writer).spawn().unwrap();
        let mut err = String::new();
        child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        assert_eq!((child.wait().unwrap().code(), &*err), (Some(0), ""), "{format}");
    }
}

#[test]
fn a_full_disk_is_a_failure() {
    if !has("/dev/full") {
        return;
    }
    let place = Place::new();
    for format in ["csv", "spikes", "summary"] {
        let arguments = ["run", "--preset", "gamma-pair", "--output", format];
        let mut command = place.command(&arguments);
        command.stdout(File::options().write(true).open("/dev/full").unwrap());
        outcome(&mut command, &arguments).refused(1, &["standard output: no space left on device"]);
    }
}

/// A stack that no machine has room for stands for a system that has no more threads.
#[test]
fn threads_that_cannot_be_had_change_nothing_and_are_told_of() {
    if std::thread::available_parallelism().map_or(1, usize::from) == 1 {
        // More threads than processors are never asked for.
        return;
    }
    let place = Place::new();
    let many =
        CIRCUIT.replace("count = 2", "count = 5000").replace("weight = 40.0", "weight = 0.1");
    place.write("many.toml", many);
    let circuit = "run --preset ./many.toml --for 20 --output spikes --threads 2";
    let curve = "fi --preset rs --from 0 --to 20 --points 300 --for 100 --threads 2";
    for arguments in [circuit, curve] {
        let arguments: Vec<&str> = arguments.split(' ').collect();
        let whole = place.run(&arguments);
        let mut command = place.command(&arguments);
        command.env("RUST_MIN_STACK", (1_u64 << 50).to_string());
        let alone = outcome(&mut command, &arguments);
        assert_eq!(alone.out, whole.accepted());
        let told = "izh-tui: went on with 1 thread of 2: no more could be started\n";
        assert_eq!((alone.code, &*alone.err), (Some(0), told));
    }
}
