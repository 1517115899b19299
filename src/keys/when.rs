//! Where a key does what its row says.

use super::TextEntry;

/// What is in front of the user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The scope of a single neuron.
    Neuron,
    /// The scope of a circuit.
    Circuit,
    /// The gallery.
    Gallery,
}

/// What lies over that, and takes the keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layer {
    /// Nothing.
    #[default]
    Base,
    /// Help.
    Help,
    /// The preset picker, in which characters are typed to filter by.
    Picker,
    /// The panel of parameters. A key that means nothing there means what it means on the scope.
    Parameters,
    /// A line in which a number or a name is typed.
    Entry,
}

/// What decides which rows of the table hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Context {
    /// What is in front.
    pub place: Place,
    /// What lies over it.
    pub layer: Layer,
    /// Whether a recording drives the model.
    pub is_replay: bool,
    /// Whether the program is open to everybody.
    pub is_kiosk: bool,
}

impl Place {
    const ALL: [Self; 3] = [Self::Neuron, Self::Circuit, Self::Gallery];

    /// What can lie over it.
    #[must_use]
    pub fn layers(self) -> &'static [Layer] {
        match self {
            Self::Neuron => {
                &[Layer::Base, Layer::Help, Layer::Picker, Layer::Parameters, Layer::Entry]
            }
            Self::Circuit => &[Layer::Base, Layer::Help, Layer::Picker, Layer::Entry],
            Self::Gallery => &[Layer::Base, Layer::Help],
        }
    }

    /// What is said of keys that only work where they drive the model.
    #[must_use]
    pub fn replay_drives(self) -> &'static str {
        match self {
            Self::Circuit => "replay: the recording drives the circuit",
            Self::Neuron | Self::Gallery => "replay: the recording drives the neuron",
        }
    }

    /// The other kind of scope, and how it is said that something which that has is missing here.
    pub(super) fn other_scope(self) -> Option<(Self, &'static str)> {
        match self {
            Self::Neuron => Some((Self::Circuit, "for a single neuron")),
            Self::Circuit => Some((Self::Neuron, "in a circuit yet")),
            Self::Gallery => None,
        }
    }
}

impl Layer {
    /// Whether `c` is typed here, whatever its key does elsewhere.
    #[must_use]
    pub fn takes(self, c: char) -> bool {
        match self {
            Self::Picker | Self::Entry => true,
            // A value is typed over the selected one.
            Self::Parameters => c.is_ascii_digit() || c == '-',
            Self::Base | Self::Help => false,
        }
    }

    /// Whether characters are text.
    #[must_use]
    pub fn text_entry(self) -> TextEntry {
        match self {
            Self::Base | Self::Help => TextEntry::Closed,
            Self::Parameters => TextEntry::Near,
            Self::Picker | Self::Entry => TextEntry::Open,
        }
    }

    /// The layer whose keys are looked up where this one has none.
    pub(super) fn below(self) -> Option<Self> {
        (self == Self::Parameters).then_some(Self::Base)
    }
}

impl Context {
    /// A live `place`, with nothing over it, outside a kiosk.
    #[must_use]
    pub const fn live(place: Place) -> Self {
        Self { place, layer: Layer::Base, is_replay: false, is_kiosk: false }
    }

    /// The same under `layer`.
    #[must_use]
    pub const fn under(self, layer: Layer) -> Self {
        Self { layer, ..self }
    }

    /// Every context there can be: nothing is replayed in the gallery.
    pub fn all() -> impl Iterator<Item = Self> {
        let with = |place: Place, is_replay, is_kiosk| {
            let layers = place.layers().iter();
            layers.map(move |layer| Self { place, layer: *layer, is_replay, is_kiosk })
        };
        let kinds = [(false, false), (false, true), (true, false), (true, true)];
        Place::ALL.into_iter().flat_map(move |place| {
            let kinds = kinds
                .into_iter()
                .filter(move |(is_replay, _)| !(place == Place::Gallery && *is_replay));
            kinds.flat_map(move |(is_replay, is_kiosk)| with(place, is_replay, is_kiosk))
        })
    }
}

/// The conditions under which a row holds: all of them have to be met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct When {
    /// A bit for each place.
    places: u8,
    /// A bit for each layer.
    layers: u8,
    /// Where the model is driven by keys, and where by a recording.
    live: bool,
    replay: bool,
    /// Whether it holds in a kiosk, too: not if it reaches files or the shell.
    kiosk: bool,
}

const ALL: u8 = u8::MAX;

const fn bit(number: u8) -> u8 {
    1 << number
}

impl When {
    /// On every scope, with nothing over it.
    pub(super) const SCOPES: Self = Self {
        places: bit(Place::Neuron as u8) | bit(Place::Circuit as u8),
        layers: bit(Layer::Base as u8),
        live: true,
        replay: true,
        kiosk: true,
    };
    /// Wherever the user is.
    pub(super) const ANYWHERE: Self = Self { places: ALL, layers: ALL, ..Self::SCOPES };

    /// The same, only in `place`.
    pub(super) const fn only(self, place: Place) -> Self {
        Self { places: bit(place as u8), ..self }
    }

    /// The same, in every place.
    pub(super) const fn in_every_place(self) -> Self {
        Self { places: ALL, ..self }
    }

    /// The same, only under `layer`.
    pub(super) const fn under(self, layer: Layer) -> Self {
        Self { layers: bit(layer as u8), ..self }
    }

    /// The same, under `layer`, too.
    pub(super) const fn or_under(self, layer: Layer) -> Self {
        Self { layers: self.layers | bit(layer as u8), ..self }
    }

    /// The same, only where keys drive the model.
    pub(super) const fn live(self) -> Self {
        Self { replay: false, ..self }
    }

    /// The same, only in a replay.
    pub(super) const fn replay(self) -> Self {
        Self { live: false, ..self }
    }

    /// The same, not in a kiosk.
    pub(super) const fn not_in_kiosk(self) -> Self {
        Self { kiosk: false, ..self }
    }

    /// Whether all conditions are met.
    #[must_use]
    pub fn holds(self, context: Context) -> bool {
        let Context { place, layer, is_replay, is_kiosk } = context;
        let is_here = self.places & bit(place as u8) != 0 && self.layers & bit(layer as u8) != 0;
        is_here && (if is_replay { self.replay } else { self.live }) && (self.kiosk || !is_kiosk)
    }
}
