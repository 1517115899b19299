//! Keys that draw something behind the trace to compare it with.

use crate::keys::Key::Char;
use crate::keys::row::{Binding, Row, row};

/// An action on what is drawn behind the trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// Turn the ghost on or off: the run without the newest injection.
    ToggleGhost,
    /// Keep the present window of the selected channel as a reference.
    KeepReference,
    /// Drop the reference that was kept last.
    DropReference,
}

/// What would have happened, and what was.
pub(in crate::keys) const COMPARISON: &[Row<Comparison>] = &[
    row(
        &[Binding("toggle-ghost", Comparison::ToggleGhost, &[Char('g')])],
        "ghost on / off: behind the trace, the run without the injection",
    ),
    row(
        &[
            Binding("keep-reference", Comparison::KeepReference, &[Char('B')]),
            Binding("drop-reference", Comparison::DropReference, &[Char('D')]),
        ],
        "keep the window as a reference behind the trace / drop the last",
    ),
];
