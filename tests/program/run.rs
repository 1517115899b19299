//! What `run` writes, and where.

use std::fs::{self, File};
use std::io::Read;
use std::process::Command;

use crate::support::machine::has;
use crate::support::program::{PRESET, Place, outcome};

#[test]
fn a_run_has_a_row_for_every_step_up_to_its_end() {
    let place = Place::new();
    for (end_ms, dt_ms, rows, last) in [
        ("0", "0.25", 1, "0,"),
        ("0.3", "0.1", 4, "0.3,"),
        ("0.29", "0.01", 30, "0.29,"),
        ("1.24", "0.25", 5, "1,"),
        ("2.9999999", "1", 3, "2,"),
    ] {
        for scheme in ["paper", "euler", "izh2003", "exact"] {
            let preset = ["run", "--preset", "ch", "--scheme", scheme];
            let outcome = place.run(&[&preset[..], &["--for", end_ms, "--dt", dt_ms]].concat());
            let lines: Vec<_> = outcome.accepted().lines().collect();
            assert_eq!(lines.len(), rows + 1, "{end_ms} {dt_ms} {scheme}");
            assert!(lines[rows].starts_with(last), "{end_ms} {dt_ms} {scheme}: {}", lines[rows]);
        }
    }
}

#[test]
fn spikes_of_the_true_solution_count_up_to_and_including_the_end() {
    let place = Place::new();
    let first = "12.630523652672395";
    // The last update starts at 12.5 ms and reaches to 12.75 ms.
    for (end_ms, expected) in
        [("12.6305", "t_ms\n".to_owned()), (first, format!("t_ms\n{first}\n"))]
    {
        let preset = ["run", "--preset", "tonic-spiking", "--scheme", "exact", "--for", end_ms];
        let outcome = place.run(&[&preset[..], &["--output", "spikes"]].concat());
        assert_eq!(outcome.accepted(), expected);
        let outcome = place.run(&[&preset[..], &["--output", "summary"]].concat());
        let spikes = format!("spikes = {}\n", expected.lines().count() - 1);
        assert!(outcome.accepted().starts_with(&spikes), "{}", outcome.out);
    }
}

#[test]
fn a_summary_says_what_the_spikes_say() {
    let place = Place::new();
    let outcome = place.run(&["run", "--preset", "tonic-spiking", "--output", "summary"]);
    let table: toml::Table = outcome.accepted().parse().unwrap();
    let number = |key: &str| table[key].as_float().unwrap();
    // Spikes at 13, 17, 31.5, 59.25 and 86.75 ms.
    let intervals_ms = [4.0, 14.5, 27.75, 27.5];
    let mean_ms = intervals_ms.iter().sum::<f64>() / 4.0;
    let variance = intervals_ms.iter().map(|i| (i - mean_ms) * (i - mean_ms)).sum::<f64>() / 4.0;
    assert_eq!(table["spikes"].as_integer(), Some(5));
    for (key, expected) in [
        ("duration_ms", 100.0),
        ("mean_rate_hz", 50.0),
        ("first_spike_ms", 13.0),
        ("mean_isi_ms", mean_ms),
        ("cv_isi", variance.sqrt() / mean_ms),
        ("adaptation_index", (27.5 - 4.0) / (27.5 + 4.0)),
        ("v_min_mv", -71.28901644369618),
        ("v_max_mv", 30.0),
    ] {
        assert!((number(key) - expected).abs() < 1e-9, "{key}: {}", number(key));
    }
    assert_eq!(table["digest"].as_str().map(str::len), Some(16));
    let other =
        place.run(&["run", "--preset", "tonic-spiking", "--output", "summary", "--seed", "2"]);
    assert_ne!(other.accepted(), outcome.out);
}

#[test]
fn a_neuron_that_blows_up_ends_with_its_time() {
    let place = Place::new();
    let text = PRESET.replace("b = 0.2", "b = 1e300").replace("v0 = -70.0", "v0 = 1.0\nu0 = 0.0");
    place.write("blow.toml", text);
    for format in ["csv", "spikes", "summary"] {
        let outcome = place.run(&["run", "--preset", "blow.toml", "--output", format]);
        outcome.refused(1, &["mine: stopped at ", " ms: ", "no longer a finite number"]);
        assert!(!outcome.out.contains("digest"), "{}", outcome.out);
    }
    let burst = "inhibition-induced-bursting";
    let arguments = ["run", "--preset", burst, "--scheme", "exact", "--output"];
    let outcome = place.run(&[&arguments[..], &["csv"]].concat());
    outcome.refused(1, &["stopped at 236.99", "1000 spikes in one ms"]);
    assert!(outcome.out.ends_with("\n"));
    assert!(outcome.out.lines().last().unwrap().starts_with("236.5,"));
    // What happens after the end asked for is nobody's business.
    let arguments = ["--for", "200", "--output", "spikes"];
    place
        .run(&[&["run", "--preset", burst, "--scheme", "exact"], &arguments[..]].concat())
        .accepted();
}

#[test]
fn nothing_is_replaced_unasked() {
    let place = Place::new();
    let run = |path: &str, more: &[&str]| {
        place.run(&[&["run", "--preset", "ch", "--for", "1", "-o", path], more].concat())
    };
    assert_eq!(run("new.csv", &[]).accepted(), "");
    let first = fs::read_to_string(place.path("new.csv")).unwrap();
    assert_eq!(first.lines().count(), 6);
    place.write("new.csv", "precious");
    run("new.csv", &[]).refused(2, &["new.csv: exists: --overwrite replaces it"]);
    assert_eq!(fs::read_to_string(place.path("new.csv")).unwrap(), "precious");
    run("new.csv", &["--overwrite"]).accepted();
    assert_eq!(fs::read_to_string(place.path("new.csv")).unwrap(), first);
    assert_eq!(run("-", &[]).accepted(), first);

    fs::create_dir(place.path("directory")).unwrap();
    assert!(Command::new("mkfifo").arg(place.path("pipe")).status().unwrap().success());
    std::os::unix::fs::symlink("nowhere", place.path("link")).unwrap();
    for more in [&[][..], &["--overwrite"]] {
        run("directory", more).refused(2, &["directory: is a directory"]);
        run("pipe", more).refused(2, &["pipe: is a named pipe"]);
        run("link", more).refused(2, &["link: is a link to nothing"]);
        run("no/such/place", more).refused(2, &["no/such/place: no such directory"]);
    }
    assert!(!place.path("nowhere").exists());
}

#[test]
fn a_bad_preset_leaves_no_output_behind() {
    let place = Place::new();
    place.run(&["run", "--preset", "nothing", "-o", "new.csv"]).refused(2, &["nothing"]);
    assert!(!place.path("new.csv").exists());
}

#[test]
fn a_closed_pipe_is_a_quiet_end() {
    let place = Place::new();
    for arguments in
        [&["run", "--preset", "ch", "--for", "100000"][..], &["presets", "--json"], &["man"]]
    {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = place.command(arguments);
        let mut child = command.stdout(writer).spawn().unwrap();
        let mut err = String::new();
        child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        assert_eq!((child.wait().unwrap().code(), &*err), (Some(0), ""), "{arguments:?}");
    }
}

#[test]
fn a_full_disk_is_a_failure() {
    if !has("/dev/full") {
        return;
    }
    let place = Place::new();
    for arguments in [
        &["run", "--preset", "ch"][..],
        &["run", "--preset", "ch", "--output", "spikes"],
        &["run", "--preset", "ch", "--output", "summary"],
        &["presets"],
        &["--help"],
    ] {
        let mut command = place.command(arguments);
        command.stdout(File::options().write(true).open("/dev/full").unwrap());
        outcome(&mut command, arguments).refused(1, &["standard output: no space left on device"]);
    }
    let outcome = place.run(&["run", "--preset", "ch", "-o", "/dev/full"]);
    outcome.refused(1, &["/dev/full: no space left on device"]);
}

#[test]
fn rows_of_a_protocol_with_sweeps_name_their_sweep() {
    let place = Place::new();
    let sweep = "duration_ms = 20.0\nbaseline = 0.0\n[[segment]]\nkind = \"sweep\"\n\
                 start_ms = 5.0\nend_ms = 15.0\nfirst = 5.0\ndelta = 5.0\nsweeps = 3\n";
    place.write("sweeps.toml", sweep);
    place.write("reset.toml", format!("reset = true\n{sweep}"));
    place.write(
        "one.toml",
        sweep
            .replace("kind = \"sweep\"\n", "level = 5.0\n")
            .replace("first = 5.0\ndelta = 5.0\nsweeps = 3\n", ""),
    );
    let rows = |more: &[&str]| -> Vec<String> {
        let run = ["run", "--preset", "rs", "--dt", "0.5"];
        let outcome = place.run(&[&run[..], more].concat());
        outcome.accepted().lines().map(str::to_owned).collect()
    };
    for name in ["sweeps.toml", "reset.toml"] {
        let rows = rows(&["--stimulus", name, "--for", "80"]);
        assert_eq!(rows[0], "t_ms,v_mv,u,current,sweep");
        for (row, k) in rows[1..].iter().zip(0..) {
            let sweep = (k / 40 + 1).min(3);
            let t_ms = f64::from(k) / 2.0;
            assert!(row.starts_with(&format!("{t_ms},")), "{row}");
            assert!(row.ends_with(&format!(",{sweep}")), "{row}");
        }
        assert_eq!(rows.len(), 162);
    }
    // The second sweep begins as the first one does.
    let reset = rows(&["--stimulus", "reset.toml"]);
    let state = |row: &str| row.split(',').skip(1).take(2).collect::<Vec<_>>().join(",");
    assert_eq!(state(&reset[1]), state(&reset[41]));
    assert_ne!(state(&rows(&["--stimulus", "sweeps.toml"])[41]), state(&reset[41]));
    // Where nothing runs in sweeps, nothing changes.
    for more in [&["--stimulus", "one.toml"][..], &["--current", "5"]] {
        assert_eq!(rows(more)[0], "t_ms,v_mv,u,current");
    }
}
