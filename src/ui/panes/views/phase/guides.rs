//! The potentials that a phase plane draws as lines.

use crate::model::{Neuron, State};

/// A potential drawn as a line across the plane.
pub(crate) struct Guide<F> {
    pub(crate) name: &'static str,
    /// Character for the line in ASCII and without colours.
    pub(crate) glyph: char,
    /// The potential (mV) as a function of the recovery variable.
    pub(crate) v: F,
}

/// Spike peak, reset potential and, if the model has one, the instantaneous threshold.
pub(crate) fn guide_lines(neuron: &Neuron) -> [Option<Guide<impl Fn(f64) -> f64>>; 3] {
    let neuron = *neuron;
    let threshold_mv = neuron.equations.threshold_mv();
    let guide = move |which: usize| {
        move |u: f64| match which {
            0 => neuron.peak_mv_at(u),
            // The reset potential depends on u before d is added.
            1 => neuron.reset(State { v: neuron.peak_mv, u: u - neuron.d }).v,
            _ => threshold_mv.unwrap_or(f64::NAN),
        }
    };
    let threshold = threshold_mv.map(|_| Guide { name: "vt", glyph: '!', v: guide(2) });
    let peak = Guide { name: "peak", glyph: ']', v: guide(0) };
    let reset = Guide { name: "c", glyph: '[', v: guide(1) };
    [Some(peak), Some(reset), threshold]
}
