//! A neuron under a published fixed-step scheme: the code that these schemes share.

use crate::model::fixed::{FixedStep, Kernel, Outcome, WithScheme};
use crate::model::{Neuron, State};

/// The part of a right-hand side that a step needs besides the [`Kernel`].
pub(super) trait Form: Copy {
    /// The form of `neuron`, if its equations have this form.
    fn of(neuron: &Neuron) -> Option<Self>;

    /// The form of `neuron`, which differs from this form's neuron only in `a` and `b`.
    #[inline(always)]
    #[must_use]
    fn with_recovery(self, neuron: &Neuron) -> Self {
        Self::of(&self.known(*neuron)).unwrap_or(self)
    }

    /// `neuron` with the equations of the form, so that the compiler knows their variant.
    #[inline(always)]
    fn known(&self, neuron: Neuron) -> Neuron {
        neuron
    }
}

/// A step of a published scheme, for one form of the right-hand side.
pub(super) trait Rule: Copy {
    /// The form of the right-hand side.
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

/// Runs `task` with the neuron of `kernel` under the rule `R`; returns the task if the neuron does
/// not have the form of `R`.
#[inline(always)]
pub(super) fn stepped<R: Rule, T: WithScheme>(kernel: Kernel, task: T) -> Result<T::Output, T> {
    match R::Form::of(&kernel.neuron) {
        Some(form) => Ok(task.with(Stepped::<R> { kernel, form })),
        None => Err(task),
    }
}

/// A neuron with the rule that steps it.
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
