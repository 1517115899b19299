//! The table of keys: actions and their rows, a file for each subject.
//!
//! Look-up, footer, help, `docs/keys.md`, the manual and all messages that name a key derive from the
//! rows. The rows stand in the order in which help shows them in every context.

pub(super) mod circuit;
pub(super) mod comparison;
pub(super) mod cursors;
pub(super) mod fields;
pub(super) mod gallery;
pub(super) mod model;
pub(super) mod overlay;
pub(super) mod picture;
pub(super) mod program;

pub use circuit::Inspect;
pub use comparison::Comparison;
pub use cursors::CursorAction;
pub use fields::{FieldAction, TriggerAction};
pub use gallery::Browse;
pub use model::Intent;
pub use overlay::{Edit, EntryAction, HelpAction, PickerAction};
pub use picture::View;
pub use program::Task;
