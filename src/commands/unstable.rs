//! Warnings on standard error about steps so long that results are numerical artefacts.

use super::say::warn;
use crate::circuit::Recipe;
use crate::engine::{Clock, Setup, Subject};
use crate::measure::{Answer, UnstableSteps, unstable};
use crate::model::{Neuron, Scheme};

/// A neuron with the scheme and step of its run.
#[derive(Clone, Copy)]
struct Ran<'a> {
    neuron: &'a Neuron,
    scheme: Scheme,
    steps_per_ms: u32,
}

impl<'a> From<&'a Setup> for Ran<'a> {
    fn from(setup: &'a Setup) -> Self {
        let Setup { cell, scheme, steps_per_ms } = setup;
        Self { neuron: &cell.neuron, scheme: *scheme, steps_per_ms: *steps_per_ms }
    }
}

impl Ran<'_> {
    /// The bound from which on steps are too long, and the remedy.
    fn reason(&self, lowest_mv: Option<f64>) -> String {
        let Self { neuron, scheme, steps_per_ms, .. } = *self;
        let bound_mv = neuron.unstable_below_mv(scheme, steps_per_ms).unwrap_or(f64::NAN);
        let dt_ms = Clock::new(steps_per_ms).dt_ms();
        let enough = lowest_mv.and_then(|v| neuron.stable_steps_per_ms(scheme, v));
        let enough = enough.filter(|steps| *steps > steps_per_ms);
        let smaller = match enough {
            Some(steps) => format!("--dt {}", Clock::new(steps).dt_ms()),
            None => "a smaller --dt".to_owned(),
        };
        format!(
            "below {} mV, where a step of {dt_ms} ms is unstable under {scheme}; \
             use --scheme exact or {smaller}",
            hundredths(bound_mv)
        )
    }
}

/// Warns if any of the `steps` of a run of `subject` was too long.
pub(super) fn warn_of_run(subject: &Subject, found: &UnstableSteps, steps: u64) {
    match subject {
        Subject::Neuron(setup) => warn_of_neuron(setup, found, steps),
        Subject::Circuit(recipe) => warn_of_circuit(recipe, found),
    }
}

/// Warns if any of the `steps` of a run of a neuron was too long.
pub(super) fn warn_of_neuron(setup: &Setup, found: &UnstableSteps, steps: u64) {
    let Some(first) = found.first() else { return };
    warn(&format!(
        "{}: step too long: {} of {steps} steps, the first at {} ms, start {}",
        setup.cell.name,
        found.steps(),
        first.time_ms,
        Ran::from(setup).reason(found.lowest_mv())
    ));
}

/// Warns if any step of a circuit's run was too long for a neuron; names the first such neuron and
/// its population.
fn warn_of_circuit(recipe: &Recipe, found: &UnstableSteps) {
    let Some(first) = found.first() else { return };
    let Some(index) = recipe.population_of(first.neuron) else { return };
    let population = recipe.population(index);
    let Recipe { name, scheme, steps_per_ms, .. } = recipe;
    let ran = Ran { neuron: &population.neuron, scheme: *scheme, steps_per_ms: *steps_per_ms };
    warn(&format!(
        "{name}: step too long: {} steps of single neurons, the first at {} ms of neuron {} ({}), start {}",
        found.steps(),
        first.time_ms,
        first.neuron,
        population.name,
        ran.reason(found.lowest_mv())
    ));
}

/// Warns for how many currents of a curve steps were too long, if for any.
pub(super) fn warn_of_curve(setup: &Setup, answers: &[Answer]) {
    let unstable = unstable(answers);
    let Some((first, _)) = unstable.clone().next() else { return };
    let lowest_mv = unstable.clone().map(|(_, lowest_mv)| lowest_mv).reduce(f64::min);
    warn(&format!(
        "{}: step too long: no point for {} of {} currents, the first {first}: steps start {}",
        setup.cell.name,
        unstable.count(),
        answers.len(),
        Ran::from(setup).reason(lowest_mv)
    ));
}

/// A number with at most two decimals.
fn hundredths(value: f64) -> String {
    ((value * 100.0).round() / 100.0).to_string()
}
