//! Keys of a line of settings: that of the trigger, and that of the artificial units.

use crate::keys::Key::{self, Char};
use crate::keys::Layer;
use crate::keys::row::{Binding, Row, row};

/// An action in a line of settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldAction {
    /// Choose the setting to the left.
    Previous,
    /// Choose the setting to the right.
    Next,
    /// The next value, or a step more.
    More,
    /// The value before, or a step less.
    Less,
    /// Accept what was typed.
    Take,
    /// Take the last character back.
    Erase,
    /// Close the line.
    Close,
}

/// An action on the trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TriggerAction {
    /// Open or close the line of its settings.
    ToggleLine,
    /// Take a picture now.
    Force,
    /// Arm it anew.
    Arm,
}

const fn of_line(
    bindings: &'static [Binding<FieldAction>],
    help: &'static str,
) -> Row<FieldAction> {
    row(bindings, help).under(Layer::Fields)
}

/// The keys of a line of settings.
pub(in crate::keys) const FIELDS: &[Row<FieldAction>] = &[
    of_line(
        &[
            Binding("field-previous", FieldAction::Previous, &[Key::Left]),
            Binding("field-next", FieldAction::Next, &[Key::Right]),
        ],
        "choose a setting",
    ),
    of_line(
        &[
            Binding("field-more", FieldAction::More, &[Key::Up]),
            Binding("field-less", FieldAction::Less, &[Key::Down]),
        ],
        "change it",
    ),
    of_line(&[Binding("field-take", FieldAction::Take, &[Key::Enter])], "take what was typed"),
    of_line(
        &[Binding("field-erase", FieldAction::Erase, &[Key::Backspace])],
        "take a character back",
    ),
    of_line(&[Binding("field-close", FieldAction::Close, &[Key::Esc])], "close"),
];

/// The trigger of the display mode of that name.
pub(in crate::keys) const TRIGGER: &[Row<TriggerAction>] = &[
    row(
        &[Binding("trigger-line", TriggerAction::ToggleLine, &[Char('t')])],
        "the trigger's line: source, type, slope, level, mode, average",
    ),
    row(
        &[
            Binding("trigger-force", TriggerAction::Force, &[Char('!')]),
            Binding("trigger-arm", TriggerAction::Arm, &[Char('L')]),
        ],
        "trigger: take a picture now / arm anew, after a single one too",
    ),
];
