//! All presets, and their look-up by name.

use std::sync::Arc;

use super::builtin::{BuiltIn, circuit_entry, circuits, is_built_in, named, neuron_entry, neurons};
use super::entry::{CircuitEntry, Entry, Found};
use super::lookup::{LookupError, nearest};
use super::{
    Findable, Head, Kind, Named, Origin, ReadTable, Source, Unread, Wanted, parse_circuit,
    parse_with,
};
use crate::input::{Document, InputError, quoted};
use crate::model::{Neuron, State};

/// A file of the user that is not a valid preset.
#[derive(Clone, Debug)]
pub struct BrokenFile {
    /// The file's name without its extension, probably the intended name of the preset.
    pub stem: String,
    /// The mistake in the file.
    pub error: InputError,
}

/// The built-in presets and the user's own.
///
/// ```
/// use izh_tui::input::Document;
/// use izh_tui::preset::{Found, Library};
///
/// let mut library = Library::default();
/// assert_eq!(library.find("rs")?.preset.name(), "regular-spiking"); // by an alias
/// let error = library.find("tonic-spikin").unwrap_err().to_string();
/// assert!(error.contains("did you mean tonic-spiking"), "{error}");
///
/// // A file of the user's takes the place of the built-in preset of the same name.
/// let text = library.find("chattering")?.text.replace("d = 2.0", "d = 2.5");
/// library.add_user_text("mine.toml", text, &|_| unreachable!("it names no table"))?;
/// assert_eq!(library.find("chattering")?.preset.subject.cell.neuron.d, 2.5);
/// let Found::Circuit(_) = library.find_any("chain")? else { panic!("a circuit") };
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Library {
    user: Vec<Entry>,
    user_circuits: Vec<CircuitEntry>,
    unread: Vec<Unread>,
    broken: Vec<BrokenFile>,
}

impl Library {
    /// Adds a user's invalid file, by the stem of its name. Other presets stay usable.
    pub fn add_broken(&mut self, stem: &str, error: InputError) {
        self.broken.push(BrokenFile { stem: stem.to_owned(), error });
    }

    /// Adds a user's file of which only the head has been read; use of the preset reads the rest.
    ///
    /// # Errors
    /// Another file has a preset of the same name.
    pub fn add_unread(&mut self, head: Head, source: Arc<dyn Source>) -> Result<(), InputError> {
        let origin = self.origin_of(&source.name(), &head.name)?;
        self.unread.push(Unread { head, origin, source });
        Ok(())
    }

    /// The origin of a user's preset called `name` in `file`.
    fn origin_of(&self, file: &str, name: &str) -> Result<Origin, InputError> {
        if self.is_users(name) {
            let message = format!("another file has the preset {} already", quoted(name));
            return Err(InputError::whole(file, message));
        }
        Ok(if is_built_in(name) { Origin::UserOverBuiltIn } else { Origin::User })
    }

    /// Adds the text of a user's file. `read` reads the tables that it names; neurons that a
    /// circuit names must be added before the circuit.
    ///
    /// # Errors
    /// The position of the first mistake, or that another file has a preset of the same name.
    pub fn add_user_text(
        &mut self,
        file: &str,
        text: String,
        read: &ReadTable<'_>,
    ) -> Result<(), InputError> {
        let found = self.parse(&Document::new(file, &text), Some(read))?;
        let name = match &found {
            Found::Neuron(entry) => entry.preset.name(),
            Found::Circuit(entry) => entry.preset.name(),
        };
        let origin = self.origin_of(file, name)?;
        match found {
            Found::Neuron(entry) => self.user.push(Entry { origin, ..*entry }),
            Found::Circuit(entry) => self.user_circuits.push(Entry { origin, ..*entry }),
        }
        Ok(())
    }

    /// The neuron or circuit with this text. `read` reads the tables that it names, if there is
    /// one; neurons that a circuit names are looked up in this library.
    ///
    /// # Errors
    /// The position of the first mistake, and what was expected there.
    pub fn parse(
        &self,
        document: &Document<'_>,
        read: Option<&ReadTable<'_>>,
    ) -> Result<Found, InputError> {
        let (origin, text) = (Origin::User, document.text.to_owned());
        Ok(match Kind::of(document)? {
            Kind::Neuron => {
                let preset = parse_with(document, read)?;
                Found::Neuron(Box::new(Entry { preset, origin, text }))
            }
            Kind::Circuit => {
                let preset = parse_circuit(document, read, &|name| self.resolve(name))?;
                Found::Circuit(Box::new(Entry { preset, origin, text }))
            }
        })
    }

    /// The neuron called `name` with its initial state, for a circuit.
    ///
    /// # Errors
    /// The reason why there is no such neuron, as a message.
    pub fn resolve(&self, name: &str) -> Result<(Neuron, State), String> {
        let cell = self.find(name).map_err(|error| error.to_string())?.preset.subject.cell;
        Ok((cell.neuron, cell.initial))
    }

    /// The user's presets of which only the heads have been read.
    #[must_use]
    pub fn unread(&self) -> &[Unread] {
        &self.unread
    }

    fn unread_called(&self, name: &str) -> Option<&Unread> {
        self.unread.iter().find(|unread| unread.head.name == name)
    }

    /// Reads a preset of which only the head has been read.
    ///
    /// # Errors
    /// The position of the first mistake in the file.
    pub fn read(&self, unread: &Unread) -> Result<Found, LookupError> {
        let Unread { origin, source, .. } = unread;
        let (name, text) = (source.name(), source.text().map_err(LookupError::Broken)?);
        let read = |wanted: &Wanted<'_>| source.table(wanted);
        let found = self.parse(&Document::new(&name, &text), Some(&read));
        Ok(match found.map_err(LookupError::Broken)? {
            Found::Neuron(entry) => Found::Neuron(Box::new(Entry { origin: *origin, ..*entry })),
            Found::Circuit(entry) => Found::Circuit(Box::new(Entry { origin: *origin, ..*entry })),
        })
    }

    /// The user's files that are not valid presets.
    #[must_use]
    pub fn broken_files(&self) -> &[BrokenFile] {
        &self.broken
    }

    /// The neuron called `name`; see [`Library::find_any`].
    ///
    /// # Errors
    /// Suggests the nearest names if there is none.
    pub fn find(&self, name: &str) -> Result<Entry, LookupError> {
        self.find_any(name)?.neuron()
    }

    /// The circuit called `name`; see [`Library::find_any`].
    ///
    /// # Errors
    /// Suggests the nearest names if there is none.
    pub fn find_circuit(&self, name: &str) -> Result<CircuitEntry, LookupError> {
        self.find_any(name)?.circuit()
    }

    /// The preset with `name` as its name or alias. A user's preset takes precedence. An invalid
    /// file of the user with that name is an error, because the user did not mean the built-in
    /// preset.
    ///
    /// # Errors
    /// Suggests the nearest names if there is none.
    pub fn find_any(&self, name: &str) -> Result<Found, LookupError> {
        if let Some(found) = self.user_entry(name) {
            return Ok(found);
        }
        if let Some(unread) = self.unread_called(name) {
            return self.read(unread);
        }
        if let Some(broken) = self.broken.iter().find(|broken| broken.stem == name) {
            return Err(LookupError::Broken(broken.error.clone()));
        }
        if let Some(built_in) = named(neurons(), name) {
            return Ok(Found::Neuron(Box::new(neuron_entry(built_in))));
        }
        if let Some(built_in) = named(circuits(), name) {
            return Ok(Found::Circuit(Box::new(circuit_entry(built_in))));
        }
        let (neurons, circuits) = (self.entries(), self.circuits());
        let by_alias = |name: &str| {
            let neuron = neurons.iter().find(|entry| entry.preset.answers_to(name));
            let circuit = || circuits.iter().find(|entry| entry.preset.answers_to(name));
            let neuron = neuron.map(|entry| Found::Neuron(Box::new(entry.clone())));
            neuron.or_else(|| circuit().map(|entry| Found::Circuit(Box::new(entry.clone()))))
        };
        let unread = |name: &str| self.unread.iter().find(|unread| unread.head.answers_to(name));
        for name in [name, &name.to_lowercase()] {
            if let Some(found) = by_alias(name) {
                return Ok(found);
            }
            if let Some(unread) = unread(name) {
                return self.read(unread);
            }
        }
        let own = neurons.iter().map(|entry| entry.preset.findable());
        let circuits = circuits.iter().map(|entry| entry.preset.findable());
        let unread = self.unread.iter().map(|unread| unread.head.findable());
        let all: Vec<Findable<'_>> = own.chain(circuits).chain(unread).collect();
        Err(LookupError::Unknown { name: name.to_owned(), nearest: nearest(name, &all) })
    }

    /// The user's preset with exactly this name.
    fn user_entry(&self, name: &str) -> Option<Found> {
        let neuron = self.user.iter().find(|entry| entry.preset.name() == name);
        if let Some(entry) = neuron {
            return Some(Found::Neuron(Box::new(entry.clone())));
        }
        let circuit = self.user_circuits.iter().find(|entry| entry.preset.name() == name);
        circuit.map(|entry| Found::Circuit(Box::new(entry.clone())))
    }

    /// Every neuron: the built-in ones in order, then the user's own.
    #[must_use]
    pub fn entries(&self) -> Vec<Entry> {
        self.listed(neurons(), &self.user, neuron_entry)
    }

    /// Every circuit: the built-in ones in order, then the user's own.
    #[must_use]
    pub fn circuits(&self) -> Vec<CircuitEntry> {
        self.listed(circuits(), &self.user_circuits, circuit_entry)
    }

    /// The built-in presets, each replaced by the user's preset of the same name and kind in `own`
    /// if there is one, then the rest of `own`.
    fn listed<S: Named + Clone>(
        &self,
        in_place: impl Iterator<Item = &'static BuiltIn> + Clone,
        own: &[Entry<S>],
        entry: impl Fn(&BuiltIn) -> Entry<S>,
    ) -> Vec<Entry<S>> {
        let mut entries = Vec::new();
        for built_in in in_place.clone() {
            let name = built_in.name;
            match own.iter().find(|own| own.preset.name() == name) {
                Some(own) => entries.push(own.clone()),
                // Replaced by a preset of the other kind or an unread preset.
                None if self.is_users(name) => {}
                None => entries.push(entry(built_in)),
            }
        }
        let others = own.iter().filter(|own| named(in_place.clone(), own.preset.name()).is_none());
        entries.extend(others.cloned());
        entries
    }

    /// Whether a preset of the user is called `name`.
    fn is_users(&self, name: &str) -> bool {
        self.user_entry(name).is_some() || self.unread_called(name).is_some()
    }
}
