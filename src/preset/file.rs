//! A preset file: parsing and validation.

use serde::Deserialize;
use toml::Spanned;

use super::expected::RawExpected;
use super::kind::Kind;
use super::{Preset, RawNeuron, RawProtocol, ReadTable};
use crate::engine::{CURRENT_MAX, Cell, Rejection, Setup, steps_per_ms_of};
use crate::input::{Document, InputError, Problem, brief, finite, is_hostile, quoted};
use crate::model::{Scheme, State};
use crate::scope::RawView;

/// Longest name or alias (bytes).
const NAME_BYTES_MAX: usize = 64;
/// Longest sentence in a preset (bytes).
const SENTENCE_BYTES_MAX: usize = 1024;
/// Most aliases of a preset, and most tags.
const ALIASES_MAX: usize = 16;
const TAGS_MAX: usize = 16;

type Number = Spanned<f64>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPreset {
    #[serde(rename = "kind")]
    _kind: Option<Kind>,
    name: Spanned<String>,
    #[serde(default)]
    aliases: Vec<Spanned<String>>,
    panel: Option<Spanned<String>>,
    #[serde(default)]
    tags: Vec<Spanned<String>>,
    description: Spanned<String>,
    source: Option<Spanned<String>>,
    neuron: RawNeuron,
    initial: RawInitial,
    integration: RawIntegration,
    protocol: RawProtocol,
    #[serde(default)]
    view: RawView,
    #[serde(default)]
    expected: RawExpected,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawInitial {
    v0: Number,
    u0: Option<Number>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawIntegration {
    scheme: Spanned<Scheme>,
    dt_ms: Number,
}

/// Reads the text of a preset file that names no other files.
///
/// # Errors
/// The position of the first mistake, and what was expected there.
pub fn parse(document: &Document<'_>) -> Result<Preset, InputError> {
    parse_with(document, None)
}

/// Reads the text of a preset file. `read` reads the tables that its protocol names; without
/// `read`, naming a table is an error.
///
/// # Errors
/// The position of the first mistake, and what was expected there.
pub fn parse_with(
    document: &Document<'_>,
    read: Option<&ReadTable<'_>>,
) -> Result<Preset, InputError> {
    if document.text.trim().is_empty() {
        return Err(InputError::whole(document.name, "expected a preset, found an empty file"));
    }
    // The kind is checked first; otherwise the error would be about a key that only circuits have.
    if Kind::of(document)? == Kind::Circuit {
        return Err(InputError::whole(document.name, "expected a neuron, found a circuit"));
    }
    let mut raw: RawPreset = document.parse()?;
    raw.protocol.load(read)?;
    raw.check().map_err(|problem| document.error(problem))
}

/// Combines checked parts into a neuron's setup.
///
/// # Errors
/// The position of the invalid part.
pub fn setup_from(
    name: &Spanned<String>,
    neuron: &RawNeuron,
    initial: State,
    protocol: &RawProtocol,
    scheme: &Spanned<Scheme>,
    steps_per_ms: u32,
) -> Result<Setup, Problem> {
    let (name, neuron) = (checked_name(name)?, neuron.check()?);
    let protocol = protocol.check(neuron.equations.current_unit())?;
    let cell = Cell { name, neuron, initial, protocol };
    Rejection::check_scheme(&cell.neuron, *scheme.get_ref())
        .map_err(|rejection| Problem::at(scheme.span(), rejection.to_string()))?;
    Ok(Setup { cell, scheme: *scheme.get_ref(), steps_per_ms })
}

impl RawPreset {
    fn check(&self) -> Result<Preset, Problem> {
        let v = finite("v0", &self.initial.v0)?;
        let u = match &self.initial.u0 {
            Some(u0) => finite("u0", u0)?,
            None => self.neuron.check()?.usual_u0(v),
        };
        let integration = &self.integration;
        let setup = setup_from(
            &self.name,
            &self.neuron,
            State { v, u },
            &self.protocol,
            &integration.scheme,
            checked_step(&integration.dt_ms)?,
        )?;
        Ok(Preset {
            aliases: checked_aliases(&self.aliases)?,
            panel: self.panel.as_ref().map(checked_name).transpose()?,
            tags: checked_tags(&self.tags)?,
            description: checked_sentence("description", &self.description)?,
            source: match &self.source {
                Some(source) => checked_sentence("source", source)?,
                None => String::new(),
            },
            view: self.view.check(CURRENT_MAX)?,
            expected: self.expected.check(setup.cell.protocol.duration_ms)?,
            subject: setup,
        })
    }
}

pub(super) fn checked_step(dt_ms: &Number) -> Result<u32, Problem> {
    steps_per_ms_of(*dt_ms.get_ref()).ok_or_else(|| {
        let message = format!(
            "dt_ms: expected 1/n ms with a whole n from 1 to 1000000, found {}",
            brief(*dt_ms.get_ref())
        );
        Problem::at(dt_ms.span(), message)
    })
}

/// Whether `text` is a valid name of a preset: easy to type on a command line, and short enough for
/// narrow areas of the screen.
#[must_use]
pub fn is_name(text: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '+');
    !text.is_empty() && text.len() <= NAME_BYTES_MAX && text.chars().all(fits)
}

pub(super) fn checked_aliases(aliases: &[Spanned<String>]) -> Result<Vec<String>, Problem> {
    if let Some(surplus) = aliases.get(ALIASES_MAX) {
        let message = format!("aliases: expected at most {ALIASES_MAX}");
        return Err(Problem::at(surplus.span(), message));
    }
    aliases.iter().map(checked_name).collect()
}

pub(super) fn checked_tags(tags: &[Spanned<String>]) -> Result<Vec<String>, Problem> {
    if let Some(surplus) = tags.get(TAGS_MAX) {
        let message = format!("tags: expected at most {TAGS_MAX}");
        return Err(Problem::at(surplus.span(), message));
    }
    let checked = |tag: &Spanned<String>| {
        let text = tag.get_ref();
        let fits = !text.trim().is_empty() && text.len() <= NAME_BYTES_MAX;
        if fits && !text.contains(is_hostile) {
            return Ok(text.clone());
        }
        let message = format!(
            "tags: expected 1 to {NAME_BYTES_MAX} bytes without control characters or line breaks"
        );
        Err(Problem::at(tag.span(), message))
    };
    tags.iter().map(checked).collect()
}

pub(super) fn checked_name(name: &Spanned<String>) -> Result<String, Problem> {
    let text = name.get_ref();
    if is_name(text) {
        return Ok(text.clone());
    }
    let message = format!(
        "expected a name of 1 to {NAME_BYTES_MAX} letters, digits, '-', '_', '.' or '+', found {}",
        quoted(text)
    );
    Err(Problem::at(name.span(), message))
}

/// The value of `key`, if it is a printable line of at most 1024 bytes.
///
/// # Errors
/// The position of a value that is too long or contains control characters.
pub fn checked_sentence(key: &str, sentence: &Spanned<String>) -> Result<String, Problem> {
    let text = sentence.get_ref();
    if text.len() <= SENTENCE_BYTES_MAX && !text.contains(is_hostile) {
        return Ok(text.clone());
    }
    let message = format!(
        "{key}: expected at most {SENTENCE_BYTES_MAX} bytes without control characters or line breaks"
    );
    Err(Problem::at(sentence.span(), message))
}
