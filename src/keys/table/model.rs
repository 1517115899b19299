//! Keys that act on the model. Only these are ever recorded.

use crate::keys::Key::{self, Char};
use crate::keys::Place;
use crate::keys::row::{Binding, Row, row};

/// An action on the model; with the present settings it becomes a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intent {
    /// Inject a pulse that excites.
    Excite,
    /// Inject a pulse that inhibits.
    Inhibit,
    /// Turn the sustained step current on or off.
    ToggleSustained,
    /// Invert the sign of the sustained step current.
    TurnSustained,
    /// Run the preset's protocol once.
    Fire,
    /// Raise the holding current.
    HoldMore,
    /// Lower the holding current.
    HoldLess,
    /// Switch to one of the eight types of 2003, counted from 0.
    Type(usize),
    /// Switch to the next preset.
    NextPreset,
    /// Switch to the previous preset.
    PreviousPreset,
    /// Take the next integration scheme.
    NextScheme,
    /// Put the model back into its initial state.
    Reset,
    /// Leave a marker in the recording.
    Mark,
}

const FIRE: &[Binding<Intent>] = &[Binding("fire-protocol", Intent::Fire, &[Char('f')])];
const RESET: &[Binding<Intent>] = &[Binding("reset", Intent::Reset, &[Char('r')])];

/// What is injected.
pub(in crate::keys) const INJECTIONS: &[Row<Intent>] = &[
    row(
        &[
            Binding("pulse-excite", Intent::Excite, &[Char('e')]),
            Binding("pulse-inhibit", Intent::Inhibit, &[Char('i')]),
        ],
        "inject an excitatory (+) / inhibitory (-) current pulse",
    )
    .footer("pulse")
    .live(),
    row(
        &[Binding("toggle-sustained", Intent::ToggleSustained, &[Key::Enter])],
        "sustained step current on / off",
    )
    .footer("step")
    .live(),
    row(
        &[Binding("turn-sustained", Intent::TurnSustained, &[Char('I')])],
        "turn the sign of the sustained step",
    )
    .live(),
    row(FIRE, "fire the preset's own stimulus protocol once")
        .footer("fire")
        .only(Place::Neuron)
        .live(),
    row(FIRE, "fire the population's own stimulus protocol once, at the site")
        .only(Place::Circuit)
        .live(),
    row(
        &[
            Binding("hold-more", Intent::HoldMore, &[Key::Up]),
            Binding("hold-less", Intent::HoldLess, &[Key::Down]),
        ],
        "holding current + / -",
    )
    .footer("hold")
    .live(),
];

/// The eight types of 2003.
pub(in crate::keys) const TYPES: &[Row<Intent>] = &[row(
    &[
        Binding("select-type-1", Intent::Type(0), &[Char('1')]),
        Binding("select-type-2", Intent::Type(1), &[Char('2')]),
        Binding("select-type-3", Intent::Type(2), &[Char('3')]),
        Binding("select-type-4", Intent::Type(3), &[Char('4')]),
        Binding("select-type-5", Intent::Type(4), &[Char('5')]),
        Binding("select-type-6", Intent::Type(5), &[Char('6')]),
        Binding("select-type-7", Intent::Type(6), &[Char('7')]),
        Binding("select-type-8", Intent::Type(7), &[Char('8')]),
    ],
    "switch to one of the eight neuron types of 2003",
)
.footer("type")
.only(Place::Neuron)
.live()
.of("neuron type to switch to")];

/// Other presets.
pub(in crate::keys) const PRESETS: &[Row<Intent>] = &[row(
    &[
        Binding("next-preset", Intent::NextPreset, &[Char('n')]),
        Binding("previous-preset", Intent::PreviousPreset, &[Char('N')]),
    ],
    "next / previous preset",
)
.live()];

/// How the model is integrated.
pub(in crate::keys) const SCHEMES: &[Row<Intent>] = &[row(
    &[Binding("next-scheme", Intent::NextScheme, &[Char('s')])],
    "integration scheme: paper, euler, izh2003, exact",
)
.footer("scheme")
.live()];

/// Markers.
pub(in crate::keys) const MARKS: &[Row<Intent>] =
    &[row(&[Binding("mark", Intent::Mark, &[Char('m')])], "drop a marker into the recording")
        .live()
        .not_in_kiosk()];

/// The way back to the initial state.
pub(in crate::keys) const RESETS: &[Row<Intent>] = &[
    row(RESET, "reset the neuron to its initial state").only(Place::Neuron).live(),
    row(RESET, "reset the circuit to its start, weights included").only(Place::Circuit).live(),
];
