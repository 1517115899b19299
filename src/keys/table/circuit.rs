//! Keys that select what is shown of a circuit, and where keys inject.

use crate::keys::Key::Char;
use crate::keys::Place;
use crate::keys::row::{Binding, Row, row};

/// An action that selects what is shown of a circuit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inspect {
    /// Select a channel, counted from 0.
    Channel(usize),
    /// Turn the selected channel on or off.
    ToggleChannel,
    /// Look at the next neuron on the selected channel.
    NextNeuron,
    /// Look at the previous neuron.
    PreviousNeuron,
    /// Type the number of the neuron to look at.
    TypeNeuron,
    /// Look at a neuron of the next population.
    NextPopulation,
    /// Look at a neuron of the previous population.
    PreviousPopulation,
    /// Show something else of the neuron, or of a synapse onto it.
    NextShown,
    /// Look at the next synapse onto the neuron.
    NextSynapse,
    /// Look at the previous synapse.
    PreviousSynapse,
    /// Inject into the neuron, or into all of its population.
    ToggleAim,
    /// Zoom the raster in, or out again.
    Zoom,
}

const SITE: &[Binding<Inspect>] = &[Binding("toggle-site", Inspect::ToggleAim, &[Char('o')])];

const fn of_circuit(bindings: &'static [Binding<Inspect>], help: &'static str) -> Row<Inspect> {
    row(bindings, help).only(Place::Circuit)
}

/// Where keys inject, and what channels show.
pub(in crate::keys) const CHANNELS: &[Row<Inspect>] = &[
    of_circuit(SITE, "inject into the selected neuron, or all of its population")
        .footer("site")
        .live()
        .of("choice of whom to inject into"),
    of_circuit(SITE, "stimulus of the selected neuron, or of all of its population")
        .footer("site")
        .replay()
        .of("choice of whose stimulus is shown"),
    of_circuit(
        &[
            Binding("channel-1", Inspect::Channel(0), &[Char('1')]),
            Binding("channel-2", Inspect::Channel(1), &[Char('2')]),
            Binding("channel-3", Inspect::Channel(2), &[Char('3')]),
            Binding("channel-4", Inspect::Channel(3), &[Char('4')]),
        ],
        "select a channel, which turns it on",
    )
    .footer("CH"),
    of_circuit(
        &[Binding("toggle-channel", Inspect::ToggleChannel, &[Char('X')])],
        "selected channel on / off",
    )
    .of("channel to turn on or off"),
    of_circuit(
        &[
            Binding("next-neuron", Inspect::NextNeuron, &[Char('j')]),
            Binding("previous-neuron", Inspect::PreviousNeuron, &[Char('k')]),
        ],
        "next / previous neuron on the selected channel",
    )
    .footer("neuron")
    .of("other neuron to look at"),
    of_circuit(
        &[Binding("type-neuron", Inspect::TypeNeuron, &[Char('#')])],
        "type a neuron's number, or E:17 for one of a population",
    )
    .of("other neuron to look at"),
    of_circuit(
        &[
            Binding("next-population", Inspect::NextPopulation, &[Char('J')]),
            Binding("previous-population", Inspect::PreviousPopulation, &[Char('K')]),
        ],
        "next / previous population",
    )
    .of("population to look at"),
    of_circuit(
        &[Binding("next-shown", Inspect::NextShown, &[Char('v')])],
        "channel shows: v, u, a synapse's resource, utilisation, weight",
    )
    .footer("shows")
    .of("channel to show something else"),
    of_circuit(
        &[
            Binding("next-synapse", Inspect::NextSynapse, &[Char('y')]),
            Binding("previous-synapse", Inspect::PreviousSynapse, &[Char('Y')]),
        ],
        "next / previous synapse onto the neuron",
    )
    .of("synapse to look at"),
];

/// The raster.
pub(in crate::keys) const RASTER: &[Row<Inspect>] = &[of_circuit(
    &[Binding("zoom-raster", Inspect::Zoom, &[Char('z')])],
    "raster: all, the selected population, the neuron's neighbours",
)
.footer("zoom")
.of("raster to zoom")];
