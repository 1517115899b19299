use std::sync::Arc;

use super::*;
use crate::circuit::Recipe;
use crate::input::Document;
use crate::preset::Preset;

const EVERYTHING: &str = r#"
kind = "circuit"
name = "everything"
description = "All that a circuit can have."
duration_ms = 20.5
[integration]
scheme = "euler"
dt_ms = 0.1
[[population]]
name = "A"
count = 10
v0 = -60.0
u0 = -12.5
current = 3.5
neuron = { equations = "standard", a = 0.02, b = 0.2, c = -65.0, d = 8.0 }
[population.spread]
a = { by = 0.01, law = "uniform" }
b = { by = 0.01, law = "shared" }
c = { by = 1.0, law = "normal" }
d = { by = -6.0, law = "shared-square" }
v0 = { by = 5, law = "uniform" }
current = { by = -0.5, law = "normal" }
[[population]]
name = "B"
count = 10
v0 = -60.0
neuron = { equations = "2007", C = 100.0, k = 0.7, vr = -60.0, vt = -40.0, a = 0.03, b = -2.0, c = -50.0, d = 100.0, peak = 35.0 }
[population.protocol]
duration_ms = 10.0
baseline = 0.0
[[population.protocol.segment]]
start_ms = 1.0
end_ms = 2.0
level = 100.0
[[projection]]
from = ["B", "A"]
to = "A"
rule = "probability"
probability = 0.25
weight = { mean = 0.5, sd = 0.1 }
delay_ms = { low = 0.3, high = 1.2 }
kinetics = "conductance"
tau_ms = 5.0
reversal_mv = -80
release = 0.5
short_term = { u = 0.2, tau_rec_ms = 100.0, tau_fac_ms = 0 }
[[projection]]
name = "taught"
from = "A"
to = "B"
rule = "in-degree"
degree = 3
weight = 1
delay_ms = { each = [0.1, 2.0], step_ms = 0.5 }
kinetics = "current"
tau_ms = 2.5
[projection.stdp]
potentiation = 0.1
depression = 0.12
tau_potentiation_ms = 20.0
depression_left_per_ms = 0.95
pairing = "all"
weight_min = -1.0
weight_max = 10.0
consolidation = { every_ms = 1000, drift = 0.01, left = 0.9 }
[[projection]]
from = ["A", "B"]
to = ["A", "B"]
rule = "one-to-one"
autapses = true
weight = -1.0
[[projection]]
from = "A"
to = ["A", "B"]
rule = "list"
pairs = [[3, 4], [0, 19], [0, 1]]
weight = { low = -1.0, high = 2.0 }
[[input]]
to = "B"
kind = "poisson"
rate_hz = 100.0
weight = 0.5
[[input]]
kind = "noise"
sd = 1.5
[[input]]
to = ["A"]
kind = "kick"
amplitude = 20.0
"#;

fn everything() -> Preset<Arc<Recipe>> {
    let document = Document::new("everything.toml", EVERYTHING);
    parse_circuit(&document, None, &no_presets).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn whatever_a_circuit_has_is_written_and_read_again() {
    let preset = everything();
    let text = circuit_to_toml(&preset);
    let read = parse_circuit(&Document::new("written", &text), None, &no_presets);
    assert_eq!(read, Ok(preset), "{text}");
}

#[test]
fn a_recipe_can_stand_in_one_line_of_a_recording() {
    #[derive(serde::Deserialize)]
    struct Event {
        circuit: RawCircuit,
    }

    let recipe = everything().subject;
    let mut line = String::from("circuit = ");
    let value = toml::ser::ValueSerializer::new(&mut line);
    serde::Serialize::serialize(&RawCircuit::from(&*recipe), value).expect("plain values");
    assert!(!line.contains('\n'), "{line}");
    let event: Event = Document::new("line", &line).parse().expect("TOML");
    assert_eq!(event.circuit.check(&no_presets).as_ref(), Ok(&*recipe));
}
