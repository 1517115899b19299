//! Keys that change the picture, and the pulse that keys inject.

use crate::keys::Key::{self, Char};
use crate::keys::Place;
use crate::keys::row::{Binding, Row, row};
use crate::scope::Page;
use crate::scope::Scroll::{self, Back, Forward, Newest, Oldest, PageBack, PageForward};

/// An action on the picture, or on the pulse that keys inject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// A stronger pulse next time.
    PulseStronger,
    /// A weaker pulse next time.
    PulseWeaker,
    /// A longer pulse next time.
    PulseLonger,
    /// A shorter pulse next time.
    PulseShorter,
    /// Less time per division: a closer look.
    Shorter,
    /// More time per division.
    Longer,
    /// Go through the past.
    Scroll(Scroll),
    /// More mV per division.
    GainCoarser,
    /// Fewer mV per division.
    GainFiner,
    /// Fit the axis to what is seen.
    GainFit,
    /// Next display mode.
    NextDisplay,
    /// Next view.
    NextPage,
    /// Open a view, or close it.
    TogglePage(Page),
    /// Show dv/dt against v alone in the phase plane, or all that finds room.
    ToggleRate,
    /// Next width of the bins of histograms.
    NextBins,
    /// Next signal around spikes.
    NextSignal,
    /// Show or hide the artificial units.
    ToggleUnits,
    /// Open or close the line of theta and slope of the artificial units.
    ToggleUnitsLine,
    /// Zero the statistics.
    ZeroStatistics,
}

const NEXT_PAGE: &[Binding<View>] = &[Binding("next-view", View::NextPage, &[Key::Tab])];

/// The pulse that is injected.
pub(in crate::keys) const PULSE: &[Row<View>] = &[
    row(
        &[
            Binding("pulse-weaker", View::PulseWeaker, &[Char('[')]),
            Binding("pulse-stronger", View::PulseStronger, &[Char(']')]),
        ],
        "pulse amplitude - / +",
    )
    .live(),
    row(
        &[
            Binding("pulse-shorter", View::PulseShorter, &[Char('{')]),
            Binding("pulse-longer", View::PulseLonger, &[Char('}')]),
        ],
        "pulse width - / +",
    )
    .live(),
];

/// The time axis, and places on it.
pub(in crate::keys) const TIME_AXIS: &[Row<View>] = &[
    row(
        &[
            Binding("time-shorter", View::Shorter, &[Char('(')]),
            Binding("time-longer", View::Longer, &[Char(')')]),
        ],
        "less / more time per division: a closer or a wider look",
    ),
    row(
        &[
            Binding("scroll-back", View::Scroll(Back), &[Key::Left]),
            Binding("scroll-forward", View::Scroll(Forward), &[Key::Right]),
        ],
        "pause and look back by a division / forward",
    ),
    row(
        &[
            Binding("scroll-page-back", View::Scroll(PageBack), &[Key::PageUp]),
            Binding("scroll-page-forward", View::Scroll(PageForward), &[Key::PageDown]),
        ],
        "pause and look back by a window / forward",
    ),
    row(
        &[
            Binding("scroll-oldest", View::Scroll(Oldest), &[Key::Home]),
            Binding("scroll-newest", View::Scroll(Newest), &[Key::End]),
        ],
        "pause and look at the oldest that is kept / at the newest",
    ),
];

/// The axis of the membrane potential.
pub(in crate::keys) const VOLTAGE_AXIS: &[Row<View>] = &[
    row(
        &[
            Binding("gain-coarser", View::GainCoarser, &[Char('-')]),
            Binding("gain-finer", View::GainFiner, &[Char('+')]),
        ],
        "more / fewer mV per division",
    ),
    row(
        &[Binding("gain-fit", View::GainFit, &[Char('=')])],
        "fit the voltage axis to what is seen; again: it follows",
    ),
];

/// How the trace is drawn.
pub(in crate::keys) const DISPLAY: &[Row<View>] = &[row(
    &[Binding("next-display", View::NextDisplay, &[Char('d')])],
    "display mode: roll, sweep, trigger",
)];

/// What takes the most room on the scope of a circuit.
pub(in crate::keys) const CIRCUIT_PAGES: &[Row<View>] =
    &[row(NEXT_PAGE, "next view: {pages-of-circuit}").footer("view").only(Place::Circuit)];

/// What takes the most room on that of a neuron, and what is shown of the selected neuron.
pub(in crate::keys) const PAGES: &[Row<View>] = &[
    row(NEXT_PAGE, "next view: {pages-of-neuron}").only(Place::Neuron),
    row(
        &[Binding("toggle-phase-plane", View::TogglePage(Page::Phase), &[Char('p')])],
        "open / close the phase plane: nullclines, rest points",
    ),
    row(
        &[Binding("toggle-rate", View::ToggleRate, &[Char('V')])],
        "dv/dt against v alone, in the phase plane / with u against v",
    ),
    row(
        &[Binding("toggle-curve", View::TogglePage(Page::Curve), &[Char('c')])],
        "open / close the f-I curve: firing rates against current, class",
    ),
    row(
        &[Binding("toggle-units", View::ToggleUnits, &[Char('a')])],
        "artificial units under the same current, and what they can't do",
    ),
    row(
        &[Binding("units-line", View::ToggleUnitsLine, &[Char('A')])],
        "a line for theta and slope of the artificial units",
    ),
];

/// What is measured.
pub(in crate::keys) const MEASUREMENTS: &[Row<View>] = &[row(
    &[Binding("toggle-measurements", View::TogglePage(Page::Measurements), &[Char('M')])],
    "open / close the measurements: intervals, onset, bursts",
)];

/// Pictures of many intervals, repeats and spikes.
pub(in crate::keys) const MANY: &[Row<View>] = &[
    row(
        &[Binding("toggle-histograms", View::TogglePage(Page::Histograms), &[Char('H')])],
        "open / close histograms: intervals, pairs of them, repeats",
    ),
    row(
        &[Binding("next-bins", View::NextBins, &[Char('b')])],
        "bins of the histograms: 1, 2, 5 ms, ten a decade",
    ),
    row(
        &[Binding("toggle-around-spikes", View::TogglePage(Page::Around), &[Char('O')])],
        "open / close the last spikes over each other, with mean and sd",
    ),
    row(
        &[Binding("next-signal", View::NextSignal, &[Char('S')])],
        "signal around the spikes: v, u, current, other channels, rates",
    ),
];

/// What is counted.
pub(in crate::keys) const STATISTICS: &[Row<View>] = &[row(
    &[Binding("zero-statistics", View::ZeroStatistics, &[Char('0')])],
    "zero the statistics",
)];
