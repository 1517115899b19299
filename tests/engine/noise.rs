//! Counter-based random numbers, held against the distributions that they claim.

use izh_tui::model::Counter;
use proptest::prelude::*;

/// Numbers that are drawn of each kind.
const N: usize = 1 << 21;

/// Standard errors by which a mean may differ.
const ERRORS_MAX: f64 = 4.0;

fn normals(seed: u64, stream: u64) -> Vec<f64> {
    let mut numbers = vec![0.0; N];
    Counter::new(seed, stream).add_normals(0, 1.0, &mut numbers);
    numbers
}

/// Asserts that `values` have `mean`, if one of them has the variance `variance`.
fn assert_mean(what: &str, values: impl Iterator<Item = f64>, mean: f64, variance: f64) {
    let (mut n, mut sum) = (0u32, 0.0);
    for value in values {
        n += 1;
        sum += value - mean;
    }
    let errors = sum / (f64::from(n) * variance).sqrt();
    assert!(errors.abs() < ERRORS_MAX, "{what} differs by {errors} standard errors");
}

fn square(x: f64) -> f64 {
    x * x
}

/// The probability that a normal number lies above `x`.
fn above(x: f64) -> f64 {
    0.5 * libm::erfc(x / std::f64::consts::SQRT_2)
}

/// Asserts that the largest distance to the distribution is one that a thousandth of all samples
/// exceed, or smaller (Kolmogorov and Smirnov).
fn assert_distribution(mut values: Vec<f64>, distribution: impl Fn(f64) -> f64) {
    let n = values.len() as f64;
    values.sort_by(f64::total_cmp);
    let distances = values.iter().enumerate().map(|(rank, x)| {
        let expected = distribution(*x) * n;
        (expected - rank as f64).abs().max((rank as f64 + 1.0 - expected).abs())
    });
    let largest = distances.fold(0.0, f64::max) / n.sqrt();
    assert!(largest < 1.95, "{largest}");
}

#[test]
fn normal_numbers_have_the_moments_of_their_distribution() {
    for (seed, stream) in [(0, 0), (1, 0), (0, 1), (u64::MAX, u64::MAX)] {
        let numbers = normals(seed, stream);
        let mut power = vec![1.0; N];
        for (moment, mean, variance) in
            [(1, 0.0, 1.0), (2, 1.0, 2.0), (3, 0.0, 15.0), (4, 3.0, 96.0)]
        {
            power.iter_mut().zip(&numbers).for_each(|(power, x)| *power *= x);
            let what = format!("moment {moment} of {seed}, {stream}");
            assert_mean(&what, power.iter().copied(), mean, variance);
        }
    }
}

#[test]
fn normal_numbers_have_the_distribution_of_their_name() {
    assert_distribution(normals(1, 0), |x| above(-x));
    assert_distribution(normals(2, 7), |x| above(-x));
}

#[test]
fn the_tails_hold_as_many_numbers_as_they_should() {
    let numbers = normals(3, 0);
    for bound in [1.0, 2.0, 3.0, 4.0, 4.5] {
        let p = above(bound);
        for side in [1.0, -1.0] {
            let beyond = numbers.iter().map(|x| f64::from(u8::from(x * side > bound)));
            assert_mean(&format!("the tail beyond {bound}"), beyond, p, p * (1.0 - p));
        }
    }
}

#[test]
fn numbers_do_not_depend_on_their_neighbours_streams_or_seeds() {
    let numbers = normals(0, 0);
    let assert_apart = |what: &str, a: &[f64], b: &[f64]| {
        let pairs = || a.iter().zip(b);
        assert_mean(what, pairs().map(|(a, b)| a * b), 0.0, 1.0);
        // Sizes too: of two numbers from one word they could well depend on each other.
        let sizes = pairs().map(|(a, b)| (a * a - 1.0) * (b * b - 1.0));
        assert_mean(&format!("the size of {what}"), sizes, 0.0, 4.0);
    };
    for lag in [1, 2, 8, 15, 16, 17, 31, 32, 33, 1000, 1024] {
        assert_apart(&format!("what is {lag} away"), &numbers, &numbers[lag..]);
    }
    for (seed, stream) in [(0, 1), (0, 2), (1, 0), (2, 0), (1, 1), (1 << 63, 0), (0, 1 << 63)] {
        assert_apart(&format!("{seed}, {stream}"), &numbers, &normals(seed, stream));
    }
}

#[test]
fn uniform_numbers_are_uniform() {
    let counter = Counter::new(5, 2);
    let units: Vec<f64> = (0..N as u64).map(|index| counter.unit(index)).collect();
    assert!(units.iter().all(|unit| (0.0..1.0).contains(unit)));
    assert_distribution(units, |x| x);
    for bit in 0..64 {
        let ones = (0..N as u64).map(|index| ((counter.bits(index) >> bit) & 1) as f64);
        assert_mean(&format!("bit {bit}"), ones, 0.5, 0.25);
    }
}

#[test]
fn whole_numbers_below_a_bound_are_all_as_likely() {
    let counter = Counter::new(6, 0);
    for n in [1, 2, 3, 10, 1000] {
        let mut counts = vec![0u32; n as usize];
        (0..N as u64).for_each(|index| counts[counter.below(index, n) as usize] += 1);
        let expected = N as f64 / f64::from(n);
        let chi_squared: f64 =
            counts.iter().map(|count| square(f64::from(*count) - expected) / expected).sum();
        let (mean, deviation) = (f64::from(n - 1), (2.0 * f64::from(n - 1)).sqrt());
        assert!((chi_squared - mean).abs() <= ERRORS_MAX * deviation, "{n}: {chi_squared}");
    }
    assert_eq!(counter.below(0, 0), 0);
    assert!((0..1000).any(|index| counter.below(index, u32::MAX) > u32::MAX / 2));
}

/// Bits on record, from the same formulas written a second time in another language: another machine
/// would notice.
#[test]
fn the_bits_are_those_on_record() {
    let counter = Counter::new(2003, 1);
    let last = u64::MAX;
    let bits = [0, 1, 1000, last].map(|index| counter.bits(index));
    assert_eq!(
        bits,
        [
            0x11c3_70bd_c082_21bd,
            0x443d_b4a5_73cd_1276,
            0xa42e_5c1d_e165_005e,
            0x28af_d698_a543_0007
        ],
        "{bits:#x?}"
    );
    let normals = [0, 1, 15, 16, 31, 1000, last].map(|index| counter.normal(index).to_bits());
    assert_eq!(
        normals,
        [
            0xbff9_ce77_3c00_6414,
            0x3fe8_4e1d_fc0c_12bd,
            0x3fdb_e270_66a0_12bb,
            0xbffa_7567_9e6b_bb0d,
            0xbff0_a014_bb33_b5c2,
            0xbfd3_799f_53b7_af19,
            0x3ffb_2ba9_4c6d_0e9b
        ],
        "{normals:#x?}"
    );
    let mut sum = [0u64; 2];
    for (index, x) in self::normals(2003, 1).into_iter().enumerate() {
        sum[index % 2] = sum[index % 2].rotate_left(7) ^ x.to_bits();
    }
    assert_eq!(sum, [0xbdab_f6c4_6bd8_bd86, 0x55b1_3089_fc22_0b74], "{sum:#x?}");
}

proptest! {
    /// Whole ranges, ranges in parts and single numbers are the same bits, and they are added.
    #[test]
    fn a_range_may_be_split_anywhere(
        (seed, stream, scale) in (any::<u64>(), 0..4u64, -10.0..10.0),
        first in prop_oneof![0..200u64, any::<u64>(), u64::MAX - 200..=u64::MAX],
        parts in prop::collection::vec(0..100usize, 1..6),
    ) {
        let counter = Counter::new(seed, stream);
        let before: Vec<f64> = (0..parts.iter().sum()).map(|i| i as f64 - 70.0).collect();
        let mut whole = before.clone();
        counter.add_normals(first, scale, &mut whole);
        let mut split = before.clone();
        let (mut rest, mut index) = (split.as_mut_slice(), first);
        for n in parts {
            let part = rest.split_off_mut(..n).expect("as many as the parts together");
            counter.add_normals(index, scale, part);
            index = index.wrapping_add(n as u64);
        }
        for (i, (whole, split)) in whole.iter().zip(&split).enumerate() {
            prop_assert_eq!(whole.to_bits(), split.to_bits());
            let single = before[i] + scale * counter.normal(first.wrapping_add(i as u64));
            prop_assert_eq!(whole.to_bits(), single.to_bits());
        }
    }
}
