//! What a key means.

/// What a key means: only the first kind can change the model, and only it is ever recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Something done to the neuron.
    Model(Intent),
    /// Something done to the picture.
    View(View),
    /// Something done to the program.
    App(Task),
}

/// Something done to the neuron; the present settings make a command of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intent {
    /// Inject a pulse that excites.
    Excite,
    /// Inject a pulse that inhibits.
    Inhibit,
    /// Turn the sustained step current on or off.
    ToggleSustained,
    /// Run the preset's protocol once.
    Fire,
    /// Raise the holding current.
    HoldMore,
    /// Lower the holding current.
    HoldLess,
    /// Switch to one of the eight types of 2003, counted from 0.
    Type(usize),
    /// Switch to the next preset.
    NextPreset,
    /// Switch to the previous preset.
    PreviousPreset,
    /// Take the next integration scheme.
    NextScheme,
    /// Put the neuron back into its initial state.
    Reset,
    /// Leave a marker in the recording.
    Mark,
}

/// Something done to the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// A stronger pulse next time.
    PulseStronger,
    /// A weaker pulse next time.
    PulseWeaker,
    /// A longer pulse next time.
    PulseLonger,
    /// A shorter pulse next time.
    PulseShorter,
    /// Less time per division, or a step towards now while paused.
    Right,
    /// More time per division, or a step into the past while paused.
    Left,
    /// More mV per division.
    GainCoarser,
    /// Fewer mV per division.
    GainFiner,
    /// Fit the axis to what is seen.
    GainFit,
    /// Next display mode.
    NextDisplay,
    /// Next side panel or view.
    NextPanel,
    /// Show or hide the artificial units.
    ToggleUnits,
    /// A lower theta of the artificial units.
    ThetaLower,
    /// A higher theta.
    ThetaHigher,
    /// A steeper sigmoid.
    SlopeSteeper,
    /// A wider slope of the sigmoid.
    SlopeWider,
    /// Zero the statistics.
    ZeroStatistics,
}

/// Something done to the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// Run or pause.
    TogglePause,
    /// Make one step while paused.
    SingleStep,
    /// Run faster.
    Faster,
    /// Run slower.
    Slower,
    /// Turn the recording on or off.
    ToggleRecording,
    /// Open the preset picker.
    OpenPicker,
    /// Open or close help.
    ToggleHelp,
    /// Close whatever lies over the scope.
    Close,
    /// Draw everything anew.
    Redraw,
    /// Suspend to the shell.
    Suspend,
    /// Leave.
    Quit,
}
