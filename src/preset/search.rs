//! Search for presets by words that a user types.

use super::Kind;

/// The texts by which a preset is found.
#[derive(Clone, Debug)]
pub struct Findable<'a> {
    /// Neuron or circuit; the name of the kind is searched, too.
    pub kind: Kind,
    /// Name of the preset.
    pub name: &'a str,
    /// Aliases of the preset.
    pub aliases: &'a [String],
    /// Panel of the figure of Izhikevich (2004) that the preset reproduces, if any.
    pub panel: Option<&'a str>,
    /// Further words to be found by.
    pub tags: &'a [String],
    /// The description: a sentence on what to look for.
    pub description: &'a str,
    /// The publication or other source.
    pub source: &'a str,
}

/// How well a preset matches the typed text, from best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Match {
    /// The text is a name or alias.
    Name,
    /// A name or alias begins with the text.
    NameStart,
    /// A name or alias contains the text.
    NamePart,
    /// The text is a tag, or the panel (`panel P`).
    Tag,
    /// Every word occurs in a name, a tag or the panel, or is the kind.
    Words,
    /// Every word occurs in one of those, in the description or in the source.
    Text,
}

impl Findable<'_> {
    /// How well the preset matches `typed`, if at all. Case is ignored, a space matches a hyphen,
    /// and an empty text matches every preset.
    #[must_use]
    pub fn answers_to(&self, typed: &str) -> Option<Match> {
        let typed = plain(typed);
        let name = plain(self.name);
        let mut names: Vec<String> = self.aliases.iter().map(|alias| plain(alias)).collect();
        if typed == name || names.contains(&typed) {
            return Some(Match::Name);
        }
        if name.starts_with(&typed) {
            return Some(Match::NameStart);
        }
        if name.contains(&typed) {
            return Some(Match::NamePart);
        }
        let mut tags: Vec<String> = self.tags.iter().map(|tag| plain(tag)).collect();
        tags.extend(self.panel.map(|panel| plain(&format!("panel {panel}"))));
        if tags.contains(&typed) {
            return Some(Match::Tag);
        }
        names.extend(tags);
        let words = [&*name, &names.join(" "), self.kind_word()].join(" ");
        let stand_in = |text: &str| typed.split(' ').all(|word| text.contains(word));
        if stand_in(&words) {
            return Some(Match::Words);
        }
        let text = [words, plain(self.description), plain(self.source)].join(" ");
        stand_in(&text).then_some(Match::Text)
    }

    fn kind_word(&self) -> &'static str {
        match self.kind {
            Kind::Neuron => "neuron",
            Kind::Circuit => "circuit",
        }
    }
}

/// The normalized text for comparisons.
fn plain(text: &str) -> String {
    let text = text.to_lowercase().replace(['-', '_'], " ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preset::Library;

    /// The presets that match `typed`, best first.
    fn found(typed: &str) -> Vec<(Match, String)> {
        let library = Library::default();
        let (neurons, circuits) = (library.entries(), library.circuits());
        let neurons = neurons.iter().map(|entry| entry.preset.findable());
        let findables = neurons.chain(circuits.iter().map(|entry| entry.preset.findable()));
        let mut found: Vec<(Match, String)> = findables
            .filter_map(|findable| Some((findable.answers_to(typed)?, findable.name.to_owned())))
            .collect();
        found.sort_by_key(|(rank, _)| *rank);
        found
    }

    #[test]
    fn every_name_and_alias_comes_first() {
        let library = Library::default();
        let neurons = library.entries().into_iter().map(|entry| entry.preset);
        let neurons = neurons.map(|preset| (preset.name().to_owned(), preset.aliases));
        let circuits = library.circuits().into_iter().map(|entry| entry.preset);
        let circuits = circuits.map(|preset| (preset.name().to_owned(), preset.aliases));
        for (name, aliases) in neurons.chain(circuits) {
            for typed in aliases.iter().chain([&name]) {
                for typed in [typed.clone(), typed.to_uppercase()] {
                    assert_eq!(found(&typed)[0], (Match::Name, name.clone()), "{typed}");
                }
            }
        }
    }

    #[test]
    fn what_people_type_finds_what_they_mean() {
        // The typed text, and the preset that must be among the first three.
        for (typed, expected) in [
            ("rs", "regular-spiking"),
            ("class 1", "class-1-excitable"),
            ("panel p", "bistability"),
            ("Panel  P", "bistability-exact"),
            ("hodgkin", "class-1-excitable"),
            ("hodgkin", "class-2-excitable"),
            ("theta", "half-centre"),
            ("alpha", "cortex-2003"),
            ("gamma", "gamma-pair"),
            ("gamma", "cortex-2003"),
            ("ping", "gamma-pair"),
            ("epsp", "tonic-synapse"),
            ("ipsp", "feed-forward-inhibition"),
            ("burst", "burst-synapse"),
            ("2003", "cortex-2003"),
            ("2006", "polychronization-2006"),
            ("hopf", "class-2-excitable"),
            ("saddle-node", "class-1-excitable"),
            ("bistable", "bistability"),
            ("hysteresis", "bistability"),
            ("plasticity", "polychronization-2006"),
            ("stdp", "polychronization-2006"),
            ("learning", "polychronization-2006"),
            ("short-term plasticity", "burst-synapse"),
            ("facilitation", "burst-synapse"),
            ("thalamus", "thalamo-cortical"),
            ("thalamic", "reticular-thalamic-2007"),
            ("relay", "thalamo-cortical"),
            ("pyramidal", "regular-spiking"),
            ("interneuron", "fast-spiking"),
            ("inhibitory", "fast-spiking"),
            ("resonance", "resonator"),
            ("dap", "depolarizing-after-potential"),
            ("cpg", "half-centre"),
            ("synfire", "chain"),
            ("renshaw", "recurrent-inhibition"),
            ("abeles", "chain"),
            ("adaptation", "spike-frequency-adaptation"),
            ("post-inhibitory rebound", "rebound-spike"),
            ("half center", "half-centre"),
            ("circuit renshaw", "recurrent-inhibition"),
        ] {
            let found = found(typed);
            let first = || found.iter().take(6).map(|(_, name)| &**name);
            assert!(
                first().any(|name| name == expected),
                "{typed}: {:?}",
                first().collect::<Vec<_>>()
            );
        }
        assert_eq!(found("no such thing"), []);
    }

    #[test]
    fn a_tag_of_a_bifurcation_is_what_the_equations_have() {
        for entry in Library::default().entries() {
            let preset = &entry.preset;
            let neuron = &preset.subject.cell.neuron;
            let has = |tag: &str| preset.tags.iter().any(|own| own == tag);
            if has("Hopf") {
                assert!(neuron.hopf_current().is_some(), "{}", preset.name());
            }
            if has("saddle-node") {
                assert!(neuron.saddle_node_current().is_some(), "{}", preset.name());
                assert!(neuron.hopf_current().is_none(), "{}", preset.name());
            }
        }
    }

    #[test]
    fn every_preset_has_a_few_tags() {
        let library = Library::default();
        let neurons = library.entries().into_iter().map(|entry| entry.preset);
        let neurons = neurons.map(|preset| (preset.name().to_owned(), preset.tags));
        let circuits = library.circuits().into_iter().map(|entry| entry.preset);
        let circuits = circuits.map(|preset| (preset.name().to_owned(), preset.tags));
        for (name, tags) in neurons.chain(circuits) {
            assert!((1..=8).contains(&tags.len()), "{name}: {tags:?}");
        }
    }
}
