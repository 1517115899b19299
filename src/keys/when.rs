//! Contexts, and the conditions under which a row of the table holds.

use super::TextEntry;

/// The front: the kind of scope, or the gallery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The scope of a single neuron.
    Neuron,
    /// The scope of a circuit.
    Circuit,
    /// The gallery.
    Gallery,
}

/// The overlay or field that takes the keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layer {
    /// No overlay: the front itself takes the keys.
    #[default]
    Base,
    /// The help overlay.
    Help,
    /// The help overlay while characters are typed to filter it by.
    Filter,
    /// The preset picker, in which characters are typed to filter by.
    Picker,
    /// The panel of parameters. Keys without a meaning in the panel keep their meaning on the scope.
    Parameters,
    /// A text field of one line, for a number or a name.
    Entry,
    /// The two time cursors. Keys without a meaning for them keep their meaning on the scope.
    Cursors,
    /// A line of settings. Keys without a meaning in the line keep their meaning on the scope.
    Fields,
}

/// The context of a key, which decides which rows of the table hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Context {
    /// The front.
    pub place: Place,
    /// The overlay.
    pub layer: Layer,
    /// Whether a recording drives the model.
    pub is_replay: bool,
    /// Whether the program is a kiosk, open to everybody.
    pub is_kiosk: bool,
}

impl Place {
    const ALL: [Self; 3] = [Self::Neuron, Self::Circuit, Self::Gallery];

    /// The overlays that this front can have.
    #[must_use]
    pub fn layers(self) -> &'static [Layer] {
        match self {
            Self::Neuron | Self::Circuit => &[
                Layer::Base,
                Layer::Help,
                Layer::Filter,
                Layer::Picker,
                Layer::Parameters,
                Layer::Entry,
                Layer::Cursors,
                Layer::Fields,
            ],
            Self::Gallery => &[Layer::Base, Layer::Help, Layer::Filter],
        }
    }

    /// The reason why keys that change the model have no meaning in a replay.
    #[must_use]
    pub fn replay_drives(self) -> &'static str {
        match self {
            Self::Circuit => "replay: the recording drives the circuit",
            Self::Neuron | Self::Gallery => "replay: the recording drives the neuron",
        }
    }

    /// The other kind of scope, and the words for what only that kind has.
    pub(super) fn other_scope(self) -> Option<(Self, &'static str)> {
        match self {
            Self::Neuron => Some((Self::Circuit, "for a single neuron")),
            Self::Circuit => Some((Self::Neuron, "in a circuit")),
            Self::Gallery => None,
        }
    }
}

impl Layer {
    /// Whether `c` is typed into a field in this context.
    #[must_use]
    pub fn takes(self, c: char) -> bool {
        match self {
            Self::Filter | Self::Picker | Self::Entry => true,
            // A value is typed over the selected one.
            Self::Parameters => c.is_ascii_digit() || c == '-',
            Self::Fields => c.is_ascii_digit() || matches!(c, '-' | '.'),
            Self::Base | Self::Help | Self::Cursors => false,
        }
    }

    /// Whether characters are typed into a field.
    #[must_use]
    pub fn text_entry(self) -> TextEntry {
        match self {
            // Of a number no key that quits is a part.
            Self::Base | Self::Help | Self::Cursors | Self::Fields => TextEntry::Closed,
            Self::Parameters => TextEntry::Near,
            Self::Filter | Self::Picker | Self::Entry => TextEntry::Open,
        }
    }

    /// The layer in which keys are looked up that this layer does not have.
    pub(super) fn below(self) -> Option<Self> {
        matches!(self, Self::Parameters | Self::Cursors | Self::Fields).then_some(Self::Base)
    }
}

impl Context {
    /// The context of a live `place` without an overlay, outside a kiosk.
    #[must_use]
    pub const fn live(place: Place) -> Self {
        Self { place, layer: Layer::Base, is_replay: false, is_kiosk: false }
    }

    /// This context under `layer`.
    #[must_use]
    pub const fn under(self, layer: Layer) -> Self {
        Self { layer, ..self }
    }

    /// Every possible context: there are no replays in the gallery.
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

/// The conditions under which a row holds; all have to be met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct When {
    /// A bit for each place.
    places: u8,
    /// A bit for each layer.
    layers: u8,
    /// Whether the row holds for live models, and whether in replays.
    live: bool,
    replay: bool,
    /// Whether the row holds in a kiosk: not if it reaches files or the shell.
    kiosk: bool,
}

const ALL: u8 = u8::MAX;

const fn bit(number: u8) -> u8 {
    1 << number
}

impl When {
    /// On every scope, without an overlay.
    pub(super) const SCOPES: Self = Self {
        places: bit(Place::Neuron as u8) | bit(Place::Circuit as u8),
        layers: bit(Layer::Base as u8),
        live: true,
        replay: true,
        kiosk: true,
    };
    /// In every context.
    pub(super) const ANYWHERE: Self = Self { places: ALL, layers: ALL, ..Self::SCOPES };

    /// These conditions, restricted to `place`.
    pub(super) const fn only(self, place: Place) -> Self {
        Self { places: bit(place as u8), ..self }
    }

    /// These conditions, for every place.
    pub(super) const fn in_every_place(self) -> Self {
        Self { places: ALL, ..self }
    }

    /// These conditions, restricted to `layer`.
    pub(super) const fn under(self, layer: Layer) -> Self {
        Self { layers: bit(layer as u8), ..self }
    }

    /// These conditions, for `layer` in addition.
    pub(super) const fn or_under(self, layer: Layer) -> Self {
        Self { layers: self.layers | bit(layer as u8), ..self }
    }

    /// These conditions, restricted to live models.
    pub(super) const fn live(self) -> Self {
        Self { replay: false, ..self }
    }

    /// These conditions, restricted to replays.
    pub(super) const fn replay(self) -> Self {
        Self { live: false, ..self }
    }

    /// These conditions, excluding kiosks.
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
