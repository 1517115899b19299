//! The parameters common to all families.

use crate::model::parameter::{Parameter, Summary};

pub(super) const A: Parameter =
    Parameter::new("a", "1/ms", "rate of recovery", |neuron| Some(&mut neuron.a)).by(0.001);

pub(super) const B: Parameter =
    Parameter::new("b", "", "sensitivity of recovery", |neuron| Some(&mut neuron.b)).by(0.1);

pub(super) const C: Parameter =
    Parameter::new("c", "mV", "potential after a spike", |neuron| Some(&mut neuron.c_mv));

pub(super) const D: Parameter =
    Parameter::new("d", "", "what a spike adds to the recovery variable", |neuron| {
        Some(&mut neuron.d)
    })
    .by(0.1);

pub(super) const PEAK: Parameter =
    Parameter::new("peak", "mV", "potential at which a spike is cut off", |neuron| {
        Some(&mut neuron.peak_mv)
    })
    .shown(Summary::Hidden);
