//! Encodes a preset as the text of a file.

use serde::Serialize;

use super::{Preset, RawNeuron, RawProtocol};
use crate::engine::Setup;
use crate::model::Scheme;
use crate::scope::RawView;

#[derive(Serialize)]
struct Written<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    aliases: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    panel: Option<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    tags: &'a [String],
    description: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    source: &'a str,
    neuron: RawNeuron,
    initial: Initial,
    integration: Integration,
    protocol: RawProtocol,
    #[serde(skip_serializing_if = "Option::is_none")]
    view: Option<RawView>,
}

#[derive(Serialize)]
struct Initial {
    v0: f64,
    u0: f64,
}

#[derive(Serialize)]
struct Integration {
    scheme: Scheme,
    dt_ms: f64,
}

/// The text from which [`super::parse`] reads `preset` again. The table `expected` is omitted,
/// because its results come from other programs.
#[must_use]
pub fn to_toml(preset: &Preset) -> String {
    let Setup { cell, scheme, steps_per_ms } = &preset.subject;
    let written = Written {
        name: preset.name(),
        aliases: &preset.aliases,
        panel: preset.panel.as_deref(),
        tags: &preset.tags,
        description: &preset.description,
        source: &preset.source,
        neuron: (&cell.neuron).into(),
        initial: Initial { v0: cell.initial.v, u0: cell.initial.u },
        integration: Integration { scheme: *scheme, dt_ms: 1.0 / f64::from(*steps_per_ms) },
        protocol: (&cell.protocol).into(),
        view: RawView::of(&preset.view),
    };
    toml::to_string(&written).expect("a preset is plain tables, numbers and strings")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Document;
    use crate::preset::{Library, parse};

    #[test]
    fn every_preset_is_read_back_as_it_was() {
        for entry in Library::default().entries() {
            let preset = Preset { expected: Vec::new(), ..entry.preset };
            let text = to_toml(&preset);
            let read = parse(&Document::new("written", &text));
            assert_eq!(read, Ok(preset), "{text}");
        }
    }
}
