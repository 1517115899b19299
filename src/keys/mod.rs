//! Keys, what they mean, and the tables from which look-up, footer, help, README and manual derive.

mod action;
mod key;
mod table;
mod text_entry;

pub use action::{Action, Browse, Edit, Inspect, Intent, Task, View};
pub use key::{Input, Key};
pub use table::{
    BINDINGS, Binding, CIRCUIT_BINDINGS, GALLERY_BINDINGS, PARAMETER_BINDINGS, When, markdown_table,
};
pub(crate) use table::{CIRCUIT_KEYS, KIOSK, KeyContext, Meaning, NEURON_KEYS, held, lookup_in};
pub use text_entry::{TextEntry, may_open_text, quits};
