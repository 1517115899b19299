//! A preset file: parsing and validation.

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::{Preset, RawProtocol, ReadFile};
use crate::engine::{Setup, Subject, steps_per_ms_of};
use crate::input::{Document, InputError, Problem, finite, is_hostile};
use crate::model::{Equations, Neuron, Scheme, State};

/// Longest name or alias (bytes).
const NAME_BYTES_MAX: usize = 64;
/// Longest sentence in a preset (bytes).
const SENTENCE_BYTES_MAX: usize = 1024;
/// Most aliases of a preset.
const ALIASES_MAX: usize = 16;

type Number = Spanned<f64>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPreset {
    name: Spanned<String>,
    #[serde(default)]
    aliases: Vec<Spanned<String>>,
    panel: Option<Spanned<String>>,
    description: Spanned<String>,
    source: Option<Spanned<String>>,
    neuron: RawNeuron,
    initial: RawInitial,
    integration: RawIntegration,
    protocol: RawProtocol,
}

/// A neuron's parameters before they have been checked.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawNeuron {
    equations: Equations,
    a: Number,
    b: Number,
    c: Number,
    d: Number,
    #[serde(default = "peak")]
    peak: Number,
}

fn peak() -> Number {
    Spanned::new(0..0, Neuron::PEAK_MV)
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
    scheme: Scheme,
    dt_ms: Number,
}

/// Reads a preset file's text; files that its protocol names are read by `read`, if any can be.
///
/// # Errors
/// Names the place of the first mistake and what was expected there.
pub fn parse(document: &Document<'_>, read: Option<&ReadFile<'_>>) -> Result<Preset, InputError> {
    if document.text.trim().is_empty() {
        return Err(InputError::whole(document.name, "expected a preset, found an empty file"));
    }
    let mut raw: RawPreset = document.parse()?;
    raw.protocol.load(read)?;
    raw.check().map_err(|problem| document.error(problem))
}

/// Puts a checked neuron together from its parts.
///
/// # Errors
/// Names the part that is no good.
pub fn setup_from(
    name: &Spanned<String>,
    neuron: &RawNeuron,
    initial: State,
    protocol: &RawProtocol,
    scheme: Scheme,
    steps_per_ms: u32,
) -> Result<Setup, Problem> {
    let subject = Subject {
        name: checked_name(name)?,
        neuron: neuron.check()?,
        initial,
        protocol: protocol.check()?,
    };
    Ok(Setup { subject, scheme, steps_per_ms })
}

impl RawPreset {
    fn check(&self) -> Result<Preset, Problem> {
        if let Some(surplus) = self.aliases.get(ALIASES_MAX) {
            let message = format!("aliases: expected at most {ALIASES_MAX}");
            return Err(Problem::at(surplus.span(), message));
        }
        let v = finite("v0", &self.initial.v0)?;
        let u = match &self.initial.u0 {
            Some(u0) => finite("u0", u0)?,
            None => finite("b", &self.neuron.b)? * v,
        };
        let integration = &self.integration;
        let setup = setup_from(
            &self.name,
            &self.neuron,
            State { v, u },
            &self.protocol,
            integration.scheme,
            checked_step(&integration.dt_ms)?,
        )?;
        Ok(Preset {
            aliases: self.aliases.iter().map(checked_name).collect::<Result<_, _>>()?,
            panel: self.panel.as_ref().map(checked_name).transpose()?,
            description: checked_sentence("description", &self.description)?,
            source: match &self.source {
                Some(source) => checked_sentence("source", source)?,
                None => String::new(),
            },
            setup,
        })
    }
}

impl RawNeuron {
    /// The neuron, if its parameters make one.
    ///
    /// # Errors
    /// Names the parameter that does not.
    pub fn check(&self) -> Result<Neuron, Problem> {
        let neuron = Neuron {
            equations: self.equations,
            a: finite("a", &self.a)?,
            b: finite("b", &self.b)?,
            c_mv: finite("c", &self.c)?,
            d: finite("d", &self.d)?,
            peak_mv: finite("peak", &self.peak)?,
        };
        if neuron.c_mv >= neuron.peak_mv {
            let message = format!(
                "c: expected below the peak ({} mV), found {}",
                neuron.peak_mv, neuron.c_mv
            );
            return Err(Problem::at(self.c.span(), message));
        }
        Ok(neuron)
    }
}

impl From<&Neuron> for RawNeuron {
    fn from(neuron: &Neuron) -> Self {
        let number = |value| Spanned::new(0..0, value);
        Self {
            equations: neuron.equations,
            a: number(neuron.a),
            b: number(neuron.b),
            c: number(neuron.c_mv),
            d: number(neuron.d),
            peak: number(neuron.peak_mv),
        }
    }
}

fn checked_step(dt_ms: &Number) -> Result<u32, Problem> {
    steps_per_ms_of(*dt_ms.get_ref()).ok_or_else(|| {
        let message = format!(
            "dt_ms: expected 1/n ms with a whole n from 1 to 1000000, found {}",
            dt_ms.get_ref()
        );
        Problem::at(dt_ms.span(), message)
    })
}

/// A name is typed on command lines and shown in narrow places.
fn checked_name(name: &Spanned<String>) -> Result<String, Problem> {
    let text = name.get_ref();
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '+');
    if !text.is_empty() && text.len() <= NAME_BYTES_MAX && text.chars().all(fits) {
        return Ok(text.clone());
    }
    let message = format!(
        "expected a name of 1 to {NAME_BYTES_MAX} letters, digits, '-', '_', '.' or '+', found \"{text}\""
    );
    Err(Problem::at(name.span(), message))
}

/// The text of `key`, if it is one line that can be shown.
///
/// # Errors
/// Names the place of one that is too long or holds control characters.
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
