//! Arithmetic on slices of numbers, compiled for the widest vector registers that the processor
//! has.

use multiversion::multiversion;

#[multiversion(targets("x86_64+avx512f", "x86_64+avx2"))]
pub(super) fn fill(sums: &mut [f64], value: f64) {
    sums.fill(value);
}

#[multiversion(targets("x86_64+avx512f", "x86_64+avx2"))]
pub(super) fn add(sums: &mut [f64], terms: &[f64]) {
    for (sum, term) in sums.iter_mut().zip(terms) {
        *sum += term;
    }
}

/// Adds the currents `g (reversal_mv - v)` of conductances.
#[multiversion(targets("x86_64+avx512f", "x86_64+avx2"))]
pub(super) fn add_driven(sums: &mut [f64], conductances: &[f64], reversal_mv: f64, v: &[f64]) {
    for ((sum, conductance), v) in sums.iter_mut().zip(conductances).zip(v) {
        *sum += conductance * (reversal_mv - v);
    }
}

#[multiversion(targets("x86_64+avx512f", "x86_64+avx2"))]
pub(super) fn scale(sums: &mut [f64], factor: f64) {
    for sum in sums {
        *sum *= factor;
    }
}
