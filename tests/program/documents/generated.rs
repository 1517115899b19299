//! What is generated in documents, by the name in its first line.

use izh_tui::keys::{Context, DEFAULT_KEYMAP, Layer, Place};
use izh_tui::model::Scheme;
use izh_tui::model::family::Family;
use izh_tui::model::parameter::{Bound, Parameter, Presence};
use izh_tui::preset::Library;

const BEGIN: &str = "<!-- generated: ";
const END: &str = "<!-- end -->";

/// `text` with everything that is generated in it made anew.
pub fn renewed(text: &str) -> String {
    let mut parts = text.split(BEGIN);
    let mut renewed = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once(" -->").expect("a name");
        let (_, rest) = rest.split_once(END).unwrap_or_else(|| panic!("{name}: no {END}"));
        renewed += &format!("{BEGIN}{name} -->\n{}{END}{rest}", content(name));
    }
    renewed
}

fn content(name: &str) -> String {
    let keys = |place, layer| DEFAULT_KEYMAP.markdown_tables(Context::live(place).under(layer));
    match name {
        "keys of a neuron" => keys(Place::Neuron, Layer::Base),
        "keys of the parameters" => keys(Place::Neuron, Layer::Parameters),
        "keys of the cursors" => keys(Place::Neuron, Layer::Cursors),
        "keys of a circuit" => keys(Place::Circuit, Layer::Base),
        "keys of the gallery" => keys(Place::Gallery, Layer::Base),
        "neurons" => neurons(),
        "circuits" => circuits(),
        "families" => families(),
        other => panic!("nothing is known of {other}"),
    }
}

fn integration(scheme: Scheme, steps_per_ms: u32) -> String {
    format!("`{scheme}`, {} ms", 1.0 / f64::from(steps_per_ms))
}

fn code(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn neurons() -> String {
    let head = "| name | alias | | scheme and step | what to look for |\n|---|---|---|---|---|\n"
        .to_owned();
    let rows = Library::default().entries().into_iter().map(|entry| {
        let preset = entry.preset;
        let setup = &preset.subject;
        format!(
            "| `{}` | {} | {} | {} | {} |\n",
            preset.name(),
            code(&preset.aliases),
            preset.panel.as_deref().unwrap_or(""),
            integration(setup.scheme, setup.steps_per_ms),
            preset.description,
        )
    });
    head + &rows.collect::<String>()
}

fn circuits() -> String {
    let head = "| name | alias | scheme and step | neurons | synapses | what to look for |\n\
                |---|---|---|---|---|---|\n"
        .to_owned();
    let rows = Library::default().circuits().into_iter().map(|entry| {
        let preset = entry.preset;
        let recipe = &preset.subject;
        let synapses = recipe.projections.iter().map(|projection| recipe.synapses(projection));
        format!(
            "| `{}` | {} | {} | {} | {} | {} |\n",
            preset.name(),
            code(&preset.aliases),
            integration(recipe.scheme, recipe.steps_per_ms),
            recipe.neurons(),
            synapses.sum::<u64>(),
            preset.description,
        )
    });
    head + &rows.collect::<String>()
}

/// The parameters of every family; families with the same name or the same parameters share a table.
fn families() -> String {
    let mut groups: Vec<Vec<&Family>> = Vec::new();
    for &family in Family::ALL {
        let rows = |family: &Family| family.parameters.iter().map(row).collect::<String>();
        let fits = |other: &Family| other.name == family.name || rows(other) == rows(family);
        match groups.last_mut().filter(|group| fits(group[0])) {
            Some(group) => group.push(family),
            None => groups.push(vec![family]),
        }
    }
    groups.iter().map(|group| parameters(group)).collect()
}

/// One table for `families`; where they differ it says for which of them a row is.
fn parameters(families: &[&Family]) -> String {
    let mut names: Vec<_> = families.iter().map(|family| format!("`{}`", family.name)).collect();
    names.dedup();
    let schemes = families[0].schemes.iter().map(|scheme| format!("`{scheme}`"));
    let mut rows: Vec<String> = Vec::new();
    for row in families.iter().flat_map(|family| family.parameters.iter().map(row)) {
        if !rows.contains(&row) {
            rows.push(row);
        }
    }
    let with = |text: &String| {
        let has = |family: &&&Family| family.parameters.iter().any(|it| row(it) == *text);
        let having: Vec<_> = families.iter().filter(has).collect();
        let recoveries = having.iter().filter_map(|family| family.recovery);
        let only = recoveries.map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ");
        let only = if having.len() == families.len() { String::new() } else { only };
        format!("{text} {only} |\n")
    };
    format!(
        "### Parameters of {}\n\nSchemes: {}.\n\n\
         | parameter | unit | range | left out | meaning | only with `recovery` |\n\
         |---|---|---|---|---|---|\n{}\n",
        names.join(", "),
        schemes.collect::<Vec<_>>().join(", "),
        rows.iter().map(with).collect::<String>(),
    )
}

/// What stands in the row of a parameter, whichever of the families it is of.
fn row(parameter: &Parameter) -> String {
    let range = match (parameter.name, parameter.bound) {
        ("c", _) => "below `peak`",
        (_, Bound::Finite) => "finite",
        (_, Bound::Above0) => "above 0",
    };
    let left_out = match parameter.presence {
        Presence::Required => "an error".to_owned(),
        Presence::Usual(value) => format!("{value}"),
        Presence::Special(_) => "without effect".to_owned(),
    };
    let Parameter { name, unit, meaning, .. } = parameter;
    format!("| `{name}` | {unit} | {range} | {left_out} | {meaning} |")
}
