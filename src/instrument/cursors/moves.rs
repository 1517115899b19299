//! Keys of the cursors, and those that go from spike to spike.

use crate::desk::{Effect, Outcome, Tone};
use crate::instrument::Scope;
use crate::keys::CursorAction;
use crate::scope::{Cursor, Cursors, Place};
use crate::trace::ModelNs;

/// Columns of dots in a column of the screen, by which keys move a cursor.
const DOTS: f64 = 2.0;
/// Columns of the screen by which a key moves a cursor far.
const FAR: f64 = 10.0;

/// Distance from a cursor's line within which the mouse grabs it (columns of dots).
const GRAB_DOTS: f64 = 3.0;

/// A direction in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Towards {
    Past,
    Present,
}

impl Scope {
    pub(in crate::instrument) fn act_on_cursors(
        &mut self,
        action: CursorAction,
    ) -> Option<Outcome> {
        match action {
            CursorAction::Toggle => self.toggle_cursors(),
            CursorAction::Close => self.cursors.shown = None,
            CursorAction::Left => self.shift_cursor(-1.0),
            CursorAction::Right => self.shift_cursor(1.0),
            CursorAction::FarLeft => self.shift_cursor(-FAR),
            CursorAction::FarRight => self.shift_cursor(FAR),
            CursorAction::Exchange => {
                if let Some(cursors) = &mut self.cursors.shown {
                    cursors.select(cursors.selected().other());
                }
            }
            CursorAction::Copy => return self.copy_cursors(),
            CursorAction::PreviousSpike => self.go_to_spike(Towards::Past),
            CursorAction::NextSpike => self.go_to_spike(Towards::Present),
        }
        None
    }

    fn toggle_cursors(&mut self) {
        if self.cursors.shown.take().is_some() {
            return;
        }
        self.cursors.shown = Some(Cursors::default());
        let keymap = self.desk.keymap;
        let label = |action: CursorAction| keymap.label(action);
        let [left, right] = [CursorAction::Left, CursorAction::Right].map(label);
        let [previous, next] = [CursorAction::PreviousSpike, CursorAction::NextSpike].map(label);
        let [other, copy, close] =
            [CursorAction::Exchange, CursorAction::Copy, CursorAction::Close].map(label);
        let text = format!(
            "{left} / {right} move A, {other} takes B, {previous} / {next} to spikes, {copy} copies, {close} closes"
        );
        self.desk.notify(Tone::Info, text);
    }

    /// Moves the selected cursor by so many columns of the screen.
    fn shift_cursor(&mut self, by: f64) {
        let (paused, axis) = (self.desk.paused, self.time_axis());
        let by = by * DOTS / self.cursors.columns as f64;
        if let Some(cursors) = &mut self.cursors.shown {
            cursors.shift(by, paused, &axis);
        }
    }

    fn copy_cursors(&mut self) -> Option<Outcome> {
        let Some(line) = self.cursor_line() else {
            let show = self.desk.keymap.label(CursorAction::Toggle);
            self.desk.notify(Tone::Info, format!("no cursors are shown: {show} shows them"));
            return None;
        };
        Some(Effect::Copy(line.text()).into())
    }

    /// Reports what became of a text that was to be copied; `sent` is whether the terminal was asked to.
    pub fn copied(&mut self, sent: bool) {
        let (tone, text) = match sent {
            true => (Tone::Info, "copied: the line of the cursors is sent to the clipboard"),
            false => (Tone::Alarm, "not copied: this terminal has no clipboard"),
        };
        self.desk.notify(tone, text);
    }

    /// Goes to the nearest spike strictly before or after: with the selected cursor, or else with the right
    /// edge of the picture.
    fn go_to_spike(&mut self, towards: Towards) {
        let from_ns = match self.cursors() {
            Some(cursors) => self.cursor_ns(cursors.selected()),
            None if !self.desk.paused && towards == Towards::Present => None,
            None => Some(self.edge_ns()),
        };
        let Some(target_ns) = from_ns.and_then(|from_ns| self.spike_from(from_ns, towards)) else {
            return self.tell_no_spike(towards);
        };
        match self.cursors() {
            Some(_) => self.put_cursor(target_ns, towards),
            None => self.show_at_edge(target_ns),
        }
    }

    /// The moment at the right edge of the picture.
    fn edge_ns(&self) -> ModelNs {
        let newest_ns = self.newest_ns().unwrap_or_else(|| self.now_ns());
        newest_ns - self.controls.timebase.back_ns()
    }

    /// The nearest spike of the selected neuron strictly before or after what is read at `from_ns`, or the
    /// nearest arrival while its channel shows a variable of a synapse, as far back as the past can be
    /// shown.
    fn spike_from(&self, from_ns: ModelNs, towards: Towards) -> Option<ModelNs> {
        let (log, at_ns) = (&self.record().log, self.reading_at(from_ns).time_ns);
        let channel = &self.channels[self.selected];
        let spike_ns = match (towards, channel.shown().is_of_synapse()) {
            (Towards::Past, false) => log.spike_before(at_ns),
            (Towards::Present, false) => log.spike_after(at_ns),
            (Towards::Past, true) => channel.arrival_before(at_ns),
            (Towards::Present, true) => channel.arrival_after(at_ns),
        };
        spike_ns.filter(|spike_ns| *spike_ns >= self.oldest_ns())
    }

    fn tell_no_spike(&mut self, towards: Towards) {
        let text = match towards {
            Towards::Past => "no earlier spike to go to",
            Towards::Present => "no later spike yet",
        };
        self.desk.notify(Tone::Info, text);
    }

    /// Puts the selected cursor on a spike. While paused the picture goes there, too.
    fn put_cursor(&mut self, spike_ns: ModelNs, towards: Towards) {
        let across = self.time_axis().place_of(spike_ns);
        let place = match across {
            _ if self.desk.paused => Place::Time(spike_ns),
            Some(across) => Place::Window(across),
            None => return self.tell_no_spike(towards),
        };
        if across.is_none() {
            let now_ns = self.now_ns();
            self.controls.timebase.show_in_middle(spike_ns, now_ns);
        }
        if let Some(cursors) = &mut self.cursors.shown {
            cursors.put(place);
        }
    }

    /// Pauses with this moment at the right edge of the picture.
    fn show_at_edge(&mut self, time_ns: ModelNs) {
        let newest_ns = self.newest_ns().unwrap_or(time_ns);
        self.controls.timebase.show_back(newest_ns.since(time_ns));
        self.controls.hold(&mut self.desk);
    }

    /// Selects the cursor whose line is at `across`, or near.
    pub(in crate::instrument) fn grab_cursor(&mut self, across: f64) -> Option<Cursor> {
        let (axis, columns) = (self.time_axis(), self.cursors.columns as f64);
        let cursors = self.cursors.shown.as_mut()?;
        let distance = |cursor: Cursor| {
            let place = cursors.place(cursor).across(&axis)?;
            Some((((place - across) * columns).abs(), cursor))
        };
        let near = Cursor::BOTH.into_iter().filter_map(distance);
        let near = near.filter(|(columns, _)| *columns <= GRAB_DOTS);
        let (_, cursor) = near.min_by(|(a, _), (b, _)| a.total_cmp(b))?;
        cursors.select(cursor);
        Some(cursor)
    }

    /// Puts `cursor` at `across`; while paused only where the picture is not blank.
    pub(in crate::instrument) fn drag_cursor(&mut self, cursor: Cursor, across: f64) {
        let place = match self.desk.paused {
            true => self.time_axis().time_at(across).map(Place::Time),
            false => Some(Place::Window(across)),
        };
        if let (Some(cursors), Some(place)) = (&mut self.cursors.shown, place) {
            cursors.select(cursor);
            cursors.put(place);
        }
    }
}
