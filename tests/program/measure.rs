//! What `measure` writes.

use std::collections::BTreeMap;

use crate::support::program::Place;

/// The fields of each line after the unit, by name.
fn table(text: &str) -> BTreeMap<String, Vec<Option<f64>>> {
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("name,unit,n,mean,sd,min,max"));
    let fields = |line: &str| {
        let mut fields = line.split(',');
        let name = fields.next().unwrap().to_owned();
        let numbers = fields.skip(1).map(|field| match field {
            "" => None,
            number => Some(number.parse().unwrap()),
        });
        (name, numbers.collect())
    };
    lines.map(fields).collect()
}

/// What `measure` prints, by name.
fn measured(place: &Place, arguments: &[&[&str]]) -> BTreeMap<String, Vec<Option<f64>>> {
    table(place.run(&[&["measure"], &arguments.concat()[..]].concat()).accepted())
}

/// The numbers of each line of `run` after its header.
fn lines(place: &Place, run: &[&str], output: &str) -> Vec<Vec<f64>> {
    let outcome = place.run(&[&["run"], run, &["--output", output]].concat());
    let numbers = |line: &str| line.split(',').map(|field| field.parse().unwrap()).collect();
    outcome.accepted().lines().skip(1).map(numbers).collect()
}

/// Number, mean, standard deviation, least and largest of `values`.
fn summary(values: &[f64]) -> [Option<f64>; 5] {
    let n = values.len() as f64;
    if values.is_empty() {
        return [Some(0.0), None, None, None, None];
    }
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / n;
    let (least, largest) = (f64::min as fn(f64, f64) -> f64, f64::max as fn(f64, f64) -> f64);
    let of = |choose| values.iter().copied().reduce(choose);
    [Some(n), Some(mean), Some(variance.sqrt()), of(least), of(largest)]
}

fn check(found: &[Option<f64>], expected: [Option<f64>; 5], context: &str) {
    assert_eq!(found.len(), 5, "{context}");
    for (found, expected) in found.iter().zip(expected) {
        match (found, expected) {
            (None, None) => {}
            (Some(found), Some(expected)) => assert!(
                (found - expected).abs() <= 1e-9 * expected.abs().max(1.0),
                "{context}: {found}, expected {expected}"
            ),
            _ => panic!("{context}: {found:?}, expected {expected:?}"),
        }
    }
}

#[test]
fn the_quantities_have_their_order_names_and_units() {
    let place = Place::new();
    let outcome = place.run(&["measure", "--preset", "rs", "--for", "0"]);
    let expected = "\
name,unit,n,mean,sd,min,max
isi,ms,0,,,,
rate,Hz,0,,,,
cv,,0,,,,
cv2,,0,,,,
lv,,0,,,,
onset,mV,0,,,,
ahp,mV,0,,,,
rise,mV/ms,0,,,,
latency,ms,0,,,,
burst_spikes,,0,,,,
burst_length,ms,0,,,,
burst_duty,,0,,,,
";
    assert_eq!(outcome.accepted(), expected);
}

#[test]
fn a_regular_spiking_neuron_has_the_values_of_another_program() {
    let place = Place::new();
    let run = ["--preset", "regular-spiking", "--scheme=exact", "--dt", "0.05"];
    let found = measured(&place, &[&run, &["--current", "10", "--for", "500"]]);
    assert_eq!(found["isi"][0], Some(11.0));
    let near = |value: Option<f64>, expected: f64| {
        let value = value.unwrap();
        assert!((value - expected).abs() < 0.01, "{value}, expected {expected}");
    };
    near(found["isi"][4], 44.82);
    near(found["ahp"][3], -74.33);
    let late = ["--current", "10", "--for", "500", "--from", "200"];
    near(measured(&place, &[&run, &late])["isi"][1], 44.81);
}

#[test]
fn intervals_and_the_lowest_potential_are_those_of_the_rows_and_spikes_of_run() {
    let place = Place::new();
    for preset in ["chattering", "rebound-spike", "integrator"] {
        for scheme in ["paper", "euler", "izh2003", "exact"] {
            let run = ["--preset", preset, "--scheme", scheme, "--for", "300"];
            let rows = lines(&place, &run, "csv");
            for gate in [&[][..], &["--from", "20.5", "--to", "200"]] {
                let (from, to) = if gate.is_empty() { (0.0, 300.0) } else { (20.5, 200.0) };
                let mut spikes = lines(&place, &run, "spikes").concat();
                spikes.retain(|time| (from..=to).contains(time));
                let context = format!("{preset} {scheme} {gate:?}");
                let found = measured(&place, &[&run, gate]);
                let isi: Vec<f64> = spikes.windows(2).map(|pair| pair[1] - pair[0]).collect();
                check(&found["isi"], summary(&isi), &context);
                // The row that shows the peak has the label of the spike, or the one before it.
                let late = if scheme == "izh2003" { 0.25 } else { 0.0 };
                let lowest = |pair: &[f64]| {
                    let between = rows
                        .iter()
                        .filter(|row| pair[0] - late < row[0] && row[0] < pair[1] - late);
                    between.map(|row| row[1]).reduce(f64::min)
                };
                let ahp: Vec<f64> = spikes.windows(2).filter_map(lowest).collect();
                check(&found["ahp"], summary(&ahp), &context);
            }
        }
    }
}

#[test]
fn no_interval_leads_over_a_reset() {
    let place = Place::new();
    let sweeps = "duration_ms = 200.0\nbaseline = 0.0\nreset = true\n\
                  [[segment]]\nkind = \"sweep\"\nstart_ms = 0.0\nend_ms = 200.0\n\
                  first = 10.0\ndelta = 1.0\nsweeps = 3\n";
    let file = place.write("sweeps.toml", sweeps);
    let run = ["--preset", "rs", "--stimulus", file.to_str().unwrap(), "--for", "600"];
    let mut spikes = lines(&place, &run, "spikes").concat();
    spikes.dedup_by_key(|time| (*time / 200.0) as u64);
    assert_eq!(spikes.len(), 3, "each sweep has spikes");
    let all = lines(&place, &run, "spikes").len() as f64;
    assert_eq!(measured(&place, &[&run])["isi"][0], Some(all - 3.0));
}

#[test]
fn toml_has_a_table_for_each_quantity_and_says_how_bursts_were_told_apart() {
    let place = Place::new();
    let toml = |preset: &str| -> toml::Table {
        let arguments = ["measure", "--preset", preset, "--for", "300", "--output", "toml"];
        toml::from_str(place.run(&arguments).accepted()).unwrap()
    };
    let chattering = toml("chattering");
    let csv = measured(&place, &[&["--preset", "chattering", "--for", "300"]]);
    assert_eq!(chattering.len(), csv.len());
    for (name, numbers) in &csv {
        let table = chattering[name].as_table().unwrap();
        for (key, number) in ["n", "mean", "sd", "min", "max"].into_iter().zip(numbers) {
            let found = table.get(key).map(|value| match value {
                toml::Value::Integer(whole) => *whole as f64,
                value => value.as_float().unwrap(),
            });
            assert_eq!(found, *number, "{name} {key}");
        }
    }
    assert_eq!(chattering["burst_spikes"]["rule"].as_str(), Some("valley"));
    let silent = toml("rs");
    assert_eq!(silent["burst_spikes"]["rule"].as_str(), Some("short"));
    assert_eq!(silent["burst_spikes"]["below_ms"].as_float(), Some(10.0));
}

#[test]
fn a_neuron_of_a_circuit_is_measured_whatever_the_threads() {
    let place = Place::new();
    for scheme in ["--scheme=izh2003", "--scheme=exact"] {
        let cortex = ["--preset", "cortex-2003", "--for", "300", scheme];
        let spikes = lines(&place, &cortex, "spikes");
        for neuron in ["7", "801"] {
            let outcome = |threads| {
                let more = ["--neuron", neuron, "--threads", threads];
                place.run(&[&["measure"], &cortex[..], &more].concat())
            };
            let one = outcome("1");
            for threads in ["2", "7"] {
                assert_eq!(outcome(threads).accepted(), one.accepted(), "{scheme} {neuron}");
            }
            let times: Vec<f64> = spikes
                .iter()
                .filter(|spike| spike[1] == neuron.parse::<f64>().unwrap())
                .map(|spike| spike[0])
                .collect();
            let isi: Vec<f64> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
            let found = table(one.accepted());
            check(&found["isi"], summary(&isi), scheme);
            assert_eq!(found["ahp"][0], found["isi"][0], "{scheme} {neuron}");
        }
    }
}

#[test]
fn a_neuron_is_measured_alike_alone_and_in_a_circuit() {
    let place = Place::new();
    for scheme in ["paper", "euler", "izh2003", "exact"] {
        let text = format!(
            "kind = \"circuit\"\nname = \"apart\"\ndescription = \"Two.\"\nduration_ms = 400.0\n\
             [integration]\nscheme = \"{scheme}\"\ndt_ms = 0.25\n\
             [[population]]\nname = \"a\"\ncount = 1\npreset = \"regular-spiking\"\n\
             [[population]]\nname = \"b\"\ncount = 1\npreset = \"chattering\"\ncurrent = 10.0\n"
        );
        let file = place.write("apart.toml", &text);
        let circuit = ["--preset", file.to_str().unwrap(), "--neuron", "1"];
        let alone =
            ["--preset", "chattering", "--for", "400", "--current", "10", "--scheme", scheme];
        let alone = measured(&place, &[&alone]);
        assert!(alone["burst_spikes"][0] > Some(2.0), "{scheme}");
        assert_eq!(measured(&place, &[&circuit]), alone, "{scheme}");
    }
}

#[test]
fn mistakes_name_the_option() {
    let place = Place::new();
    for (more, parts) in [
        (&["--from", "-1"][..], &["--from", "0 or more"][..]),
        (&["--from", "nan"], &["--from", "finite"]),
        (&["--to", "inf"], &["--to", "finite"]),
        (&["--from", "101"], &["--from", "100 ms", "found 101"]),
        (&["--from", "100"], &["--from", "before the end", "found 100"]),
        (&["--from", "50", "--to", "50"], &["--to", "after --from 50", "found 50"]),
        (&["--from", "50", "--to", "20"], &["--to", "after --from 50", "found 20"]),
        (&["--to", "0"], &["--to", "after --from 0", "found 0"]),
        (&["--neuron", "0"], &["--neuron", "single neuron"]),
        (&["--for", "-1"], &["--for", "0 or more"]),
    ] {
        let rs = ["measure", "--preset", "rs", "--for", "100"];
        let rs = if more[0] == "--for" { &rs[..3] } else { &rs[..] };
        place.run(&[rs, more].concat()).refused(2, parts);
    }
    let circuit = ["measure", "--preset", "cortex-2003", "--neuron", "1000"];
    place.run(&circuit).refused(2, &["--neuron", "0 to 999", "1000"]);
}

#[test]
fn the_output_goes_to_a_file_that_is_not_replaced_unasked() {
    let place = Place::new();
    let file = place.write("measured.csv", "");
    let arguments = ["measure", "--preset", "rs", "-o", file.to_str().unwrap()];
    place.run(&arguments).refused(2, &["measured.csv"]);
    let printed = place.run(&["measure", "--preset", "rs"]);
    place.run(&[&arguments[..], &["--overwrite"]].concat()).accepted();
    assert_eq!(std::fs::read_to_string(file).unwrap(), printed.accepted());
}
