//! Failed look-ups, and suggestions of similar names.

use thiserror::Error;

use super::Findable;
use crate::input::{InputError, clean, quoted};

/// Maximum number of suggested names.
const SUGGESTIONS_MAX: usize = 3;

/// The reason why a look-up by name failed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LookupError {
    /// No preset has this name.
    #[error("unknown preset {}{}", clean(&quoted(.name)), did_you_mean(.nearest))]
    Unknown {
        /// The name.
        name: String,
        /// The most similar names, best first.
        nearest: Vec<String>,
    },
    /// The name is that of a circuit, but a neuron is needed.
    #[error("{} is a circuit: expected a neuron", clean(&quoted(.0)))]
    Circuit(String),
    /// The name is that of a neuron, but a circuit is needed.
    #[error("{} is a neuron: expected a circuit", clean(&quoted(.0)))]
    Neuron(String),
    /// The user's file of this name is not a valid preset.
    #[error(transparent)]
    Broken(InputError),
}

fn did_you_mean(nearest: &[String]) -> String {
    match nearest {
        [] => ": `izh-tui presets` lists them".to_owned(),
        names => format!(": did you mean {}?", names.join(", ")),
    }
}

/// The suggestions for `name`: the most similar names, best first, or if no name is similar, the
/// results of a search.
pub(super) fn nearest(name: &str, all: &[Findable<'_>]) -> Vec<String> {
    let alike = alike(name, all);
    if alike.is_empty() { searched(name, all) } else { alike }
}

/// The names most similar to `name`, best first.
fn alike(name: &str, all: &[Findable<'_>]) -> Vec<String> {
    let name: String = name.chars().take(64).collect::<String>().to_lowercase();
    let mut scored: Vec<(f64, &str)> = all
        .iter()
        .map(|findable| {
            let aliases = findable.aliases.iter().map(|alias| &**alias);
            let names = std::iter::once(findable.name).chain(aliases);
            let score = names.map(|other| strsim::jaro_winkler(&name, other)).fold(0.0, f64::max);
            (score, findable.name)
        })
        .filter(|(score, _)| *score > 0.8)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    scored.into_iter().take(SUGGESTIONS_MAX).map(|(_, name)| name.to_owned()).collect()
}

/// The names of the presets that a search for `name` finds, best first.
fn searched(name: &str, all: &[Findable<'_>]) -> Vec<String> {
    let found = all.iter().filter_map(|findable| Some((findable.answers_to(name)?, findable.name)));
    let mut found: Vec<_> = found.collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().take(SUGGESTIONS_MAX).map(|(_, name)| name.to_owned()).collect()
}
