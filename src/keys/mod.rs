//! Keys, the actions that they stand for, and the one table of rows from which look-up, footer,
//! help, messages, `docs/keys.md` and manual derive.
//!
//! A [`KeyRow`] binds keys to actions and says when it holds. An [`Action`] has a stable name; a
//! [`Keymap`] says which keys it has, and what a key means in a [`Context`].
//!
//! ```
//! use izh_tui::keys::{Context, DEFAULT_KEYMAP, Key, Layer, Place};
//!
//! let scope = Context {
//!     place: Place::Neuron,
//!     layer: Layer::Base,
//!     is_replay: false,
//!     is_kiosk: false,
//! };
//! let action = DEFAULT_KEYMAP.action(Key::Char('e'), scope).expect("a key of the scope");
//! assert_eq!(action.name(), "pulse-excite");
//! // In a replay the recording drives the neuron.
//! assert_eq!(DEFAULT_KEYMAP.action(Key::Char('e'), Context { is_replay: true, ..scope }), None);
//! ```

mod action;
mod help;
mod key;
mod key_name;
mod keymap;
mod mouse;
mod remap;
mod row;
mod rows;
mod table;
mod text_entry;
mod topic;
mod wheel;
mod when;

pub use action::Action;
pub use help::HelpLine;
pub use key::{Input, Key};
pub use key_name::NoKey;
pub use keymap::{DEFAULT_KEYMAP, Keymap, Meaning, stays_in_footer};
pub use mouse::{Gesture, Mouse};
pub use remap::KeymapError;
pub use row::{Binding, Row};
pub use rows::{KeyRow, rows};
pub use table::{
    Browse, Comparison, CursorAction, Edit, EntryAction, FieldAction, HelpAction, Inspect, Intent,
    PickerAction, Task, TriggerAction, View,
};
pub use text_entry::TextEntry;
pub use topic::Topic;
pub(crate) use wheel::wheel;
pub use when::{Context, Layer, Place, When};
