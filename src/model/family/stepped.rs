//! A neuron under one of its published schemes: what all of them have in common.

use crate::model::fixed::{FixedStep, Kernel, Outcome, WithScheme};
use crate::model::{Neuron, State};

/// A right-hand side, as far as a step needs it besides the [`Kernel`].
pub(super) trait Form: Copy {
    /// The form of `neuron`, if that has such equations.
    fn of(neuron: &Neuron) -> Option<Self>;

    /// The form of `neuron`, which differs in rate and sensitivity of recovery alone.
    #[inline(always)]
    #[must_use]
    fn with_recovery(self, neuron: &Neuron) -> Self {
        Self::of(&self.known(*neuron)).unwrap_or(self)
    }

    /// `neuron`, with equations that the compiler knows where the form has them.
    #[inline(always)]
    fn known(&self, neuron: Neuron) -> Neuron {
        neuron
    }
}

/// A published scheme: what it does with a form in a step.
pub(super) trait Rule: Copy {
    /// The form that it steps.
    type Form: Form;

    /// See [`FixedStep::RESETS_LATE`].
    const RESETS_LATE: bool = false;

    /// See [`FixedStep::update`].
    fn update(kernel: &Kernel, form: &Self::Form, state: State, current: f64) -> Outcome;

    /// See [`FixedStep::spikes`].
    #[inline(always)]
    fn spikes(neuron: &Neuron, updated: State) -> bool {
        updated.v >= neuron.peak_mv
    }

    /// See [`FixedStep::is_calm`].
    #[inline(always)]
    fn is_calm(neuron: &Neuron, updated: State) -> bool {
        updated.v < neuron.peak_mv
    }
}

/// Does `task` with the neuron of `kernel` under the rule `R`; hands it back if the neuron is not of the
/// rule's form.
#[inline(always)]
pub(super) fn stepped<R: Rule, T: WithScheme>(kernel: Kernel, task: T) -> Result<T::Output, T> {
    match R::Form::of(&kernel.neuron) {
        Some(form) => Ok(task.with(Stepped::<R> { kernel, form })),
        None => Err(task),
    }
}

/// A neuron that is stepped by a rule.
#[derive(Clone, Copy, Debug)]
struct Stepped<R: Rule> {
    kernel: Kernel,
    form: R::Form,
}

impl<R: Rule> FixedStep for Stepped<R> {
    const RESETS_LATE: bool = R::RESETS_LATE;

    #[inline(always)]
    fn neuron(&self) -> Neuron {
        self.form.known(self.kernel.neuron)
    }

    #[inline(always)]
    fn unstable_below_mv(&self) -> f64 {
        self.kernel.unstable_below_mv
    }

    #[inline(always)]
    fn varied(self, a: f64, b: f64) -> Self {
        let kernel = self.kernel.varied(a, b);
        Self { kernel, form: self.form.with_recovery(&kernel.neuron) }
    }

    #[inline(always)]
    fn with_neuron(self, neuron: &Neuron) -> Self {
        Self {
            kernel: self.kernel.with_neuron(neuron),
            form: R::Form::of(neuron).unwrap_or(self.form),
        }
    }

    #[inline(always)]
    fn update(&self, state: State, current: f64) -> Outcome {
        R::update(&self.kernel, &self.form, state, current)
    }

    #[inline(always)]
    fn spikes(&self, updated: State) -> bool {
        R::spikes(&self.neuron(), updated)
    }

    #[inline(always)]
    fn is_calm(&self, updated: State) -> bool {
        R::is_calm(&self.neuron(), updated)
    }
}
