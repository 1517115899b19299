//! Frames as bytes. A frame writes only changed cells, in one write and one synchronized update.
//! What only moved to the left is moved by the terminal itself. Each frame ends with a request
//! whose reply proves that the frame has been shown. A frame may be bounded in bytes: then the most
//! important cells are written, and the others keep differing from what is shown until a later
//! frame has room for them.

use std::io::{self, Write};

use ratatui::buffer::Buffer;
use ratatui::crossterm::queue;
use ratatui::crossterm::terminal::{
    BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate,
};
use ratatui::layout::Rect;

use super::background;
use super::buffers::Buffers;
use super::cut::{Choice, Cut};
use super::encoder::{Encoder, encode};
use super::flow::REQUEST;
use super::marks::Marks;
use crate::ui::{Order, Rolling};

/// Largest screen that is drawn; the rest of a larger terminal stays blank.
const SIZE_MAX: (u16, u16) = (1000, 500);
/// Bytes at the end of a frame: the request and the end of the synchronized update.
const END_BYTES: usize = REQUEST.len() + 8;

/// The limits of a frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// Its budget (bytes), if it is bounded.
    pub bytes: Option<usize>,
    /// Whether to write only what a key changed; see [`Screen::begin_mark`].
    pub only_marked: bool,
}

/// The result of a frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Drawn {
    /// Bytes that were written: none if nothing changed.
    pub bytes: usize,
    /// Whether the terminal now shows everything that was drawn, apart from areas that were held.
    pub whole: bool,
    /// Whether numbers or messages are among the cells that could not be written.
    pub figures_wait: bool,
}

/// The screen as it was last drawn, and the frame that is being made.
pub struct Screen<W> {
    out: W,
    buffers: Buffers,
    bytes: Vec<u8>,
    redraw: bool,
    /// What rolled when the last frame was drawn, on a terminal that can move cells.
    rolled: Option<Rolling>,
    can_move: bool,
    encoder: Encoder,
    /// Whether the next frame requests the terminal's background colour.
    asks_background: bool,
    marks: Marks,
    /// The row with which the next cut frame begins.
    turn: u16,
    /// Whether numbers or messages wait for a later frame.
    figures_wait: bool,
}

impl<W: Write> Screen<W> {
    /// A screen on `out` of which nothing has been drawn yet; `can_move` tells whether the terminal
    /// can delete characters within a line (DCH).
    pub fn new(out: W, can_move: bool) -> Self {
        Self {
            out,
            buffers: Buffers::new(),
            bytes: Vec::new(),
            redraw: true,
            rolled: None,
            can_move,
            encoder: Encoder::new(0),
            asks_background: false,
            marks: Marks::default(),
            turn: 0,
            figures_wait: false,
        }
    }

    /// Makes the next frame request the terminal's background colour.
    pub fn ask_background(&mut self) {
        self.asks_background = true;
    }

    /// The output that frames go to.
    pub fn out_mut(&mut self) -> &mut W {
        &mut self.out
    }

    /// Writes a request between two frames; the cursor's position is unknown afterwards.
    ///
    /// # Errors
    /// The terminal does not take it.
    pub fn ask(&mut self, question: &[u8]) -> io::Result<()> {
        self.out.write_all(question)?;
        self.out.flush()
    }

    /// Makes the next frame redraw every cell.
    pub fn redraw(&mut self) {
        self.redraw = true;
    }

    /// Records what a screen of `size` would show now, before a key changes it.
    pub fn begin_mark(&mut self, size: (u16, u16), render: impl FnOnce(&mut Buffer)) {
        self.marks.begin(area_of(size), render);
    }

    /// Marks the cells that the key has changed: in a cut frame they go first.
    pub fn end_mark(&mut self, size: (u16, u16), render: impl FnOnce(&mut Buffer)) {
        self.marks.end(area_of(size), render);
    }

    /// Whether any cell that a key has changed has not been sent yet.
    #[must_use]
    pub fn has_marks(&self) -> bool {
        self.marks.any()
    }

    /// Draws a frame of `size` (columns, rows) and writes what is new; returns how many bytes that
    /// took: none if nothing changed. `rolling` tells what may have moved since the last frame.
    ///
    /// # Errors
    /// The terminal does not take it.
    pub fn draw(
        &mut self,
        size: (u16, u16),
        rolling: impl FnOnce(Rect) -> Option<Rolling>,
        render: impl FnOnce(&mut Buffer),
    ) -> io::Result<usize> {
        self.draw_without(size, |_| Vec::new(), rolling, |buf, _| render(buf))
    }

    /// As [`Self::draw`], but leaves the areas that `held` names as they are, unless all is drawn
    /// anew. None of them may be among those that move; `render` is told of them and need not draw
    /// there.
    ///
    /// # Errors
    /// As [`Self::draw`].
    pub fn draw_without(
        &mut self,
        size: (u16, u16),
        held: impl FnOnce(Rect) -> Vec<Rect>,
        rolling: impl FnOnce(Rect) -> Option<Rolling>,
        render: impl FnOnce(&mut Buffer, &[Rect]),
    ) -> io::Result<usize> {
        let order = |_| Order::default();
        let drawn = self.draw_within(size, Limits::default(), order, held, rolling, render)?;
        Ok(drawn.bytes)
    }

    /// As [`Self::draw_without`], within `limits`: changed cells are written in the order of
    /// `order` as far as the budget allows, and the others wait.
    ///
    /// # Errors
    /// As [`Self::draw`].
    pub fn draw_within(
        &mut self,
        size: (u16, u16),
        limits: Limits,
        order: impl FnOnce(Rect) -> Order,
        held: impl FnOnce(Rect) -> Vec<Rect>,
        rolling: impl FnOnce(Rect) -> Option<Rolling>,
        render: impl FnOnce(&mut Buffer, &[Rect]),
    ) -> io::Result<Drawn> {
        let area = area_of(size);
        self.redraw |= self.buffers.begin(area);
        let held = if self.redraw { Vec::new() } else { held(area) };
        render(self.buffers.frame_mut(), &held);
        let limits = Limits { only_marked: limits.only_marked && !self.redraw, ..limits };
        let rolling = rolling(area);
        let stays = limits.only_marked && !self.is_marked(rolling.iter().chain(&self.rolled));
        let rolls = rolling.iter().filter(|_| stays).flat_map(|rolling| &rolling.areas);
        let held: Vec<_> = held.iter().chain(rolls).copied().collect();
        self.buffers.hold(&held);
        let whole = self.encode(if stays { None } else { Some(rolling) }, limits, order)? && !stays;
        self.buffers.finish();
        let written = self.bytes.len();
        if written > 0 {
            self.out.write_all(&self.bytes)?;
            self.out.flush()?;
        }
        Ok(Drawn { bytes: written, whole, figures_wait: self.figures_wait })
    }

    /// Whether a key changed something in what rolls.
    fn is_marked<'a>(&self, mut rolling: impl Iterator<Item = &'a Rolling>) -> bool {
        let has_marks = |part: &Rect| self.marks.any_in(*part, self.buffers.area().width);
        rolling.any(|rolling| rolling.areas.iter().any(has_marks))
    }

    /// Encodes the difference between the frame and what is shown into `bytes`; returns whether
    /// that is all of it. Cells that are left out are set back in the frame to what is shown. What
    /// rolls stays where it is if `rolling` does not say whether anything does.
    fn encode(
        &mut self,
        rolling: Option<Option<Rolling>>,
        limits: Limits,
        order: impl FnOnce(Rect) -> Order,
    ) -> io::Result<bool> {
        self.bytes.clear();
        let redraw = std::mem::take(&mut self.redraw);
        if redraw {
            self.buffers.clear_shown();
        }
        queue!(self.bytes, BeginSynchronizedUpdate)?;
        if redraw {
            self.encoder.begin(&mut self.bytes, self.buffers.area().width)?;
            queue!(self.bytes, Clear(ClearType::All))?;
        }
        let empty = self.bytes.len();
        if let Some(rolling) = rolling.filter(|_| self.can_move) {
            self.roll(rolling, redraw)?;
        }
        let whole = self.encode_changes(limits, order)?;
        if self.bytes.len() == empty && !redraw {
            self.bytes.clear();
            return Ok(whole);
        }
        // Replies come in the order of requests: this one's before the frame's.
        if std::mem::take(&mut self.asks_background) {
            self.bytes.extend_from_slice(background::QUERY);
        }
        self.bytes.extend_from_slice(REQUEST);
        queue!(self.bytes, EndSynchronizedUpdate)?;
        Ok(whole)
    }

    /// Makes the terminal move what rolled since the last frame, and updates the copy of what is
    /// shown.
    fn roll(&mut self, rolling: Option<Rolling>, redraw: bool) -> io::Result<()> {
        let before = std::mem::replace(&mut self.rolled, rolling);
        let (Some(before), Some(now)) = (before, &self.rolled) else { return Ok(()) };
        let distance = now.first_cell - before.first_cell;
        let same = before.areas == now.areas && before.cell_ns == now.cell_ns && !redraw;
        let widest = now.areas.iter().map(|area| i64::from(area.width)).max().unwrap_or(0);
        if !same || distance < 1 || distance >= widest {
            return Ok(());
        }
        let distance = distance as u16;
        for area in &now.areas {
            for y in area.top()..area.bottom() {
                self.encoder.delete(&mut self.bytes, area.x, y, distance)?;
                self.buffers.shift((area.x, y), area.width, distance);
            }
        }
        Ok(())
    }

    /// Appends the changed cells that the budget allows; returns whether those are all.
    fn encode_changes(
        &mut self,
        limits: Limits,
        order: impl FnOnce(Rect) -> Order,
    ) -> io::Result<bool> {
        let (all, narrow) = self.buffers.changes(self.encoder.style());
        let every: Vec<_> = all.iter().collect();
        let (bytes, encoder) = encode(&self.encoder, &every, narrow)?;
        // However many bytes the movement takes, there is room for new columns.
        let room = limits
            .bytes
            .map(|most| most.saturating_sub(self.bytes.len() + END_BYTES).max(most / 2));
        let fits = room.is_none_or(|room| bytes.len() <= room) && !limits.only_marked;
        let (buffers, marks, turn) = (&self.buffers, &self.marks, self.turn);
        let cut = if fits {
            Cut { bytes, encoder, waiting: Vec::new(), figures_wait: false, turn }
        } else {
            let order = order(buffers.area());
            let choice = Choice { buffers, marks, only_marked: limits.only_marked, order, turn };
            choice.cut(&self.encoder, &all, narrow, room)?
        };
        self.bytes.extend_from_slice(&cut.bytes);
        self.encoder = cut.encoder;
        self.encoder.finish();
        (self.turn, self.figures_wait) = (cut.turn, cut.figures_wait);
        self.wait(&cut.waiting);
        Ok(cut.waiting.is_empty())
    }

    /// Sets cells that could not be sent back to what is shown, and removes the marks of all
    /// others.
    fn wait(&mut self, waiting: &[(u16, u16)]) {
        let area = self.buffers.area();
        let cells = if self.marks.any() { area.area() as usize } else { 0 };
        let mut waits = vec![false; cells];
        for row in waiting.chunk_by(|a, b| a.1 == b.1) {
            let y = row[0].1;
            // The cell that a wide character covers goes with it.
            let columns: Vec<u16> = match self.buffers.is_wide(y) {
                true => (0..area.width).collect(),
                false => row.iter().map(|(x, _)| *x).collect(),
            };
            for x in columns {
                let index = self.buffers.index_of(x, y);
                self.buffers.set_back(index);
                if let Some(waits) = waits.get_mut(index) {
                    *waits = true;
                }
            }
        }
        self.marks.keep(area, |index| waits.get(index).is_some_and(|waits| *waits));
    }
}

/// What is drawn on a terminal of `size`.
fn area_of(size: (u16, u16)) -> Rect {
    Rect::new(0, 0, size.0.min(SIZE_MAX.0), size.1.min(SIZE_MAX.1))
}

#[cfg(test)]
mod tests {
    use ratatui::style::Style;

    use super::*;

    fn draw(screen: &mut Screen<&mut Vec<u8>>, text: &str) -> usize {
        screen
            .draw(
                (10, 2),
                |_| None,
                |buf| {
                    buf.set_string(0, 0, text, Style::new());
                },
            )
            .expect("memory takes all")
    }

    #[test]
    fn what_did_not_change_costs_nothing() {
        let mut out = Vec::new();
        let mut screen = Screen::new(&mut out, true);
        assert!(draw(&mut screen, "abc") > 0);
        assert_eq!(draw(&mut screen, "abc"), 0);
        let one_cell = draw(&mut screen, "abd");
        screen.redraw();
        assert!(draw(&mut screen, "abd") > one_cell);
    }

    #[test]
    fn a_wide_character_covers_the_next_cell() {
        let mut out = Vec::new();
        draw(&mut Screen::new(&mut out, true), "\u{6f22}b");
        let text = String::from_utf8(out).expect("UTF-8");
        assert!(text.contains("\u{6f22}\x1b[1;3Hb\x1b[5n\x1b[?2026l"), "{text:?}");
    }

    #[test]
    fn the_background_is_asked_for_once() {
        let mut out = Vec::new();
        let mut screen = Screen::new(&mut out, true);
        screen.ask_background();
        draw(&mut screen, "abc");
        draw(&mut screen, "abd");
        let text = String::from_utf8(out).expect("UTF-8");
        let asked = "\x1b]11;?\x07\x1b[5n\x1b[?2026l";
        assert_eq!(text.split_once(asked).map(|(_, rest)| rest.contains(']')), Some(false));
    }

    #[test]
    fn a_frame_is_one_synchronized_update() {
        let mut out = Vec::new();
        draw(&mut Screen::new(&mut out, true), "abc");
        let text = String::from_utf8(out).expect("ASCII");
        assert!(
            text.starts_with("\x1b[?2026h") && text.ends_with("\x1b[5n\x1b[?2026l"),
            "{text:?}"
        );
    }
}
