//! The catalogue: the neurons and circuits to which the scope can switch.

use std::sync::Arc;

use crate::engine::Subject;
use crate::preset::{CircuitEntry, Entry, Findable, Found, Library, LookupError, Unread};

/// All presets, by kind.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    /// Single neurons.
    pub neurons: Vec<Entry>,
    /// Circuits.
    pub circuits: Vec<CircuitEntry>,
    /// Presets of the user whose files are too large to be read before they are picked, and the
    /// library that reads them.
    pub unread: Vec<Unread>,
    library: Option<Arc<Library>>,
}

impl From<Vec<Entry>> for Catalog {
    fn from(neurons: Vec<Entry>) -> Self {
        Self { neurons, ..Self::default() }
    }
}

impl From<&Library> for Catalog {
    fn from(library: &Library) -> Self {
        let unread = library.unread().to_vec();
        Self {
            neurons: library.entries(),
            circuits: library.circuits(),
            library: (!unread.is_empty()).then(|| Arc::new(library.clone())),
            unread,
        }
    }
}

/// A reference to one preset of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    /// The neuron with this index.
    Neuron(usize),
    /// The circuit with this index.
    Circuit(usize),
    /// The preset with this index in [`Catalog::unread`], to be read by [`Catalog::read`].
    Unread(usize),
}

impl Catalog {
    /// All presets: neurons, then circuits, then unread presets.
    pub fn picks(&self) -> impl Iterator<Item = Pick> {
        let neurons = (0..self.neurons.len()).map(Pick::Neuron);
        let circuits = (0..self.circuits.len()).map(Pick::Circuit);
        neurons.chain(circuits).chain((0..self.unread.len()).map(Pick::Unread))
    }

    /// Reads the preset of `pick` if it is unread; returns its pick as a neuron or circuit.
    ///
    /// # Errors
    /// The mistake in the file.
    pub fn read(&mut self, pick: Pick) -> Result<Pick, LookupError> {
        let (Pick::Unread(index), Some(library)) = (pick, &self.library) else { return Ok(pick) };
        let found = library.read(&self.unread[index])?;
        self.unread.remove(index);
        Ok(match found {
            Found::Neuron(entry) => {
                self.neurons.push(*entry);
                Pick::Neuron(self.neurons.len() - 1)
            }
            Found::Circuit(entry) => {
                self.circuits.push(*entry);
                Pick::Circuit(self.circuits.len() - 1)
            }
        })
    }

    /// The subject that is run after a switch to `pick`.
    ///
    /// # Panics
    /// If the preset is unread.
    #[must_use]
    pub fn subject(&self, pick: Pick) -> Subject {
        match pick {
            Pick::Neuron(index) => self.neurons[index].preset.subject.clone().into(),
            Pick::Circuit(index) => self.circuits[index].preset.subject.clone().into(),
            Pick::Unread(_) => unreachable!("read when it was picked"),
        }
    }

    /// The texts by which the preset is found.
    #[must_use]
    pub fn findable(&self, pick: Pick) -> Findable<'_> {
        match pick {
            Pick::Neuron(index) => self.neurons[index].preset.findable(),
            Pick::Circuit(index) => self.circuits[index].preset.findable(),
            Pick::Unread(index) => self.unread[index].head.findable(),
        }
    }

    /// Whether a preset has `name` as its name or alias.
    #[must_use]
    pub fn answers_to(&self, name: &str) -> bool {
        let is_name =
            |pick| self.name(pick) == name || self.aliases(pick).iter().any(|a| a == name);
        self.picks().any(is_name)
    }

    /// The name of the preset.
    #[must_use]
    pub fn name(&self, pick: Pick) -> &str {
        match pick {
            Pick::Neuron(index) => self.neurons[index].preset.name(),
            Pick::Circuit(index) => self.circuits[index].preset.name(),
            Pick::Unread(index) => &self.unread[index].head.name,
        }
    }

    /// The description of the preset.
    #[must_use]
    pub fn description(&self, pick: Pick) -> &str {
        match pick {
            Pick::Neuron(index) => &self.neurons[index].preset.description,
            Pick::Circuit(index) => &self.circuits[index].preset.description,
            Pick::Unread(index) => &self.unread[index].head.description,
        }
    }

    /// The aliases of the preset.
    #[must_use]
    pub fn aliases(&self, pick: Pick) -> &[String] {
        match pick {
            Pick::Neuron(index) => &self.neurons[index].preset.aliases,
            Pick::Circuit(index) => &self.circuits[index].preset.aliases,
            Pick::Unread(index) => &self.unread[index].head.aliases,
        }
    }
}
