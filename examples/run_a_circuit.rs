//! Reads a circuit from text, runs it and prints its rates.
//!
//! `cargo run --example run_a_circuit`

use std::error::Error;
use std::fmt::Write;

use izh_tui::circuit::PopulationId;
use izh_tui::engine::{Command, Engine, Experiment, Injection, Site};
use izh_tui::input::Document;
use izh_tui::measure::Populations;
use izh_tui::preset::{Library, parse_circuit};

const CIRCUIT: &str = r#"
kind = "circuit"
name = "pair"
description = "Excitation and inhibition."

[integration]
scheme = "izh2003"
dt_ms = 0.5

[[population]]
name = "E"
count = 40
preset = "regular-spiking"
current = 10.0
[population.spread]
v0 = { by = 20.0, law = "uniform" }

[[population]]
name = "I"
count = 10
preset = "fast-spiking"

[[projection]]
from = "E"
to = "I"
rule = "all-to-all"
weight = 1.0

[[projection]]
from = "I"
to = "E"
rule = "in-degree"
degree = 5
kinetics = "conductance"
tau_ms = 10.0
reversal_mv = -80.0
weight = 0.02
"#;

fn main() -> Result<(), Box<dyn Error>> {
    print!("{}", report()?);
    Ok(())
}

/// The rates of each population, at rest and while all of E is excited.
pub fn report() -> Result<String, Box<dyn Error>> {
    let library = Library::default();
    let document = Document::new("pair.toml", CIRCUIT);
    let recipe = parse_circuit(&document, None, &|name| library.resolve(name))?.subject;
    let mut engine = Engine::new(&Experiment::circuit(recipe.clone(), 1));

    let mut lines = String::new();
    for (what, current) in [("as it is", None), ("E excited", Some(5.0))] {
        let injection = Injection::Sustain { current };
        engine
            .apply(&Command::Inject { site: Site::Population(PopulationId::FIRST), injection })?;
        let counts = recipe.populations.iter().map(|population| population.count);
        let mut populations = Populations::new(counts, engine.time_ms());
        engine.advance(2_000, &mut populations); // one second
        for (id, population) in recipe.numbered_populations() {
            let firing = populations.population(id, engine.time_ms());
            let rate_hz = firing.rate_hz.unwrap_or_default();
            writeln!(lines, "{what}: {} fires {rate_hz:.1} times a second", population.name)?;
        }
    }
    Ok(lines)
}
