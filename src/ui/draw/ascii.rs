//! ASCII fallback for terminals that show no other characters.

use ratatui::buffer::Buffer;

/// Replaces every non-ASCII character by a similar ASCII one.
pub(crate) fn flatten(buf: &mut Buffer) {
    for cell in &mut buf.content {
        if !cell.symbol().is_ascii() {
            let plain = cell.symbol().chars().next().map_or(' ', nearest);
            cell.set_char(plain);
        }
    }
}

fn nearest(c: char) -> char {
    match c {
        '\u{2500}' | '\u{2501}' | '\u{2013}' | '\u{2014}' => '-',
        '\u{2502}' | '\u{2506}' => '|',
        '\u{254c}' => '=',
        '\u{25b6}' => '>',
        // Grid lines, in characters that no trace uses.
        '\u{2508}' => ',',
        '\u{250a}' => ':',
        '\u{b7}' => '`',
        '\u{25b2}' => '^',
        '\u{25bc}' => 'v',
        '\u{2026}' => '~',
        '\u{2550}'..='\u{256c}' | '\u{250c}'..='\u{254b}' | '\u{256d}'..='\u{2570}' => '+',
        '\u{2581}'..='\u{2584}' => '_',
        '\u{2585}'..='\u{2588}' => '#',
        '\u{b1}' => '+',
        '\u{b2}' => '2',
        '\u{b3}' => '3',
        '\u{d7}' => 'x',
        '\u{2190}' => '<',
        '\u{2192}' => '>',
        '\u{25cf}' => '*',
        _ => '?',
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::draw::plot::{self, Marker};

    #[test]
    fn grids_are_drawn_with_what_no_trace_is() {
        let trace: Vec<char> = (1..=u8::MAX).map(|bits| plot::glyph(bits, Marker::Ascii)).collect();
        for grid in ['\u{2508}', '\u{250a}', '\u{253c}', '\u{b7}', '\u{254c}'] {
            assert!(!trace.contains(&nearest(grid)), "{grid}");
        }
    }
}
