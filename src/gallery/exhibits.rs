//! What the gallery shows: built-in presets, in the order of the figures.

use crate::model::Scheme;
use crate::preset::{Collection, Entry, Preset};

/// A figure that the gallery shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Figure {
    /// The twenty features of 2004.
    #[default]
    Features,
    /// The types of 2003 and of 2007.
    Types,
}

impl Figure {
    /// Its name on the screen.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Features => "features of 2004",
            Self::Types => "types of 2003 and 2007",
        }
    }

    fn presets(self) -> impl Iterator<Item = &'static str> {
        let collections: &[Collection] = match self {
            Self::Features => &[Collection::Features2004],
            Self::Types => &[Collection::Types2003, Collection::Types2007],
        };
        collections.iter().flat_map(|collection| collection.names())
    }

    pub(crate) fn other(self) -> Self {
        match self {
            Self::Features => Self::Types,
            Self::Types => Self::Features,
        }
    }
}

/// The schemes under which the presets run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Schemes {
    /// Each preset under the scheme that it was published with.
    #[default]
    Published,
    /// All presets under the exact scheme. Where the true solution lacks the behaviour that a preset is
    /// named after, a preset made for the true solution takes its place.
    Exact,
}

impl Schemes {
    /// Both, in the order in which they are checked.
    pub const ALL: [Self; 2] = [Self::Published, Self::Exact];

    /// Their name on the screen.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Exact => "exact",
        }
    }

    pub(crate) fn other(self) -> Self {
        match self {
            Self::Published => Self::Exact,
            Self::Exact => Self::Published,
        }
    }
}

/// A preset with its place in the figure, under the scheme in which it is shown.
#[derive(Clone, Debug)]
pub struct Exhibit {
    /// Letter or number of its place in the figure.
    pub label: String,
    /// The preset; its setup has the scheme in which it is shown.
    pub preset: Preset,
}

/// The presets of `figure` under `schemes`, as far as they are among `entries`.
///
/// ```
/// use izh_tui::gallery::{Figure, Schemes, exhibits};
/// use izh_tui::preset::Library;
///
/// let entries = Library::default().entries();
/// let names = |schemes| exhibits(&entries, Figure::Features, schemes).into_iter().map(|exhibit| {
///     exhibit.preset.name().to_owned()
/// }).collect::<Vec<_>>();
/// // Panel I: spike latency exists only at the step of 2004; another preset shows it in the true solution.
/// assert_eq!(names(Schemes::Published)[8], "spike-latency");
/// assert_eq!(names(Schemes::Exact)[8], "spike-latency-exact");
/// ```
#[must_use]
pub fn exhibits(entries: &[Entry], figure: Figure, schemes: Schemes) -> Vec<Exhibit> {
    let find = |name: &str| entries.iter().map(|e| &e.preset).find(|preset| preset.name() == name);
    let named = figure.presets().zip(1..).filter_map(|(name, number)| {
        let published = find(name)?;
        let mut preset = match schemes {
            Schemes::Published => published.clone(),
            Schemes::Exact => find(&format!("{name}-exact")).unwrap_or(published).clone(),
        };
        if schemes == Schemes::Exact {
            preset.subject.scheme = Scheme::Exact;
        }
        let label = published.panel.clone().filter(|_| figure == Figure::Features);
        Some(Exhibit { label: label.unwrap_or_else(|| number.to_string()), preset })
    });
    named.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preset::Library;

    fn shown(figure: Figure, schemes: Schemes) -> Vec<Exhibit> {
        exhibits(&Library::default().entries(), figure, schemes)
    }

    #[test]
    fn the_features_are_the_panels_in_order() {
        for schemes in Schemes::ALL {
            let labels: String =
                shown(Figure::Features, schemes).into_iter().map(|e| e.label).collect();
            assert_eq!(labels, "ABCDEFGHIJKLMNOPQRST");
        }
    }

    #[test]
    fn presets_made_for_the_true_solution_stand_in() {
        let published = shown(Figure::Features, Schemes::Published);
        let exact = shown(Figure::Features, Schemes::Exact);
        let stand_ins = exact.iter().filter(|e| e.preset.name().ends_with("-exact"));
        assert_eq!(stand_ins.map(|e| &*e.label).collect::<String>(), "IPQST");
        assert!(published.iter().all(|e| !e.preset.name().ends_with("-exact")));
        assert!(exact.iter().all(|e| e.preset.subject.scheme == Scheme::Exact));
    }

    #[test]
    fn types_are_numbered_as_the_keys_that_pick_them() {
        let types = shown(Figure::Types, Schemes::Published);
        assert!(types.len() >= 8);
        let entries = Library::default().entries();
        for (index, exhibit) in types.iter().take(8).enumerate() {
            assert_eq!(exhibit.label, (index + 1).to_string());
            assert_eq!(exhibit.preset.name(), entries[index].preset.name());
        }
    }
}
