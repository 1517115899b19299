//! The built-in presets: the files in `presets/`, embedded.

use super::entry::{CircuitEntry, Entry};
use super::{Origin, parse, parse_circuit};
use crate::input::Document;

/// Name and text of a built-in preset.
pub(super) struct BuiltIn {
    pub(super) name: &'static str,
    pub(super) text: &'static str,
}

macro_rules! built_in {
    ($($name:literal),* $(,)?) => {
        &[$(BuiltIn {
            name: $name,
            text: include_str!(concat!("../../presets/", $name, ".toml")),
        }),*]
    };
}

/// A group of built-in neurons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Collection {
    /// The eight types of Izhikevich, IEEE Trans. Neural Networks 14 (2003) 1569.
    Types2003,
    /// The twenty features, A to T, of Izhikevich, IEEE Trans. Neural Networks 15 (2004) 1063.
    Features2004,
    /// Features of 2004 with parameters changed so that the features appear in the true solution.
    Exact,
    /// The types of Izhikevich, Dynamical Systems in Neuroscience, MIT Press 2007, ch. 8.
    Types2007,
    /// Thalamic types of 2007 in burst mode.
    Bursts2007,
    /// Hippocampal cells (Ferguson et al. 2013, 2014).
    Hippocampus,
}

impl Collection {
    /// The names of the presets, in the order in which they are listed.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        let of_it = NEURONS.iter().filter(move |(collection, _)| *collection == self);
        of_it.flat_map(|(_, built_in)| built_in.iter().map(|built_in| built_in.name))
    }
}

/// The neurons, in the order in which they are listed: the eight types of 2003 come first, because
/// the keys `1` to `8` select them.
const NEURONS: &[(Collection, &[BuiltIn])] = &[
    (
        Collection::Types2003,
        built_in![
            "regular-spiking",
            "intrinsically-bursting",
            "chattering",
            "fast-spiking",
            "low-threshold-spiking",
            "thalamo-cortical",
            "thalamo-cortical-burst",
            "resonator-cell",
        ],
    ),
    (
        Collection::Features2004,
        built_in![
            "tonic-spiking",
            "phasic-spiking",
            "tonic-bursting",
            "phasic-bursting",
            "mixed-mode",
            "spike-frequency-adaptation",
            "class-1-excitable",
            "class-2-excitable",
            "spike-latency",
            "subthreshold-oscillations",
            "resonator",
            "integrator",
            "rebound-spike",
            "rebound-burst",
            "threshold-variability",
            "bistability",
            "depolarizing-after-potential",
            "accommodation",
            "inhibition-induced-spiking",
            "inhibition-induced-bursting",
        ],
    ),
    (
        Collection::Exact,
        built_in![
            "spike-latency-exact",
            "bistability-exact",
            "depolarizing-after-potential-exact",
            "inhibition-induced-spiking-exact",
            "inhibition-induced-bursting-exact",
        ],
    ),
    (
        Collection::Types2007,
        built_in![
            "regular-spiking-2007",
            "intrinsically-bursting-2007",
            "chattering-2007",
            "low-threshold-spiking-2007",
            "fast-spiking-2007",
            "thalamo-cortical-2007",
            "reticular-thalamic-2007",
        ],
    ),
    (
        Collection::Bursts2007,
        built_in!["thalamo-cortical-burst-2007", "reticular-thalamic-burst-2007"],
    ),
    (Collection::Hippocampus, built_in!["ca1-pyramidal-2014", "ca1-pv-basket-2013"]),
];

/// The circuits, in the order in which they are listed: from two neurons to a thousand.
const CIRCUITS: &[BuiltIn] = built_in![
    "burst-synapse",
    "tonic-synapse",
    "half-centre",
    "chain",
    "feed-forward-inhibition",
    "recurrent-inhibition",
    "gamma-pair",
    "cortex-2003",
    "polychronization-2006",
];

/// Every built-in neuron.
pub(super) fn neurons() -> impl Iterator<Item = &'static BuiltIn> + Clone {
    NEURONS.iter().flat_map(|(_, built_in)| *built_in)
}

/// Every built-in circuit.
pub(super) fn circuits() -> impl Iterator<Item = &'static BuiltIn> + Clone {
    CIRCUITS.iter()
}

/// The built-in preset called `name`, if there is one.
pub(super) fn named(
    mut list: impl Iterator<Item = &'static BuiltIn>,
    name: &str,
) -> Option<&'static BuiltIn> {
    list.find(|built_in| built_in.name == name)
}

/// Whether a built-in preset of either kind is called `name`.
pub(super) fn is_built_in(name: &str) -> bool {
    named(neurons(), name).or_else(|| named(circuits(), name)).is_some()
}

pub(super) fn neuron_entry(built_in: &BuiltIn) -> Entry {
    let preset = parse(&Document::new(built_in.name, built_in.text));
    Entry {
        // A test parses every embedded file.
        preset: preset.expect("embedded presets are valid"),
        origin: Origin::BuiltIn,
        text: built_in.text.to_owned(),
    }
}

/// A built-in circuit consists of built-in neurons, even if the user has presets of the same name.
pub(super) fn circuit_entry(built_in: &BuiltIn) -> CircuitEntry {
    let document = Document::new(built_in.name, built_in.text);
    let resolve = |name: &str| {
        let neuron =
            named(neurons(), name).map(neuron_entry).ok_or("expected a built-in neuron's name")?;
        Ok((neuron.preset.subject.cell.neuron, neuron.preset.subject.cell.initial))
    };
    let preset = parse_circuit(&document, None, &resolve);
    Entry {
        preset: preset.expect("embedded circuits are valid"),
        origin: Origin::BuiltIn,
        text: built_in.text.to_owned(),
    }
}
