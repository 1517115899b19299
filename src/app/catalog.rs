//! The presets that can be switched to: neurons, and circuits of them.

use crate::preset::{CircuitEntry, Entry, Findable, Library};

/// All presets, by kind.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    /// Single neurons.
    pub neurons: Vec<Entry>,
    /// Circuits.
    pub circuits: Vec<CircuitEntry>,
}

impl From<Vec<Entry>> for Catalog {
    fn from(neurons: Vec<Entry>) -> Self {
        Self { neurons, circuits: Vec::new() }
    }
}

impl From<&Library> for Catalog {
    fn from(library: &Library) -> Self {
        Self { neurons: library.entries(), circuits: library.circuits() }
    }
}

/// One of the presets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    /// The neuron with this index.
    Neuron(usize),
    /// The circuit with this index.
    Circuit(usize),
}

impl Catalog {
    /// All of it: neurons, then circuits.
    pub fn picks(&self) -> impl Iterator<Item = Pick> {
        let neurons = (0..self.neurons.len()).map(Pick::Neuron);
        neurons.chain((0..self.circuits.len()).map(Pick::Circuit))
    }

    /// What it is found by.
    #[must_use]
    pub fn findable(&self, pick: Pick) -> Findable<'_> {
        match pick {
            Pick::Neuron(index) => self.neurons[index].preset.findable(),
            Pick::Circuit(index) => self.circuits[index].preset.findable(),
        }
    }

    /// Whether one of them has `name` as a name or alias.
    #[must_use]
    pub fn answers_to(&self, name: &str) -> bool {
        let is_name =
            |pick| self.name(pick) == name || self.aliases(pick).iter().any(|a| a == name);
        self.picks().any(is_name)
    }

    /// Its name.
    #[must_use]
    pub fn name(&self, pick: Pick) -> &str {
        match pick {
            Pick::Neuron(index) => self.neurons[index].preset.name(),
            Pick::Circuit(index) => self.circuits[index].preset.name(),
        }
    }

    /// The sentence on what to look for.
    #[must_use]
    pub fn description(&self, pick: Pick) -> &str {
        match pick {
            Pick::Neuron(index) => &self.neurons[index].preset.description,
            Pick::Circuit(index) => &self.circuits[index].preset.description,
        }
    }

    /// Other names for it.
    #[must_use]
    pub fn aliases(&self, pick: Pick) -> &[String] {
        match pick {
            Pick::Neuron(index) => &self.neurons[index].preset.aliases,
            Pick::Circuit(index) => &self.circuits[index].preset.aliases,
        }
    }
}
