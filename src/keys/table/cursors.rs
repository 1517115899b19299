//! Keys of the two time cursors, and those that go from spike to spike.

use crate::keys::Key::{self, Char};
use crate::keys::Layer;
use crate::keys::row::{Binding, Row, row};

/// An action on the cursors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CursorAction {
    /// Show the cursors, or close them.
    Toggle,
    /// Close them.
    Close,
    /// Move the selected one to the left by a column.
    Left,
    /// Move it to the right by a column.
    Right,
    /// Move it to the left by ten columns.
    FarLeft,
    /// Move it to the right by ten columns.
    FarRight,
    /// Select the other one.
    Exchange,
    /// Copy what they read to the clipboard.
    Copy,
    /// Go to the spike before: with the selected cursor, or else with the right edge.
    PreviousSpike,
    /// Go to the next spike.
    NextSpike,
}

/// From spike to spike.
pub(in crate::keys) const SPIKES: &[Row<CursorAction>] = &[row(
    &[
        Binding("previous-spike", CursorAction::PreviousSpike, &[Char('h')]),
        Binding("next-spike", CursorAction::NextSpike, &[Char('l')]),
    ],
    "previous / next spike or arrival: pause there, or move a cursor",
)];

/// The keys of the cursors that the scope itself has.
pub(in crate::keys) const CURSORS: &[Row<CursorAction>] = &[
    row(
        &[Binding("toggle-cursors", CursorAction::Toggle, &[Char('x')])],
        "two time cursors on / off: values, and what lies between",
    ),
    row(
        &[Binding("copy-cursors", CursorAction::Copy, &[Char('C')])],
        "copy what the cursors read to the clipboard",
    ),
];

const fn of_cursors(
    bindings: &'static [Binding<CursorAction>],
    help: &'static str,
) -> Row<CursorAction> {
    row(bindings, help).under(Layer::Cursors)
}

/// The keys of the cursors while they are shown.
pub(in crate::keys) const CURSORS_SHOWN: &[Row<CursorAction>] = &[
    of_cursors(
        &[
            Binding("cursor-left", CursorAction::Left, &[Key::Left]),
            Binding("cursor-right", CursorAction::Right, &[Key::Right]),
        ],
        "move the selected cursor by a column",
    )
    .footer("cursor"),
    of_cursors(
        &[
            Binding("cursor-far-left", CursorAction::FarLeft, &[Key::PageUp]),
            Binding("cursor-far-right", CursorAction::FarRight, &[Key::PageDown]),
        ],
        "move it by ten columns",
    ),
    of_cursors(
        &[Binding("other-cursor", CursorAction::Exchange, &[Key::Tab])],
        "select the other cursor",
    )
    .footer("other"),
    of_cursors(&[Binding("close-cursors", CursorAction::Close, &[Key::Esc])], "close the cursors")
        .footer("close"),
];
