//! Fast Fourier transform in place, for sizes that are powers of two.

use std::f64::consts::PI;

/// The transform of one size, with its table of factors.
#[derive(Clone, Debug)]
pub(super) struct Fft {
    /// `exp(-2 pi i k / size)` for the first half of the circle.
    turns: Vec<(f64, f64)>,
}

impl Fft {
    /// The transform of `size` numbers; `size` is a power of two above 1.
    pub(super) fn new(size: usize) -> Self {
        assert!(size.is_power_of_two() && size > 1, "a power of two");
        let angle = |k: usize| -2.0 * PI * k as f64 / size as f64;
        let turn = |k| (libm::cos(angle(k)), libm::sin(angle(k)));
        Self { turns: (0..size / 2).map(turn).collect() }
    }

    /// Replaces the numbers, given as real and imaginary parts, by their transform.
    pub(super) fn transform(&self, re: &mut [f64], im: &mut [f64]) {
        let size = 2 * self.turns.len();
        let shift = usize::BITS - size.trailing_zeros();
        for place in 0..size {
            let other = place.reverse_bits() >> shift;
            if place < other {
                re.swap(place, other);
                im.swap(place, other);
            }
        }
        let mut half = 1;
        while half < size {
            let stride = self.turns.len() / half;
            for start in (0..size).step_by(2 * half) {
                for k in 0..half {
                    let (cos, sin) = self.turns[k * stride];
                    let (low, high) = (start + k, start + k + half);
                    let (x, y) = (re[high] * cos - im[high] * sin, re[high] * sin + im[high] * cos);
                    (re[high], im[high]) = (re[low] - x, im[low] - y);
                    (re[low], im[low]) = (re[low] + x, im[low] + y);
                }
            }
            half *= 2;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_sum_that_defines_it() {
        for size in [2, 8, 64] {
            let wave = |k: usize| (libm::sin(k as f64 * 0.7) + 0.1 * k as f64, k as f64 % 3.0);
            let (mut re, mut im): (Vec<f64>, Vec<f64>) = (0..size).map(wave).unzip();
            Fft::new(size).transform(&mut re, &mut im);
            for bin in 0..size {
                let (mut x, mut y) = (0.0, 0.0);
                for k in 0..size {
                    let angle = -2.0 * PI * (bin * k) as f64 / size as f64;
                    let (a, b) = wave(k);
                    x += a * libm::cos(angle) - b * libm::sin(angle);
                    y += a * libm::sin(angle) + b * libm::cos(angle);
                }
                assert!((re[bin] - x).abs() < 1e-9 && (im[bin] - y).abs() < 1e-9, "{size} {bin}");
            }
        }
    }
}
