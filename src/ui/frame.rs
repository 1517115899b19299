//! State that the panes of one frame share: the time axis, its samples, and the moment shown.

use std::cell::OnceCell;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::cursors;
use super::draw::graticule::Graticule;
use super::draw::strip::{GUTTER, on_time_axis};
use super::draw::text;
use super::draw::theme::Look;
use super::pane::{Arrangement, Frame, Placed, Slot};
use super::shown::Shown;
use crate::instrument::Scope;
use crate::scope::Timebase;
use crate::trace::{Column, Range};

impl<'a> Frame<'a> {
    pub(super) fn new(shown: Shown<'a>, arrangement: &'a Arrangement, look: &'a Look) -> Self {
        let width = arrangement.first_strip().map_or(0, |strip| on_time_axis(strip).width);
        let width = width.saturating_sub(GUTTER);
        let axis = |timebase: &Timebase| Graticule::new(timebase, shown.now_ns(), width);
        let graticule = shown.timebase().filter(|_| width > 0).map(axis).unwrap_or_default();
        Self { shown, look, arrangement, graticule, columns: OnceCell::new() }
    }

    /// Draws a pane into its area.
    pub(super) fn draw(&self, buf: &mut Buffer, placed: &Placed) {
        let Placed { pane, area } = *placed;
        // One blank column separates panels and views from the strips.
        let has_gap = match pane.slot {
            Slot::Panel(_) => true,
            Slot::View { .. } => self.arrangement.first_strip().is_some_and(|it| it.x > area.x),
            _ => false,
        };
        let width = area.width.saturating_sub(u16::from(has_gap));
        (pane.render)(buf, Rect { width, ..area }, self);
        if matches!(pane.slot, Slot::Strip(_) | Slot::LastStrip) {
            cursors::render(buf, area, self);
        }
    }

    /// The envelope of one value in each column of the time axis, for the neuron or for the
    /// selected neuron of a circuit.
    pub(crate) fn samples(&self, value: fn(&Column) -> Option<Range>) -> Vec<Option<Range>> {
        self.columns().iter().map(value).collect()
    }

    /// The samples by column of the time axis, of the neuron or of a circuit's selected neuron.
    pub(crate) fn columns(&self) -> &[Column] {
        let count = self.graticule.columns;
        let picture = || self.shown.scope().map(|scope| scope.picture(count)).unwrap_or_default();
        self.columns.get_or_init(picture)
    }

    /// The look of traces: dimmed while a triggered picture is old.
    pub(crate) fn trace_look(&self) -> Look {
        self.look.faded_if(self.shown.trigger_age_ms().is_some())
    }

    /// Writes the state of the triggered display, and how far in the past the moment shown is if no
    /// line says so, into the title row of `area`, if `area` is the topmost strip.
    pub(crate) fn label_moment(&self, buf: &mut Buffer, area: Rect) {
        if self.arrangement.first_strip() != Some(area) {
            return;
        }
        let (moment, strong) = (self.shown.moment(), self.look.theme.strong);
        if let Some(words) = self.trigger_words() {
            text::put_right(buf, area, 0, &words, strong);
        } else if moment.is_past() && !self.has_readout() {
            let back = format!(" {} ms back ", text::time(moment.back_ms));
            text::put_right(buf, area, 0, &back, strong);
        } else if let Some((number, count)) = self.shown.scope().and_then(Scope::sweep) {
            text::put_right(buf, area, 0, &format!(" sweep {number} of {count} "), strong);
        }
    }

    /// The state of the triggered display, with the age of a picture of the past.
    fn trigger_words(&self) -> Option<String> {
        let status = self.shown.trigger_status()?.name();
        let averaged = self.shown.scope().and_then(Scope::averaged_windows);
        let mean = averaged.map_or_else(String::new, |count| format!(" mean of {count} "));
        let age = self.shown.trigger_age_ms().map_or_else(String::new, |age_ms| {
            format!("{} s old ", text::fixed(age_ms / 1000.0, 1))
        });
        Some(format!("{mean} {status} {age}"))
    }

    /// Whether the read-out line states the moment shown.
    pub(crate) fn has_readout(&self) -> bool {
        self.arrangement.place(READOUT).is_some()
    }

    /// Whether strips mark the moment at which they end, because a view beside them shows it too.
    pub(crate) fn marks_moment(&self) -> bool {
        let is_view = |it: &Placed| matches!(it.pane.slot, Slot::View { of_moment: true, .. });
        let moves = self.shown.timebase().is_some_and(|it| it.moves_with_time(self.shown.now_ns()));
        let has_cursors = self.shown.scope().is_some_and(|scope| scope.cursors().is_some());
        self.shown.desk().paused
            && moves
            && !has_cursors
            && self.arrangement.placed.iter().any(is_view)
    }

    /// Marks the last column of the strip in `area`, in cells that show only grid.
    pub(crate) fn mark_moment(&self, buf: &mut Buffer, area: Rect) {
        if !self.marks_moment() {
            return;
        }
        for y in area.y + 1..area.bottom() {
            let cell = &mut buf[(area.right() - 1, y)];
            if matches!(cell.symbol(), " " | "\u{2508}" | "\u{250a}" | "\u{253c}") {
                cell.set_char('\u{2502}').set_style(self.look.theme.strong);
            }
        }
    }
}

/// Name of the pane with the numbers of the moment shown.
pub(crate) const READOUT: &str = "read-out";
