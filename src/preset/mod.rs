//! Presets as TOML, neurons and circuits: the built-in files and the user's own; parsing,
//! validation, look-up by name or alias, and the catalogue.
//!
//! [`parse`] and [`parse_circuit`] read the text of a file; every preset that they accept can be
//! run. [`to_toml`] and [`circuit_to_toml`] encode presets. A [`Library`] finds presets by name, a
//! [`Catalog`] lists them for the picker. This room opens no files: callers pass functions that
//! read tables or look up presets.
//!
//! ```
//! use izh_tui::input::Document;
//! use izh_tui::preset::{Library, parse, to_toml};
//!
//! let mut preset = Library::default().find("chattering")?.preset;
//! preset.subject.cell.name = "mine".to_owned();
//! let text = to_toml(&preset);
//! assert_eq!(parse(&Document::new("mine.toml", &text))?.subject, preset.subject);
//!
//! let mistake = text.replace("paper", "papper");
//! let error = parse(&Document::new("mine.toml", &mistake)).unwrap_err();
//! assert!(error.to_string().starts_with("mine.toml:"), "{error}");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod builtin;
mod catalog;
mod circuit;
mod encode;
mod entry;
mod expected;
mod file;
mod key;
mod kind;
mod library;
mod lookup;
mod neuron;
mod origin;
mod protocol;
mod search;
mod to_save;
mod unread;
mod view;

pub use builtin::Collection;
pub use catalog::{Catalog, Pick};
pub use circuit::{RawCircuit, Resolve, circuit_to_toml, no_presets, parse_circuit, too_large};
pub use encode::to_toml;
pub use entry::{CircuitEntry, Entry, Found};
pub use expected::Expectation;
pub use file::{checked_sentence, is_name, parse, parse_with, setup_from};
pub use kind::Kind;
pub use library::{BrokenFile, Library};
pub use lookup::LookupError;
pub use neuron::RawNeuron;
pub use origin::Origin;
pub use protocol::{
    Column, Columns, NoTable, RawProtocol, ReadTable, SideFile, Table, Wanted, parse_stimulus,
    protocol_of,
};
pub use search::{Findable, Match};
pub use to_save::{PresetToSave, Saved};
pub use unread::{Head, Source, Unread};
pub use view::{usual_injections, usual_view};

use std::sync::Arc;

use crate::circuit::Recipe;
use crate::engine::Setup;
use crate::model::{Live, Scheme};
use crate::scope::ViewSettings;

/// Largest preset file that is read (bytes).
pub const FILE_BYTES_MAX: u64 = 4 << 20;
/// Largest table that is read (bytes).
pub const TABLE_BYTES_MAX: u64 = 100_000_000;

/// A preset: a neuron or a circuit with its names, its description and how it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Preset<S = Setup> {
    /// Aliases of the preset.
    pub aliases: Vec<String>,
    /// Panel of the figure of Izhikevich (2004) that the preset reproduces, if any.
    pub panel: Option<String>,
    /// Further words to be found by.
    pub tags: Vec<String>,
    /// One sentence on what to look for.
    pub description: String,
    /// The publication or other source.
    pub source: String,
    /// A neuron with protocol, scheme and step ([`Setup`]), or a circuit ([`Recipe`]).
    pub subject: S,
    /// Settings of the scope; the others derive from the protocol.
    pub view: ViewSettings,
    /// The known results of one pass of the protocol, for each scheme.
    pub expected: Vec<Expectation>,
}

/// The subject of a preset.
pub trait Named {
    /// The kind of preset.
    const KIND: Kind;

    /// The name of the subject.
    fn name(&self) -> &str;
}

impl Named for Setup {
    const KIND: Kind = Kind::Neuron;

    fn name(&self) -> &str {
        &self.cell.name
    }
}

impl Named for Arc<Recipe> {
    const KIND: Kind = Kind::Circuit;

    fn name(&self) -> &str {
        &self.name
    }
}

impl<S: Named> Preset<S> {
    /// The preset's name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.subject.name()
    }

    /// The texts by which the preset is found.
    #[must_use]
    pub fn findable(&self) -> Findable<'_> {
        Findable {
            kind: S::KIND,
            name: self.name(),
            aliases: &self.aliases,
            panel: self.panel.as_deref(),
            tags: &self.tags,
            description: &self.description,
            source: &self.source,
        }
    }

    /// Whether `name` is the preset's name or one of its aliases.
    #[must_use]
    pub fn answers_to(&self, name: &str) -> bool {
        self.name() == name || self.aliases.iter().any(|alias| alias == name)
    }
}

impl Preset {
    /// The known result of one pass of the protocol under `scheme`, if there is one.
    #[must_use]
    pub fn expectation(&self, scheme: Scheme) -> Option<&Expectation> {
        self.expected.iter().find(|expectation| expectation.scheme == scheme)
    }

    /// Settings of the live scope before any settings of the user.
    #[must_use]
    pub fn live_view(&self) -> ViewSettings {
        let Setup { cell, scheme, steps_per_ms } = &self.subject;
        let repeats = cell.protocol.live == Live::Repeat;
        self.view.or(usual_view(&cell.protocol, *scheme, *steps_per_ms, repeats))
    }
}
