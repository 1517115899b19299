//! Frames as bytes. A frame writes only changed cells, in one write and one synchronized update.
//! The terminal itself moves a rolling trace to the left. Each frame ends with a status request,
//! whose reply proves that the frame has been shown. A frame may be bounded in bytes: then the most
//! important cells are written, and the others count as changed until a later frame has room for
//! them.

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
/// Size of the end of a frame: the status request and the end of the synchronized update (bytes).
const END_BYTES: usize = REQUEST.len() + 8;

/// The limits of a frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// Budget of the frame (bytes); `None` for no bound.
    pub bytes: Option<usize>,
    /// Whether to write only cells that a key changed; see [`Screen::begin_mark`].
    pub only_marked: bool,
}

/// The result of a frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Drawn {
    /// Number of bytes written; 0 if nothing changed.
    pub bytes: usize,
    /// Whether all changed cells outside of held areas were written.
    pub whole: bool,
    /// Whether numbers or messages are among the cells that were not written.
    pub figures_wait: bool,
}

/// The terminal's screen, and the frame that is being made.
pub struct Screen<W> {
    out: W,
    buffers: Buffers,
    bytes: Vec<u8>,
    redraw: bool,
    /// The rolling areas of the last frame, on a terminal that can delete characters.
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
    /// A screen on `out` on which nothing has been drawn yet; `can_move` says whether the terminal
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

    /// Writes a request between two frames.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn ask(&mut self, question: &[u8]) -> io::Result<()> {
        self.out.write_all(question)?;
        self.out.flush()
    }

    /// Makes the next frame redraw every cell.
    pub fn redraw(&mut self) {
        self.redraw = true;
    }

    /// Records a screen of `size` (columns, rows) before a key changes it.
    pub fn begin_mark(&mut self, size: (u16, u16), render: impl FnOnce(&mut Buffer)) {
        self.marks.begin(area_of(size), render);
    }

    /// Marks the cells that the key has changed: a cut frame writes them first.
    pub fn end_mark(&mut self, size: (u16, u16), render: impl FnOnce(&mut Buffer)) {
        self.marks.end(area_of(size), render);
    }

    /// Whether any cell that a key has changed has not been sent yet.
    #[must_use]
    pub fn has_marks(&self) -> bool {
        self.marks.any()
    }

    /// Draws a frame of `size` (columns, rows) and writes its changes; returns the number of bytes
    /// written, 0 if nothing changed. `rolling` returns the areas that roll.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn draw(
        &mut self,
        size: (u16, u16),
        rolling: impl FnOnce(Rect) -> Option<Rolling>,
        render: impl FnOnce(&mut Buffer),
    ) -> io::Result<usize> {
        self.draw_without(size, |_| Vec::new(), rolling, |buf, _| render(buf))
    }

    /// As [`Self::draw`], but leaves the areas that `held` returns as they are, unless every cell
    /// is redrawn. Held areas must not roll; `render` receives them and need not draw there.
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

    /// As [`Self::draw_without`], within `limits`: the budget goes to the most important changed
    /// cells by `order`; the others wait for a later frame.
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

    /// Whether a key changed a cell in the areas that roll.
    fn is_marked<'a>(&self, mut rolling: impl Iterator<Item = &'a Rolling>) -> bool {
        let has_marks = |part: &Rect| self.marks.any_in(*part, self.buffers.area().width);
        rolling.any(|rolling| rolling.areas.iter().any(has_marks))
    }

    /// Encodes the changes between the screen and the frame into `bytes`; returns whether all of
    /// them fit. Cells that are left out are set back in the frame to the shown cells. An outer
    /// `None` in `rolling` leaves the rolling areas where they are.
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
        // Replies come in the order of requests, so the status reply follows this one.
        if std::mem::take(&mut self.asks_background) {
            self.bytes.extend_from_slice(background::QUERY);
        }
        self.bytes.extend_from_slice(REQUEST);
        queue!(self.bytes, EndSynchronizedUpdate)?;
        Ok(whole)
    }

    /// Makes the terminal move the areas that rolled since the last frame, and moves the shown
    /// cells likewise.
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

    /// Appends the changed cells that the budget allows; returns whether no cell waits.
    fn encode_changes(
        &mut self,
        limits: Limits,
        order: impl FnOnce(Rect) -> Order,
    ) -> io::Result<bool> {
        let (all, narrow) = self.buffers.changes(self.encoder.style());
        let every: Vec<_> = all.iter().collect();
        let (bytes, encoder) = encode(&self.encoder, &every, narrow)?;
        // Half of the budget is for changes, however many bytes the movement took.
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

    /// Sets waiting cells back to the shown cells, and removes the marks of all others.
    fn wait(&mut self, waiting: &[(u16, u16)]) {
        let area = self.buffers.area();
        let cells = if self.marks.any() { area.area() as usize } else { 0 };
        let mut waits = vec![false; cells];
        for row in waiting.chunk_by(|a, b| a.1 == b.1) {
            let y = row[0].1;
            // In a row with wide characters, covered cells wait, too.
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

/// The area that is drawn on a terminal of `size` (columns, rows).
pub(crate) fn area_of(size: (u16, u16)) -> Rect {
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
