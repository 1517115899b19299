//! All presets that can be named, and how a name finds one.

use std::sync::Arc;

use thiserror::Error;

use super::builtin::{BUILT_IN, BUILT_IN_CIRCUITS, BuiltIn};
use super::{
    Findable, Head, Kind, Named, Origin, Preset, ReadTable, Source, Unread, Wanted, parse,
    parse_circuit, parse_with,
};
use crate::circuit::Recipe;
use crate::engine::Setup;
use crate::input::{Document, InputError, clean, quoted};
use crate::model::{Neuron, State};

/// Names that a wrong one is answered with.
const SUGGESTIONS_MAX: usize = 3;

/// A preset in the library.
#[derive(Clone, Debug)]
pub struct Entry<S = Setup> {
    /// The preset.
    pub preset: Preset<S>,
    /// Where it is from.
    pub origin: Origin,
    /// The file's text, as it can be copied and edited.
    pub text: String,
}

/// A circuit in the library.
pub type CircuitEntry = Entry<Arc<Recipe>>;

/// What a name can mean.
#[derive(Clone, Debug)]
pub enum Found {
    /// A neuron.
    Neuron(Box<Entry>),
    /// A circuit.
    Circuit(Box<CircuitEntry>),
}

impl Found {
    /// The neuron.
    ///
    /// # Errors
    /// It is a circuit.
    pub fn neuron(self) -> Result<Entry, LookupError> {
        match self {
            Self::Neuron(entry) => Ok(*entry),
            Self::Circuit(entry) => Err(LookupError::Circuit(entry.preset.name().to_owned())),
        }
    }

    /// The circuit.
    ///
    /// # Errors
    /// It is a neuron.
    pub fn circuit(self) -> Result<CircuitEntry, LookupError> {
        match self {
            Self::Circuit(entry) => Ok(*entry),
            Self::Neuron(entry) => Err(LookupError::Neuron(entry.preset.name().to_owned())),
        }
    }
}

/// A file among the user's presets that is none.
#[derive(Clone, Debug)]
pub struct BrokenFile {
    /// The file's name without its ending: what its preset was probably meant to be called.
    pub stem: String,
    /// What is wrong with it.
    pub error: InputError,
}

/// The built-in presets and the user's own.
#[derive(Clone, Debug, Default)]
pub struct Library {
    user: Vec<Entry>,
    user_circuits: Vec<CircuitEntry>,
    unread: Vec<Unread>,
    broken: Vec<BrokenFile>,
}

/// A name that finds nothing.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LookupError {
    /// No preset is called that.
    #[error("unknown preset {}{}", clean(&quoted(.name)), did_you_mean(.nearest))]
    Unknown {
        /// The name.
        name: String,
        /// The names most like it, best first.
        nearest: Vec<String>,
    },
    /// A circuit is called that, where a neuron is needed.
    #[error("{} is a circuit: expected a neuron", clean(&quoted(.0)))]
    Circuit(String),
    /// A neuron is called that, where a circuit is needed.
    #[error("{} is a neuron: expected a circuit", clean(&quoted(.0)))]
    Neuron(String),
    /// The user's file of that name is no preset.
    #[error(transparent)]
    Broken(InputError),
}

fn did_you_mean(nearest: &[String]) -> String {
    match nearest {
        [] => ": `izh-tui presets` lists them".to_owned(),
        names => format!(": did you mean {}?", names.join(", ")),
    }
}

impl Library {
    /// Adds a user's file that is no preset, given by its name's stem. It is kept aside and keeps
    /// no other from being used.
    pub fn add_broken(&mut self, stem: &str, error: InputError) {
        self.broken.push(BrokenFile { stem: stem.to_owned(), error });
    }

    /// Adds a user's file of which only the head has been read; the rest is when it is asked for.
    ///
    /// # Errors
    /// Another file has a preset of that name.
    pub fn add_unread(&mut self, head: Head, source: Arc<dyn Source>) -> Result<(), InputError> {
        let origin = self.origin_of(&source.name(), &head.name)?;
        self.unread.push(Unread { head, origin, source });
        Ok(())
    }

    /// Where a user's preset called `name` is from, in `file`.
    fn origin_of(&self, file: &str, name: &str) -> Result<Origin, InputError> {
        if self.is_users(name) {
            let message = format!("another file has the preset {} already", quoted(name));
            return Err(InputError::whole(file, message));
        }
        Ok(if is_built_in(name) { Origin::UserOverBuiltIn } else { Origin::User })
    }

    /// Adds the text of a user's file. Files that it names are read by `read`; neurons that a
    /// circuit names have to be there before it.
    ///
    /// # Errors
    /// Names the place of the first mistake, or says that another file has a preset of that name.
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

    /// The neuron or circuit with this text; files that it names are read by `read`, if any can be,
    /// and neurons that a circuit names are those of this library.
    ///
    /// # Errors
    /// Names the place of the first mistake and what was expected there.
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

    /// The neuron called `name` with its initial state, as a circuit asks for it.
    ///
    /// # Errors
    /// Says why there is none.
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
    /// Names the place of the first mistake in its file.
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

    /// The user's files that are no presets.
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

    /// The preset called `name`, or with that alias. A user's preset wins, and a user's file of
    /// that name that is broken is an error: what was meant there is not the built-in preset.
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
        if let Some(built_in) = named(BUILT_IN, name) {
            return Ok(Found::Neuron(Box::new(neuron_entry(built_in))));
        }
        if let Some(built_in) = named(BUILT_IN_CIRCUITS, name) {
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
        let mut nearest = nearest(name, &all);
        if nearest.is_empty() {
            nearest = searched(name, &all);
        }
        Err(LookupError::Unknown { name: name.to_owned(), nearest })
    }

    /// The user's own preset called exactly that.
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
        self.listed(BUILT_IN, &self.user, neuron_entry)
    }

    /// Every circuit: the built-in ones in order, then the user's own.
    #[must_use]
    pub fn circuits(&self) -> Vec<CircuitEntry> {
        self.listed(BUILT_IN_CIRCUITS, &self.user_circuits, circuit_entry)
    }

    /// Those of `in_place`, each in its place what the user has of the same name if it is of that
    /// kind, then the rest of `own`.
    fn listed<S: Named + Clone>(
        &self,
        in_place: &'static [BuiltIn],
        own: &[Entry<S>],
        entry: impl Fn(&BuiltIn) -> Entry<S>,
    ) -> Vec<Entry<S>> {
        let mut entries = Vec::new();
        for built_in in in_place {
            let name = built_in.name;
            match own.iter().find(|own| own.preset.name() == name) {
                Some(own) => entries.push(own.clone()),
                // Something of the other kind, or what has not been read, is in its place.
                None if self.is_users(name) => {}
                None => entries.push(entry(built_in)),
            }
        }
        let others = own.iter().filter(|own| named(in_place, own.preset.name()).is_none());
        entries.extend(others.cloned());
        entries
    }

    /// Whether a preset of the user is called `name`.
    fn is_users(&self, name: &str) -> bool {
        self.user_entry(name).is_some() || self.unread_called(name).is_some()
    }
}

fn named(list: &'static [BuiltIn], name: &str) -> Option<&'static BuiltIn> {
    list.iter().find(|built_in| built_in.name == name)
}

fn is_built_in(name: &str) -> bool {
    named(BUILT_IN, name).or_else(|| named(BUILT_IN_CIRCUITS, name)).is_some()
}

fn neuron_entry(built_in: &BuiltIn) -> Entry {
    let preset = parse(&Document::new(built_in.name, built_in.text));
    Entry {
        // A test parses every embedded file.
        preset: preset.expect("embedded presets are valid"),
        origin: Origin::BuiltIn,
        text: built_in.text.to_owned(),
    }
}

/// A built-in circuit is made of built-in neurons, whatever the user has of the same name.
fn circuit_entry(built_in: &BuiltIn) -> CircuitEntry {
    let document = Document::new(built_in.name, built_in.text);
    let resolve = |name: &str| {
        let neuron =
            named(BUILT_IN, name).map(neuron_entry).ok_or("expected a built-in neuron's name")?;
        Ok((neuron.preset.subject.cell.neuron, neuron.preset.subject.cell.initial))
    };
    let preset = parse_circuit(&document, None, &resolve);
    Entry {
        preset: preset.expect("embedded circuits are valid"),
        origin: Origin::BuiltIn,
        text: built_in.text.to_owned(),
    }
}

/// The names most like `name`, best first.
fn nearest(name: &str, all: &[Findable<'_>]) -> Vec<String> {
    let name: String = name.chars().take(64).collect::<String>().to_lowercase();
    let mut scored: Vec<(f64, &str)> = all
        .iter()
        .map(|findable| {
            let aliases = findable.aliases.iter().map(|alias| &**alias);
            let names = std::iter::once(findable.name).chain(aliases);
            let score = names.map(|other| strsim::jaro_winkler(&name, other)).fold(0.0, f64::max);
            (score, findable.name)
        })
        .filter(|(score, _)| *score > 0.8)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    scored.into_iter().take(SUGGESTIONS_MAX).map(|(_, name)| name.to_owned()).collect()
}

/// The names of what a search for `name` finds, best first.
fn searched(name: &str, all: &[Findable<'_>]) -> Vec<String> {
    let found = all.iter().filter_map(|findable| Some((findable.answers_to(name)?, findable.name)));
    let mut found: Vec<_> = found.collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().take(SUGGESTIONS_MAX).map(|(_, name)| name.to_owned()).collect()
}
