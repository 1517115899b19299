//! Circuits drawn at random, as text: every kind of synapse, rule, delay, plasticity and input.

use std::fmt::Write;

use super::draw::Draw;

/// Neurons that have the schemes euler and exact in common.
const MEMBRANES: [&str; 5] = [
    "regular-spiking-2007",
    "fast-spiking-2007",
    "chattering-2007",
    "low-threshold-spiking-2007",
    "reticular-thalamic-2007",
];
/// Neurons that have every scheme.
const STANDARD: [&str; 6] = [
    "regular-spiking",
    "fast-spiking",
    "chattering",
    "rebound-burst",
    "inhibition-induced-spiking",
    "accommodation",
];

/// A circuit of up to three populations and 30 neurons; what currents and weights fit depends on which
/// neurons it is of.
pub fn circuit(draw: &mut Draw) -> String {
    let is_membrane = draw.once_in(3);
    let schemes: &[&str] =
        if is_membrane { &["euler", "exact"] } else { &["paper", "euler", "izh2003", "exact"] };
    let scheme = draw.one_of(schemes);
    let dt_ms = draw.one_of(&["1.0", "0.5", "0.25", "0.125", "0.2"]);
    let mut text = format!(
        "kind = \"circuit\"\nname = \"drawn\"\ndescription = \"Drawn at random.\"\nduration_ms = 100.0\n\
         [integration]\nscheme = \"{scheme}\"\ndt_ms = {dt_ms}\n"
    );
    let populations = 1 + draw.below(3);
    for index in 0..populations {
        population(&mut text, draw, index, is_membrane);
    }
    // Uncoupled ones, too.
    for _ in 0..draw.below(5) {
        projection(&mut text, draw, populations, is_membrane, dt_ms);
    }
    for _ in 0..draw.below(3) {
        input(&mut text, draw, populations, is_membrane);
    }
    text
}

fn population(text: &mut String, draw: &mut Draw, index: u32, is_membrane: bool) {
    let names: &[&str] = if is_membrane { &MEMBRANES } else { &STANDARD };
    let (name, count) = (draw.one_of(names), 1 + draw.below(10));
    let current = if is_membrane { draw.between(0, 150) } else { draw.between(0, 12) };
    write!(text, "[[population]]\nname = \"P{index}\"\ncount = {count}\npreset = \"{name}\"\n")
        .expect("memory");
    if draw.once_in(4) {
        write!(
            text,
            "[population.protocol]\nduration_ms = 60.0\nbaseline = {current:?}\n\
             [[population.protocol.segment]]\nkind = \"sine\"\nstart_ms = 5.0\nend_ms = 50.0\n\
             level = {current:?}\namplitude = 4.5\nfrequency_hz = 25.0\n"
        )
        .expect("memory");
    } else {
        writeln!(text, "current = {current:?}").expect("memory");
    }
    if draw.once_in(2) {
        let law = draw.one_of(&["shared", "shared-square", "uniform", "normal"]);
        let of = draw.one_of(&["c", "d", "v0", "current"]);
        let by = draw.between(-4, 4);
        writeln!(text, "[population.spread]\n{of} = {{ by = {by:?}, law = \"{law}\" }}")
            .expect("memory");
    }
}

fn projection(
    text: &mut String,
    draw: &mut Draw,
    populations: u32,
    is_membrane: bool,
    dt_ms: &str,
) {
    let (from, to) = (draw.below(populations), draw.below(populations));
    writeln!(text, "[[projection]]\nfrom = \"P{from}\"\nto = \"P{to}\"\nautapses = true")
        .expect("memory");
    text.push_str(draw.one_of(&[
        "rule = \"all-to-all\"\n",
        "rule = \"probability\"\nprobability = 0.4\n",
        "rule = \"in-degree\"\ndegree = 1\n",
        "rule = \"out-degree\"\ndegree = 1\n",
        "rule = \"list\"\npairs = [[0, 0]]\n",
    ]));
    let scale = if is_membrane { 12.0 } else { 1.0 };
    let is_conductance = match draw.below(3) {
        0 => false,
        1 => {
            text.push_str("kinetics = \"current\"\ntau_ms = 4.0\n");
            false
        }
        _ => {
            let reversal_mv = draw.one_of(&["0.0", "-80.0"]);
            writeln!(text, "kinetics = \"conductance\"\ntau_ms = 6.5\nreversal_mv = {reversal_mv}")
                .expect("memory");
            true
        }
    };
    let weight =
        if is_conductance { draw.between(0, 4) / 4.0 } else { draw.between(-6, 6) } * scale;
    if draw.once_in(2) {
        writeln!(text, "weight = {weight:?}").expect("memory");
    } else {
        writeln!(text, "weight = {{ low = {:?}, high = {:?} }}", weight.min(0.0), weight.max(0.0))
            .expect("memory");
    }
    match draw.below(3) {
        0 => writeln!(text, "delay_ms = {}", draw.one_of(&["1.0", "2.0", "5.0"])),
        1 => writeln!(text, "delay_ms = {{ low = 1.0, high = {:?} }}", draw.one_of(&[2.0, 9.0])),
        _ => writeln!(text, "delay_ms = {{ each = [1.0, 4.0], step_ms = {dt_ms} }}"),
    }
    .expect("memory");
    if draw.once_in(3) {
        text.push_str("release = 0.6\n");
    }
    if draw.once_in(3) {
        let rest = draw.one_of(&["0", "U"]);
        writeln!(
            text,
            "short_term = {{ u = 0.4, tau_rec_ms = 120.0, tau_fac_ms = 60.0, utilisation_rest = \"{rest}\" }}"
        ).expect("memory");
    }
    if draw.once_in(2) {
        plasticity(text, draw, weight);
    }
}

fn plasticity(text: &mut String, draw: &mut Draw, weight: f64) {
    let pairing = draw.one_of(&["nearest", "all"]);
    let from = draw.one_of(&["spike", "next-step"]);
    let (low, high) = (weight.min(0.0), weight.max(0.0) + 1.0);
    write!(
        text,
        "[projection.stdp]\npotentiation = 0.1\ndepression = 0.12\n\
         potentiation_left_per_ms = 0.95\ntau_depression_ms = 20.0\npairing = \"{pairing}\"\n\
         depression_from = \"{from}\"\nweight_min = {low:?}\nweight_max = {high:?}\n"
    )
    .expect("memory");
    if draw.once_in(2) {
        text.push_str("consolidation = { every_ms = 20, drift = 0.01, left = 0.9 }\n");
    }
}

fn input(text: &mut String, draw: &mut Draw, populations: u32, is_membrane: bool) {
    let to = draw.below(populations);
    let scale = if is_membrane { 10.0 } else { 1.0 };
    writeln!(text, "[[input]]\nto = \"P{to}\"").expect("memory");
    match draw.below(4) {
        0 => writeln!(text, "kind = \"noise\"\nsd = {:?}", 4.0 * scale),
        1 => writeln!(text, "kind = \"noise\"\nsd = {:?}\nper = \"step\"", 3.0 * scale),
        2 => writeln!(text, "kind = \"kick\"\namplitude = {:?}", 20.0 * scale),
        _ => writeln!(text, "kind = \"poisson\"\nrate_hz = 90.0\nweight = 5.0"),
    }
    .expect("memory");
}
