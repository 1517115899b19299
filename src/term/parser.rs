//! The bytes of a terminal as inputs. It never fails: what it does not know means nothing.

use crate::app::{Input, Key};

/// Bytes of a sequence that are kept; a longer one means nothing, but its end is still waited for.
const SEQUENCE_BYTES_MAX: usize = 64;

/// Bits of the modifier parameter, which counts from 1.
const SHIFT: u32 = 1;
const CONTROL: u32 = 4;

/// Where in a sequence the parser stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum State {
    /// Between inputs.
    #[default]
    Ground,
    /// In a character of several bytes: what is there, and how many are missing.
    Utf8(Vec<u8>, usize),
    /// After an escape byte, which may be the key or the start of a sequence.
    Escape,
    /// In a control sequence (`ESC [`): its parameters so far.
    Control(Vec<u8>),
    /// After `ESC O`: one byte names a key.
    Single,
    /// In the three bytes of an old mouse report.
    Mouse(usize),
    /// In a string of the terminal (`ESC ]` and the like), until its end.
    Text,
    /// In such a string, after an escape byte.
    TextEscape,
    /// In a pasted text: how much of its end has been seen.
    Paste(usize),
}

/// What ends a pasted text.
const PASTE_END: &[u8] = b"\x1b[201~";

/// Turns bytes into inputs, however they are cut into pieces.
#[derive(Clone, Debug, Default)]
pub struct Parser {
    state: State,
    answered: bool,
}

impl Parser {
    /// Takes a byte; returns the input that it completes, if any.
    pub fn feed(&mut self, byte: u8) -> Option<Input> {
        match std::mem::take(&mut self.state) {
            State::Ground => self.ground(byte),
            State::Utf8(bytes, missing) => self.utf8(bytes, missing, byte),
            State::Escape => self.escape(byte),
            State::Control(parameters) => self.control(parameters, byte),
            State::Single => single(byte).map(Input::Key),
            State::Mouse(left) => {
                if left > 1 {
                    self.state = State::Mouse(left - 1);
                }
                None
            }
            State::Text | State::TextEscape if matches!(byte, 0x07 | 0x18 | 0x1a) => None,
            State::TextEscape if byte == b'\\' => None,
            State::Text | State::TextEscape => {
                self.state = if byte == 0x1b { State::TextEscape } else { State::Text };
                None
            }
            State::Paste(seen) => {
                self.paste(seen, byte);
                None
            }
        }
    }

    /// Whether the byte taken last completed the terminal's answer to a request for its status;
    /// tells so once.
    pub fn take_answer(&mut self) -> bool {
        std::mem::take(&mut self.answered)
    }

    /// Whether an escape byte waits for what may follow it.
    #[must_use]
    pub fn after_escape(&self) -> bool {
        self.state == State::Escape
    }

    /// Whether anything is unfinished.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        self.state != State::Ground
    }

    /// Nothing more came: a lone escape byte was the key, anything else unfinished is dropped.
    pub fn give_up(&mut self) -> Option<Input> {
        let state = std::mem::take(&mut self.state);
        (state == State::Escape).then_some(Input::Key(Key::Esc))
    }

    fn ground(&mut self, byte: u8) -> Option<Input> {
        let missing = match byte {
            0x1b => {
                self.state = State::Escape;
                return None;
            }
            0x00..0x80 => return plain(byte).map(Input::Key),
            0xc2..=0xdf => 1,
            0xe0..=0xef => 2,
            0xf0..=0xf4 => 3,
            _ => return None,
        };
        self.state = State::Utf8(vec![byte], missing);
        None
    }

    fn utf8(&mut self, mut bytes: Vec<u8>, missing: usize, byte: u8) -> Option<Input> {
        if !(0x80..0xc0).contains(&byte) {
            // The character was broken off; this byte starts something else.
            return self.ground(byte);
        }
        bytes.push(byte);
        if missing > 1 {
            self.state = State::Utf8(bytes, missing - 1);
            return None;
        }
        let c = std::str::from_utf8(&bytes).ok()?.chars().next()?;
        (!c.is_control()).then_some(Input::Key(Key::Char(c)))
    }

    fn escape(&mut self, byte: u8) -> Option<Input> {
        match byte {
            b'[' => self.state = State::Control(Vec::new()),
            b'O' => self.state = State::Single,
            b']' | b'P' | b'X' | b'^' | b'_' => self.state = State::Text,
            0x1b => {
                // The first one was the key; the second may start a sequence.
                self.state = State::Escape;
                return Some(Input::Key(Key::Esc));
            }
            // Anything else was pressed with Alt, which has no meaning here.
            0x80.. => return self.ground(byte).and(None),
            _ => {}
        }
        None
    }

    fn control(&mut self, mut parameters: Vec<u8>, byte: u8) -> Option<Input> {
        match byte {
            0x20..=0x3f => {
                if parameters.len() <= SEQUENCE_BYTES_MAX {
                    parameters.push(byte);
                }
                self.state = State::Control(parameters);
                None
            }
            // Two keys of the kernel's console: `ESC [ [ A` and so on.
            b'[' if parameters.is_empty() => {
                self.state = State::Control(vec![b'[']);
                None
            }
            b'M' if parameters.is_empty() => {
                self.state = State::Mouse(3);
                None
            }
            b'~' if parameters == b"200" => {
                self.state = State::Paste(0);
                None
            }
            // In order, or not: it is an answer all the same.
            b'n' if parameters == b"0" || parameters == b"3" => {
                self.answered = true;
                None
            }
            0x40..=0x7e => control_sequence(&parameters, byte),
            // Broken off: a control character or the start of something else.
            _ => self.ground(byte),
        }
    }

    fn paste(&mut self, seen: usize, byte: u8) {
        let seen = match byte {
            _ if byte == PASTE_END[seen] => seen + 1,
            0x1b => 1,
            _ => 0,
        };
        if seen < PASTE_END.len() {
            self.state = State::Paste(seen);
        }
    }
}

/// A byte that is a key by itself.
fn plain(byte: u8) -> Option<Key> {
    match byte {
        b'\r' => Some(Key::Enter),
        b'\t' => Some(Key::Tab),
        0x08 | 0x7f => Some(Key::Backspace),
        0x01..=0x1a => Some(Key::Ctrl((byte - 1 + b'a') as char)),
        b' '..=b'~' => Some(Key::Char(byte as char)),
        _ => None,
    }
}

fn single(byte: u8) -> Option<Key> {
    match byte {
        b'P'..=b'S' => Some(Key::F(byte - b'P' + 1)),
        b'M' => Some(Key::Enter),
        _ => cursor_key(byte),
    }
}

/// The keys that every terminal sends with a letter of their own.
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

/// What a complete control sequence means.
fn control_sequence(parameters: &[u8], last: u8) -> Option<Input> {
    if let Some(report) = parameters.strip_prefix(b"<") {
        return wheel(report, last);
    }
    if let [b'['] = parameters {
        let key = (b'A'..=b'E').contains(&last).then(|| Key::F(last - b'A' + 1));
        return key.map(Input::Key);
    }
    let numbers = numbers(parameters)?;
    let number = |index: usize| numbers.get(index).copied().flatten();
    let modifiers = number(1).map_or(0, |modifiers| modifiers.saturating_sub(1));
    let key = match last {
        // A letter in another encoding, with modifiers (`CSI code ; modifiers u`).
        b'u' => encoded(number(0)?, modifiers),
        b'~' if number(0) == Some(27) => encoded(number(2)?, modifiers),
        _ if modifiers & !SHIFT != 0 => None,
        b'~' => function_key(number(0)?),
        b'P' | b'Q' | b'S' => Some(Key::F(last - b'P' + 1)),
        _ => cursor_key(last),
    };
    key.map(Input::Key)
}

/// Parameters as numbers; `None` where there are others than numbers, or a key that was let go.
fn numbers(parameters: &[u8]) -> Option<Vec<Option<u32>>> {
    let text = std::str::from_utf8(parameters).ok()?;
    let field = |field: &str| {
        let (number, detail) = field.split_once(':').unwrap_or((field, ""));
        if detail == "3" {
            return Err(());
        }
        if number.is_empty() { Ok(None) } else { number.parse().map(Some).map_err(|_| ()) }
    };
    text.split(';').map(field).collect::<Result<_, _>>().ok()
}

fn encoded(code: u32, modifiers: u32) -> Option<Key> {
    let c = char::from_u32(code)?;
    match modifiers & !SHIFT {
        0 if c == '\u{1b}' => Some(Key::Esc),
        0 if c.is_ascii() => plain(c as u8),
        0 if !c.is_control() => Some(Key::Char(c)),
        CONTROL if c.is_ascii_graphic() => Some(Key::Ctrl(c.to_ascii_lowercase())),
        _ => None,
    }
}

fn function_key(number: u32) -> Option<Key> {
    let key = match number {
        // The second of each is that of rxvt.
        1 | 7 => return Some(Key::Home),
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

/// The wheel, in a mouse report; everything else that a mouse does means nothing.
fn wheel(report: &[u8], last: u8) -> Option<Input> {
    let button = report.split(|&byte| byte == b';').next()?;
    match (button, last) {
        (b"64", b'M') => Some(Input::Wheel(true)),
        (b"65", b'M') => Some(Input::Wheel(false)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parsed(bytes: &[u8]) -> Vec<Input> {
        let mut parser = Parser::default();
        let mut inputs: Vec<Input> = bytes.iter().filter_map(|&byte| parser.feed(byte)).collect();
        inputs.extend(parser.give_up());
        inputs
    }

    fn keys(bytes: &[u8]) -> Vec<Key> {
        let key = |input| match input {
            Input::Key(key) => Some(key),
            Input::Wheel(_) => None,
        };
        parsed(bytes).into_iter().filter_map(key).collect()
    }

    #[test]
    fn keys_in_every_encoding() {
        use Key::{Char, Ctrl, Down, Enter, Esc, F, Up};
        let cases: &[(&[u8], &[Key])] = &[
            (b"aB?", &[Char('a'), Char('B'), Char('?')]),
            ("\u{e9}\u{6f22}".as_bytes(), &[Char('\u{e9}'), Char('\u{6f22}')]),
            (b"\r\t\x7f\x08", &[Enter, Key::Tab, Key::Backspace, Key::Backspace]),
            (b"\x03\x0c\x1a", &[Ctrl('c'), Ctrl('l'), Ctrl('z')]),
            (b"\x1b[A\x1b[B\x1b[C\x1b[D", &[Up, Down, Key::Right, Key::Left]),
            (b"\x1bOA\x1bOP", &[Up, F(1)]),
            (b"\x1b[1;2A", &[Up]),
            (b"\x1b[11~\x1b[15~\x1b[17~\x1b[24~\x1b[[A", &[F(1), F(5), F(6), F(12), F(1)]),
            (b"\x1b[5~\x1b[6~\x1b[6;5~", &[Key::PageUp, Key::PageDown]),
            (b"\x1b[H\x1bOH\x1b[1~\x1b[7~\x1b[1;5H", &[Key::Home; 4]),
            (b"\x1b[F\x1bOF\x1b[4~\x1b[8~\x1b[1;3F", &[Key::End; 4]),
            (b"\x1b[97u\x1b[27u\x1b[13u", &[Char('a'), Esc, Enter]),
            (b"\x1b[99;5u\x1b[27;5;99~", &[Ctrl('c'), Ctrl('c')]),
            (b"\x1b", &[Esc]),
            (b"\x1b\x1b[A", &[Esc, Up]),
        ];
        for (bytes, expected) in cases {
            assert_eq!(keys(bytes), *expected, "{bytes:?}");
        }
    }

    #[test]
    fn what_has_no_meaning_has_none() {
        let cases: &[&[u8]] = &[
            b"\x1bq",                             // Alt
            b"\x1b[113;3u",                       // Alt in another encoding
            b"\x1b[1;5A\x1b[1;3A",                // arrows with Ctrl or Alt
            b"\x1b[113;1:3u",                     // let go
            b"\x1b[0n\x1b[?62;22c\x1b[3;4R",      // replies
            b"\x1b]11;rgb:0/0/0\x07\x1b]q\x1b\\", // strings of the terminal
            b"\x1bP+r\x1b\\\x1b_q\x1b\\",
            b"\x1b[200~q\x03\x1b[A\x1b[201~", // a paste
            b"\x1b[M   \x1b[M\x00\x00\x00",   // an old mouse report, at nowhere too
            b"\x1b[<0;0;0M\x1b[<35;1;1m",
            b"\x1b[I\x1b[O",     // focus
            b"\xff\xc2\x80\x80", // no UTF-8, or a control character in it
            b"\x1b[99999999999999999999A",
        ];
        for bytes in cases {
            assert_eq!(parsed(bytes), [], "{bytes:?}");
        }
    }

    #[test]
    fn answers_are_told_apart_from_other_reports() {
        let answers = |bytes: &[u8]| {
            let mut parser = Parser::default();
            let mut told = |&byte: &u8| {
                assert_eq!(parser.feed(byte), None);
                parser.take_answer()
            };
            bytes.iter().filter(|byte| told(byte)).count()
        };
        assert_eq!(answers(b"\x1b[0n\x1b[0n\x1b[3n"), 3);
        assert_eq!(answers(b"\x1b[n\x1b[5n\x1b[0;1n\x1b[?0n\x1b[0R\x1b[200~\x1b[0n\x1b[201~"), 0);
    }

    #[test]
    fn the_wheel() {
        assert_eq!(
            parsed(b"\x1b[<64;10;5M\x1b[<65;10;5M"),
            [Input::Wheel(true), Input::Wheel(false)]
        );
    }

    #[test]
    fn a_broken_off_sequence_does_not_swallow_what_follows() {
        assert_eq!(keys(b"\x1b[1;\x1b[A"), [Key::Esc, Key::Up][1..]);
        assert_eq!(keys(b"\x1b[1;\x03"), [Key::Ctrl('c')]);
        assert_eq!(keys(b"\xe6q"), [Key::Char('q')]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn after_anything_and_a_rest_the_next_key_works(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut parser = Parser::default();
            for byte in bytes {
                parser.feed(byte);
            }
            parser.give_up();
            prop_assert!(!parser.is_pending());
            prop_assert_eq!(parser.feed(b'q'), Some(Input::Key(Key::Char('q'))));
        }
    }
}
