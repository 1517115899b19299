//! Text and numbers put into cells.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::input::clean;
use crate::model::Neuron;

/// Writes `text` at column `x` and row `y` of `area`, cut at its right edge; returns the column
/// after it. Whatever the text is from, no control character reaches a cell.
pub(super) fn put(buf: &mut Buffer, area: Rect, x: u16, y: u16, text: &str, style: Style) -> u16 {
    if x >= area.width || y >= area.height {
        return x;
    }
    let room = usize::from(area.width - x);
    let (end, _) = buf.set_stringn(area.x + x, area.y + y, clean(text), room, style);
    end - area.x
}

/// Writes `text` so that it ends at the right edge of `area`.
pub(super) fn put_right(buf: &mut Buffer, area: Rect, y: u16, text: &str, style: Style) {
    let width = text.chars().count() as u16;
    put(buf, area, area.width.saturating_sub(width), y, text, style);
}

/// Writes words of several styles one after the other, from column `x` of row `y`.
pub(super) fn put_all(
    buf: &mut Buffer,
    area: Rect,
    x: u16,
    y: u16,
    words: &[(&str, Style)],
) -> u16 {
    words.iter().fold(x, |x, (text, style)| put(buf, area, x, y, text, *style))
}

/// Writes those of `words` that are not empty at the right edge of the first row of `area`, two blanks
/// apart. What does not find room to the right of column `left` is left out, the first words first.
pub(super) fn put_words_right(buf: &mut Buffer, area: Rect, left: u16, words: &[(&str, Style)]) {
    let words: Vec<_> = words.iter().filter(|(word, _)| !word.is_empty()).collect();
    let width = |words: &[&(&str, Style)]| {
        words.iter().map(|(word, _)| word.chars().count() as u16 + 2).sum::<u16>()
    };
    let mut shown = &words[..];
    while !shown.is_empty() && left + 1 + width(shown) > area.width {
        shown = &shown[1..];
    }
    let mut x = area.width.saturating_sub(width(shown));
    for (word, style) in shown {
        x = put(buf, area, x, 0, word, *style) + 2;
    }
}

/// A title with a rule to the right edge.
pub(super) fn title(buf: &mut Buffer, area: Rect, text: &str, style: Style, rule: Style) {
    title_all(buf, area, &[(text, style)], rule);
}

/// As [`title`], with words of several styles.
pub(super) fn title_all(buf: &mut Buffer, area: Rect, words: &[(&str, Style)], rule: Style) {
    let x = put_all(buf, area, 0, 0, &[("\u{2500} ", rule)]);
    let x = put_all(buf, area, x, 0, words);
    let x = put(buf, area, x, 0, " ", rule);
    self::rule(buf, area, x, rule);
}

/// A rule from column `x` to the right edge of the first row of `area`.
pub(super) fn rule(buf: &mut Buffer, area: Rect, x: u16, style: Style) {
    if area.height > 0 {
        for x in x..area.width {
            buf[(area.x + x, area.y)].set_char('\u{2500}').set_style(style);
        }
    }
}

/// The unit of the neuron's currents behind a blank; nothing where they have none.
pub(super) fn unit(neuron: &Neuron) -> String {
    neuron.equations.current_unit().map_or_else(String::new, |unit| format!(" {unit}"))
}

/// The same in brackets.
pub(super) fn unit_in_brackets(neuron: &Neuron) -> String {
    neuron.equations.current_unit().map_or_else(String::new, |unit| format!(" ({unit})"))
}

/// A number with as few decimals as tell it apart, at most `decimals`.
pub(super) fn short(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    if !text.contains('.') {
        return text;
    }
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        assert_eq!(short(20.0, 2), "20");
        assert_eq!(short(0.25, 3), "0.25");
        assert_eq!(short(-0.001, 2), "0");
        assert_eq!(short(100.0, 0), "100");
    }
}
