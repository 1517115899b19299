//! The scope: a live or replayed model, its measurements, and the keys that act on both. Nothing here
//! draws, waits or opens files.

mod advance;
mod analyses;
mod changes;
mod channel;
mod circuit;
mod comparison;
mod constant;
mod cursors;
mod curve;
mod edit;
mod gain;
mod handle;
mod moment;
mod monitor;
mod overlay;
mod parameters;
mod past;
mod picker;
mod plane;
mod pointer;
mod presets;
mod recording;
mod replay;
mod run;
mod scope;
mod situation;
mod start;
mod subject;
mod tape;
mod underlay;
mod units;

pub use analyses::{Plane, Situation, TrailPoint};
pub use channel::{CHANNELS, Channel, Shown, Ticks};
pub use circuit::{Circuit, TooLong, WeightHistogram, Zoom};
pub use constant::Constant;
pub use cursors::{CursorLine, CursorReading};
pub use moment::{Moment, Reading};
pub use overlay::Overlay;
pub use parameters::{Parameters, Row, Typing};
pub use picker::Picker;
pub use scope::Scope;
pub use tape::Recording;
pub(crate) use tape::RecordingEnd;
pub use underlay::{Underlay, UnderlayKind};
