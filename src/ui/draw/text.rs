//! Writing text and numbers into cells.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

use crate::input::clean;
pub(crate) use crate::input::{decimals, fixed, short};
use crate::instrument::Constant;
use crate::model::Neuron;

/// Last character of a truncated text.
const CUT: char = '\u{2026}';

/// Writes `text` at column `x` and row `y` of `area`; returns the column after the text. A text
/// that is too long ends in [`CUT`] at the right edge. Control characters never reach a cell.
pub(crate) fn put(buf: &mut Buffer, area: Rect, x: u16, y: u16, text: &str, style: Style) -> u16 {
    if y >= area.height || area.width == 0 {
        return x;
    }
    let room = usize::from(area.width.saturating_sub(x));
    if text.len() <= room && text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return put_plain(buf, (area.x + x, area.y + y), text, style) - area.x;
    }
    let text = clean(text);
    if Span::raw(&*text).width() <= room {
        let (end, _) = buf.set_stringn(area.x + x, area.y + y, text, room, style);
        return end - area.x;
    }
    // Cutting off trailing blanks alone needs no mark.
    let text = text.trim_end();
    if room > 0 {
        buf.set_stringn(area.x + x, area.y + y, text, room, style);
    }
    if Span::raw(text).width() > room {
        buf[(area.right() - 1, area.y + y)].set_char(CUT).set_style(style);
    }
    area.width
}

/// Writes printable ASCII, one character to a cell; returns the column after it. Most text is plain, and
/// needs no look for characters that are joined or wide.
fn put_plain(buf: &mut Buffer, (x, y): (u16, u16), text: &str, style: Style) -> u16 {
    let mut at = x;
    for byte in text.bytes() {
        buf[(at, y)].set_char(char::from(byte)).set_style(style);
        at += 1;
    }
    at
}

/// The notice that `what` has no room.
pub(crate) fn no_room(what: &str) -> String {
    format!("no room for {what} on a screen of this size")
}

/// Wraps `text` at blanks into at most `lines` lines of `width` cells. The last line may be longer;
/// [`put`] truncates it.
pub(crate) fn wrapped(text: &str, width: u16, lines: usize) -> Vec<String> {
    let mut wrapped: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let full = wrapped.len() == lines;
        match wrapped.last_mut() {
            Some(line) if full || fits(line, word, width) => {
                line.push(' ');
                line.push_str(word);
            }
            _ => wrapped.push(word.to_owned()),
        }
    }
    wrapped
}

fn fits(line: &str, word: &str, width: u16) -> bool {
    Span::raw(line).width() + 1 + Span::raw(word).width() <= usize::from(width)
}

/// Writes `text` so that it ends at the right edge of `area`.
pub(crate) fn put_right(buf: &mut Buffer, area: Rect, y: u16, text: &str, style: Style) {
    let width = text.chars().count() as u16;
    put(buf, area, area.width.saturating_sub(width), y, text, style);
}

/// Writes texts of several styles one after the other, from column `x` of row `y`.
pub(crate) fn put_all(
    buf: &mut Buffer,
    area: Rect,
    x: u16,
    y: u16,
    words: &[(&str, Style)],
) -> u16 {
    words.iter().fold(x, |x, (text, style)| put(buf, area, x, y, text, *style))
}

/// Writes the non-empty `words` two blanks apart, flush with the right edge of the first row of
/// `area`. Where they do not fit to the right of column `left`, the first words are left out.
pub(crate) fn put_words_right(buf: &mut Buffer, area: Rect, left: u16, words: &[(&str, Style)]) {
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

/// Cells that a title needs beside its text.
pub(crate) const TITLE_FRAME: usize = 3;

/// Writes a title and a rule from there to the right edge.
pub(crate) fn title(buf: &mut Buffer, area: Rect, text: &str, style: Style, rule: Style) {
    title_all(buf, area, &[(text, style)], rule);
}

/// Writes a title of texts in several styles; see [`title`].
pub(crate) fn title_all(buf: &mut Buffer, area: Rect, words: &[(&str, Style)], rule: Style) {
    let x = put_all(buf, area, 0, 0, &[("\u{2500} ", rule)]);
    let x = put_all(buf, area, x, 0, words);
    let x = put(buf, area, x, 0, " ", rule);
    self::rule(buf, area, x, rule);
}

/// Draws a rule from column `x` to the right edge of the first row of `area`.
pub(crate) fn rule(buf: &mut Buffer, area: Rect, x: u16, style: Style) {
    if area.height > 0 {
        for x in x..area.width {
            buf[(area.x + x, area.y)].set_char('\u{2500}').set_style(style);
        }
    }
}

/// A model time (ms), with enough decimals to tell steps apart.
pub(crate) fn time(ms: f64) -> String {
    short(ms, 6)
}

/// Decimals beyond which currents are not told apart.
const CURRENT_DECIMALS: usize = 9;

/// A current with as many decimals as it needs, at least one.
pub(crate) fn current(value: f64) -> String {
    at_least_one_decimal(short(value, CURRENT_DECIMALS))
}

/// A current that may change in every step: as [`current`], with at most three decimals.
pub(crate) fn momentary_current(value: f64) -> String {
    at_least_one_decimal(short(value, 3))
}

fn at_least_one_decimal(number: String) -> String {
    if number.contains('.') { number } else { number + ".0" }
}

/// Holding current and sustained step in brackets, if both are on.
pub(crate) fn parts(constant: Constant) -> Option<String> {
    let step = constant.sustained?;
    let sign = if step < 0.0 { "" } else { "+" };
    let [holding, step] = [constant.holding, step].map(|current| short(current, CURRENT_DECIMALS));
    Some(format!("(hold {holding}, step {sign}{step})"))
}

/// The title of a current strip: `I = 24.0 pA (hold 14, step +10)`, and as many words of `more` as
/// fit in `width` cells.
pub(crate) fn current_title(constant: Constant, unit: &str, more: &[&str], width: u16) -> String {
    let mut title = format!("I = {}{unit}", current(constant.total()));
    let fits = |title: &str, word: &str| {
        title.chars().count() + word.chars().count() + TITLE_FRAME <= usize::from(width)
    };
    let parts = parts(constant).map(|parts| format!(" {parts}"));
    let more = more.iter().map(|word| format!("  {word}"));
    for word in parts.into_iter().chain(more) {
        if !fits(&title, &word) {
            break;
        }
        title.push_str(&word);
    }
    title
}

/// The spike count, or a dash if it is unknown.
pub(crate) fn spikes(count: Option<u64>) -> String {
    count.map_or_else(|| "spikes -".to_owned(), |count| format!("spikes {count}"))
}

/// A blank and the unit of the neuron's currents; empty for a neuron whose currents have no unit.
pub(crate) fn unit(neuron: &Neuron) -> String {
    unit_of(neuron.equations.current_unit())
}

/// A blank and a unit; empty without a unit.
pub(crate) fn unit_of(unit: Option<&str>) -> String {
    unit.map_or_else(String::new, |unit| format!(" {unit}"))
}

/// A unit in brackets; empty without a unit.
pub(crate) fn in_brackets(unit: Option<&str>) -> String {
    unit.map_or_else(String::new, |unit| format!(" ({unit})"))
}

/// As [`short`], with fewer decimals where the text would exceed `width` cells.
pub(crate) fn short_within(value: f64, decimals: usize, width: usize) -> String {
    let fits = |text: &String| text.chars().count() <= width;
    let mut texts = (0..=decimals).rev().map(|decimals| short(value, decimals));
    texts.find(fits).unwrap_or_else(|| short(value, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(x: u16, texts: &[&str]) -> String {
        let area = Rect::new(0, 0, 10, 1);
        let mut buf = Buffer::empty(area);
        texts.iter().fold(x, |x, text| put(&mut buf, area, x, 0, text, Style::new()));
        (0..10).map(|x| buf[(x, 0)].symbol()).collect::<String>().trim_end().to_owned()
    }

    #[test]
    fn nothing_is_cut_without_a_sign() {
        assert_eq!(written(0, &["0123456789"]), "0123456789");
        assert_eq!(written(0, &["0123456789a"]), "012345678\u{2026}");
        assert_eq!(written(0, &["0123456789", "  "]), "0123456789");
        assert_eq!(written(0, &["0123456789  "]), "0123456789");
        // No cell is left for the last word.
        assert_eq!(written(0, &["0123456789", "a"]), "012345678\u{2026}");
        assert_eq!(written(12, &["a"]), "         \u{2026}");
        // A character two cells wide is not cut in half.
        assert_eq!(written(8, &["\u{6f22}\u{6f22}"]).chars().last(), Some('\u{2026}'));
    }

    #[test]
    fn sentences_wrap_at_blanks() {
        assert_eq!(wrapped("one two three", 7, 9), ["one two", "three"]);
        assert_eq!(wrapped("one two three four", 7, 2), ["one two", "three four"]);
        assert_eq!(wrapped("", 7, 2), [""; 0]);
    }

    #[test]
    fn currents_have_the_decimals_that_they_need() {
        let shown = [
            (10.0, "10.0"),
            (0.24, "0.24"),
            (3.774, "3.774"),
            (0.1 + 0.2, "0.3"),
            (-3.55, "-3.55"),
            (0.3 - 0.1 - 0.2, "0.0"),
            (1e6, "1000000.0"),
        ];
        for (value, text) in shown {
            assert_eq!(current(value), text);
        }
        assert_eq!(momentary_current(1.0 / 3.0), "0.333");
    }

    #[test]
    fn a_current_of_two_parts_names_both() {
        let constant = |holding, sustained| Constant { holding, sustained };
        let title = |constant, width| current_title(constant, " pA", &["stimulus"], width);
        assert_eq!(title(constant(14.0, None), 80), "I = 14.0 pA  stimulus");
        let both = constant(14.0, Some(10.0));
        assert_eq!(title(both, 80), "I = 24.0 pA (hold 14, step +10)  stimulus");
        assert_eq!(title(both, 40), "I = 24.0 pA (hold 14, step +10)");
        assert_eq!(title(both, 20), "I = 24.0 pA");
        assert_eq!(
            title(constant(0.24, Some(-1.0)), 80).split("  ").next(),
            Some("I = -0.76 pA (hold 0.24, step -1)")
        );
    }
}
