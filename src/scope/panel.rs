//! What is shown beside or instead of the trace.

/// What is shown beside or instead of the side panels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Panel {
    /// All side panels.
    #[default]
    All,
    /// Side panels, and the recovery variable on a trace of its own.
    Recovery,
    /// The phase plane, large.
    Phase,
    /// The f-I curve, large.
    Curve,
    /// The scope alone.
    Wide,
}

impl Panel {
    /// What a key for `other` alone leads to: there, or back to the side panels.
    #[must_use]
    pub fn toggled(self, other: Self) -> Self {
        if self == other { Self::default() } else { other }
    }

    /// What a key leads to from here, round and round.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::All => Self::Recovery,
            Self::Recovery => Self::Phase,
            Self::Phase => Self::Curve,
            Self::Curve => Self::Wide,
            Self::Wide => Self::All,
        }
    }
}
