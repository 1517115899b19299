//! The current of every kind of segment, at steps, at edges and in continuous time.

use izh_tui::input::Document;
use izh_tui::model::stimulus::{Input, Schedule, Source, preview};
use izh_tui::model::{Protocol, Shape};
use izh_tui::preset::{Table, Wanted, parse_stimulus};

use crate::support::model::{stimulus, stimulus_names};

fn protocol(text: &str) -> Protocol {
    let read = |wanted: &Wanted<'_>| {
        Ok(Table::read(wanted.file, &mut "0.5,4\n1,5\n2.25,6\n".as_bytes(), wanted)?)
    };
    let document = Document::new("s.toml", text);
    parse_stimulus(&document, Some(&read), None).unwrap_or_else(|error| panic!("{error}"))
}

/// A segment from 10 to 14 ms over a baseline of -1, of which the last ms is past the protocol's end.
fn segment(keys: &str) -> Protocol {
    let head = "duration_ms = 20.0\nbaseline = -1.0\n[[segment]]\nstart_ms = 10.0\nend_ms = 14.0\n";
    protocol(&format!("{head}{keys}"))
}

fn input(schedule: &Schedule) -> Input<'_> {
    Input { source: Source::Protocol { schedule, origin: 0, noise_origin: 0 }, injected: 0.0 }
}

/// Currents in steps of `1/n` ms, for the steps in `steps`.
fn sampled(protocol: &Protocol, n: u32, steps: std::ops::Range<u64>) -> Vec<f64> {
    let schedule = Schedule::new(protocol, n, 1);
    steps.map(|k| input(&schedule).current(k)).collect()
}

#[track_caller]
fn assert_close(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() < 1e-12, "{found} and {expected}");
    }
}

#[test]
fn a_hold_and_a_step_are_levels() {
    for kind in ["", "kind = \"level\"\n", "kind = \"hold\"\n", "kind = \"step\"\n"] {
        let found = sampled(&segment(&format!("{kind}level = 3.0\n")), 1, 9..16);
        assert_eq!(found, [-1.0, -1.0, 3.0, 3.0, 3.0, -1.0, -1.0], "{kind}");
    }
}

#[test]
fn edges_of_a_train_are_those_of_its_pulses() {
    let train = |edges| {
        let keys = format!("level = 5.0\nperiod_ms = 2.0\nwidth_ms = 0.5\nedges = \"{edges}\"");
        let found = sampled(&segment(&keys), 4, 38..60);
        let on = |(k, current): (u64, &f64)| (*current == 5.0).then_some(k);
        (38..).zip(&found).filter_map(on).collect::<Vec<u64>>()
    };
    // Pulses from 10 to 10.5 and from 12 to 12.5 ms; one that would start at the end does not.
    assert_eq!(train("open"), [41, 49]);
    assert_eq!(train("left"), [40, 41, 48, 49]);
    assert_eq!(train("closed"), [40, 41, 42, 48, 49, 50, 56]);
}

#[test]
fn pulses_stay_on_their_steps_for_ever() {
    let text =
        "duration_ms = 1000000.0\nbaseline = 0.0\n[[segment]]\nstart_ms = 0.7\nend_ms = 1000000.0
        level = 1.0\nperiod_ms = 0.3\nwidth_ms = 0.1\nedges = \"left\"\n";
    let schedule = Schedule::new(&protocol(text), 10, 1);
    for k in (0..3000).chain(9_990_000..10_003_000) {
        let expected = if k >= 7 && (k - 7) % 3 == 0 { 1.0 } else { 0.0 };
        assert_eq!(input(&schedule).current(k), expected, "{k}");
    }
}

#[test]
fn a_sine_starts_at_its_phase() {
    let keys = "level = 2.0\namplitude = 4.0\nfrequency_hz = 250.0\nedges = \"left\"\n";
    let at_once = sampled(&segment(keys), 2, 19..29);
    let root = 8.0f64.sqrt();
    let sine = [0.0, root, 4.0, root, 0.0, -root, -4.0, -root].map(|wave| 2.0 + wave);
    assert_close(&at_once, &[&[-1.0][..], &sine, &[-1.0]].concat());
    let cosine = sampled(&segment(&format!("phase_deg = 90.0\n{keys}")), 2, 20..23);
    assert_close(&cosine, &[6.0, 2.0 + root, 2.0]);
}

#[test]
fn a_chirp_gathers_speed() {
    // From 0 to 500 Hz in 4 ms: a quarter of a turn after 2 ms, a whole one after 4.
    let keys = "level = 0.0\namplitude = 1.0\nfrom_hz = 0.0\nto_hz = 500.0\nedges = \"left\"\n";
    let turn = |share: f64| libm::sin(2.0 * std::f64::consts::PI * share);
    let expected = [0.0, turn(1.0 / 16.0), 1.0, turn(9.0 / 16.0), -1.0];
    assert_close(&sampled(&segment(keys), 1, 10..15), &expected);
    // Backwards in frequency: 500 Hz to begin with.
    let falling = keys.replace("from_hz = 0.0\nto_hz = 500.0", "from_hz = 500.0\nto_hz = 0.0");
    assert_close(&sampled(&segment(&falling), 1, 10..12), &[0.0, turn(0.5 - 1.0 / 16.0)]);
}

#[test]
fn samples_hold_until_the_next() {
    let inline = "values = [4.0, 5.0, 6.0]\n";
    let every = segment(&format!("sample_ms = 1.0\nedges = \"left\"\n{inline}"));
    let expected = [-1.0, 4.0, 4.0, 5.0, 5.0, 6.0, 6.0, 6.0, 6.0, -1.0];
    assert_eq!(sampled(&every, 2, 19..29), expected);
    let timed = segment(&format!("times_ms = [0.5, 1.0, 2.25]\nedges = \"left\"\n{inline}"));
    let expected = [-1.0, -1.0, 4.0, 5.0, 5.0, 5.0, 6.0, 6.0, 6.0, -1.0];
    assert_eq!(sampled(&timed, 2, 19..29), expected);
    assert_eq!(segment("file = \"a.csv\"\nedges = \"left\""), timed);
}

#[test]
fn samples_stay_on_their_steps() {
    // 0.1 ms and 37.7 ms are no binary numbers, but sample k is in step 377 + k.
    let values: Vec<String> = (0..3000).map(|k| format!("{k}.0")).collect();
    let text = format!(
        "duration_ms = 400.0\nbaseline = 0.0\n[[segment]]\nstart_ms = 37.7\nend_ms = 400.0
        edges = \"left\"\nsample_ms = 0.1\nvalues = [{}]\n",
        values.join(",")
    );
    let expected: Vec<f64> = (0..3000u32).map(f64::from).collect();
    assert_eq!(sampled(&protocol(&text), 10, 377..3377), expected);
}

#[test]
fn noise_has_its_mean_and_deviation() {
    for keys in ["sd = 3.0\nper = \"step\"", "sd = 3.0\ntau_ms = 5.0"] {
        let text = format!(
            "duration_ms = 20000.0\nbaseline = 0.0\n[[segment]]\nstart_ms = 0.0\nend_ms = 20000.0\nlevel = 7.0\n{keys}"
        );
        let found = sampled(&protocol(&text), 4, 1..80_000);
        let count = found.len() as f64;
        let mean = found.iter().sum::<f64>() / count;
        let variance = found.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / count;
        assert!((mean - 7.0).abs() < 0.2, "{keys}: {mean}");
        assert!((variance.sqrt() - 3.0).abs() < 0.1, "{keys}: {variance}");
    }
}

#[test]
fn a_sequence_is_repeated_and_others_find_room_between() {
    let laid_out = stimulus("sequence");
    let starts: Vec<f64> = laid_out.segments.iter().map(|segment| segment.start_ms).collect();
    assert_eq!(starts, [20.0, 28.1, 65.0, 73.1, 95.0, 110.0, 118.1, 155.0, 163.1]);
    assert_eq!(laid_out.segments[8].end_ms, 165.1);
    assert_eq!(laid_out.duration_ms, 200.0);
}

#[test]
fn sweeps_follow_one_another_with_a_level_each() {
    let laid_out = stimulus("sweep");
    assert_eq!(laid_out.duration_ms, 300.0);
    let middles: Vec<u64> = (0..5).map(|sweep| sweep * 60 + 30).collect();
    let levels = |steps: &[u64]| -> Vec<f64> {
        steps.iter().map(|&k| sampled(&laid_out, 1, k..k + 1)[0]).collect()
    };
    assert_eq!(levels(&middles), [-3.0, 0.3, 3.6, 6.9, 10.2]);
    assert_eq!(levels(&[6, 66, 126, 186, 246]), [-2.0; 5]);
    assert_eq!(levels(&[0, 60, 120, 300, 1000]), [0.0; 5]);
}

#[test]
fn what_lasts_to_the_end_goes_on_past_it() {
    let text = |keys: &str| {
        protocol(&format!(
            "duration_ms = 4.0\nbaseline = -1.0\n[[segment]]\nstart_ms = 0.0\nend_ms = 4.0\nedges = \"left\"\n{keys}"
        ))
    };
    let train = text("level = 1.0\nperiod_ms = 2.0\nwidth_ms = 1.0\n");
    assert_eq!(sampled(&train, 1, 100..104), [1.0, -1.0, 1.0, -1.0]);
    assert_eq!(train.settled_current(), -1.0);
    let sine = text("level = 3.0\namplitude = 1.0\nfrequency_hz = 250.0\n");
    assert_close(&sampled(&sine, 1, 100..103), &[3.0, 4.0, 3.0]);
    assert_eq!(sine.settled_current(), 3.0);
    let samples = text("values = [1.0, 9.0]\nsample_ms = 3.0\n");
    assert_eq!(sampled(&samples, 1, 100..101), [9.0]);
    assert_eq!(samples.settled_current(), 9.0);
}

#[test]
fn stretches_and_pieces_agree_with_single_samples() {
    for name in stimulus_names() {
        let protocol = stimulus(&name);
        for n in [1, 4, 30] {
            let schedule = Schedule::new(&protocol, n, 1);
            let input = input(&schedule);
            let end = (protocol.duration_ms + 20.0) as u64 * u64::from(n);
            let mut step = 0;
            while step < end {
                let stretch = input.stretch(step);
                assert!(stretch.end > step, "{name}");
                for k in step..stretch.end.min(end) {
                    let current = input.current(k);
                    assert_eq!(stretch.constant.unwrap_or(current), current, "{name} {n} {k}");
                    // Just inside a step there are no edges to differ about.
                    let offset_ms = 1e-7;
                    let piece = input.piece(k, offset_ms);
                    let wave = piece.wave.map_or(0.0, |wave| wave.sine);
                    let same = (piece.level + wave - current).abs() < 1e-3;
                    let begins = k > 0 && input.stretch(k - 1).end == k;
                    let on_edge = begins || input.stretch(k).end == k + 1;
                    assert!(same || on_edge, "{name} {n} {k}: {piece:?} and {current}");
                }
                step = stretch.end;
            }
        }
    }
}

#[test]
fn a_preview_holds_every_current_of_the_pass() {
    for name in stimulus_names() {
        let protocol = stimulus(&name);
        let columns = preview(&protocol, 4, 1, 50);
        assert_eq!(columns.len(), 50);
        let steps = protocol.duration_ms as u64 * 4 + 1;
        let mut column = 0;
        for (k, current) in sampled(&protocol, 4, 0..steps).iter().enumerate() {
            while (column + 1) * steps / 50 <= k as u64 {
                column += 1;
            }
            let (low, high) = columns[column as usize];
            assert!(
                (low..=high).contains(current),
                "{name}, step {k}: {current} in {low} to {high}"
            );
        }
    }
}

#[test]
fn a_preview_shows_turns_that_it_could_miss() {
    // Looks every 120 steps of a quarter of a ms are looks at every 30th turn.
    let text =
        "duration_ms = 48000.0\nbaseline = 0.0\n[[segment]]\nstart_ms = 0.0\nend_ms = 48000.0
        level = 0.0\namplitude = 4.0\nfrequency_hz = 1000.0\n";
    assert_eq!(preview(&protocol(text), 4, 1, 50)[1..], [(-4.0, 4.0); 49]);
}

#[test]
fn a_preview_of_days_costs_no_more() {
    for keys in [
        "level = 4.0",
        "level = 4.0\nperiod_ms = 0.001\nwidth_ms = 0.001",
        "level = 0.0\namplitude = 4.0\nfrequency_hz = 1000.0",
        "level = 0.0\nsd = 1.0\nper = \"step\"",
        "level = 0.0\nsd = 1.0\ntau_ms = 1000000.0",
        "sample_ms = 1000.0\nvalues = [4.0, 1.0]",
    ] {
        let text = format!(
            "duration_ms = 1e9\nbaseline = 0.0\n[[segment]]\nstart_ms = 0.0\nend_ms = 1e9\n{keys}"
        );
        let columns = preview(&protocol(&text), 1_000_000, 1, 150);
        let highest = columns.iter().map(|column| column.1).fold(0.0, f64::max);
        assert!((1.0..5.0).contains(&highest), "{keys}: {highest}");
    }
}

/// Sum of the current times the step over each of many ms, minus what its mean gives.
fn charges(protocol: &Protocol, n: u32) -> Vec<f64> {
    let currents = sampled(protocol, n, 0..20_000 * u64::from(n));
    let ms = currents.chunks(n as usize);
    ms.map(|ms| ms.iter().map(|current| current - 2.0).sum::<f64>() / f64::from(n)).collect()
}

fn variance(numbers: &[f64]) -> f64 {
    numbers.iter().map(|x| x * x).sum::<f64>() / numbers.len() as f64
}

/// The charge of a ms varies by the square of `sd`, whatever the step; by the step, it varies with it.
#[test]
fn noise_carries_the_same_charge_at_every_step() {
    let noise = |per: &str| {
        let head = "duration_ms = 1e6\nbaseline = 0.0\n[[segment]]\nkind = \"noise\"\n";
        let ends = "start_ms = 0.0\nend_ms = 1e6\nedges = \"left\"\nlevel = 2.0\nsd = 3.0\n";
        protocol(&format!("{head}{ends}{per}"))
    };
    for (n, dt) in [(1, 1.0), (2, 0.5), (10, 0.1)] {
        for (per, expected) in [("", 9.0), ("per = \"sqrt-ms\"", 9.0), ("per = \"step\"", 9.0 * dt)]
        {
            let share = variance(&charges(&noise(per), n)) / expected;
            assert!((0.96..1.04).contains(&share), "{per} at {dt}: {share}");
        }
    }
    // At 1 ms both are the same, and at a quarter twice the deviation makes up for the steps.
    assert_eq!(charges(&noise(""), 1), charges(&noise("per = \"step\""), 1));
    let mut twice = noise("per = \"step\"");
    if let Shape::Noise { sd, .. } = &mut twice.segments[0].shape {
        *sd *= 2.0;
    }
    assert_eq!(charges(&noise(""), 4), charges(&twice, 4));
}
