//! Everything that is drawn faintly below the trace of a channel.

use super::Scope;
use crate::trace::Range;

/// What an underlay is, which decides how it is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnderlayKind {
    /// An earlier window, by its age: 0 for the latest ones up to [`UnderlayKind::AGES`] - 1 for the
    /// oldest.
    Past(u8),
    /// The mean of several windows.
    Mean,
    /// A window that was kept, by the place of its letter.
    Reference(u8),
    /// The run without the newest injection.
    Ghost,
}

impl UnderlayKind {
    /// Number of steps in which earlier windows fade.
    pub const AGES: u8 = 4;
}

/// A trace that is drawn faintly below that of a channel, on the same axes.
#[derive(Clone, Debug, PartialEq)]
pub struct Underlay {
    /// What it is.
    pub kind: UnderlayKind,
    /// The lowest and the highest value in each column of the time axis.
    pub columns: Vec<Option<Range>>,
    /// A letter or number that stands at the trace, where it has one.
    pub label: Option<String>,
}

impl Scope {
    /// The underlays of the channel at `index`, 0 for a neuron alone, in `columns` columns; the first is
    /// drawn first, at the very bottom.
    #[must_use]
    pub fn underlays(&self, index: usize, columns: usize) -> Vec<Underlay> {
        let references = self.references_behind(index, columns);
        references.chain(self.ghost_behind(index, columns)).collect()
    }

    /// What stands about `underlays` in the title of a strip, each behind two blanks: references with
    /// their names, or by their letters alone where all of it does not fit into `room` characters.
    #[must_use]
    pub fn underlay_words(&self, underlays: &[Underlay], room: usize) -> String {
        let has = |kind: UnderlayKind| underlays.iter().any(|underlay| underlay.kind == kind);
        let ghost = if has(UnderlayKind::Ghost) { "  ghost" } else { "" };
        let references = self.references();
        let drawn = || references.iter().filter(|(place, ..)| has(UnderlayKind::Reference(*place)));
        let named: String = drawn().map(|(_, letter, name)| format!("  {letter} {name}")).collect();
        if ghost.len() + named.chars().count() <= room {
            return ghost.to_owned() + &named;
        }
        ghost.to_owned() + &drawn().map(|(_, letter, _)| format!("  {letter}")).collect::<String>()
    }
}
