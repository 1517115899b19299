use std::f64::consts::PI;

use super::*;
use crate::circuit::NeuronId;
use crate::engine::{Sink, Spike, Step};
use crate::model::noise::Noise;

fn noise(seed: u64, length: usize) -> Vec<f64> {
    Noise::new(seed, 0).normals_from(0).take(length).collect()
}

/// Sines, given as frequency (Hz) and amplitude, in white noise of variance 1.
fn sines(seed: u64, length: usize, sines: &[(f64, f64)]) -> Vec<f64> {
    let mut counts = noise(seed, length);
    for (k, count) in counts.iter_mut().enumerate() {
        for (frequency_hz, amplitude) in sines {
            *count += amplitude * libm::sin(2.0 * PI * frequency_hz * k as f64 / 1000.0);
        }
    }
    counts
}

fn peaks(counts: &[f64]) -> Vec<Peak> {
    Spectrum::of(counts).expect("long enough").peaks()
}

#[test]
fn sines_in_noise_are_found_within_one_bin_and_named() {
    for (seed, expected) in [
        (1, vec![(2.9, Band::Delta)]),
        (2, vec![(5.5, Band::Theta)]),
        (3, vec![(7.8, Band::Alpha), (32.0, Band::Gamma)]),
        (4, vec![(10.0, Band::Alpha), (18.0, Band::Beta), (40.0, Band::Gamma)]),
        (5, vec![(120.0, Band::HighGamma)]),
    ] {
        for length in [4000, 8000, 10_000] {
            let waves: Vec<_> = expected.iter().map(|(hz, _)| (*hz, 0.8)).collect();
            let spectrum = Spectrum::of(&sines(seed, length, &waves)).unwrap();
            let found = spectrum.peaks();
            assert_eq!(found.len(), expected.len(), "{length}: {expected:?}: {found:?}");
            let shares: f64 = found.iter().map(|peak| peak.share).sum();
            assert!(shares <= 1.0, "{length}: {found:?}");
            for (peak, (frequency_hz, band)) in found.iter().zip(&expected) {
                let off = (peak.frequency_hz - frequency_hz).abs();
                assert!(off <= spectrum.resolution_hz(), "{length}: {expected:?}: {found:?}");
                assert_eq!(peak.band, *band);
            }
        }
    }
}

#[test]
fn the_frequency_of_a_line_is_read_between_the_estimates() {
    for frequency_hz in [20.3, 42.2, 84.4, 126.6] {
        let found = peaks(&sines(1, 60_000, &[(frequency_hz, 2.0)]));
        assert_eq!(found.len(), 1, "{found:?}");
        assert!((found[0].frequency_hz - frequency_hz).abs() < 0.05, "{frequency_hz}: {found:?}");
    }
}

/// Volleys four times a second, each of sixteen spikes 6.5 ms apart: lines at multiples of 4 Hz
/// under an envelope whose maximum mostly lies between two of them.
#[test]
fn a_trough_between_lines_is_no_peak() {
    let mut counts = vec![0u32; 20_000];
    for volley in (10..19_000).step_by(250) {
        (0..16).for_each(|cell| counts[volley + cell * 13 / 2] += 1);
    }
    for length in [4000, 6000, 10_000, 20_000] {
        let found = Spectrum::of(&counts[..length]).unwrap().peaks();
        assert!(!found.is_empty(), "{length}");
        for peak in &found {
            let line_hz = 4.0 * (peak.frequency_hz / 4.0).round();
            assert!((peak.frequency_hz - line_hz).abs() < 0.3, "{length}: {found:?}");
        }
    }
}

#[test]
fn a_broad_rhythm_is_found_beside_a_narrow_one() {
    // A resonance at 40 Hz that forgets within a few periods.
    let (decay, turn) = (0.97, 2.0 * PI * 40.0 / 1000.0);
    let mut counts = sines(7, 10_000, &[(8.0, 6.0)]);
    let (mut last, mut last_but_one) = (0.0, 0.0);
    for (count, drive) in counts.iter_mut().zip(noise(8, 10_000)) {
        let next = 2.0 * decay * libm::cos(turn) * last - decay * decay * last_but_one + drive;
        (last_but_one, last) = (last, next);
        *count += next;
    }
    let found = peaks(&counts);
    let names: Vec<_> = found.iter().map(|peak| peak.band.name()).collect();
    assert_eq!(names, ["alpha", "gamma"], "{found:?}");
    assert!((found[1].frequency_hz - 40.0).abs() < 4.0, "{found:?}");
    assert!(found[1].share > 0.3, "{found:?}");
    assert!(found[0].share + found[1].share <= 1.0, "{found:?}");
}

#[test]
fn white_noise_hardly_ever_has_a_peak() {
    for length in [1000, 4000, 8000, 10_000] {
        let false_peaks = |seed: &u64| !peaks(&noise(*seed, length)).is_empty();
        let (few, many) =
            ((0..20).filter(false_peaks).count(), (0..300).filter(false_peaks).count());
        assert!(few <= 1 && many <= 9, "{length}: {few} of 20, {many} of 300");
    }
}

#[test]
fn a_slope_has_no_peaks() {
    for seed in 0..20 {
        let mut level = 0.0;
        let slow: Vec<f64> = noise(seed, 8000)
            .into_iter()
            .map(|drive| {
                level = 0.95 * level + drive;
                level
            })
            .collect();
        assert_eq!(peaks(&slow), [], "{seed}");
    }
}

#[test]
fn what_happened_once_is_no_rhythm() {
    let mut counts = vec![0u32; 8000];
    assert_eq!(Spectrum::of(&counts).unwrap().peaks(), []);
    for time_ms in [3000, 3100, 3200] {
        counts[time_ms] = 5;
    }
    assert_eq!(Spectrum::of(&counts).unwrap().peaks(), []);
    assert_eq!(Spectrum::of(&[7u32; 8000]).unwrap().peaks(), []);
}

#[test]
fn power_adds_up_to_the_variance() {
    // One segment: what is left under its window.
    let counts = noise(3, 1024);
    let mut welch = Welch::for_counts(10_000).unwrap();
    counts.iter().for_each(|&count| welch.push(count));
    let mean = counts.iter().sum::<f64>() / 1024.0;
    let (mut under, mut weights) = (0.0, 0.0);
    for (k, count) in counts.iter().enumerate() {
        let window = 0.5 - 0.5 * libm::cos(2.0 * PI * k as f64 / 1024.0);
        under += (count - mean) * (count - mean) * window * window;
        weights += window * window;
    }
    let whole =
        |spectrum: &Spectrum| spectrum.power().iter().sum::<f64>() * spectrum.resolution_hz();
    assert!((whole(&welch.spectrum().unwrap()) - under / weights).abs() < 1e-9);
    // A sine of amplitude 3 has a variance of 4.5, and almost all of it lies around its frequency.
    let spectrum = Spectrum::of(&sines(1, 20_000, &[(50.0, 3.0)])).unwrap();
    assert!((whole(&spectrum) - 5.5).abs() < 0.2, "{}", whole(&spectrum));
    let share = spectrum.peaks()[0].share;
    assert!((share - 4.5 / 5.5).abs() < 0.1, "{share}");
}

#[test]
fn fewer_counts_make_coarser_frequencies() {
    let resolution_hz = |length| Spectrum::of(&noise(1, length)).unwrap().resolution_hz();
    for (length, expected_hz) in
        [(448, 7.8125), (896, 3.90625), (1792, 1.953125), (3584, 0.9765625)]
    {
        assert_eq!(resolution_hz(length), expected_hz, "{length}");
        assert_eq!(resolution_hz(2 * length - 1), expected_hz.max(0.9765625), "{length}");
    }
    assert_eq!(resolution_hz(90_000), 0.9765625);
    assert_eq!(Spectrum::of(&[0u32; 447]), None);
}

#[test]
fn activity_counts_the_spikes_of_each_millisecond() {
    let mut activity = Activity::new(4, 4000.0);
    let mut counts = vec![0u32; 4000];
    for (k, value) in (0..16_000).zip(noise(5, 16_000)) {
        if value > 1.0 {
            activity.spike(&Spike {
                neuron: NeuronId::FIRST,
                step: Step(k),
                time_ms: k as f64 / 4.0,
            });
            counts[k as usize / 4] += 1;
        }
        activity.end(Step(k), 0);
    }
    assert_eq!(activity.spectrum(), Spectrum::of(&counts));
    assert_eq!(Activity::new(1, 447.9).spectrum(), None);
}

#[test]
fn bands_meet_at_their_edges() {
    for (frequency_hz, name) in [
        (0.0, "delta"),
        (3.99, "delta"),
        (4.0, "theta"),
        (7.8, "alpha"),
        (13.0, "beta"),
        (28.0, "gamma"),
        (79.9, "gamma"),
        (80.0, "high gamma"),
        (500.0, "high gamma"),
    ] {
        assert_eq!(Band::of(frequency_hz).name(), name, "{frequency_hz}");
    }
}
