//! What `fi` writes, and where.

use std::fs;
use std::io::Read;

use crate::support::program::{PRESET, Place, outcome};

/// The cells of each row below the header.
fn rows(csv: &str) -> Vec<Vec<&str>> {
    let mut lines = csv.lines();
    let header = "current,spikes,mean_rate_hz,initial_rate_hz,steady_rate_hz";
    assert_eq!(lines.next(), Some(header));
    lines.map(|line| line.split(',').collect()).collect()
}

#[test]
fn a_row_says_what_a_run_says() {
    let place = Place::new();
    for (preset, scheme, currents) in [
        ("chattering", "paper", ["0", "3.75", "12.5"]),
        ("rs07", "euler", ["-10", "80.2", "500"]),
        ("tonic-spiking", "exact", ["2.5", "5", "9"]),
        ("fs", "izh2003", ["3", "4", "20"]),
    ] {
        for current in currents {
            let model = ["--preset", preset, "--scheme", scheme, "--for", "400"];
            let fi = [&["fi"], &model[..], &["--from", current, "--to", current, "--points", "1"]];
            let fi = place.run(&fi.concat());
            let row = rows(fi.accepted()).remove(0);
            let run = [&["run"], &model[..], &["--current", current, "--output"]].concat();
            let summary = place.run(&[&run[..], &["summary"]].concat());
            let summary: toml::Table = summary.accepted().parse().unwrap();
            let spikes = place.run(&[&run[..], &["spikes"]].concat());
            let spikes: Vec<f64> =
                spikes.accepted().lines().skip(1).map(|line| line.parse().unwrap()).collect();
            let rate = |pair: Option<&[f64]>| pair.map_or(0.0, |pair| 1000.0 / (pair[1] - pair[0]));
            let expected = [
                current.to_owned(),
                summary["spikes"].to_string(),
                summary["mean_rate_hz"].as_float().unwrap().to_string(),
                rate(spikes.windows(2).next()).to_string(),
                rate(spikes.windows(2).last()).to_string(),
            ];
            assert_eq!(row, expected, "{preset} {scheme}");
        }
    }
}

#[test]
fn currents_reach_from_one_end_to_the_other() {
    let place = Place::new();
    let fi = |more: &[&str]| {
        let outcome = place.run(&[&["fi", "--preset", "ch", "--for", "5"], more].concat());
        let rows = rows(outcome.accepted());
        rows.iter().map(|row| row[0].to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(
        fi(&["--from", "-1.1", "--to", "0.7", "--points", "4"]),
        ["-1.1", "-0.5000000000000001", "0.09999999999999987", "0.7"]
    );
    let usual = fi(&[]);
    assert_eq!((usual.len(), &*usual[1], &*usual[200]), (201, "0.1", "20"));
    let outcome = place.run(&["fi", "--preset", "rs07", "--points", "3", "--for", "5"]);
    let pa: Vec<_> = rows(outcome.accepted()).iter().map(|row| row[0].to_owned()).collect();
    assert_eq!(pa, ["0", "300", "600"]);
    assert_eq!(fi(&["--to", "6", "--points", "2"]), ["0", "6"]);
}

#[test]
fn threads_change_nothing() {
    let place = Place::new();
    for (preset, output) in [("rs", "csv"), ("class-2-excitable", "plot"), ("fs07", "csv")] {
        let fi = ["fi", "--preset", preset, "--for", "300", "--points", "83", "--output", output];
        let one = place.run(&fi);
        for threads in ["2", "7", "256"] {
            let more = place.run(&[&fi[..], &["--threads", threads]].concat());
            assert_eq!(more.accepted(), one.accepted(), "{preset} {threads}");
        }
    }
}

#[test]
fn a_plot_fits_a_terminal_and_names_what_it_shows() {
    let place = Place::new();
    for (preset, words) in [
        ("class-1-excitable", &["class 1", "rheobase 2.25", "repetitive from 2.3"][..]),
        ("class-2-excitable", &["class 2", "Hz"]),
        ("fs07", &["class 2", "rheobase 71.138 pA", "pA 0"]),
        ("accommodation", &["no repetitive firing", "rheobase 0.929"]),
        ("inhibition-induced-spiking", &["rheobase not above 70", "class not told"]),
    ] {
        let arguments = ["fi", "--preset", preset, "--output", "plot"];
        for (locale, ascii) in [("C.UTF-8", false), ("C", true)] {
            let mut command = place.command(&arguments);
            command.env("LC_ALL", locale).env_remove("TERM");
            let outcome = outcome(&mut command, &arguments);
            let plot = outcome.accepted();
            assert!(plot.lines().count() <= 24, "{plot}");
            assert!(plot.lines().all(|line| line.chars().count() <= 80), "{plot}");
            assert_eq!(plot.is_ascii(), ascii, "{plot}");
            for word in words {
                assert!(plot.contains(word), "{word}: {plot}");
            }
        }
    }
}

#[test]
fn mistakes_are_told_in_one_line() {
    let place = Place::new();
    for (line, expected) in [
        ("--from 5 --to 1", "expected --from to be at most 1, found 5"),
        ("--from 30", "expected --from to be at most 20, found 30"),
        ("--from nan", "finite"),
        ("--to 1e9", "at most 1000000"),
        ("--points 0", "expected 1 to 1000000, found 0"),
        ("--points 1000000000000", "expected 1 to 1000000, found 1000000000000"),
        ("--points 1e12", "whole number"),
        ("--points -3", "whole number"),
        ("--points 1000000 --for 100000", "expected at most 1e11 steps in all, found 4.000e11"),
        ("--for 1e300", "expected at most 1e11 steps in all"),
        ("--points 1000000 --scheme exact", "expected at most 1e9 steps in all"),
        ("--for 0", "expected a finite number above 0, found 0"),
        ("--for -1", "above 0"),
        ("--for inf", "above 0"),
        ("--threads 0", "expected 1 to 256, found 0"),
        ("--dt 0.3", "expected 1/n ms"),
    ] {
        let arguments: Vec<_> = "fi --preset rs".split(' ').chain(line.split(' ')).collect();
        place.run(&arguments).refused(2, &[expected]);
    }
    place.run(&["fi", "--preset", "rs07", "--scheme", "paper"]).refused(2, &["euler or exact"]);
    place.run(&["fi", "--preset", "zzz"]).refused(2, &["unknown preset"]);
}

#[test]
fn a_neuron_that_blows_up_ends_with_its_current_and_time() {
    let place = Place::new();
    let text = PRESET.replace("b = 0.2", "b = 1e300").replace("v0 = -70.0", "v0 = 1.0\nu0 = 0.0");
    place.write("blow.toml", text);
    for output in ["csv", "plot"] {
        let fi = ["fi", "--preset", "blow.toml", "--from", "3", "--output", output];
        let outcome = place.run(&fi);
        let parts = ["mine: under a current of 3 stopped at ", " ms: ", "finite number"];
        outcome.refused(1, &parts);
        assert_eq!(outcome.out, "");
    }
}

#[test]
fn output_goes_by_the_rules_of_all_output() {
    let place = Place::new();
    let fi = |more: &[&str]| {
        place.run(&[&["fi", "--preset", "rs", "--points", "3", "--for", "50"], more].concat())
    };
    assert_eq!(fi(&["-o", "new.csv"]).accepted(), "");
    let written = fs::read_to_string(place.path("new.csv")).unwrap();
    assert_eq!(fi(&["-o", "-"]).accepted(), written);
    fi(&["-o", "new.csv"]).refused(2, &["new.csv: exists: --overwrite replaces it"]);
    assert_eq!(fi(&["-o", "new.csv", "--overwrite", "--output", "plot"]).accepted(), "");
    assert!(fs::read_to_string(place.path("new.csv")).unwrap().contains("rheobase"));
    for output in ["csv", "plot"] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = place.command(&["fi", "--preset", "rs", "--output", output]);
        let mut child = command.stdout(writer).spawn().unwrap();
        let mut err = String::new();
        child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        assert_eq!((child.wait().unwrap().code(), &*err), (Some(0), ""), "{output}");
    }
}
