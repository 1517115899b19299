//! The presets that are embedded: the very files in `presets/`.

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

/// The neurons, in the order in which they are listed: the eight types of 2003 first, since the
/// keys `1` to `8` pick those.
pub(super) const BUILT_IN: &[BuiltIn] = built_in![
    "regular-spiking",
    "intrinsically-bursting",
    "chattering",
    "fast-spiking",
    "low-threshold-spiking",
    "thalamo-cortical",
    "thalamo-cortical-burst",
    "resonator-cell",
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
    "spike-latency-exact",
    "bistability-exact",
    "depolarizing-after-potential-exact",
    "inhibition-induced-spiking-exact",
    "inhibition-induced-bursting-exact",
    "regular-spiking-2007",
    "intrinsically-bursting-2007",
    "chattering-2007",
    "low-threshold-spiking-2007",
    "fast-spiking-2007",
    "thalamo-cortical-2007",
    "reticular-thalamic-2007",
    "thalamo-cortical-burst-2007",
    "reticular-thalamic-burst-2007",
    "ca1-pyramidal-2014",
    "ca1-pv-basket-2013",
];

/// The circuits, in the order in which they are listed: from two neurons to a thousand.
pub(super) const BUILT_IN_CIRCUITS: &[BuiltIn] = built_in![
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
