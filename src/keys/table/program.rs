//! Keys that act on the program: its time, its recording, what lies over the scope, its end.

use crate::keys::Key::{self, Char, Ctrl};
use crate::keys::row::{Binding, Row, row};
use crate::keys::{Place, When};

/// Something done to the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// Run or pause.
    TogglePause,
    /// Make one step while paused.
    SingleStep,
    /// Run faster.
    Faster,
    /// Run slower.
    Slower,
    /// Turn the recording on or off.
    ToggleRecording,
    /// Open the preset picker.
    OpenPicker,
    /// Open the panel of parameters.
    OpenParameters,
    /// Open or close help.
    ToggleHelp,
    /// Leave the scope for where it was opened from.
    Leave,
    /// Draw everything anew.
    Redraw,
    /// Suspend to the shell.
    Suspend,
    /// Leave the program.
    Quit,
}

const PAUSE: &[Binding<Task>] = &[Binding("toggle-pause", Task::TogglePause, &[Char(' ')])];
const SPEED: &[Binding<Task>] =
    &[Binding("slower", Task::Slower, &[Char('<')]), Binding("faster", Task::Faster, &[Char('>')])];
const PARAMETERS: &[Binding<Task>] =
    &[Binding("open-parameters", Task::OpenParameters, &[Char('P')])];

pub(in crate::keys) const PICKER: &[Row<Task>] = &[row(
    &[Binding("open-picker", Task::OpenPicker, &[Char('/')])],
    "pick a preset: type to filter",
)
.footer("find")
.live()];

/// How the model's time passes.
pub(in crate::keys) const TIME: &[Row<Task>] = &[
    row(PAUSE, "run / pause").footer("pause").when(When::SCOPES.in_every_place().live()),
    row(PAUSE, "run / pause; at the end of the recording: again from its start")
        .footer("pause")
        .replay(),
    row(&[Binding("single-step", Task::SingleStep, &[Char('.')])], "one step while paused")
        .when(When::SCOPES.in_every_place()),
    row(SPEED, "slower / faster, with as much a closer / wider look").footer("speed"),
    row(SPEED, "slower / faster").footer("speed").only(Place::Gallery),
];

pub(in crate::keys) const PANEL: &[Row<Task>] = &[
    row(PARAMETERS, "parameters: change them live, save them as a preset").live(),
    row(PARAMETERS, "parameters: look at them, save them as a preset").replay(),
];

pub(in crate::keys) const RECORDING: &[Row<Task>] = &[row(
    &[Binding("toggle-recording", Task::ToggleRecording, &[Char('R')])],
    "recording on / off",
)
.footer("record")
.live()
.not_in_kiosk()];

pub(in crate::keys) const HELP: &[Row<Task>] = &[row(
    &[Binding("toggle-help", Task::ToggleHelp, &[Char('?'), Key::F(1)])],
    "open / close this help",
)
.footer("help")
.when(When::ANYWHERE)];

pub(in crate::keys) const LEAVE: &[Row<Task>] = &[row(
    &[Binding("leave", Task::Leave, &[Key::Esc])],
    "close what lies over the scope, or go back to the gallery",
)];

/// The terminal and the end.
pub(in crate::keys) const END: &[Row<Task>] = &[
    row(&[Binding("redraw", Task::Redraw, &[Ctrl('l')])], "redraw the screen").when(When::ANYWHERE),
    row(&[Binding("suspend", Task::Suspend, &[Ctrl('z')])], "suspend to the shell")
        .when(When::ANYWHERE.not_in_kiosk()),
    row(&[Binding("quit", Task::Quit, &[Char('q'), Ctrl('c')])], "quit")
        .footer("quit")
        .when(When::ANYWHERE),
];
