//! Currents from outside of a network.

/// What flows into the neurons besides random inputs and synapses, constant through a stretch of
/// steps.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Currents {
    /// One for each population.
    pub populations: Vec<Current>,
    /// Neurons that get something else, by ascending number.
    pub neurons: Vec<(u32, Current)>,
}

/// A current from outside.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Current {
    /// What is held in the place of the population's protocol.
    pub held: Option<f64>,
    /// What is added; that of a neuron on top of that of its population.
    pub injected: f64,
}

impl Currents {
    /// What is held in one neuron in the place of what is held in its population.
    pub(super) fn held(&self, neuron: u32) -> Option<f64> {
        let place = self.neurons.binary_search_by_key(&neuron, |(number, _)| *number).ok()?;
        self.neurons[place].1.held
    }

    /// What flows into one neuron besides.
    pub fn neuron_mut(&mut self, neuron: u32) -> &mut Current {
        let place = match self.neurons.binary_search_by_key(&neuron, |(number, _)| *number) {
            Ok(place) => place,
            Err(place) => {
                self.neurons.insert(place, (neuron, Current::default()));
                place
            }
        };
        &mut self.neurons[place].1
    }
}
