//! Keys, what they mean, and the one table from which look-up, footer, help, messages, README and manual
//! derive.

mod action;
mod key;
mod key_name;
mod keymap;
mod remap;
mod row;
mod rows;
mod table;
mod text_entry;
mod wheel;
mod when;

pub use action::Action;
pub use key::{Input, Key};
pub use key_name::NoKey;
pub use keymap::{DEFAULT_KEYMAP, Keymap, Meaning, stays_in_footer};
pub use remap::KeymapError;
pub use row::{Binding, Row};
pub use rows::{KeyRow, rows};
pub use table::{Browse, Edit, EntryAction, HelpAction, Inspect, Intent, PickerAction, Task, View};
pub use text_entry::TextEntry;
pub(crate) use wheel::wheel;
pub use when::{Context, Layer, Place, When};
