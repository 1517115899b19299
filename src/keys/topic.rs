//! Topics: what a group of keys is about.

/// What a group of keys is about: a heading of help, of `docs/keys.md` and of the manual page. In the
/// order in which these show them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// The tiles of the gallery.
    Tiles,
    /// What is injected, and how large it is.
    Stimuli,
    /// Where a circuit is stimulated, and what is shown of it.
    Circuit,
    /// Other presets.
    Presets,
    /// How the model's time passes, and which stretch of it is on the screen.
    Time,
    /// The axis of the membrane potential.
    Voltage,
    /// How the trace is drawn, and what triggers it.
    Trigger,
    /// Cursors, and what is read at them.
    Cursors,
    /// What is measured and counted.
    Measurements,
    /// What is drawn behind the trace to compare it with.
    Comparison,
    /// Large views, and what is shown beside the trace.
    Views,
    /// Parameters and state of the model, and how it is integrated.
    Model,
    /// The recording.
    Recording,
    /// Help, the terminal, and the end of the program.
    Program,
}

impl Topic {
    /// The heading.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tiles => "tiles",
            Self::Stimuli => "stimuli",
            Self::Circuit => "circuit",
            Self::Presets => "presets",
            Self::Time => "time",
            Self::Voltage => "voltage axis",
            Self::Trigger => "display and trigger",
            Self::Cursors => "cursors",
            Self::Measurements => "measurements",
            Self::Comparison => "traces to compare with",
            Self::Views => "views",
            Self::Model => "model",
            Self::Recording => "recording",
            Self::Program => "program",
        }
    }
}
