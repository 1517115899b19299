//! What `sta`, `isi` and `psth` write, against the rows and spikes that `run` prints.

use crate::support::program::{PRESET, Place};

/// The neuron that needs no input.
const CHATTERING: [&str; 5] = ["--preset", "chattering", "--scheme=paper", "--for", "300"];

/// The lines of numbers below `header`; an empty field is none.
fn table(place: &Place, header: &str, arguments: &[&[&str]]) -> Vec<Vec<Option<f64>>> {
    let outcome = place.run(&arguments.concat());
    let mut lines = outcome.accepted().lines();
    assert_eq!(lines.next(), Some(header), "{arguments:?}");
    let field = |field: &str| (!field.is_empty()).then(|| field.parse().unwrap());
    lines.map(|line| line.split(',').map(field).collect()).collect()
}

/// The column with this index of the rows that `run` prints.
fn column(place: &Place, run: &[&str], index: usize) -> Vec<f64> {
    let rows = table(place, "t_ms,v_mv,u,current", &[&["run"], run]);
    rows.into_iter().map(|row| row[index].unwrap()).collect()
}

/// The spike times (ms) that `run` prints, of one neuron of a circuit or of a neuron alone.
fn spikes(place: &Place, run: &[&str], neuron: Option<u32>) -> Vec<f64> {
    let header = if neuron.is_some() { "t_ms,neuron" } else { "t_ms" };
    let spikes = table(place, header, &[&["run"], run, &["--output", "spikes"]]);
    let is_own = |row: &Vec<Option<f64>>| neuron.is_none_or(|n| row[1] == Some(f64::from(n)));
    spikes.into_iter().filter(is_own).map(|row| row[0].unwrap()).collect()
}

/// The average of `signal` around the rows of `spikes_ms`: every offset with mean, sd and n.
fn average(
    signal: &[f64],
    spikes_ms: &[f64],
    per_ms: f64,
    (before, after): (i64, i64),
) -> Vec<(f64, Option<f64>, Option<f64>, f64)> {
    let rows: Vec<i64> = spikes_ms.iter().map(|ms| (ms * per_ms).ceil() as i64).collect();
    let offset = |offset: i64| {
        let at = |row: &i64| signal.get(usize::try_from(row + offset).ok()?).copied();
        let values: Vec<f64> = rows.iter().filter_map(at).collect();
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let sd = (values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n).sqrt();
        let some = |value: f64| (n > 0.0).then_some(value);
        (offset as f64 / per_ms, some(mean), some(sd), n)
    };
    (-before..=after).map(offset).collect()
}

#[track_caller]
fn assert_close(found: &[Vec<Option<f64>>], expected: &[(f64, Option<f64>, Option<f64>, f64)]) {
    assert_eq!(found.len(), expected.len());
    for (found, (offset_ms, mean, sd, n)) in found.iter().zip(expected) {
        assert_eq!((found[0], found[3]), (Some(*offset_ms), Some(*n)));
        for (found, expected) in [(found[1], mean), (found[2], sd)] {
            let is_close = match (found, expected) {
                (Some(found), Some(expected)) => (found - expected).abs() < 1e-9,
                (found, expected) => found == *expected,
            };
            assert!(is_close, "{found:?} and {expected:?} at {offset_ms} ms");
        }
    }
}

const STA: &str = "offset_ms,mean,sd,n";

#[test]
fn a_spike_triggered_average_is_that_of_the_rows() {
    let place = Place::new();
    for run in [&CHATTERING[..], &["--preset", "ch", "--scheme=exact", "--for", "120", "--dt=0.1"]]
    {
        let (spikes, exact) = (spikes(&place, run, None), run.contains(&"--scheme=exact"));
        let per_ms = if exact { 10.0 } else { 4.0 };
        for (index, signal) in [(1, "v"), (2, "u"), (3, "current")] {
            let signal_of_rows = column(&place, run, index);
            let span = ["--before", "45", "--after", "70.3"];
            let found = table(&place, STA, &[&["sta", "--of", signal], run, &span]);
            let rows = ((45.0 * per_ms) as i64, (70.3 * per_ms) as i64);
            assert_close(&found, &average(&signal_of_rows, &spikes, per_ms, rows));
        }
    }
    // From -10 to 30 ms of v unless stated otherwise; the peak of a spike is always the same.
    let found = table(&place, STA, &[&["sta"], &CHATTERING]);
    assert_eq!((found[0][0], found.last().unwrap()[0]), (Some(-10.0), Some(30.0)));
    assert_eq!(found[40], [Some(0.0), Some(30.0), Some(0.0), Some(23.0)]);
    let single = table(&place, STA, &[&["sta"], &CHATTERING, &["--before=0", "--after=0"]]);
    assert_eq!(single, [[Some(0.0), Some(30.0), Some(0.0), Some(23.0)]]);
    let silent = table(&place, STA, &[&["sta", "--preset", "rs", "--current", "0", "--after=0"]]);
    assert!(silent.iter().all(|row| row[1..] == [None, None, Some(0.0)]));
}

#[test]
fn the_rate_is_that_of_the_population() {
    let place = Place::new();
    for (scheme, neuron, first, size) in
        [("izh2003", 5, 0.0, 800.0), ("izh2003", 900, 800.0, 200.0), ("exact", 5, 0.0, 800.0)]
    {
        let scheme = format!("--scheme={scheme}");
        let run = ["--preset", "cortex-2003", &scheme, "--for", "200"];
        let of_all = table(&place, "t_ms,neuron", &[&["run"], &run, &["--output", "spikes"]]);
        let mut rates = vec![0.0; 201];
        for spike in of_all {
            let (row, number) = (spike[0].unwrap().ceil() as usize, spike[1].unwrap());
            if (first..first + size).contains(&number) && row < rates.len() {
                rates[row] += 1000.0 / size;
            }
        }
        let number = neuron.to_string();
        let spikes = spikes(&place, &run, Some(neuron));
        assert!(!spikes.is_empty());
        for threads in ["1", "2"] {
            let more = ["--neuron", &number, "--of", "rate", "--threads", threads];
            let found = table(&place, STA, &[&["sta"], &run, &more]);
            assert_close(&found, &average(&rates, &spikes, 1.0, (10, 30)));
        }
    }
    // Of a neuron alone the rate is its own: its autocorrelation.
    let found = table(&place, STA, &[&["sta", "--of", "rate"], &CHATTERING]);
    let spikes = spikes(&place, &CHATTERING, None);
    let mut rates = vec![0.0; 1201];
    spikes.iter().for_each(|ms| rates[(ms * 4.0) as usize] = 4000.0);
    assert_close(&found, &average(&rates, &spikes, 4.0, (40, 120)));
}

#[test]
fn with_noise_the_average_of_the_current_rises_before_a_spike() {
    let place = Place::new();
    place.write(
        "noise.toml",
        "duration_ms = 20000.0\nbaseline = 0.0\n[[segment]]\nstart_ms = 0.0\nend_ms = 20000.0\n\
         level = 4.0\nsd = 8.0\ntau_ms = 3.0\n",
    );
    let run = ["sta", "--preset", "rs", "--stimulus", "noise.toml", "--of", "current"];
    let found = table(&place, STA, &[&run, &["--before", "50", "--after", "0"]]);
    let mean = |row: &Vec<Option<f64>>| row[1].unwrap();
    assert!(found[0][3].unwrap() > 50.0);
    let peak = found.iter().map(mean).fold(f64::MIN, f64::max);
    assert!(peak > mean(&found[0]) + 4.0, "{peak} over {}", mean(&found[0]));
}

const ISI: &str = "from_ms,to_ms,n";

#[test]
fn every_interval_is_in_its_bin() {
    let place = Place::new();
    let circuit = ["--preset", "cortex-2003", "--for", "1000"];
    for (run, neuron) in [
        (&CHATTERING[..], None),
        (&["--preset", "ch", "--scheme=exact", "--for", "300"], None),
        (&["--preset", "ch", "--dt", "0.125", "--for", "300"], None),
        (&circuit, Some(900)),
    ] {
        let spikes = spikes(&place, run, neuron);
        let intervals: Vec<f64> = spikes.windows(2).map(|pair| pair[1] - pair[0]).collect();
        let number = neuron.map(|neuron| format!("--neuron={neuron}"));
        let more: Vec<&str> = number.as_deref().into_iter().collect();
        for bin in ["", "--bin=2", "--bin=0.5", "--bin=1000", "--bin=log"] {
            let bins: Vec<&str> = Some(bin).filter(|bin| !bin.is_empty()).into_iter().collect();
            let found = table(&place, ISI, &[&["isi"], run, &more, &bins]);
            for pair in found.windows(2) {
                assert_eq!(pair[0][1], pair[1][0], "{bin}");
            }
            for row in &found {
                let (from_ms, to_ms) = (row[0].unwrap(), row[1].unwrap());
                let inside = |interval: &&f64| (from_ms..to_ms).contains(*interval);
                let expected = intervals.iter().filter(inside).count() as f64;
                assert_eq!(row[2], Some(expected), "{bin} {from_ms}");
            }
            let total: f64 = found.iter().map(|row| row[2].unwrap()).sum();
            assert_eq!(total, intervals.len() as f64, "{bin}");
            let last = found.last().unwrap();
            assert!(last[2] > Some(0.0), "the last bin has the longest interval");
            if bin == "--bin=log" {
                assert!(found[0][2] > Some(0.0));
                assert!((last[1].unwrap() / last[0].unwrap() - 1.258925).abs() < 1e-6);
            } else {
                assert_eq!(found[0][0], Some(0.0));
            }
        }
    }
    // One spike makes no interval.
    let none = table(&place, ISI, &[&["isi", "--preset", "phasic-spiking"]]);
    assert!(none.is_empty(), "{none:?}");
}

const PSTH: &str = "from_ms,to_ms,spikes,rate_hz";

#[test]
fn repeats_are_runs_with_seeds_of_their_own() {
    let place = Place::new();
    place.write(
        "noise.toml",
        "duration_ms = 102.0\nbaseline = 0.0\n[[segment]]\nstart_ms = 20.0\nend_ms = 102.0\n\
         level = 10.0\nsd = 15.0\n",
    );
    let run = ["--preset", "rs", "--stimulus", "noise.toml"];
    let mut counts = vec![0.0; 11];
    for seed in ["7", "8", "9"] {
        for time_ms in spikes(&place, &[&run[..], &["--seed", seed]].concat(), None) {
            counts[(time_ms / 10.0) as usize] += 1.0;
        }
    }
    assert!(counts.iter().sum::<f64>() > 5.0);
    let psth = ["psth", "--bin", "10", "--repeats", "3", "--seed", "7"];
    let found = table(&place, PSTH, &[&psth, &run]);
    assert_eq!(found.len(), 11);
    for (index, (row, count)) in found.iter().zip(&counts).enumerate() {
        let from_ms = 10.0 * index as f64;
        let to_ms = (from_ms + 10.0).min(102.0);
        assert_eq!(row[..3], [Some(from_ms), Some(to_ms), Some(*count)]);
        let rate_hz = count * 1000.0 / (3.0 * (to_ms - from_ms));
        assert!((row[3].unwrap() - rate_hz).abs() < 1e-9, "{row:?}");
    }
    let text = |threads: &str| {
        let many = ["psth", "--bin", "3", "--repeats", "17", "--threads", threads];
        place.run(&[&many[..], &run].concat()).accepted().to_owned()
    };
    assert_eq!(text("1"), text("2"));
}

#[test]
fn the_last_bin_includes_the_end() {
    let place = Place::new();
    // Spikes at 19, .., 150 ms, the last one at the very end.
    let last = *spikes(&place, &CHATTERING, None).iter().rfind(|ms| **ms <= 150.0).unwrap();
    let end = last.to_string();
    let run = ["--preset", "chattering", "--scheme=paper", "--for", &end];
    for bin in ["--bin=0.25", "--bin=1", "--bin=1000"] {
        let found = table(&place, PSTH, &[&["psth"], &run, &[bin]]);
        let row = found.last().unwrap();
        assert_eq!(row[1], Some(last), "{bin}");
        assert!(row[2] >= Some(1.0), "{bin}");
    }
    assert!(table(&place, PSTH, &[&["psth", "--preset", "ch", "--for", "0"]]).is_empty());
}

#[test]
fn sweeps_count_as_repeats() {
    let place = Place::new();
    let sweep = "duration_ms = 100.0\nbaseline = 0.0\n[[segment]]\nkind = \"sweep\"\n\
                 start_ms = 10.0\nend_ms = 90.0\nfirst = 10.0\ndelta = 4.0\nsweeps = 4\n";
    place.write("sweeps.toml", sweep);
    place.write("reset.toml", format!("reset = true\n{sweep}"));
    for name in ["sweeps.toml", "reset.toml"] {
        let run = ["--preset", "rs", "--stimulus", name];
        let spikes = spikes(&place, &run, None);
        for (repeats, more, sweeps) in
            [("1", &[][..], 4.0), ("2", &[], 4.0), ("1", &["--for", "350"][..], 3.0)]
        {
            let psth = ["psth", "--bin", "20", "--repeats", repeats];
            let found = table(&place, PSTH, &[&psth, &run, more]);
            let edges: Vec<_> = found.iter().map(|row| row[1].unwrap()).collect();
            assert_eq!(edges, [20.0, 40.0, 60.0, 80.0, 100.0]);
            let repeats: f64 = repeats.parse().unwrap();
            for row in &found {
                let inside = |ms: &&f64| {
                    **ms < 100.0 * sweeps && (row[0]..row[1]).contains(&Some(*ms % 100.0))
                };
                let count = repeats * spikes.iter().filter(inside).count() as f64;
                let rate_hz = count * 1000.0 / (20.0 * repeats * sweeps);
                assert_eq!(row[2], Some(count), "{name} {row:?}");
                assert!((row[3].unwrap() - rate_hz).abs() < 1e-9, "{name} {row:?}");
            }
        }
        // The time from one sweep to another that begins anew is no interval.
        let intervals = table(&place, ISI, &[&["isi", "--bin=log"], &run]);
        let total: f64 = intervals.iter().map(|row| row[2].unwrap()).sum();
        let trains = if name == "reset.toml" { 4.0 } else { 1.0 };
        assert_eq!(total, spikes.len() as f64 - trains, "{name}");
    }
    // A current that is held runs no protocol and so no sweeps.
    let held = ["psth", "--preset", "rs", "--current", "10", "--for", "200", "--bin", "100"];
    assert_eq!(table(&place, PSTH, &[&held]).len(), 2);
}

#[test]
fn a_circuit_is_built_anew_for_each_repeat() {
    let place = Place::new();
    let run = ["--preset", "gamma-pair", "--for", "60"];
    let of = |seed: &str| spikes(&place, &[&run[..], &["--seed", seed]].concat(), Some(3)).len();
    let expected = of("1") + of("2");
    let repeats = ["--neuron=3", "--repeats", "2", "--bin", "60"];
    let found = table(&place, PSTH, &[&["psth"], &run, &repeats]);
    assert_eq!(found[0][2], Some(expected as f64));
}

#[test]
fn mistakes_name_the_option() {
    let place = Place::new();
    for (command, more, parts) in [
        ("sta", &["--before", "-1"][..], &["--before", "0 or more"][..]),
        ("sta", &["--after", "nan"], &["--after", "finite"]),
        ("sta", &["--after", "1e300"], &["--before, --after", "10000000 rows"]),
        ("isi", &["--bin", "0"], &["--bin", "above 0"]),
        ("isi", &["--bin", "-1"], &["--bin", "above 0"]),
        ("isi", &["--bin", "lin"], &["--bin", "log"]),
        ("isi", &["--bin", "1e-9"], &["--bin", "10000000 bins"]),
        ("psth", &["--bin", "0"], &["--bin", "above 0"]),
        ("psth", &["--bin", "log"], &["--bin", "a number"]),
        ("psth", &["--bin", "inf"], &["--bin", "finite"]),
        ("psth", &["--bin", "1e-9"], &["--bin", "10000000 bins"]),
        ("psth", &["--repeats", "0"], &["--repeats", "1 or more"]),
        ("psth", &["--repeats", "-2"], &["--repeats", "whole number"]),
        ("psth", &["--repeats", "1000000000000"], &["--repeats", "steps in all"]),
        (
            "psth",
            &["--repeats", "2", "--seed", "9223372036854775807"],
            &["--repeats", "at most 1", "found 2"],
        ),
    ] {
        place.run(&[&[command, "--preset", "rs"], more].concat()).refused(2, parts);
    }
    for command in ["sta", "isi", "psth"] {
        let alone = [command, "--preset", "rs", "--neuron", "0"];
        place.run(&alone).refused(2, &["--neuron", "single neuron"]);
        let circuit = [command, "--preset", "cortex-2003", "--neuron", "1000"];
        place.run(&circuit).refused(2, &["--neuron", "0 to 999", "1000"]);
        let existing = [command, "--preset", "rs", "-o", "there.csv"];
        place.write("there.csv", "kept");
        place.run(&existing).refused(2, &["there.csv"]);
        assert!(place.run(&[&existing[..], &["--overwrite"]].concat()).accepted().is_empty());
    }
}

#[test]
fn a_run_that_is_stopped_has_no_result() {
    let place = Place::new();
    let text = PRESET.replace("b = 0.2", "b = 1e300").replace("v0 = -70.0", "v0 = 1.0\nu0 = 0.0");
    place.write("mine.toml", text);
    let run = ["--preset", "mine.toml"];
    for command in ["run", "sta", "isi", "psth"] {
        place.run(&[&[command], &run[..]].concat()).refused(1, &["mine: stopped at "]);
    }
}
