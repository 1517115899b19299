//! Everything that is drawn faintly below the trace of a channel.

use super::Scope;
use super::trigger::Windows;
use crate::trace::{Column, Excerpt, ModelNs, Range};

/// What an underlay is, which decides how it is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnderlayKind {
    /// An earlier window, by its age: 0 for the latest ones up to [`UnderlayKind::AGES`] - 1 for the
    /// oldest.
    Past(u8),
    /// The mean of several windows.
    Mean,
    /// An earlier sweep of the protocol, with its number from 1, and its age as that of [`Self::Past`].
    Sweep {
        /// Number of the sweep in the protocol.
        number: u32,
        /// 0 for the latest sweeps.
        age: u8,
    },
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
        let windows = self.windows_before(index, columns).into_iter();
        let earlier = windows.chain(self.sweeps_before(index, columns));
        let kept = earlier.chain(self.references_behind(index, columns));
        kept.chain(self.ghost_behind(index, columns)).collect()
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

    /// Number of windows whose mean is drawn on the selected channel, if one is.
    #[must_use]
    pub fn averaged_windows(&self) -> Option<usize> {
        self.controls.timebase.event_ns(self.now_ns())?;
        self.trigger.windows.mean(self.selected).map(|(_, count)| count)
    }

    /// The earlier windows of a triggered picture that persist, and the mean of the latest.
    fn windows_before(&self, index: usize, columns: usize) -> Vec<Underlay> {
        let timebase = &self.controls.timebase;
        if timebase.event_ns(self.now_ns()).is_none() {
            return Vec::new();
        }
        let column_ns = timebase.column_ns(columns);
        let start_ns = ModelNs::ZERO - column_ns * timebase.event_column(columns);
        let shown = self.channels[index].shown();
        let draw = |kind, excerpt: &Excerpt| {
            let mut drawn = vec![Column::default(); columns];
            excerpt.envelope(start_ns, column_ns, &mut drawn);
            Underlay {
                kind,
                columns: drawn.iter().map(|it| shown.out_of(it.v, it.u, it.current)).collect(),
                label: None,
            }
        };
        let windows = &self.trigger.windows;
        let past: Vec<&Excerpt> = windows.past(index).collect();
        let age = |place: usize| {
            let step = Windows::PERSISTENT / usize::from(UnderlayKind::AGES);
            UnderlayKind::Past(((past.len() - 1 - place) / step) as u8)
        };
        let mut all: Vec<Underlay> =
            past.iter().enumerate().map(|(place, it)| draw(age(place), it)).collect();
        all.extend(windows.mean(index).map(|(mean, _)| draw(UnderlayKind::Mean, mean)));
        all
    }
}
