//! What a family of neurons is.

use crate::model::equations::Equations;
use crate::model::parameter::{Parameter, Presence};
use crate::model::{Neuron, Scheme};

/// Neurons with the same right-hand side and the same parameters.
#[derive(Debug)]
pub struct Family {
    /// What files call its equations.
    pub name: &'static str,
    /// What files call the drive of the recovery variable, where equations of one name have several.
    pub recovery: Option<&'static str>,
    /// The equations, with parameters that are still to be set.
    pub blank: Equations,
    /// The right-hand side of `v'` as people write it.
    pub v_formula: &'static str,
    /// The unit of currents and of the recovery variable, where they have one.
    pub current_unit: Option<&'static str>,
    /// The schemes under which it can be run, in the order in which the scope's key cycles through
    /// them.
    pub schemes: &'static [Scheme],
    /// The table of its parameters, in the order of files.
    pub parameters: &'static [Parameter],
}

impl Family {
    /// The parameter called `name`.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&'static Parameter> {
        self.parameters.iter().find(|parameter| parameter.name == name)
    }

    /// A neuron whose parameters have their usual values, and are no numbers where they have none.
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
