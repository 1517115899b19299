//! What a key means.

use crate::scope::{Panel, Scroll};

/// What a key means: only the first kind can change the model, and only it is ever recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Something done to the neuron.
    Model(Intent),
    /// Something done to the picture.
    View(View),
    /// Something done in the gallery.
    Gallery(Browse),
    /// Something done to the program.
    Task(Task),
    /// Something done in the panel of parameters.
    Edit(Edit),
    /// Something done to what is looked at in a circuit.
    Circuit(Inspect),
}

/// Something done to what is looked at in a circuit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inspect {
    /// Select a channel, counted from 0.
    Channel(usize),
    /// Turn the selected channel on or off.
    ToggleChannel,
    /// Look at the next neuron on the selected channel.
    NextNeuron,
    /// Look at the previous neuron.
    PreviousNeuron,
    /// Type the number of the neuron to look at.
    TypeNeuron,
    /// Look at a neuron of the next population.
    NextPopulation,
    /// Look at a neuron of the previous population.
    PreviousPopulation,
    /// Show something else of the neuron, or of a synapse onto it.
    NextShown,
    /// Look at the next synapse onto the neuron.
    NextSynapse,
    /// Look at the previous synapse.
    PreviousSynapse,
    /// Inject into the neuron, or into all of its population.
    ToggleAim,
    /// Zoom the raster in, or out again.
    Zoom,
}

/// Something done in the panel of parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Select the row above.
    Up,
    /// Select the row below.
    Down,
    /// A step down.
    Less,
    /// A step up.
    More,
    /// Type a value.
    Type,
    /// Take the preset's own parameters again.
    Restore,
    /// Save as a preset.
    Save,
    /// Close the panel.
    Close,
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
    /// Turn the sign of the sustained step current.
    TurnSustained,
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
    /// Less time per division: a closer look.
    Shorter,
    /// More time per division.
    Longer,
    /// Go through the past.
    Scroll(Scroll),
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
    /// Open a panel or view, or close it.
    TogglePanel(Panel),
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

/// Something done in the gallery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Browse {
    /// Select the tile to the left.
    Left,
    /// Select the tile to the right.
    Right,
    /// Select the tile above.
    Up,
    /// Select the tile below.
    Down,
    /// Turn to the next page.
    NextPage,
    /// Turn to the previous page.
    PreviousPage,
    /// Run under the published schemes, or all under the true solution.
    OtherSchemes,
    /// Show the features, or the types.
    OtherFigure,
    /// Open the selected tile on the scope.
    Open,
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
    /// Open or close the panel of parameters.
    ToggleParameters,
    /// Open or close help.
    ToggleHelp,
    /// Close whatever lies over the scope, or leave it if nothing does.
    Close,
    /// Draw everything anew.
    Redraw,
    /// Suspend to the shell.
    Suspend,
    /// Leave.
    Quit,
}
