//! The state of the instrument itself, without a model: [`Timebase`], [`Gain`], [`Display`], [`Speed`],
//! [`Pulse`], which panel is open, and [`ViewSettings`] that preset and user lay over each other.
//! Nothing here draws, and nothing here touches the model.
//!
//! ```
//! use izh_tui::scope::ViewSettings;
//!
//! let preset = ViewSettings { window_ms: Some(500.0), ..ViewSettings::OPEN };
//! let user = ViewSettings { speed: Some(0.1), ..ViewSettings::OPEN };
//! let view = user.or(preset);
//! assert_eq!((view.window_ms(), view.speed().factor()), (500.0, 0.1));
//! ```

mod acquisition;
mod cursors;
mod gain;
mod ladder;
mod offscale;
mod page;
mod pass;
mod pulse;
mod speed;
mod steady;
mod time_axis;
mod timebase;
mod view;

pub use acquisition::{Acquisition, TriggerMode, TriggerStatus};
pub use cursors::{Cursor, Cursors, Place};
pub use gain::{Axis, Gain};
pub use ladder::{ladder_down, ladder_near, ladder_up};
pub use offscale::OffScale;
pub use page::{Page, Pictures};
pub use pass::Span;
pub use pulse::Pulse;
pub use speed::Speed;
pub use steady::SteadyAxis;
pub use time_axis::TimeAxis;
pub use timebase::{Scroll, Timebase};
pub use view::{RawView, ViewSettings};

use serde::{Deserialize, Serialize};

/// How the trace moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Display {
    /// The newest sample stays at the right edge and the past moves left.
    Roll,
    /// The picture stands and a pen overwrites it from left to right.
    Sweep,
    /// Each picture shows the window around an event of the trigger, until the next is complete.
    Trigger,
}

impl Display {
    /// The name on the screen and in flags.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Roll => "roll",
            Self::Sweep => "sweep",
            Self::Trigger => "trigger",
        }
    }

    /// The mode after this one, round and round.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Roll => Self::Sweep,
            Self::Sweep => Self::Trigger,
            Self::Trigger => Self::Roll,
        }
    }
}
