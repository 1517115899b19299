//! Cells as bytes: as few as a terminal can be told them in.

use std::io::{self, Write};

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

/// A jump to the right by this much or less is written relative to where the cursor is.
const NEAR: u16 = 99;

/// What the terminal has been told so far: where the cursor is and how it writes.
#[derive(Debug)]
pub(super) struct Encoder {
    cursor: Option<(u16, u16)>,
    color: Color,
    modifier: Modifier,
}

impl Default for Encoder {
    fn default() -> Self {
        Self { cursor: None, color: Color::Reset, modifier: Modifier::empty() }
    }
}

impl Encoder {
    /// Appends what it takes to show `cell` at column `x` and row `y`.
    pub(super) fn put(
        &mut self,
        out: &mut impl Write,
        x: u16,
        y: u16,
        cell: &Cell,
    ) -> io::Result<()> {
        self.go_to(out, x, y)?;
        // A blank looks the same in every colour, so it is worth no change of one.
        let blank = cell.symbol() == " " && !cell.modifier.contains(Modifier::REVERSED);
        if blank && !self.modifier.contains(Modifier::REVERSED) {
            return self.write_symbol(out, x, y, " ");
        }
        self.set_style(out, cell)?;
        self.write_symbol(out, x, y, cell.symbol())
    }

    /// Appends what puts the terminal's way of writing back.
    pub(super) fn finish(&mut self, out: &mut impl Write) -> io::Result<()> {
        if self.color != Color::Reset || !self.modifier.is_empty() {
            write!(out, "\x1b[m")?;
        }
        *self = Self::default();
        Ok(())
    }

    fn go_to(&mut self, out: &mut impl Write, x: u16, y: u16) -> io::Result<()> {
        match self.cursor {
            Some(here) if here == (x, y) => Ok(()),
            Some((column, row)) if row == y && x > column && x - column <= NEAR => {
                match x - column {
                    1 => write!(out, "\x1b[C"),
                    distance => write!(out, "\x1b[{distance}C"),
                }
            }
            _ => write!(out, "\x1b[{};{}H", y + 1, x + 1),
        }
    }

    fn write_symbol(
        &mut self,
        out: &mut impl Write,
        x: u16,
        y: u16,
        symbol: &str,
    ) -> io::Result<()> {
        out.write_all(symbol.as_bytes())?;
        // Where the cursor is after a character of unsure width is not relied upon.
        let mut chars = symbol.chars();
        let narrow = chars.next().is_some_and(is_narrow) && chars.next().is_none();
        self.cursor = narrow.then_some((x + 1, y));
        Ok(())
    }

    fn set_style(&mut self, out: &mut impl Write, cell: &Cell) -> io::Result<()> {
        let (color, modifier) = (cell.fg, cell.modifier);
        if modifier != self.modifier {
            // Attributes are rare: they are set anew, which takes the colour along.
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

/// Whether every terminal gives `c` one column: ASCII, Latin letters, and the lines, blocks and
/// Braille patterns that pictures are made of.
pub(super) fn is_narrow(c: char) -> bool {
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
        Color::Rgb(r, g, b) => return write!(out, "\x1b[38;2;{r};{g};{b}m"),
    };
    write!(out, "\x1b[{base}m")
}

#[cfg(test)]
mod tests {
    use ratatui::style::Style;

    use super::*;

    fn encoded(cells: &[(u16, u16, &str, Style)]) -> String {
        let mut out = Vec::new();
        let mut encoder = Encoder::default();
        for (x, y, symbol, style) in cells {
            let mut cell = Cell::default();
            cell.set_symbol(symbol).set_style(*style);
            encoder.put(&mut out, *x, *y, &cell).expect("memory takes all");
        }
        encoder.finish(&mut out).expect("memory takes all");
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn neighbours_of_one_colour_cost_only_their_characters() {
        let green = Style::new().fg(Color::Indexed(79));
        let cells = [(3, 1, "a", green), (4, 1, "b", green), (9, 1, "c", green)];
        assert_eq!(encoded(&cells), "\x1b[2;4H\x1b[38;5;79mab\x1b[4Cc\x1b[m");
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
    fn the_column_after_a_wide_character_is_not_guessed() {
        let plain = Style::new();
        let cells = [(0, 0, "\u{6f22}", plain), (2, 0, "b", plain)];
        assert_eq!(encoded(&cells), "\x1b[1;1H\u{6f22}\x1b[1;3Hb");
    }
}
