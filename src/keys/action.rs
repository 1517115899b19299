//! What a key means.

use super::table::{
    Browse, Edit, EntryAction, HelpAction, Inspect, Intent, PickerAction, Task, View,
};

/// What a key means: only the first kind can change the model, and only it is ever recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Something done to the model.
    Model(Intent),
    /// Something done to the picture.
    View(View),
    /// Something done to what is looked at in a circuit.
    Circuit(Inspect),
    /// Something done in the gallery.
    Gallery(Browse),
    /// Something done to the program.
    Task(Task),
    /// Something done in help.
    Help(HelpAction),
    /// Something done in the preset picker.
    Picker(PickerAction),
    /// Something done in the panel of parameters.
    Edit(Edit),
    /// Something done in a line in which something is typed.
    Entry(EntryAction),
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
    Picker(PickerAction), Edit(Edit), Entry(EntryAction),
}
