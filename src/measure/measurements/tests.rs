//! Each definition on rows and spikes made by hand.

use super::*;
use crate::circuit::NeuronId;
use crate::engine::Step;
use crate::model::Equations;

const NEURON: Neuron =
    Neuron { equations: Equations::Standard, a: 0.02, b: 0.2, c_mv: -65.0, d: 8.0, peak_mv: 30.0 };

fn spike(step: u64, time_ms: f64) -> Spike {
    Spike { neuron: NeuronId::FIRST, step: Step(step), time_ms }
}

/// What is measured of spikes at these times (ms).
fn of_train(times_ms: &[f64]) -> Measured {
    let mut measurements = Measurements::new(NEURON, Scheme::Exact, 4);
    times_ms.iter().for_each(|time_ms| measurements.spike(&spike(0, *time_ms)));
    measurements.now()
}

fn figures(measured: &Measured) -> [Figure; 12] {
    Quantity::ALL.map(|quantity| measured.figure(quantity))
}

/// Number, mean, standard deviation, least and largest value.
fn all(figure: Figure) -> (u64, [Option<f64>; 4]) {
    (figure.n, [figure.mean, figure.sd, figure.min, figure.max])
}

fn close(found: Option<f64>, expected: f64) {
    let found = found.expect("a value");
    assert!((found - expected).abs() < 1e-12 * expected.abs().max(1.0), "{found} {expected}");
}

#[test]
fn intervals_and_what_follows_from_them() {
    // Intervals 10, 10, 20 and 5.
    let measured = of_train(&[0.0, 10.0, 20.0, 40.0, 45.0]);
    let isi = measured.figure(Quantity::Isi);
    assert_eq!((isi.n, isi.now, isi.min, isi.max), (4, Some(5.0), Some(5.0), Some(20.0)));
    close(isi.mean, 11.25);
    let sd = ((100.0f64 + 100.0 + 400.0 + 25.0) / 4.0 - 11.25 * 11.25).sqrt();
    close(isi.sd, sd);
    let rate = measured.figure(Quantity::Rate);
    assert_eq!((rate.n, rate.min, rate.max), (4, Some(50.0), Some(200.0)));
    close(rate.mean, (100.0 + 100.0 + 50.0 + 200.0) / 4.0);
    let of_four = |quantity| {
        let figure = measured.figure(quantity);
        assert_eq!((figure.n, figure.sd, figure.min, figure.max), (4, None, None, None));
        figure.mean
    };
    close(of_four(Quantity::Cv), sd / 11.25);
    close(of_four(Quantity::Cv2), (0.0 + 2.0 * 10.0 / 30.0 + 2.0 * 15.0 / 25.0) / 3.0);
    close(of_four(Quantity::Lv), (0.0 + 100.0 / 900.0 + 225.0 / 625.0) * 3.0 / 3.0);
}

#[test]
fn one_interval_has_no_variation_and_one_spike_has_nothing() {
    let one = of_train(&[3.0, 10.0]);
    assert_eq!(all(one.figure(Quantity::Isi)), (1, [Some(7.0), Some(0.0), Some(7.0), Some(7.0)]));
    for quantity in [Quantity::Cv, Quantity::Cv2, Quantity::Lv] {
        assert_eq!(all(one.figure(quantity)), (1, [None; 4]), "{quantity:?}");
    }
    let none = of_train(&[3.0]);
    for quantity in Quantity::ALL {
        assert_eq!(all(none.figure(quantity)), (0, [None; 4]), "{quantity:?}");
    }
}

/// Feeds rows of 1/4 ms with these potentials, u 0 and no current, and spikes in these steps.
fn of_rows(scheme: Scheme, v: &[f64], spikes: &[u64]) -> Measured {
    let mut measurements = Measurements::new(NEURON, scheme, 4);
    for (step, v) in (0..).zip(v) {
        if spikes.contains(&step) {
            measurements.spike(&spike(step, step as f64 * 0.25));
        }
        let row = Sample { step: Step(step), v: *v, u: 0.0, current: 0.0 };
        measurements.row(step as f64 * 0.25, &row);
    }
    measurements.now()
}

/// dv/dt with u 0 and no current.
fn rate_at(v: f64) -> f64 {
    NEURON.v_rate(crate::model::State { v, u: 0.0 }, 0.0)
}

#[test]
fn an_interval_between_labels_is_a_whole_number_of_steps() {
    let interval = |scheme| {
        let mut measurements = Measurements::new(NEURON, scheme, 10);
        measurements.spike(&spike(2, 0.2));
        measurements.spike(&spike(102, 10.2));
        measurements.spike(&spike(103, 10.3));
        let measured = measurements.now();
        let isi = measured.figure(Quantity::Isi);
        (isi.min, isi.max, measured.figure(Quantity::BurstSpikes).now)
    };
    // Differences of times are rounded; an interval of 10 ms is none of a burst.
    assert_eq!(interval(Scheme::Paper), (Some(0.1), Some(10.0), Some(2.0)));
    assert_eq!(interval(Scheme::Exact).0, Some(10.3 - 10.2));
    // A change of scheme goes on with times.
    let mut measurements = Measurements::new(NEURON, Scheme::Exact, 10);
    measurements.spike(&spike(2, 0.27));
    measurements.set_equations(NEURON, Scheme::Paper, 10);
    measurements.spike(&spike(102, 10.2));
    assert_eq!(measurements.now().figure(Quantity::Isi).mean, Some(10.2 - 0.27));
}

#[test]
fn onset_ahp_and_rise_come_from_the_rows_between_two_peaks() {
    assert!(rate_at(-60.0) < 10.0 && rate_at(-70.0) < 10.0 && rate_at(-40.0) < 10.0);
    assert!(rate_at(-30.0) > 10.0 && rate_at(-90.0) > 10.0);
    // The first row after the peak rises fast: that is no onset, since none before it was slow.
    let v = [30.0, -90.0, -60.0, -70.0, -30.0, -20.0, 30.0, -65.0];
    for (scheme, spikes) in
        [(Scheme::Paper, [0, 6]), (Scheme::Euler, [0, 6]), (Scheme::Izh2003, [1, 7])]
    {
        let measured = of_rows(scheme, &v, &spikes);
        let one = |value: f64| (1, [Some(value), Some(0.0), Some(value), Some(value)]);
        assert_eq!(all(measured.figure(Quantity::Onset)), one(-30.0), "{scheme:?}");
        assert_eq!(all(measured.figure(Quantity::Ahp)), one(-90.0), "{scheme:?}");
        assert_eq!(all(measured.figure(Quantity::Rise)), one(rate_at(-20.0)), "{scheme:?}");
    }
    // Peaks in successive rows have nothing between them; a slow train has no onset.
    let measured = of_rows(Scheme::Paper, &[30.0, 30.0, -60.0, -60.0, 30.0], &[0, 1, 4]);
    assert_eq!(measured.figure(Quantity::Isi).n, 2);
    assert_eq!(measured.figure(Quantity::Ahp).n, 1);
    assert_eq!(measured.figure(Quantity::Onset).n, 0);
}

#[test]
fn under_the_exact_scheme_rows_between_spikes_count_to_the_last() {
    let mut measurements = Measurements::new(NEURON, Scheme::Exact, 4);
    for (step, v) in (0..).zip([-60.0, -65.0, -61.0, 29.0, -65.0]) {
        let row = Sample { step: Step(step), v, u: 0.0, current: 0.0 };
        measurements.row(step as f64, &row);
        // After the row of its step.
        if step == 0 || step == 3 {
            measurements.spike(&spike(step, step as f64 + 0.3));
        }
    }
    let measured = measurements.now();
    assert_eq!(measured.figure(Quantity::Isi).mean, Some(3.0));
    assert_eq!(measured.figure(Quantity::Ahp).mean, Some(-65.0));
    assert_eq!(measured.figure(Quantity::Rise).mean, Some(rate_at(29.0)));
    assert_eq!(measured.figure(Quantity::Onset).mean, Some(29.0));
}

/// Feeds rows of 1 ms with these currents, and spikes at these times (ms).
fn under(currents: &[f64], spikes_ms: &[f64], gate_ms: (f64, f64)) -> Measurements {
    let new = Measurements::new(NEURON, Scheme::Exact, 4);
    let mut measurements = new.within(gate_ms.0, gate_ms.1);
    for (step, current) in (0..).zip(currents) {
        let time_ms = step as f64;
        let row = Sample { step: Step(step), v: -60.0, u: 0.0, current: *current };
        measurements.row(time_ms, &row);
        for spike_ms in spikes_ms.iter().filter(|ms| (time_ms..time_ms + 1.0).contains(*ms)) {
            measurements.spike(&spike(step, *spike_ms));
        }
    }
    measurements
}

#[test]
fn latency_is_from_the_last_change_to_the_first_spike() {
    let latency = |currents: &[f64], spikes_ms: &[f64], gate_ms| {
        let measured = under(currents, spikes_ms, gate_ms).now();
        measured.figure(Quantity::Latency).mean
    };
    let (step, all) = ([0.0, 0.0, 5.0, 5.0, 5.0, 5.0], (0.0, 10.0));
    assert_eq!(latency(&step, &[0.5, 3.5, 4.5], all), Some(1.5));
    assert_eq!(latency(&step, &[2.0], all), Some(0.0), "at the very change");
    assert_eq!(latency(&step, &[0.5, 1.5], all), None, "no spike since");
    assert_eq!(latency(&[1.0; 6], &[4.5], all), Some(4.5), "row 0 counts");
    assert_eq!(latency(&[1.0; 6], &[4.5], (1.0, 10.0)), None, "no change in the gate");
    assert_eq!(latency(&step, &[3.5], (2.0, 10.0)), Some(1.5), "against the row before the gate");
    assert_eq!(latency(&step, &[1.5], (0.0, 1.5)), Some(1.5), "the change is after the gate");
    assert_eq!(latency(&step, &[3.5], (0.0, 3.0)), None, "the spike is after the gate");
}

#[test]
fn the_latency_of_a_gate_is_found_among_the_changes_that_are_kept() {
    // Rows 2 to 5 all change.
    let currents = [0.0, 0.0, 1.0, 2.0, 3.0, 4.0, 4.0, 4.0];
    let measurements = under(&currents, &[4.25, 6.5], (0.0, 10.0));
    let latency = |from_ms, to_ms| {
        let measured = measurements.between(from_ms, to_ms).expect("kept");
        measured.figure(Quantity::Latency).mean
    };
    assert_eq!(latency(0.0, 10.0), Some(1.5));
    assert_eq!(latency(0.0, 6.0), None);
    assert_eq!(latency(0.0, 4.5), Some(0.25), "amid a run of changes");
    assert_eq!(latency(5.5, 7.0), None);
    assert_eq!(measurements.at(4.5).expect("kept").figure(Quantity::Latency).mean, Some(0.25));
}

#[test]
fn a_valley_between_two_modes_tells_bursts_apart() {
    // Five bursts of four spikes 20 ms apart, which is too long for the rule of 10 ms, every 500 ms.
    let times_ms: Vec<f64> = (0..5)
        .flat_map(|k| (0..4).map(move |j| f64::from(k) * 500.0 + f64::from(j) * 20.0))
        .collect();
    let measured = of_train(&times_ms);
    let BurstRule::Valley { below_ms } = measured.burst_rule() else { panic!("no valley") };
    assert!(20.0 < below_ms && below_ms < 440.0, "{below_ms}");
    let same = |n, value: f64| (n, [Some(value), Some(0.0), Some(value), Some(value)]);
    assert_eq!(all(measured.figure(Quantity::BurstSpikes)), same(5, 4.0));
    assert_eq!(all(measured.figure(Quantity::BurstLength)), same(5, 60.0));
    assert_eq!(all(measured.figure(Quantity::BurstDuty)), same(4, 0.12));
}

#[test]
fn without_two_modes_a_burst_has_intervals_below_10_ms() {
    // A pair, a single spike, and three spikes; the last interval is exactly 10 ms.
    let measured = of_train(&[0.0, 4.0, 50.0, 90.0, 96.0, 105.5, 115.5]);
    assert_eq!(measured.burst_rule(), BurstRule::Short);
    assert_eq!(BurstRule::Short.below_ms(), 10.0);
    let spikes = measured.figure(Quantity::BurstSpikes);
    assert_eq!((spikes.n, spikes.min, spikes.max), (2, Some(2.0), Some(3.0)));
    let length = measured.figure(Quantity::BurstLength);
    assert_eq!((length.min, length.max, length.now), (Some(4.0), Some(15.5), Some(15.5)));
    // 4 of the 90 ms from one burst to the next.
    assert_eq!(measured.figure(Quantity::BurstDuty).mean, Some(4.0 / 90.0));
    // Two modes less than a decade apart are one.
    let near: Vec<f64> =
        (0..40).map(|k| f64::from(k / 2) * 50.0 + f64::from(k % 2) * 8.0).collect();
    assert_eq!(of_train(&near).burst_rule(), BurstRule::Short);
    assert_eq!(of_train(&near).figure(Quantity::BurstSpikes).n, 20);
}

#[test]
fn a_burst_that_goes_on_counts_with_its_spikes_so_far() {
    let measured = of_train(&[0.0, 50.0, 53.0]);
    assert_eq!(measured.figure(Quantity::BurstSpikes).mean, Some(2.0));
    let measured = of_train(&[0.0, 50.0, 53.0, 55.0]);
    assert_eq!(measured.figure(Quantity::BurstSpikes).mean, Some(3.0));
    assert_eq!(measured.figure(Quantity::BurstLength).mean, Some(5.0));
}

#[test]
fn a_state_set_from_outside_ends_the_train() {
    let mut measurements = Measurements::new(NEURON, Scheme::Exact, 4);
    for (k, time_ms) in [0.0, 3.0, 50.0, 53.0, 60.0].into_iter().enumerate() {
        if k == 2 {
            measurements.begin_train(40.0);
        }
        measurements.spike(&spike(0, time_ms));
    }
    let measured = measurements.now();
    assert_eq!(all(measured.figure(Quantity::Isi)).0, 3);
    // Intervals 3 | 3 and 7: one pair of neighbours.
    assert_eq!(measured.figure(Quantity::Cv2).mean, Some(0.8));
    assert_eq!(measured.figure(Quantity::BurstSpikes).n, 2);
    assert_eq!(measured.figure(Quantity::BurstDuty).n, 0);
}

#[test]
fn the_past_and_a_gate_are_what_was_measured_then() {
    let spikes_ms: Vec<f64> = (0..60).map(|k| f64::from(k) * 7.0 + f64::from(k * k % 5)).collect();
    let mut measurements = Measurements::new(NEURON, Scheme::Exact, 4);
    let mut then = Vec::new();
    for spike_ms in &spikes_ms {
        if *spike_ms == spikes_ms[30] {
            measurements.zero(spikes_ms[30] - 0.5);
        }
        measurements.spike(&spike(0, *spike_ms));
        then.push((*spike_ms, figures(&measurements.now())));
    }
    for (time_ms, measured) in &then {
        let found = measurements.at(*time_ms).expect("kept");
        assert_eq!(figures(&found), *measured, "{time_ms}");
    }
    // A gate counts over the time at which all was set to zero.
    let (from_ms, to_ms) = (spikes_ms[20], spikes_ms[40]);
    let gate = measurements.between(from_ms, to_ms).expect("kept");
    let alone = of_train(&spikes_ms[20..=40]);
    assert_eq!(figures(&gate), figures(&alone));
    let empty = measurements.between(from_ms + 0.1, from_ms + 0.2).expect("kept");
    assert_eq!(empty.figure(Quantity::Isi).n, 0);
}

#[test]
fn a_train_of_any_length_is_measured_in_bounded_memory() {
    let mut measurements = Measurements::new(NEURON, Scheme::Exact, 4);
    // Pairs 4 ms apart, every 100 ms.
    for k in 0..50_000u32 {
        measurements.spike(&spike(0, f64::from(k / 2) * 100.0 + f64::from(k % 2) * 4.0));
    }
    let measured = measurements.now();
    assert_eq!(measured.figure(Quantity::Isi).n, 49_999);
    assert_eq!(measured.figure(Quantity::BurstSpikes).n, 25_000);
    assert!(measurements.at(1000.0).is_none());
    assert!(measurements.between(1000.0, 2000.0).is_none());
}
