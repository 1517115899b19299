//! The list of presets for other programs: an array of JSON objects.

use std::sync::Arc;

use serde::Serialize;

use crate::circuit::Recipe;
use crate::engine::Setup;
use crate::model::Scheme;
use crate::preset::{
    CircuitEntry, Entry, Expectation, Head, Kind, Named, Origin, RawNeuron, Unread,
};
use crate::scope::{RawView, ViewSettings};

/// A preset with its properties; of a file too large to be read in advance, only the head.
#[derive(Debug, Serialize)]
struct Described<'a> {
    kind: Kind,
    name: &'a str,
    aliases: &'a [String],
    /// For a neuron, the panel of its figure, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    panel: Option<Option<&'a str>>,
    tags: &'a [String],
    description: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    origin: &'static str,
    #[serde(flatten)]
    integration: Option<Integration>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parameters: Option<Parameters>,
    #[serde(flatten)]
    shown: Option<Shown>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<&'a [Expectation]>,
    #[serde(flatten)]
    size: Option<Size<'a>>,
}

#[derive(Debug, Serialize)]
struct Integration {
    scheme: Scheme,
    dt_ms: f64,
}

#[derive(Debug, Serialize)]
struct Parameters {
    #[serde(flatten)]
    neuron: RawNeuron,
    v0: f64,
    u0: f64,
}

#[derive(Debug, Serialize)]
struct Shown {
    duration_ms: f64,
    /// The initial view on the live scope, as set by the preset or derived from its protocol.
    view: Option<RawView>,
}

/// Size of a circuit.
#[derive(Debug, Serialize)]
struct Size<'a> {
    neurons: u32,
    synapses: u64,
    populations: Vec<Population<'a>>,
    projections: Vec<Projection<'a>>,
}

#[derive(Debug, Serialize)]
struct Population<'a> {
    name: &'a str,
    count: u32,
}

#[derive(Debug, Serialize)]
struct Projection<'a> {
    name: &'a str,
    synapses: u64,
}

/// Properties common to all presets that have been read.
fn described<'a, S: Named>(
    kind: Kind,
    entry: &'a Entry<S>,
    integration: Integration,
    duration_ms: f64,
    view: &ViewSettings,
) -> Described<'a> {
    let preset = &entry.preset;
    Described {
        kind,
        name: preset.name(),
        aliases: &preset.aliases,
        panel: None,
        tags: &preset.tags,
        description: &preset.description,
        source: Some(&preset.source),
        origin: origin(entry.origin),
        integration: Some(integration),
        parameters: None,
        shown: Some(Shown { duration_ms, view: RawView::of(view) }),
        expected: None,
        size: None,
    }
}

fn neuron(entry: &Entry) -> Described<'_> {
    let preset = &entry.preset;
    let Setup { cell, scheme, steps_per_ms } = &preset.subject;
    let integration = Integration { scheme: *scheme, dt_ms: dt_ms(*steps_per_ms) };
    let parameters = Parameters {
        neuron: RawNeuron::from(&cell.neuron),
        v0: cell.initial.v,
        u0: cell.initial.u,
    };
    let (duration_ms, view) = (cell.protocol.duration_ms, preset.live_view());
    Described {
        panel: Some(preset.panel.as_deref()),
        parameters: Some(parameters),
        expected: Some(&preset.expected),
        ..described(Kind::Neuron, entry, integration, duration_ms, &view)
    }
}

fn circuit(entry: &CircuitEntry) -> Described<'_> {
    let recipe: &Arc<Recipe> = &entry.preset.subject;
    let integration = Integration { scheme: recipe.scheme, dt_ms: dt_ms(recipe.steps_per_ms) };
    let populations = recipe.populations.iter();
    let projections = recipe.projections.iter();
    let size = Size {
        neurons: recipe.neurons(),
        synapses: synapses(recipe),
        populations: populations
            .map(|population| Population { name: &population.name, count: population.count })
            .collect(),
        projections: projections
            .map(|projection| Projection {
                name: &projection.name,
                synapses: recipe.synapses(projection),
            })
            .collect(),
    };
    let view = &entry.preset.view;
    Described {
        size: Some(size),
        ..described(Kind::Circuit, entry, integration, recipe.duration_ms, view)
    }
}

fn unread(unread: &Unread) -> Described<'_> {
    let Head { kind, name, aliases, tags, description } = &unread.head;
    Described {
        kind: *kind,
        name,
        aliases,
        panel: None,
        tags,
        description,
        source: None,
        origin: origin(unread.origin),
        integration: None,
        parameters: None,
        shown: None,
        expected: None,
        size: None,
    }
}

/// Step length (ms).
pub(super) fn dt_ms(steps_per_ms: u32) -> f64 {
    1.0 / f64::from(steps_per_ms)
}

/// Number of synapses of a circuit; the expected number if wiring is random.
pub(super) fn synapses(recipe: &Recipe) -> u64 {
    recipe.projections.iter().map(|projection| recipe.synapses(projection)).sum()
}

fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::BuiltIn => "built-in",
        Origin::User => "user",
        Origin::UserOverBuiltIn => "user-over-built-in",
    }
}

/// All presets as JSON.
pub(super) fn json(neurons: &[Entry], circuits: &[CircuitEntry], unread_ones: &[Unread]) -> String {
    let neurons = neurons.iter().map(neuron);
    let circuits = circuits.iter().map(circuit);
    let all: Vec<_> = neurons.chain(circuits).chain(unread_ones.iter().map(unread)).collect();
    let text = serde_json::to_string_pretty(&all);
    text.expect("numbers and texts are JSON") + "\n"
}
