//! What `trigger` writes.

use crate::support::program::Place;

/// The chattering neuron for 300 ms, in the scheme of the paper.
const CHATTERING: [&str; 5] = ["--preset", "chattering", "--scheme=paper", "--for", "300"];

/// The event times (ms) that `trigger` prints.
fn events(place: &Place, arguments: &[&[&str]]) -> Vec<f64> {
    let outcome = place.run(&[&["trigger"], &arguments.concat()[..]].concat());
    let mut lines = outcome.accepted().lines();
    assert_eq!(lines.next(), Some("t_ms"));
    lines.map(|line| line.parse().unwrap()).collect()
}

#[test]
fn the_events_of_the_type_spike_are_the_spikes() {
    let place = Place::new();
    for preset in ["chattering", "rebound-spike", "rs07", "ca1-pyramidal"] {
        for scheme in ["--scheme=euler", "--scheme=exact"] {
            let run = ["--preset", preset, scheme, "--for", "300"];
            let spikes = place.run(&[&["run"], &run[..], &["--output", "spikes"]].concat());
            for spike in [["--type", "spike"], ["--source", "spike"]] {
                let events = place.run(&[&["trigger"], &run[..], &spike].concat());
                assert_eq!(events.accepted(), spikes.accepted(), "{preset} {scheme}");
            }
        }
    }
}

#[test]
fn the_spikes_of_a_neuron_of_a_circuit_are_its_own() {
    let place = Place::new();
    let cortex = ["--preset", "cortex-2003", "--for", "300"];
    let spikes = place.run(&[&["run"], &cortex[..], &["--output", "spikes"]].concat());
    let mut found = 0;
    for neuron in ["0", "799", "800", "999"] {
        let of_neuron = |line: &str| {
            let (time, number) = line.split_once(',')?;
            (number == neuron).then(|| time.parse().unwrap())
        };
        let expected: Vec<f64> = spikes.accepted().lines().filter_map(of_neuron).collect();
        found += expected.len();
        for threads in ["1", "2"] {
            let more = ["--neuron", neuron, "--type", "spike", "--threads", threads];
            assert_eq!(events(&place, &[&cortex, &more]), expected, "{neuron}");
        }
        // Every reset is a falling edge: under `izh2003` in the row with the label of the spike.
        let more = ["--neuron", neuron, "--slope", "fall"];
        assert_eq!(events(&place, &[&cortex, &more]), expected, "{neuron}");
    }
    assert!(found > 4, "{found} spikes");
}

#[test]
fn each_spike_of_a_chattering_neuron_is_a_rising_and_a_falling_edge() {
    let place = Place::new();
    let spikes = events(&place, &[&CHATTERING, &["--type", "spike"]]);
    let edge = ["--type", "edge", "--level", "-20", "--hysteresis", "5"];
    let rising = events(&place, &[&CHATTERING, &edge]);
    let falling = events(&place, &[&CHATTERING, &edge, &["--slope", "fall"]]);
    assert_eq!((spikes.len(), rising.len(), falling.len()), (23, 23, 23));
    for ((spike, rise), fall) in spikes.iter().zip(&rising).zip(&falling) {
        assert!(spike - 1.0 <= *rise && rise < spike, "{rise} before {spike}");
        assert_eq!(*fall, spike + 0.25);
    }
    let mut both = [rising, falling].concat();
    both.sort_by(f64::total_cmp);
    assert_eq!(events(&place, &[&CHATTERING, &edge, &["--slope", "either"]]), both);
}

#[test]
fn options_thin_events_out() {
    let place = Place::new();
    // The first spikes of the five bursts.
    let bursts = [19.0, 82.0, 137.5, 193.0, 248.5];
    assert_eq!(events(&place, &[&CHATTERING, &["--type", "burst", "--idle", "20"]]), bursts);
    assert_eq!(events(&place, &[&CHATTERING, &["--type", "burst", "--count", "2"]]), bursts[..2]);
    let long = ["--preset", "chattering", "--for", "5000"];
    let held_off = events(&place, &[&long, &["--holdoff", "1000"]]);
    assert!(held_off.len() == 5 && held_off.windows(2).all(|pair| pair[1] - pair[0] >= 1000.0));
    assert!(events(&place, &[&CHATTERING, &["--level", "100"]]).is_empty());
}

#[test]
fn a_pulse_of_current_is_a_pulse_to_the_trigger() {
    let place = Place::new();
    // Steps of current up to 5 from 10 to 20 ms and up to 9 from 40 to 42 ms.
    let stimulus = "duration_ms = 100.0\nbaseline = 0.0\n\
        [[segment]]\nstart_ms = 10.0\nend_ms = 20.0\nedges = \"left\"\nlevel = 5.0\n\
        [[segment]]\nstart_ms = 40.0\nend_ms = 42.0\nedges = \"left\"\nlevel = 9.0\n";
    let file = place.write("pulses.toml", stimulus);
    let current = ["--source", "current", "--level", "3", "--hysteresis", "1"];
    let run = ["--preset", "rs", "--scheme=paper", "--stimulus", file.to_str().unwrap()];
    for (more, expected) in [
        (&["--type", "edge"][..], &[10.0, 40.0][..]),
        (&["--slope", "fall"], &[20.0, 42.0]),
        (&["--type", "width"], &[20.0, 42.0]),
        (&["--type", "width", "--min", "2", "--max", "2"], &[42.0]),
        (&["--type", "width", "--min", "2.1"], &[20.0]),
        (&["--type", "runt", "--level2", "9"], &[20.0]),
        (&["--type", "window", "--level2", "6"], &[20.0]),
        (&["--type", "window", "--level2", "6", "--slope", "fall"], &[10.0]),
        (&["--type", "timeout", "--timeout", "25"], &[35.0, 65.0]),
    ] {
        assert_eq!(events(&place, &[&run, &current, more]), expected, "{more:?}");
    }
}

#[test]
fn mistakes_name_the_option() {
    let place = Place::new();
    for (more, parts) in [
        (&["--level", "nan"][..], &["--level", "finite"][..]),
        (&["--hysteresis", "-1"], &["--hysteresis", "0 or more"]),
        (&["--holdoff", "-1"], &["--holdoff", "0 or more"]),
        (&["--idle", "-1"], &["--idle", "0 or more"]),
        (&["--min", "-1"], &["--min", "0 or more"]),
        (&["--max", "inf"], &["--max", "0 or more"]),
        (&["--type", "width", "--min", "5", "--max", "2"], &["--max", "min 5", "found 2"]),
        (&["--timeout", "-0.1"], &["--timeout", "0 or more"]),
        (&["--count", "0"], &["--count", "1 or more"]),
        (&["--type", "runt"], &["--level2", "-20", "found none"]),
        (&["--type", "runt", "--level2", "-30"], &["--level2", "-20", "rise", "-30"]),
        (&["--type", "runt", "--level2", "0", "--slope", "fall"], &["--level2", "fall"]),
        (&["--type", "runt", "--level2", "0", "--slope", "either"], &["--level2", "either"]),
        (&["--type", "window", "--level2", "-20"], &["--level2", "-20"]),
        (&["--source", "spike", "--type", "edge"], &["--type", "spike or burst"]),
        (&["--neuron", "0"], &["--neuron", "single neuron"]),
    ] {
        place.run(&[&["trigger", "--preset", "rs"], more].concat()).refused(2, parts);
    }
    let circuit = ["trigger", "--preset", "cortex-2003", "--neuron", "1000"];
    place.run(&circuit).refused(2, &["--neuron", "0 to 999", "1000"]);
}
