//! Keys of the overlays: help, the preset picker, the panel of parameters, and a text field of one line.

use crate::keys::Key::{self, Char, Ctrl};
use crate::keys::row::{Binding, Row, row};
use crate::keys::{Layer, Place, When};

/// An action in the help overlay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HelpAction {
    /// Scroll up by some rows.
    Up,
    /// Scroll down by some rows.
    Down,
    /// Scroll up by many rows.
    PageUp,
    /// Scroll down by many rows.
    PageDown,
    /// Show the first row.
    Top,
    /// Show the last row.
    Bottom,
    /// Begin to type what the rows are filtered by.
    Filter,
    /// Take the last character of the filter back; without a character, end filtering.
    Erase,
    /// Clear the filter; without a character, close help.
    Clear,
    /// Close help.
    Close,
}

/// An action in the preset picker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PickerAction {
    /// Select the match above.
    Up,
    /// Select the match below.
    Down,
    /// Switch to the selected preset.
    Take,
    /// Delete the last character.
    Erase,
    /// Delete all that was typed.
    Clear,
    /// Close the picker.
    Close,
}

/// An action in the panel of parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Select the row above.
    Up,
    /// Select the row below.
    Down,
    /// Decrease the value by a step.
    Less,
    /// Increase the value by a step.
    More,
    /// Type a value.
    Type,
    /// Restore the preset's own parameters.
    Restore,
    /// Save as a preset.
    Save,
    /// Give the population the parameters of the next type of 2003.
    NextType,
    /// Give the population the parameters of the previous type of 2003.
    PreviousType,
    /// Close the panel.
    Close,
}

/// An action in a text field of one line, for a number or a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryAction {
    /// Accept what was typed.
    Take,
    /// Take the last character back.
    Erase,
    /// Close the field without a change.
    Leave,
}

const CLOSE_HELP: &[Binding<HelpAction>] = &[Binding("help-close", HelpAction::Close, &[Key::Esc])];

const fn of_help(bindings: &'static [Binding<HelpAction>], help: &'static str) -> Row<HelpAction> {
    let both = When::SCOPES.in_every_place().under(Layer::Help).or_under(Layer::Filter);
    row(bindings, help).when(both)
}

/// Closes help; in the gallery nothing else lies over it, so its own table names the key.
pub(in crate::keys) const HELP_END: &[Row<HelpAction>] = &[row(CLOSE_HELP, "close this help")
    .when(When::SCOPES.only(Place::Gallery).or_under(Layer::Help))];

pub(in crate::keys) const HELP: &[Row<HelpAction>] = &[
    row(CLOSE_HELP, "close this help").under(Layer::Help),
    row(
        &[Binding("help-filter", HelpAction::Filter, &[Char('/')])],
        "filter these rows: type a part of a key or of its text",
    )
    .when(When::SCOPES.in_every_place().under(Layer::Help)),
    of_help(
        &[
            Binding("help-up", HelpAction::Up, &[Key::Up]),
            Binding("help-down", HelpAction::Down, &[Key::Down]),
        ],
        "some rows up / down",
    ),
    of_help(
        &[
            Binding("help-page-up", HelpAction::PageUp, &[Key::PageUp]),
            Binding("help-page-down", HelpAction::PageDown, &[Key::PageDown]),
        ],
        "many rows up / down",
    ),
    of_help(
        &[
            Binding("help-top", HelpAction::Top, &[Key::Home]),
            Binding("help-bottom", HelpAction::Bottom, &[Key::End]),
        ],
        "to the first row / the last row",
    ),
];

const fn of_filter(
    bindings: &'static [Binding<HelpAction>],
    help: &'static str,
) -> Row<HelpAction> {
    row(bindings, help).when(When::SCOPES.in_every_place().under(Layer::Filter))
}

pub(in crate::keys) const FILTER: &[Row<HelpAction>] = &[
    of_filter(
        &[Binding("filter-erase", HelpAction::Erase, &[Key::Backspace])],
        "take a character back; without one, end filtering",
    ),
    of_filter(
        &[Binding("filter-clear", HelpAction::Clear, &[Key::Esc])],
        "clear the filter; without one, close help",
    ),
];

const fn of_picker(
    bindings: &'static [Binding<PickerAction>],
    help: &'static str,
) -> Row<PickerAction> {
    row(bindings, help).under(Layer::Picker)
}

pub(in crate::keys) const PICKER: &[Row<PickerAction>] = &[
    of_picker(
        &[
            Binding("picker-up", PickerAction::Up, &[Key::Up]),
            Binding("picker-down", PickerAction::Down, &[Key::Down]),
        ],
        "select",
    ),
    of_picker(&[Binding("picker-take", PickerAction::Take, &[Key::Enter])], "switch to it"),
    of_picker(
        &[
            Binding("picker-erase", PickerAction::Erase, &[Key::Backspace]),
            Binding("picker-clear", PickerAction::Clear, &[Ctrl('u')]),
        ],
        "take a character back / all that was typed",
    ),
    of_picker(&[Binding("picker-close", PickerAction::Close, &[Key::Esc])], "close"),
];

const fn of_panel(bindings: &'static [Binding<Edit>], help: &'static str) -> Row<Edit> {
    row(bindings, help).under(Layer::Parameters)
}

pub(in crate::keys) const PARAMETERS: &[Row<Edit>] = &[
    of_panel(
        &[
            Binding("parameter-up", Edit::Up, &[Key::Up]),
            Binding("parameter-down", Edit::Down, &[Key::Down]),
        ],
        "select",
    ),
    of_panel(
        &[
            Binding("parameter-less", Edit::Less, &[Key::Left]),
            Binding("parameter-more", Edit::More, &[Key::Right]),
        ],
        "a step - / +",
    )
    .live(),
    of_panel(&[Binding("parameter-type", Edit::Type, &[Key::Enter])], "type a value").live(),
    of_panel(
        &[Binding("parameter-restore", Edit::Restore, &[Char('o')])],
        "the preset's own values",
    )
    .live(),
    of_panel(
        &[
            Binding("parameter-next-type", Edit::NextType, &[Char('n')]),
            Binding("parameter-previous-type", Edit::PreviousType, &[Char('N')]),
        ],
        "next / previous type",
    )
    .when(When::SCOPES.only(Place::Circuit).under(Layer::Parameters).live()),
    of_panel(&[Binding("parameter-save", Edit::Save, &[Char('w')])], "save as a preset")
        .not_in_kiosk(),
    of_panel(&[Binding("parameter-close", Edit::Close, &[Key::Esc, Char('P')])], "close"),
];

const fn of_entry(
    bindings: &'static [Binding<EntryAction>],
    help: &'static str,
) -> Row<EntryAction> {
    row(bindings, help).under(Layer::Entry)
}

pub(in crate::keys) const ENTRY: &[Row<EntryAction>] = &[
    of_entry(&[Binding("entry-take", EntryAction::Take, &[Key::Enter])], "take what was typed"),
    of_entry(
        &[Binding("entry-erase", EntryAction::Erase, &[Key::Backspace])],
        "take a character back",
    ),
    of_entry(&[Binding("entry-leave", EntryAction::Leave, &[Key::Esc])], "leave it"),
];
