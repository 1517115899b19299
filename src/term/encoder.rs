//! Encodes cells as characters and control sequences, in few bytes.

use std::io::{self, Write};

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

/// A new cell at column `x` and row `y`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Change<'a> {
    /// Index of the cell's style among the styles of the frame.
    pub(super) style: usize,
    pub(super) x: u16,
    pub(super) y: u16,
    pub(super) cell: &'a Cell,
}

/// The state in which the encoded bytes leave the terminal: its style, and the cursor's position
/// (column, row) if known.
#[derive(Clone, Debug)]
pub(super) struct Encoder {
    width: u16,
    cursor: Option<(u16, u16)>,
    color: Color,
    modifier: Modifier,
}

impl Encoder {
    /// An encoder for a terminal of `width` columns in an unknown state.
    pub(super) fn new(width: u16) -> Self {
        Self { width, cursor: None, color: Color::Reset, modifier: Modifier::empty() }
    }

    /// Deletes `distance` characters at a position, so that the rest of the row moves left.
    pub(super) fn delete(
        &mut self,
        out: &mut impl Write,
        x: u16,
        y: u16,
        distance: u16,
    ) -> io::Result<()> {
        self.go_to(out, x, y)?;
        self.cursor = Some((x, y));
        match distance {
            1 => out.write_all(b"\x1b[P"),
            distance => write!(out, "\x1b[{distance}P"),
        }
    }

    /// Appends the bytes that show a cell.
    pub(super) fn put(&mut self, out: &mut impl Write, change: &Change<'_>) -> io::Result<()> {
        let Change { x, y, cell, .. } = *change;
        self.go_to(out, x, y)?;
        // A blank looks the same in every foreground colour.
        if is_blank(cell) && !self.modifier.contains(Modifier::REVERSED) {
            return self.write_symbol(out, x, y, " ");
        }
        self.set_style(out, cell)?;
        self.write_symbol(out, x, y, cell.symbol())
    }

    /// Begins a frame that assumes nothing about the terminal's state.
    pub(super) fn begin(&mut self, out: &mut impl Write, width: u16) -> io::Result<()> {
        *self = Self::new(width);
        out.write_all(b"\x1b[m")
    }

    /// Ends a frame. The style persists into the next frame; the cursor's position is unknown,
    /// since probes and other programs may write between two frames.
    pub(super) fn finish(&mut self) {
        self.cursor = None;
    }

    /// The terminal's current style.
    pub(super) fn style(&self) -> (Color, Modifier) {
        (self.color, self.modifier)
    }

    /// Moves the cursor, by relative steps where these take fewer bytes than an absolute position.
    fn go_to(&mut self, out: &mut impl Write, x: u16, y: u16) -> io::Result<()> {
        if self.cursor == Some((x, y)) {
            return Ok(());
        }
        let absolute = format!("\x1b[{};{}H", y + 1, x + 1);
        let relative = self.cursor.map(|(column, row)| {
            // In raw mode a line feed keeps the column.
            let down = steps(row, y, ("\n", 'B'), ("", 'A'));
            down + &steps(column, x, ("", 'C'), ("\x08", 'D'))
        });
        let relative = relative.filter(|relative| relative.len() < absolute.len());
        out.write_all(relative.unwrap_or(absolute).as_bytes())
    }

    fn write_symbol(
        &mut self,
        out: &mut impl Write,
        x: u16,
        y: u16,
        symbol: &str,
    ) -> io::Result<()> {
        out.write_all(symbol.as_bytes())?;
        // The cursor's position is unknown after a character of uncertain width and after the last
        // column.
        let known = is_narrow_symbol(symbol) && x + 1 < self.width;
        self.cursor = known.then_some((x + 1, y));
        Ok(())
    }

    fn set_style(&mut self, out: &mut impl Write, cell: &Cell) -> io::Result<()> {
        let (color, modifier) = (cell.fg, cell.modifier);
        if modifier != self.modifier {
            // Attributes change rarely, so a change may reset the colour, too.
            write!(out, "\x1b[0")?;
            for (attribute, code) in
                [(Modifier::BOLD, 1), (Modifier::DIM, 2), (Modifier::REVERSED, 7)]
            {
                if modifier.contains(attribute) {
                    write!(out, ";{code}")?;
                }
            }
            write!(out, "m")?;
            (self.modifier, self.color) = (modifier, Color::Reset);
        }
        if color != self.color {
            write_color(out, color)?;
            self.color = color;
        }
        Ok(())
    }
}

/// Encodes changes from the state of `encoder` on; returns the bytes and the new state. If all
/// changes are narrow, they are grouped by style, which takes more bytes than a position.
pub(super) fn encode(
    encoder: &Encoder,
    changes: &[&Change<'_>],
    narrow: bool,
) -> io::Result<(Vec<u8>, Encoder)> {
    let (mut encoder, mut bytes) = (encoder.clone(), Vec::new());
    // How a terminal draws wide characters depends on the order in which cells are written.
    if !narrow {
        changes.iter().try_for_each(|change| encoder.put(&mut bytes, change))?;
        return Ok((bytes, encoder));
    }
    let styles = changes.iter().map(|change| change.style).max().map_or(0, |last| last + 1);
    for style in 0..styles {
        let group: Vec<_> =
            changes.iter().copied().filter(|change| change.style == style).collect();
        encode_group(&mut encoder, &mut bytes, group)?;
    }
    Ok((bytes, encoder))
}

/// Appends the changes of one style, along rows or down columns, whichever takes fewer bytes.
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

/// A move along one axis: a control sequence, or repeated characters where they are no longer.
/// `forth` and `back` give the character, if any, and the final byte of each direction.
fn steps(from: u16, to: u16, forth: (&str, char), back: (&str, char)) -> String {
    let (single, last) = if to > from { forth } else { back };
    let distance = from.abs_diff(to);
    let sequence = match distance {
        0 => String::new(),
        1 => format!("\x1b[{last}"),
        _ => format!("\x1b[{distance}{last}"),
    };
    let is_single = !single.is_empty() && usize::from(distance) <= sequence.len();
    if is_single { single.repeat(distance.into()) } else { sequence }
}

/// Whether a cell looks the same in every foreground colour.
pub(super) fn is_blank(cell: &Cell) -> bool {
    cell.symbol() == " " && !cell.modifier.contains(Modifier::REVERSED)
}

/// Whether every terminal draws this text in one column.
pub(super) fn is_narrow_symbol(symbol: &str) -> bool {
    // Fast path: nearly every cell is ASCII, a line or a Braille pattern.
    if let [b' '..=b'~'] | [0xe2, 0x94 | 0x95 | 0xa0..=0xa3, _] = symbol.as_bytes() {
        return true;
    }
    let mut chars = symbol.chars();
    chars.next().is_some_and(is_narrow) && chars.next().is_none()
}

/// Whether every terminal draws `c` in one column: ASCII, Latin letters, and the lines, blocks and
/// Braille patterns of pictures.
fn is_narrow(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a1}'..='\u{2ff}' | '\u{2500}'..='\u{259f}' | '\u{2800}'..='\u{28ff}')
}

fn write_color(out: &mut impl Write, color: Color) -> io::Result<()> {
    let base = match color {
        Color::Reset => 39,
        Color::Black => 30,
        Color::Red => 31,
        Color::Green => 32,
        Color::Yellow => 33,
        Color::Blue => 34,
        Color::Magenta => 35,
        Color::Cyan => 36,
        Color::Gray => 37,
        Color::DarkGray => 90,
        Color::LightRed => 91,
        Color::LightGreen => 92,
        Color::LightYellow => 93,
        Color::LightBlue => 94,
        Color::LightMagenta => 95,
        Color::LightCyan => 96,
        Color::White => 97,
        Color::Indexed(index) => return write!(out, "\x1b[38;5;{index}m"),
        Color::Rgb(r, g, b) => {
            return match palette_index(r, g, b) {
                // The same colour in fewer bytes.
                Some(index) => write!(out, "\x1b[38;5;{index}m"),
                None => write!(out, "\x1b[38;2;{r};{g};{b}m"),
            };
        }
    };
    write!(out, "\x1b[{base}m")
}

/// Index of a colour in the 256-colour palette, if its colour cube or its greys contain it.
fn palette_index(r: u8, g: u8, b: u8) -> Option<u8> {
    const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    let level = |value: u8| Some(LEVELS.iter().position(|level| *level == value)? as u8);
    let in_cube = || Some(16 + 36 * level(r)? + 6 * level(g)? + level(b)?);
    let is_grey = r == g && g == b && matches!(r, 8..=238) && (r - 8).is_multiple_of(10);
    if is_grey { Some(232 + (r - 8) / 10) } else { in_cube() }
}

#[cfg(test)]
mod tests {
    use ratatui::style::Style;

    use super::*;

    fn encoded(cells: &[(u16, u16, &str, Style)]) -> String {
        let mut out = Vec::new();
        let mut encoder = Encoder::new(80);
        for (x, y, symbol, style) in cells {
            let mut cell = Cell::default();
            cell.set_symbol(symbol).set_style(*style);
            let change = Change { style: 0, x: *x, y: *y, cell: &cell };
            encoder.put(&mut out, &change).expect("memory takes all");
        }
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn neighbours_of_one_colour_cost_only_their_characters() {
        let green = Style::new().fg(Color::Indexed(79));
        let cells = [(3, 1, "a", green), (4, 1, "b", green), (9, 1, "c", green)];
        assert_eq!(encoded(&cells), "\x1b[2;4H\x1b[38;5;79mab\x1b[4Cc");
    }

    #[test]
    fn blanks_keep_the_colour_and_attributes_do_not_stick() {
        let bold = Style::new().add_modifier(Modifier::BOLD);
        let cells = [(0, 0, "a", bold), (1, 0, " ", Style::new()), (2, 0, "b", Style::new())];
        assert_eq!(encoded(&cells), "\x1b[1;1H\x1b[0;1ma \x1b[0mb");
        let reversed = Style::new().add_modifier(Modifier::REVERSED);
        let cells = [(0, 0, " ", reversed), (1, 0, " ", Style::new())];
        assert_eq!(encoded(&cells), "\x1b[1;1H\x1b[0;7m \x1b[0m ");
    }

    #[test]
    fn a_column_is_written_downwards_in_steps() {
        let plain = Style::new();
        let cells = [(30, 9, "a", plain), (30, 10, "b", plain), (29, 12, "c", plain)];
        assert_eq!(encoded(&cells), "\x1b[10;31Ha\n\x08b\n\n\x08\x08c");
        let last = [(79, 3, "a", plain), (79, 4, "b", plain)];
        assert_eq!(encoded(&last), "\x1b[4;80Ha\x1b[5;80Hb");
    }

    #[test]
    fn a_colour_of_the_palette_is_written_as_such() {
        let index = |(r, g, b)| palette_index(r, g, b);
        assert_eq!([(68, 68, 68), (95, 215, 175), (0, 0, 0)].map(index), [238, 79, 16].map(Some));
        assert_eq!([(60, 220, 170), (69, 69, 69), (1, 0, 0)].map(index), [None; 3]);
    }

    #[test]
    fn the_column_after_a_wide_character_is_not_guessed() {
        let plain = Style::new();
        let cells = [(0, 0, "\u{6f22}", plain), (2, 0, "b", plain)];
        assert_eq!(encoded(&cells), "\x1b[1;1H\u{6f22}\x1b[1;3Hb");
    }
}
