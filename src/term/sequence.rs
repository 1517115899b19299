//! The meanings of the sequences that a terminal sends.

use std::ops::RangeInclusive;

use super::background;
use crate::keys::{Gesture, Input, Key, Mouse};
use crate::ui::Rgb;

/// Bits of a modifier parameter, after 1 has been subtracted.
const SHIFT: u32 = 1;
const ALT: u32 = 2;
const CONTROL: u32 = 4;
/// Caps lock and num lock, which are states and no held keys.
const CAPS: u32 = 64;
const LOCKS: u32 = CAPS | 128;

/// Keys of a US keyboard without and with Shift: some terminals send only the unshifted character.
const SHIFTED: (&str, &str) = ("`1234567890-=[]\\;',./", "~!@#$%^&*()_+{}|:\"<>?");

/// Keys of the keypad that type a character: the first of their consecutive key codes (kitty
/// keyboard protocol), the characters, and the bytes after `ESC O` in application mode.
const KEYPAD_CODE: u32 = 57399;
const KEYPAD: &[u8] = b"0123456789./*-+\r=,";
const KEYPAD_SINGLE: &[u8] = b"pqrstuvwxynojmkMXl";
/// Codes of functional keys (kitty keyboard protocol), in Unicode's private use area.
const FUNCTION_CODES: RangeInclusive<u32> = 57344..=63743;

/// A reply of the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The terminal's status: everything before the request has been processed.
    Status,
    /// The column of the cursor, counted from 1, if the cursor is in the first row.
    Column(u16),
    /// The terminal's background colour.
    Background(Rgb),
}

/// The meaning of a complete sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A key, or something done with the mouse.
    Input(Input),
    /// A reply to a request.
    Answer(Answer),
    /// Another report of the terminal, which is ignored.
    Report,
    /// A pasted text begins.
    PasteBegin,
    /// A pasted text ends.
    PasteEnd,
    /// An unknown sequence, or a key without a meaning.
    Nothing,
}

impl From<Option<Key>> for Meaning {
    fn from(key: Option<Key>) -> Self {
        key.map_or(Self::Nothing, |key| Self::Input(Input::Key(key)))
    }
}

/// Classification of the bytes after an escape byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Progress {
    /// A proper prefix of a sequence.
    Begun,
    /// A report of the terminal.
    Report,
    /// An input of the user.
    Input,
    /// No sequence, or a sequence without a meaning.
    Nothing,
}

impl From<Meaning> for Progress {
    fn from(meaning: Meaning) -> Self {
        match meaning {
            Meaning::Answer(_) | Meaning::Report => Self::Report,
            Meaning::Input(_) | Meaning::PasteBegin | Meaning::PasteEnd => Self::Input,
            Meaning::Nothing => Self::Nothing,
        }
    }
}

/// Classifies the bytes after an escape byte.
pub(super) fn progress(bytes: &[u8]) -> Progress {
    match bytes {
        [] | [b'['] | [b'[', b'['] | [b'O'] | [b']'] => Progress::Begun,
        [b'[', parameters @ .., last] => match last {
            b' '..=b'?' => Progress::Begun,
            b'@'..=b'~' => control(parameters, *last).into(),
            _ => Progress::Nothing,
        },
        [b'O', byte] => Meaning::from(single(*byte)).into(),
        [b']', text @ .., 0x07] | [b']', text @ .., 0x1b, b'\\'] => string(b']', text).into(),
        [b']', .., 0x1b] => Progress::Begun,
        [b']', .., byte] if *byte >= b' ' => Progress::Begun,
        _ => Progress::Nothing,
    }
}

/// Whether the bytes after an escape byte are a reply to a request of this program, or the
/// beginning of a reply: status, cursor position, device attributes, background colour.
pub(super) fn begins_answer(bytes: &[u8]) -> bool {
    const COLOR: &[u8] = b"11;rgb";
    match bytes {
        [] | [b'['] | [b'[', b'0' | b'3'] | [b'[', b'0' | b'3', b'n'] => true,
        [b'[', b'?', digits @ .., last] => {
            let is_part = |byte: &u8| byte.is_ascii_digit() || *byte == b';';
            digits.iter().all(is_part) && (is_part(last) || *last == b'c')
        }
        [b'[', b'?'] | [b'[', b'1'] | [b'[', b'1', b';'] => true,
        [b'[', b'1', b';', digits @ .., last] => {
            digits.iter().all(u8::is_ascii_digit) && (last.is_ascii_digit() || *last == b'R')
        }
        [b']', text @ ..] => match text.strip_prefix(COLOR) {
            Some(color) => color.iter().all(|byte| {
                byte.is_ascii_hexdigit() || matches!(byte, b':' | b'/' | 0x07 | 0x1b | b'\\')
            }),
            None => COLOR.starts_with(text),
        },
        _ => false,
    }
}

/// The key that a single byte encodes.
pub(super) fn plain(byte: u8) -> Option<Key> {
    match byte {
        b'\r' => Some(Key::Enter),
        b'\t' => Some(Key::Tab),
        0x08 | 0x7f => Some(Key::Backspace),
        0x01..=0x1a => Some(Key::Ctrl((byte - 1 + b'a') as char)),
        0x1c..=0x1f => Some(Key::Ctrl((byte - 0x1c + b'\\') as char)),
        b' '..=b'~' => Some(Key::Char(byte as char)),
        _ => None,
    }
}

/// The key of a byte after an escape byte, if the byte begins no sequence: Alt with a character.
pub(super) fn with_alt(byte: u8) -> Option<Key> {
    (b' '..=b'~').contains(&byte).then_some(Key::Alt(byte as char))
}

/// The key that the byte after `ESC O` encodes.
pub(super) fn single(byte: u8) -> Option<Key> {
    match byte {
        b'P'..=b'S' => Some(Key::F(byte - b'P' + 1)),
        b' ' | b'\t' => plain(byte),
        b'I' => Some(Key::Tab),
        _ => {
            let place = KEYPAD_SINGLE.iter().position(|single| *single == byte);
            place.map_or_else(|| cursor_key(byte), |place| plain(KEYPAD[place]))
        }
    }
}

/// The key with a functional key code: a key of the keypad counts as the key that it stands for.
fn numbered_key(code: u32) -> Option<Key> {
    if let Some(byte) = KEYPAD.get(code.checked_sub(KEYPAD_CODE)? as usize) {
        return plain(*byte);
    }
    match code {
        57417 => Some(Key::Left),
        57418 => Some(Key::Right),
        57419 => Some(Key::Up),
        57420 => Some(Key::Down),
        57421 => Some(Key::PageUp),
        57422 => Some(Key::PageDown),
        57423 => Some(Key::Home),
        57424 => Some(Key::End),
        57425 => Some(Key::Insert),
        57426 => Some(Key::Delete),
        _ => None,
    }
}

/// The cursor key, Home or End with this final byte.
fn cursor_key(byte: u8) -> Option<Key> {
    match byte {
        b'A' => Some(Key::Up),
        b'B' => Some(Key::Down),
        b'C' => Some(Key::Right),
        b'D' => Some(Key::Left),
        b'H' => Some(Key::Home),
        b'F' => Some(Key::End),
        _ => None,
    }
}

/// The meaning of a control string: `introducer` is the byte after its escape byte (`]` and the
/// like), `text` its content. Terminals report colours in this form.
pub(super) fn string(introducer: u8, text: &[u8]) -> Meaning {
    let background = Some(text).filter(|_| introducer == b']').and_then(background::answered);
    background.map_or(Meaning::Report, |color| Meaning::Answer(Answer::Background(color)))
}

/// The meaning of a control sequence: the bytes between `ESC [` and its last byte, and that byte.
pub(super) fn control(parameters: &[u8], last: u8) -> Meaning {
    match (parameters, last) {
        // 0 is "in order", 3 is "malfunction"; either is a reply.
        (b"0" | b"3", b'n') => Meaning::Answer(Answer::Status),
        ([b'1', b';', column @ ..], b'R') => column_of(column),
        (b"200", b'~') => Meaning::PasteBegin,
        (b"201", b'~') => Meaning::PasteEnd,
        ([b'<', report @ ..], b'M' | b'm') => mouse(report, last),
        // Reports: device attributes and modes, cursor position, focus, size.
        ([b'?' | b'>' | b'=' | b'<', ..], _) | (_, b'n' | b'c' | b'R' | b'y' | b't') => {
            Meaning::Report
        }
        (b"", b'I' | b'O') => Meaning::Report,
        (b"[", b'A'..=b'E') => Some(Key::F(last - b'A' + 1)).into(),
        (b"[", _) => Meaning::Nothing,
        _ => key(parameters, last).into(),
    }
}

/// A cursor report for the first row, with these digits of the column.
fn column_of(column: &[u8]) -> Meaning {
    let column = std::str::from_utf8(column).ok().and_then(|column| column.parse().ok());
    column.map_or(Meaning::Report, |column| Meaning::Answer(Answer::Column(column)))
}

fn key(parameters: &[u8], last: u8) -> Option<Key> {
    let fields = fields(parameters)?;
    let field = |index: usize| fields.get(index).copied().unwrap_or_default();
    let number = |index: usize| field(index).0;
    let modifiers = number(1).map_or(0, |modifiers| modifiers.saturating_sub(1));
    match last {
        // Encoded by number: `CSI code:shifted ; modifiers ; typed u`.
        b'u' => encoded(number(0)?, field(0).1.or(number(2)), modifiers),
        b'~' if number(0) == Some(27) => encoded(number(2)?, None, modifiers),
        _ if modifiers & !(SHIFT | LOCKS) != 0 => None,
        b'~' => function_key(number(0)?),
        b'Z' => Some(Key::BackTab),
        b'P' | b'Q' | b'S' => Some(Key::F(last - b'P' + 1)),
        _ => cursor_key(last),
    }
}

/// A parameter and its first subparameter, where they are given.
type Field = (Option<u32>, Option<u32>);

/// Parameters as numbers; `None` if one is no number, or if they report the release of a key.
fn fields(parameters: &[u8]) -> Option<Vec<Field>> {
    let number = |text: &str| match text {
        "" => Some(None),
        text => text.parse().map(Some).ok(),
    };
    let field = |(index, field): (usize, &str)| {
        let mut parts = field.split(':');
        let first = number(parts.next().unwrap_or(""))?;
        let detail = number(parts.next().unwrap_or(""))?;
        let released = index == 1 && detail == Some(3);
        (!released).then_some((first, detail))
    };
    std::str::from_utf8(parameters).ok()?.split(';').enumerate().map(field).collect()
}

/// The key with this code, unshifted or shifted; `shifted` is the code with Shift, where given.
fn encoded(code: u32, shifted: Option<u32>, modifiers: u32) -> Option<Key> {
    if FUNCTION_CODES.contains(&code) {
        return (modifiers & !(SHIFT | LOCKS) == 0).then(|| numbered_key(code)).flatten();
    }
    let c = char::from_u32(code)?;
    let typed = || {
        let shifted = || shifted.and_then(char::from_u32).unwrap_or_else(|| with_shift(c));
        let has_case = c.is_alphabetic();
        let is_shifted = (modifiers & SHIFT != 0) != (has_case && modifiers & CAPS != 0);
        Some(if is_shifted { shifted() } else { c }).filter(|c| !c.is_control())
    };
    match modifiers & !(SHIFT | LOCKS) {
        0 if c == '\u{1b}' => Some(Key::Esc),
        0 if c == '\t' && modifiers & SHIFT != 0 => Some(Key::BackTab),
        0 if c.is_control() => u8::try_from(code).ok().and_then(plain),
        0 => typed().map(Key::Char),
        ALT if !c.is_control() => typed().map(Key::Alt),
        CONTROL if c.is_ascii_graphic() => Some(Key::Ctrl(c.to_ascii_lowercase())),
        _ => None,
    }
}

/// The character that a key types with Shift if it types `c` without; `c` if that is shifted.
fn with_shift(c: char) -> char {
    let (without, with) = SHIFTED;
    if let Some(place) = without.find(c) {
        return with[place..].chars().next().unwrap_or(c);
    }
    let mut upper = c.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(upper), None) => upper,
        _ => c,
    }
}

fn function_key(number: u32) -> Option<Key> {
    let key = match number {
        // 7 and 8 are the codes of rxvt.
        1 | 7 => return Some(Key::Home),
        2 => return Some(Key::Insert),
        3 => return Some(Key::Delete),
        4 | 8 => return Some(Key::End),
        5 => return Some(Key::PageUp),
        6 => return Some(Key::PageDown),
        11..=15 => number - 10,
        17..=21 => number - 11,
        23..=24 => number - 12,
        _ => return None,
    };
    Some(Key::F(key as u8))
}

/// The meaning of a mouse report in SGR encoding: `button;column;row`, with places from 1 on. Only the
/// left button and the wheel count, without a modifier; with Shift most terminals select text instead.
fn mouse(report: &[u8], last: u8) -> Meaning {
    let gesture = |button: u16| match (button, last) {
        (0, b'M') => Some(Gesture::Press),
        (32, b'M') => Some(Gesture::Drag),
        (0, b'm') => Some(Gesture::Release),
        (64, b'M') => Some(Gesture::Wheel { away: true }),
        (65, b'M') => Some(Gesture::Wheel { away: false }),
        _ => None,
    };
    let read = || {
        let numbers: Option<Vec<u16>> = report.split(|&byte| byte == b';').map(digits).collect();
        let [button, x, y] = numbers?.try_into().ok()?;
        Some(Mouse { gesture: gesture(button)?, x: x.checked_sub(1)?, y: y.checked_sub(1)? })
    };
    read().map_or(Meaning::Report, |mouse| Meaning::Input(Input::Mouse(mouse)))
}

/// A number of nothing but digits.
fn digits(text: &[u8]) -> Option<u16> {
    let is_number = !text.is_empty() && text.iter().all(u8::is_ascii_digit);
    is_number.then(|| std::str::from_utf8(text).ok()?.parse().ok()).flatten()
}
