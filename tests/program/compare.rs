//! What `compare` prints: rows, units, and the verdict on every kind of neuron.

use crate::support::program::{PRESET, Place};

fn compared(arguments: &[&str]) -> String {
    let place = Place::new();
    place.write("mine.toml", PRESET);
    place.run(&[&["compare", "--preset"], arguments].concat()).accepted().to_owned()
}

#[test]
fn a_table_has_a_row_for_each_current() {
    assert_eq!(
        compared(&["rebound-spike"]),
        "\
start_ms  end_ms  current  spikes  threshold   sigmoid  rectifier
       0    20.2        0       0          0  0.006693          0
    20.2      25      -15       0          0         0          0
      25     200        0       1          0  0.006693          0
units: theta 5, slope 1
verdict: fired on release from inhibition: 1 spike at 68 ms; silent 132 ms at 0 later
"
    );
}

#[test]
fn csv_is_rectangular_and_has_the_verdict_in_its_last_row() {
    assert_eq!(
        compared(&["bistability", "--output", "csv", "--theta", "1", "--slope", "0.25"]),
        "\
start_ms,end_ms,current,spikes,threshold,sigmoid,rectifier,verdict
0,37.75,0.24,0,0,0.045651,0,
37.75,42.5,1.24,0,1,0.723122,0.24,
42.5,216.25,0.24,5,0,0.045651,0,
216.25,221,1.24,0,1,0.723122,0.24,
221,300,0.24,0,0,0.045651,0,\"kept firing after the pulse: 5 spikes from 45.2 ms; silent 79 ms at 0.24 later\"
"
    );
}

#[test]
fn verdicts_on_presets() {
    let nothing = "so far a unit without memory could do the same";
    for (arguments, verdict) in [
        ("rebound-burst", "fired on release from inhibition: 7 spikes"),
        ("reticular-thalamic-burst-2007", "fired on release from inhibition: 2 spikes at 134 ms"),
        ("bistability-exact", "kept firing after the pulse: 5 spikes"),
        ("spike-latency-exact", "spiked 7.66 ms after the input ended"),
        ("integrator", "spiked 3.75 ms after the input ended"),
        ("resonator-cell", "spiked 2.5 ms after the input ended"),
        ("resonator", "spiked 14 ms after the input ended"),
        ("phasic-spiking", "silent for 156 ms under the same 0.5 that fired it"),
        ("threshold-variability", "fired at 93.2 ms under the same 0 that left it silent"),
        ("accommodation", "fired at 312 ms under 3.68; 3.68 to 7.98 left it silent for 105 ms"),
        ("inhibition-induced-spiking", "fired at 236 ms under 75, but the larger 80 left"),
        ("chattering", "uneven under the same 10: its spikes are 1.75 to 47.5 ms apart"),
        // What is asked of a unit here, to rest, to fire evenly, and faster under more.
        ("chattering --current 0 --for 1000", nothing),
        ("regular-spiking --current -5 --for 1000", nothing),
        ("regular-spiking-2007", nothing),
        ("class-1-excitable", nothing),
    ] {
        let arguments: Vec<&str> = arguments.split(' ').collect();
        let table = compared(&arguments);
        let last = table.lines().last().unwrap_or_default();
        assert!(last.starts_with(&format!("verdict: {verdict}")), "{arguments:?}: {last}");
    }
}

#[test]
fn the_verdict_is_the_same_however_the_model_is_stepped() {
    for scheme in ["paper", "euler", "izh2003", "exact"] {
        let table = compared(&["rebound-spike", "--scheme", scheme]);
        assert!(table.contains("verdict: fired on release from inhibition"), "{scheme}: {table}");
    }
}

#[test]
fn moving_currents_are_cut_into_a_bounded_number_of_rows() {
    for preset in ["class-1-excitable", "accommodation"] {
        for duration in ["300", "3000", "30000"] {
            let rows =
                compared(&[preset, "--for", duration, "--output", "csv"]).lines().count() - 1;
            assert!((3..=50).contains(&rows), "{preset} for {duration} ms: {rows} rows");
        }
    }
    let noise = PRESET
        .replace("level = 20.0", "kind = \"noise\"\nlevel = 20.0\nsd = 5.0")
        .replace("end_ms = 3.0", "end_ms = 9.0");
    let place = Place::new();
    place.write("noise.toml", noise);
    let outcome = place.run(&["compare", "--preset", "noise.toml", "--output", "csv"]);
    assert!((5..=50).contains(&outcome.accepted().lines().count()), "{}", outcome.out);
}

#[test]
fn rows_follow_one_another_and_have_all_spikes() {
    for preset in ["accommodation", "tonic-spiking", "resonator", "thalamo-cortical-burst-2007"] {
        let csv = compared(&[preset, "--output", "csv"]);
        let rows: Vec<Vec<&str>> =
            csv.lines().skip(1).map(|row| row.split(',').collect()).collect();
        assert!(rows.windows(2).all(|pair| pair[0][1] == pair[1][0]), "{csv}");
        let spikes: usize = rows.iter().map(|row| row[3].parse::<usize>().unwrap()).sum();
        assert_eq!(
            spikes,
            crate::support::model::published_spikes_ms(preset, None).len(),
            "{preset}"
        );
    }
}

#[test]
fn bad_command_lines() {
    let place = Place::new();
    for (line, expected) in [
        ("compare --preset chatering", "did you mean chattering"),
        ("compare --preset ch --theta nan", "expected a finite number of at most 1000000 in size"),
        ("compare --preset ch --theta 1e7", "expected a finite number"),
        ("compare --preset ch --slope 0", "expected above 0 and at most 1000000, found 0"),
        ("compare --preset ch --slope -1", "expected above 0"),
        ("compare --preset ch --slope nan", "expected above 0"),
        ("compare --preset ch --for 1e16", "2^53 steps"),
        ("compare --preset rs07 --scheme paper", "regular-spiking-2007"),
    ] {
        place.run(&line.split(' ').collect::<Vec<_>>()).refused(2, &[expected]);
    }
    let runaway = ["compare", "--preset", "inhibition-induced-bursting", "--scheme", "exact"];
    place.run(&runaway).refused(1, &["stopped at 236.99"]);
    assert_eq!(place.run(&["compare", "--preset", "ch", "--output", "tsv"]).code, Some(2));
}
