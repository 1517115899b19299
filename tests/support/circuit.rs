//! What tests of circuits share: recipes as text, and a scope driven by a script.
use std::sync::Arc;

use izh_tui::circuit::Recipe;
use izh_tui::engine::Experiment;
use izh_tui::input::Document;
use izh_tui::instrument::Scope;
use izh_tui::preset::{Catalog, CircuitEntry, Found, Library};

/// A neuron that fires onto another through an unreliable synapse with short-term plasticity that
/// learns.
pub const PAIR: &str = r#"
kind = "circuit"
name = "pair"
description = "One synapse."
[integration]
scheme = "izh2003"
dt_ms = 1.0
[[population]]
name = "pre"
count = 1
preset = "regular-spiking"
current = 10.0
[[population]]
name = "post"
count = 1
preset = "regular-spiking"
[[projection]]
from = "pre"
to = "post"
rule = "one-to-one"
weight = 5.0
delay_ms = 2.0
release = 0.5
[projection.short_term]
u = 0.3
tau_rec_ms = 200.0
tau_fac_ms = 100.0
[projection.stdp]
potentiation = 0.1
depression = 0.12
potentiation_left_per_ms = 0.95
depression_left_per_ms = 0.95
pairing = "nearest"
weight_min = 0.0
weight_max = 10.0
"#;

/// Many neurons of two populations under noise.
pub const MANY: &str = r#"
kind = "circuit"
name = "many"
description = "Two populations."
[integration]
scheme = "izh2003"
dt_ms = 1.0
[[population]]
name = "E"
count = 80
preset = "regular-spiking"
[[population]]
name = "I"
count = 20
preset = "fast-spiking"
[[projection]]
from = "E"
to = ["E", "I"]
rule = "all-to-all"
weight = { low = 0.0, high = 1.0 }
[[projection]]
from = "I"
to = ["E", "I"]
rule = "all-to-all"
weight = { low = -2.0, high = 0.0 }
[[input]]
kind = "noise"
sd = 5.0
"#;

/// The circuit of a text.
pub fn entry(text: &str) -> CircuitEntry {
    match Library::default().parse(&Document::new("test.toml", text), None) {
        Ok(Found::Circuit(entry)) => *entry,
        other => panic!("no circuit: {other:?}"),
    }
}

/// The recipe of a text.
pub fn recipe(text: &str) -> Arc<Recipe> {
    entry(text).preset.subject
}

/// The built-in neurons and the circuits of the texts above.
pub fn catalog() -> Catalog {
    let circuits = [PAIR, MANY].map(entry).to_vec();
    let mut catalog = Catalog::from(Library::default().entries());
    catalog.circuits = circuits;
    catalog
}

/// A scope on the circuit of `text`.
pub fn circuit(text: &str) -> Scope {
    let experiment = Experiment::circuit(recipe(text), 1);
    Scope::new(&experiment, catalog(), super::scope::START)
}

/// A scope on the built-in circuit called `name`, as `izh-tui --preset NAME` starts it.
pub fn built_in(name: &str) -> Scope {
    let library = Library::default();
    let recipe = library.find_circuit(name).expect("built in").preset.subject;
    let catalog = Catalog::from(&library);
    Scope::new(&Experiment::circuit(recipe, 1), catalog, super::scope::START)
}
