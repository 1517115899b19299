//! The subcommands, one file each, and their common parts. Only `files` reads files and only
//! `output` writes them. Every user error ends in one line and an exit code.
//!
//! This module belongs to the binary and is no part of the library's interface: it prints, reads
//! the user's files and takes over the terminal. Other modules do the actual work without such
//! effects. Only the configuration is useful on its own:
//!
//! ```
//! use izh_tui::commands::config;
//! use izh_tui::input::Document;
//!
//! let config = config::parse(&Document::new("config.toml", "speed = 0.5\nmouse = false"))?;
//! assert_eq!(config.settings.view.speed, Some(0.5));
//! assert!(!config.settings.mouse);
//!
//! let error = config::parse(&Document::new("config.toml", "fps = 0")).unwrap_err();
//! assert_eq!(error.to_string(), "config.toml:1:7: fps: expected 1 to 240, found 0");
//! # Ok::<(), izh_tui::input::InputError>(())
//! ```

pub mod check;
mod choice;
mod compare;
pub mod config;
mod described;
mod duration;
mod error;
#[cfg(debug_assertions)]
mod fault;
mod fi;
pub mod files;
mod gallery;
mod headless;
mod isi;
mod kiosk;
pub mod library;
mod listing;
mod live;
mod measure;
mod model_options;
pub mod names;
mod options;
pub mod output;
mod presets;
mod progress;
mod psth;
mod reach;
mod recordings;
mod replay;
mod replay_options;
mod replay_rows;
mod room;
mod run;
mod say;
pub mod settings;
mod sta;
mod stage;
mod stored;
mod table_choice;
mod trigger;
mod unstable;
mod value;

pub use choice::{Choice, DisplayChoice};
pub use compare::{CompareFormat, CompareOptions};
pub use error::CommandError;
pub use fi::{FiFormat, FiOptions};
pub use headless::HeadlessOptions;
pub use isi::IsiOptions;
pub use listing::ListFormat;
pub use measure::MeasureOptions;
pub use model_options::{ModelOptions, PRESET_DEFAULT, SEED_DEFAULT};
pub use options::{GalleryOptions, Kiosk, LiveOptions, ViewOptions};
pub use presets::PresetsOptions;
pub use psth::PsthOptions;
pub use reach::Reach;
pub use replay_options::{ReplayFormat, ReplayOptions};
pub use run::RunOptions;
pub use say::{report, report_usage};
pub use sta::StaOptions;
pub use table_choice::TableChoice;
pub use trigger::TriggerOptions;
pub use value::Value;

use crate::machine::{self, Shortage};
use say::{print, warn};

/// The parsed command line.
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    /// The live scope.
    Live(LiveOptions),
    /// A replay of a recording.
    Replay(ReplayOptions),
    /// A run without a screen.
    Run(RunOptions),
    /// The events of a trigger in a run without a screen.
    Trigger(TriggerOptions),
    /// What is measured of a run without a screen.
    Measure(MeasureOptions),
    /// The spike-triggered average of a run without a screen.
    Sta(StaOptions),
    /// The inter-spike intervals of a run without a screen.
    Isi(IsiOptions),
    /// The peri-stimulus time histogram of several runs without a screen.
    Psth(PsthOptions),
    /// An f-I curve without a screen.
    Fi(FiOptions),
    /// The gallery.
    Gallery(GalleryOptions),
    /// A neuron compared with artificial units, without a screen.
    Compare(CompareOptions),
    /// The list of presets.
    Presets(PresetsOptions),
    /// A finished text: help, version, completion script or manual page.
    Print(String),
}

/// Carries out a request.
///
/// # Errors
/// Describes the failure in one line.
pub fn run(request: &Request) -> Result<(), CommandError> {
    let done = carry_out(request);
    if let Some(Shortage { had, wanted }) = machine::shortage() {
        let had = if had == 1 { "1 thread".to_owned() } else { format!("{had} threads") };
        warn(&format!("went on with {had} of {wanted}: no more could be started"));
    }
    done
}

fn carry_out(request: &Request) -> Result<(), CommandError> {
    match request {
        Request::Live(options) => live::live(options),
        Request::Replay(options) => replay::replay(options),
        Request::Run(options) => run::run(options),
        Request::Trigger(options) => trigger::trigger(options),
        Request::Measure(options) => measure::measure(options),
        Request::Sta(options) => sta::sta(options),
        Request::Isi(options) => isi::isi(options),
        Request::Psth(options) => psth::psth(options),
        Request::Fi(options) => fi::fi(options),
        Request::Gallery(options) => gallery::gallery(options),
        Request::Compare(options) => compare::compare(options),
        Request::Presets(options) => presets::presets(options),
        Request::Print(text) => print(text),
    }
}
