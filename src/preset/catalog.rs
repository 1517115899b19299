//! The presets that can be switched to: neurons, and circuits of them.

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

/// One of the presets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    /// The neuron with this index.
    Neuron(usize),
    /// The circuit with this index.
    Circuit(usize),
    /// The preset with this index among those that have not been read; [`Catalog::read`] turns it
    /// into one of the others.
    Unread(usize),
}

impl Catalog {
    /// All presets: neurons, then circuits, then those that have not been read.
    pub fn picks(&self) -> impl Iterator<Item = Pick> {
        let neurons = (0..self.neurons.len()).map(Pick::Neuron);
        let circuits = (0..self.circuits.len()).map(Pick::Circuit);
        neurons.chain(circuits).chain((0..self.unread.len()).map(Pick::Unread))
    }

    /// Reads the preset of `pick` if that has not been done; returns it as a neuron or a circuit.
    ///
    /// # Errors
    /// What is wrong with its file.
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
    /// It has not been read.
    #[must_use]
    pub fn subject(&self, pick: Pick) -> Subject {
        match pick {
            Pick::Neuron(index) => self.neurons[index].preset.subject.clone().into(),
            Pick::Circuit(index) => self.circuits[index].preset.subject.clone().into(),
            Pick::Unread(_) => unreachable!("read when it was picked"),
        }
    }

    /// What it is found by.
    #[must_use]
    pub fn findable(&self, pick: Pick) -> Findable<'_> {
        match pick {
            Pick::Neuron(index) => self.neurons[index].preset.findable(),
            Pick::Circuit(index) => self.circuits[index].preset.findable(),
            Pick::Unread(index) => self.unread[index].head.findable(),
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
            Pick::Unread(index) => &self.unread[index].head.name,
        }
    }

    /// The sentence on what to look for.
    #[must_use]
    pub fn description(&self, pick: Pick) -> &str {
        match pick {
            Pick::Neuron(index) => &self.neurons[index].preset.description,
            Pick::Circuit(index) => &self.circuits[index].preset.description,
            Pick::Unread(index) => &self.unread[index].head.description,
        }
    }

    /// Other names for it.
    #[must_use]
    pub fn aliases(&self, pick: Pick) -> &[String] {
        match pick {
            Pick::Neuron(index) => &self.neurons[index].preset.aliases,
            Pick::Circuit(index) => &self.circuits[index].preset.aliases,
            Pick::Unread(index) => &self.unread[index].head.aliases,
        }
    }
}
