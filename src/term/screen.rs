//! Frames: only cells that changed are written, all in one write, inside one synchronized update.
//! What only moved to the left is moved by the terminal itself. Each ends with a request that the
//! terminal answers once it has got that far.

use std::io::{self, Write};

use ratatui::buffer::{Buffer, Cell};
use ratatui::crossterm::queue;
use ratatui::crossterm::terminal::{
    BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate,
};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};
use ratatui::text::Span;

use super::background;
use super::encoder::{Change, Encoder, is_blank, is_narrow_symbol};
use super::flow::REQUEST;
use crate::ui::Rolling;

/// Largest screen that is drawn; a larger terminal keeps its rest blank.
const SIZE_MAX: (u16, u16) = (1000, 500);

/// The screen as it was last drawn, and the frame that is being made.
pub struct Screen<W> {
    out: W,
    shown: Buffer,
    frame: Buffer,
    /// For each cell, whether it stays as it is in this frame.
    held: Vec<bool>,
    bytes: Vec<u8>,
    redraw: bool,
    /// What rolled when the last frame was drawn, on a terminal that can move cells.
    rolled: Option<Rolling>,
    can_move: bool,
    encoder: Encoder,
    /// Whether the next frame asks for the terminal's background.
    asks_background: bool,
}

impl<W: Write> Screen<W> {
    /// A screen on `out` of which nothing has been drawn yet; `can_move` tells whether the terminal
    /// can delete characters within a line (DCH).
    pub fn new(out: W, can_move: bool) -> Self {
        let (shown, frame) = (Buffer::empty(Rect::ZERO), Buffer::empty(Rect::ZERO));
        Self {
            out,
            shown,
            frame,
            held: Vec::new(),
            bytes: Vec::new(),
            redraw: true,
            rolled: None,
            can_move,
            encoder: Encoder::new(0),
            asks_background: false,
        }
    }

    /// Has the next frame that is written ask for the terminal's background.
    pub fn ask_background(&mut self) {
        self.asks_background = true;
    }

    /// Where frames go.
    pub fn out_mut(&mut self) -> &mut W {
        &mut self.out
    }

    /// Has the next frame written in full.
    pub fn redraw(&mut self) {
        self.redraw = true;
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
        let area = Rect::new(0, 0, size.0.min(SIZE_MAX.0), size.1.min(SIZE_MAX.1));
        if self.frame.area != area {
            self.frame.resize(area);
            self.shown.resize(area);
            self.redraw = true;
        }
        self.frame.reset();
        let held = if self.redraw { Vec::new() } else { held(area) };
        render(&mut self.frame, &held);
        self.keep(&held);
        self.encode(rolling(area))?;
        std::mem::swap(&mut self.frame, &mut self.shown);
        let written = self.bytes.len();
        if written > 0 {
            self.out.write_all(&self.bytes)?;
            self.out.flush()?;
        }
        Ok(written)
    }

    /// Takes what is shown in `areas` over into the frame, and notes that it needs no comparing.
    fn keep(&mut self, areas: &[Rect]) {
        self.held.clear();
        self.held.resize(self.frame.content.len(), false);
        for area in areas {
            for row in area.intersection(self.frame.area).rows() {
                let first = self.frame.index_of(row.x, row.y);
                for index in first..first + usize::from(row.width) {
                    if !std::mem::replace(&mut self.held[index], true) {
                        let shown = &mut self.shown.content[index];
                        std::mem::swap(&mut self.frame.content[index], shown);
                    }
                }
            }
        }
    }

    /// Puts the difference between the frame and what is shown into `bytes`.
    fn encode(&mut self, rolling: Option<Rolling>) -> io::Result<()> {
        self.bytes.clear();
        let redraw = std::mem::take(&mut self.redraw);
        if redraw {
            self.shown.reset();
        }
        queue!(self.bytes, BeginSynchronizedUpdate)?;
        if redraw {
            self.encoder.begin(&mut self.bytes, self.frame.area.width)?;
            queue!(self.bytes, Clear(ClearType::All))?;
        }
        let empty = self.bytes.len();
        if self.can_move {
            self.roll(rolling, redraw)?;
        }
        self.encode_changes()?;
        if self.bytes.len() == empty && !redraw {
            self.bytes.clear();
            return Ok(());
        }
        // Answers come in the order of the questions: the one to this comes before that to the frame.
        if std::mem::take(&mut self.asks_background) {
            self.bytes.extend_from_slice(background::QUERY);
        }
        self.bytes.extend_from_slice(REQUEST);
        queue!(self.bytes, EndSynchronizedUpdate)
    }

    /// Has the terminal move what rolled on since the last frame, and notes that it did.
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
                let first = self.shown.index_of(area.x, y);
                let row = &mut self.shown.content[first..first + usize::from(area.width)];
                row.rotate_left(usize::from(distance));
                let kept = row.len() - usize::from(distance);
                row[kept..].iter_mut().for_each(Cell::reset);
            }
        }
        Ok(())
    }

    /// Appends the cells that differ: all of one colour, then all of the next, since a colour takes
    /// more bytes than a place.
    fn encode_changes(&mut self) -> io::Result<()> {
        let (changes, narrow) = changes(&self.frame, &self.shown, &self.held, self.encoder.style());
        // What a terminal makes of wide characters depends on the order in which they come.
        if !narrow {
            changes.iter().try_for_each(|change| self.encoder.put(&mut self.bytes, change))?;
        } else {
            let styles = changes.iter().map(|change| change.style).max().map_or(0, |last| last + 1);
            for style in 0..styles {
                let group: Vec<_> = changes.iter().filter(|change| change.style == style).collect();
                encode_group(&mut self.encoder, &mut self.bytes, group)?;
            }
        }
        self.encoder.finish();
        Ok(())
    }
}

/// The cells in which two buffers differ and that are not held, row by row, and whether all of them
/// are narrow. Styles are
/// numbered in the order in which they come; 0 is the one in which the terminal writes already. A
/// blank goes with what was changed before it.
fn changes<'a>(
    frame: &'a Buffer,
    shown: &Buffer,
    held: &[bool],
    present: (Color, Modifier),
) -> (Vec<Change<'a>>, bool) {
    let width = usize::from(frame.area.width);
    let (mut changes, mut styles) = (Vec::new(), vec![present]);
    let (mut covered, mut style, mut narrow) = (0, 0, true);
    let cells = frame.content.iter().zip(&shown.content).zip(held).enumerate();
    for (index, ((cell, shown), held)) in cells {
        if *held {
            continue;
        }
        // What lies under the rest of a wide character is not to be written.
        if covered > 0 && !index.is_multiple_of(width) {
            covered -= 1;
            continue;
        }
        let symbol = cell.symbol();
        covered = if symbol.len() == 1 { 0 } else { columns_of(symbol) - 1 };
        if is_same(cell, shown) {
            continue;
        }
        if !is_blank(cell) {
            let look = (cell.fg, cell.modifier);
            style = styles.iter().position(|other| *other == look).unwrap_or(styles.len());
            if style == styles.len() {
                styles.push(look);
            }
            narrow &= is_narrow_symbol(cell.symbol());
        }
        let (x, y) = ((index % width) as u16, (index / width) as u16);
        changes.push(Change { style, x, y, cell });
    }
    (changes, narrow)
}

/// Appends changes of one style, along the rows or down the columns, whichever takes fewer bytes.
fn encode_group(
    encoder: &mut Encoder,
    bytes: &mut Vec<u8>,
    mut group: Vec<&Change<'_>>,
) -> io::Result<()> {
    let encode = |group: &[&Change<'_>]| {
        let (mut encoder, mut bytes) = (encoder.clone(), Vec::new());
        group.iter().try_for_each(|change| encoder.put(&mut bytes, change))?;
        io::Result::Ok((bytes, encoder))
    };
    let along_rows = encode(&group)?;
    group.sort_by_key(|change| change.x);
    let down_columns = encode(&group)?;
    let is_shorter = down_columns.0.len() < along_rows.0.len();
    let (shorter, after) = if is_shorter { down_columns } else { along_rows };
    bytes.extend_from_slice(&shorter);
    *encoder = after;
    Ok(())
}

/// Whether two cells look the same. Most do in every frame, and most symbols are a few bytes long,
/// which is less than a call to compare them takes.
#[inline]
fn is_same(cell: &Cell, other: &Cell) -> bool {
    let (symbol, other_symbol) = (cell.symbol().as_bytes(), other.symbol().as_bytes());
    let styled = (cell.fg, cell.bg, cell.modifier) == (other.fg, other.bg, other.modifier);
    styled && symbol.len() == other_symbol.len() && symbol.iter().eq(other_symbol)
}

/// How many columns a cell's symbol covers.
fn columns_of(symbol: &str) -> usize {
    if is_narrow_symbol(symbol) { 1 } else { Span::raw(symbol).width().max(1) }
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
