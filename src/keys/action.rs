//! Actions: what keys stand for.

use super::table::{
    Browse, Comparison, CursorAction, Edit, EntryAction, FieldAction, HelpAction, Inspect, Intent,
    PickerAction, Task, TriggerAction, View,
};

/// What a key stands for. Only [`Action::Model`] can change the model, and only it is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Changes the model.
    Model(Intent),
    /// Changes the picture, or what keys will inject.
    View(View),
    /// Changes what is drawn behind the trace.
    Comparison(Comparison),
    /// Selects what is shown of a circuit.
    Circuit(Inspect),
    /// Acts on the cursors.
    Cursors(CursorAction),
    /// Acts in the gallery.
    Gallery(Browse),
    /// Acts on the program: pause, speed, recording, overlays, leaving.
    Task(Task),
    /// Acts in the help overlay.
    Help(HelpAction),
    /// Acts in the preset picker.
    Picker(PickerAction),
    /// Acts in the panel of parameters.
    Edit(Edit),
    /// Acts in a text field of one line.
    Entry(EntryAction),
    /// Acts in a line of settings.
    Field(FieldAction),
    /// Acts on the trigger of the display.
    Trigger(TriggerAction),
}

macro_rules! kinds {
    ($($kind:ident($of:ty)),* $(,)?) => {
        $(impl From<$of> for Action {
            fn from(action: $of) -> Self {
                Self::$kind(action)
            }
        })*
    };
}

kinds! {
    Model(Intent), View(View), Circuit(Inspect), Gallery(Browse), Task(Task), Help(HelpAction),
    Picker(PickerAction), Edit(Edit), Entry(EntryAction), Cursors(CursorAction),
    Comparison(Comparison), Field(FieldAction), Trigger(TriggerAction),
}
