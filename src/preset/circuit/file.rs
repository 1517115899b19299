//! A circuit's file: its recipe and the descriptive keys.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::input::RawInput;
use super::number::{Number, placeless};
use super::population::RawPopulation;
use super::projection::RawProjection;
use super::recipe::{RawIntegration, default_duration};
use super::{RawCircuit, Resolve};
use crate::circuit::{Recipe, TooLarge};
use crate::engine::CURRENT_MAX;
use crate::input::{Document, InputError, Problem, quoted};
use crate::preset::file::{checked_aliases, checked_tags};
use crate::preset::kind::Kind;
use crate::preset::{Preset, ReadTable, checked_sentence};
use crate::scope::RawView;

/// Repeats the keys of a recipe, because a file has them at the top level beside the others.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    kind: Kind,
    name: Spanned<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    aliases: Vec<Spanned<String>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    tags: Vec<Spanned<String>>,
    description: Spanned<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source: Option<Spanned<String>>,
    #[serde(default = "default_duration")]
    duration_ms: Number,
    integration: RawIntegration,
    #[serde(rename = "population")]
    populations: Vec<Spanned<RawPopulation>>,
    #[serde(default, rename = "projection", skip_serializing_if = "Vec::is_empty")]
    projections: Vec<Spanned<RawProjection>>,
    #[serde(default, rename = "input", skip_serializing_if = "Vec::is_empty")]
    inputs: Vec<Spanned<RawInput>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    view: Option<RawView>,
}

/// Reads the text of a circuit's file. `read` reads the tables that its protocols name, if there is
/// one; `resolve` looks up the presets that it names.
///
/// # Errors
/// The position of the first mistake, and what was expected there.
pub fn parse_circuit(
    document: &Document<'_>,
    read: Option<&ReadTable<'_>>,
    resolve: &Resolve<'_>,
) -> Result<Preset<Arc<Recipe>>, InputError> {
    if Kind::of(document)? == Kind::Neuron {
        return Err(InputError::whole(document.name, "expected a circuit, found a neuron"));
    }
    let raw: RawFile = document.parse()?;
    let (about, mut circuit) = raw.split();
    circuit.load(read)?;
    about.check(&circuit, resolve).map_err(|problem| document.error(problem))
}

/// The error that the circuit in `document` is too large, at the position of its largest part.
#[must_use]
pub fn too_large(document: &Document<'_>, large: &TooLarge) -> InputError {
    match document.parse::<RawFile>() {
        Ok(raw) => document.error(raw.split().1.problem(large)),
        Err(_) => InputError::whole(document.name, large.to_string()),
    }
}

/// The descriptive keys of a circuit's file.
struct RawAbout {
    aliases: Vec<Spanned<String>>,
    tags: Vec<Spanned<String>>,
    description: Spanned<String>,
    source: Option<Spanned<String>>,
    view: Option<RawView>,
}

impl RawFile {
    fn split(self) -> (RawAbout, RawCircuit) {
        let Self { name, duration_ms, integration, populations, projections, inputs, .. } = self;
        let Self { aliases, tags, description, source, view, .. } = self;
        let circuit =
            RawCircuit { name, duration_ms, integration, populations, projections, inputs };
        (RawAbout { aliases, tags, description, source, view }, circuit)
    }
}

impl RawAbout {
    fn check(
        &self,
        circuit: &RawCircuit,
        resolve: &Resolve<'_>,
    ) -> Result<Preset<Arc<Recipe>>, Problem> {
        let aliases = checked_aliases(&self.aliases)?;
        let view =
            self.view.as_ref().map(|view| view.check(CURRENT_MAX)).transpose()?.unwrap_or_default();
        let own = |name: &str| name == circuit.name.get_ref() || aliases.iter().any(|a| a == name);
        let resolve_other = |name: &str| {
            if own(name) {
                return Err(format!(
                    "expected a neuron, found {}, the circuit itself (self-reference)",
                    quoted(name)
                ));
            }
            resolve(name)
        };
        let recipe = circuit.check(&resolve_other)?;
        Ok(Preset {
            panel: None,
            expected: Vec::new(),
            description: checked_sentence("description", &self.description)?,
            source: match &self.source {
                Some(source) => checked_sentence("source", source)?,
                None => String::new(),
            },
            tags: checked_tags(&self.tags)?,
            aliases,
            view,
            subject: Arc::new(recipe),
        })
    }
}

/// The text from which [`parse_circuit`] reads `preset` again, with all neurons inline.
#[must_use]
pub fn circuit_to_toml(preset: &Preset<Arc<Recipe>>) -> String {
    let Preset { aliases, tags, description, source, view, subject: recipe, .. } = preset;
    let RawCircuit { name, duration_ms, integration, populations, projections, inputs } =
        RawCircuit::from(&**recipe);
    let file = RawFile {
        kind: Kind::Circuit,
        name,
        aliases: aliases.iter().cloned().map(placeless).collect(),
        tags: tags.iter().cloned().map(placeless).collect(),
        description: placeless(description.clone()),
        source: (!source.is_empty()).then(|| placeless(source.clone())),
        duration_ms,
        integration,
        populations,
        projections,
        inputs,
        view: RawView::of(view),
    };
    toml::to_string(&file).expect("a circuit is plain tables, numbers and strings")
}
