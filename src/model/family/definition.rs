//! The definition of a family of neurons.

use crate::model::equations::Equations;
use crate::model::parameter::{Parameter, Presence};
use crate::model::{Neuron, Scheme};

/// Neurons with the same right-hand side and the same parameters.
#[derive(Debug)]
pub struct Family {
    /// The name of its equations in files.
    pub name: &'static str,
    /// The name of its recovery in files, where equations of one name have several.
    pub recovery: Option<&'static str>,
    /// The equations, with parameters that are not numbers (NaN) yet.
    pub blank: Equations,
    /// The right-hand side of `v'` as shown on the screen.
    pub v_formula: &'static str,
    /// The unit of currents and of the recovery variable; none for dimensionless equations.
    pub current_unit: Option<&'static str>,
    /// The schemes that can run these neurons, in the order of the key that cycles through them.
    pub schemes: &'static [Scheme],
    /// The table of the parameters, in the order in which files have them.
    pub parameters: &'static [Parameter],
}

impl Family {
    /// The parameter called `name`.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&'static Parameter> {
        self.parameters.iter().find(|parameter| parameter.name == name)
    }

    /// A neuron whose parameters have their default values, or are NaN where they have none.
    #[must_use]
    pub fn blank_neuron(&self) -> Neuron {
        let nan = f64::NAN;
        let equations = self.blank;
        let mut neuron = Neuron { equations, a: nan, b: nan, c_mv: nan, d: nan, peak_mv: nan };
        for parameter in self.parameters {
            if let Presence::Usual(value) | Presence::Special(value) = parameter.presence {
                parameter.set(&mut neuron, value);
            }
        }
        neuron
    }
}
