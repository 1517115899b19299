//! The parser of bytes from the terminal. It never fails: unknown sequences are dropped.

use super::sequence::{self, Answer, Meaning};
use crate::keys::{Input, Key};

/// Longest parameters of a control sequence that are kept (bytes).
const SEQUENCE_BYTES_MAX: usize = 64;
/// Longest string that is kept (bytes); no known reply is longer.
const STRING_BYTES_MAX: usize = 256;

/// An event from the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A key, or something done with the mouse.
    Input(Input),
    /// A reply to a request.
    Answer(Answer),
}

/// The state of the parser within a sequence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum State {
    /// Between sequences.
    #[default]
    Ground,
    /// Within a UTF-8 character: the bytes so far, the number missing, and whether Alt is held.
    Utf8(Vec<u8>, usize, bool),
    /// After an escape byte, which may be the key Esc or the start of a sequence.
    Escape,
    /// After two escape bytes: the first is the key Esc, or Alt with the sequence of the second.
    EscapeTwice,
    /// In a control sequence (`ESC [`): the parameters so far, and whether another escape byte
    /// before the sequence may mean Alt.
    Control(Vec<u8>, bool),
    /// After `ESC O`, where one byte names a key; whether a modifier came before that byte.
    Single(bool),
    /// In a mouse report of the X10 encoding: number of bytes that are missing.
    Mouse(usize),
    /// In a control string of the terminal (`ESC ]`, `ESC P`, `ESC X`, `ESC ^` or `ESC _`).
    Text,
    /// In a control string, after an escape byte.
    TextEscape,
}

/// The context that encloses the current sequence: the terminal may reply in the middle of a paste
/// or of a control string.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Around {
    #[default]
    Nothing,
    /// A pasted text, which is ignored.
    Paste,
    /// A control string of the terminal.
    Text,
}

/// Turns bytes into events, however the bytes are split over reads.
#[derive(Clone, Debug, Default)]
pub struct Parser {
    state: State,
    around: Around,
    /// The current control string: the byte after its escape byte, and the kept text.
    introducer: u8,
    text: Vec<u8>,
    grown: bool,
}

impl Parser {
    /// Takes bytes, and appends the events that they complete to `events`.
    pub fn feed(&mut self, bytes: &[u8], events: &mut impl Extend<Event>) {
        for &byte in bytes {
            events.extend(self.byte(byte).into_iter().flatten());
        }
    }

    /// Whether the unfinished sequence has grown since the last call; replies in the middle of it
    /// do not count.
    pub fn take_grown(&mut self) -> bool {
        std::mem::take(&mut self.grown)
    }

    /// Whether one or two escape bytes wait for the rest of a sequence.
    #[must_use]
    pub fn after_escape(&self) -> bool {
        self.around == Around::Nothing && matches!(self.state, State::Escape | State::EscapeTwice)
    }

    /// Whether exactly one escape byte waits for the rest of a sequence.
    #[must_use]
    pub fn after_one_escape(&self) -> bool {
        self.around == Around::Nothing && self.state == State::Escape
    }

    /// The kept bytes, after the escape byte, of an unfinished control sequence or control string.
    #[must_use]
    pub fn unfinished(&self) -> Option<Vec<u8>> {
        let introduced = |end: &[u8]| [&[self.introducer], self.text.as_slice(), end].concat();
        match &self.state {
            State::Control(parameters, _) => Some([b"[".as_slice(), parameters].concat()),
            State::Text => Some(introduced(b"")),
            State::TextEscape => Some(introduced(b"\x1b")),
            _ => None,
        }
    }

    /// Whether a pasted text is unfinished.
    #[must_use]
    pub fn in_paste(&self) -> bool {
        self.around == Around::Paste
    }

    /// Whether a sequence, character or paste is unfinished.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        self.state != State::Ground || self.around != Around::Nothing
    }

    /// Applies a timeout: a lone escape byte becomes the key Esc, any other unfinished sequence is
    /// dropped.
    pub fn give_up(&mut self) -> Option<Input> {
        let is_key = self.after_escape();
        (self.state, self.around) = (State::Ground, Around::Nothing);
        is_key.then_some(Input::Key(Key::Esc))
    }

    /// Takes a byte; returns the events it completes: at most the key Esc and one more.
    fn byte(&mut self, byte: u8) -> [Option<Event>; 2] {
        if self.around == Around::Paste {
            return [self.pasted(byte), None];
        }
        // In a control string an escape byte may begin a reply to another request.
        let may_answer = match &self.state {
            State::Text => byte == 0x1b,
            State::TextEscape => true,
            _ => self.around == Around::Text,
        };
        self.grown |= !may_answer;
        match std::mem::take(&mut self.state) {
            State::Control(parameters, alt) => return self.control(parameters, alt, byte),
            State::Ground => self.ground(byte),
            State::Utf8(bytes, missing, alt) => self.utf8(bytes, missing, alt, byte),
            State::Escape => return self.escape(byte, false),
            State::EscapeTwice => return self.escape(byte, true),
            State::Single(modified) => self.single(modified, byte),
            State::Mouse(left) => {
                if left > 1 {
                    self.state = State::Mouse(left - 1);
                }
                None
            }
            State::Text => self.text(byte),
            State::TextEscape => self.text_escape(byte),
        }
        .map_or([None; 2], |event| [Some(event), None])
    }

    fn ground(&mut self, byte: u8) -> Option<Event> {
        self.around = Around::Nothing;
        match byte {
            0x1b => self.state = State::Escape,
            0x00..0x80 => return sequence::plain(byte).map(key),
            _ => self.begin_utf8(byte, false),
        }
        None
    }

    /// Takes the first byte of a multi-byte character, with Alt or without.
    fn begin_utf8(&mut self, byte: u8, alt: bool) {
        self.around = Around::Nothing;
        let missing = match byte {
            0xc2..=0xdf => 1,
            0xe0..=0xef => 2,
            0xf0..=0xf4 => 3,
            _ => return,
        };
        self.state = State::Utf8(vec![byte], missing, alt);
    }

    fn utf8(&mut self, mut bytes: Vec<u8>, missing: usize, alt: bool, byte: u8) -> Option<Event> {
        if !(0x80..0xc0).contains(&byte) {
            // The character was cut off; this byte starts something else.
            return self.ground(byte);
        }
        bytes.push(byte);
        if missing > 1 {
            self.state = State::Utf8(bytes, missing - 1, alt);
            return None;
        }
        let c = std::str::from_utf8(&bytes).ok()?.chars().next()?;
        let pressed = if alt { Key::Alt(c) } else { Key::Char(c) };
        (!c.is_control()).then_some(key(pressed))
    }

    /// Takes the byte after one escape byte, or after two.
    fn escape(&mut self, byte: u8, twice: bool) -> [Option<Event>; 2] {
        let mut with_alt = None;
        match byte {
            b'[' => self.state = State::Control(Vec::new(), twice),
            b'O' => self.state = State::Single(twice),
            b']' | b'P' | b'X' | b'^' | b'_' => self.begin_text(byte),
            0x1b => self.state = State::EscapeTwice,
            0x80.. => self.begin_utf8(byte, true),
            // Alt has no meaning with keys that are no characters.
            _ => with_alt = sequence::with_alt(byte).map(key),
        }
        // Unless the first of two escape bytes means Alt with a sequence, it was the key Esc.
        let may_be_alt = matches!(byte, b'[' | b'O');
        [(twice && !may_be_alt).then_some(key(Key::Esc)), with_alt]
    }

    fn single(&mut self, modified: bool, byte: u8) -> Option<Event> {
        if byte.is_ascii_digit() {
            self.state = State::Single(true);
            return None;
        }
        sequence::single(byte).filter(|_| !modified).map(key)
    }

    fn control(&mut self, mut parameters: Vec<u8>, alt: bool, byte: u8) -> [Option<Event>; 2] {
        // Alt can't be part of a report of the terminal: the escape byte before it was the key Esc.
        let escape = alt.then_some(key(Key::Esc));
        match byte {
            0x20..=0x3f => {
                if parameters.len() <= SEQUENCE_BYTES_MAX {
                    parameters.push(byte);
                }
                self.state = State::Control(parameters, alt);
                [None; 2]
            }
            // Function keys of the Linux console: `ESC [ [ A` to `ESC [ [ E`.
            b'[' if parameters.is_empty() => {
                self.state = State::Control(vec![b'['], alt);
                [None; 2]
            }
            b'M' if parameters.is_empty() => {
                self.state = State::Mouse(3);
                [escape, None]
            }
            0x40..=0x7e => self.concluded(sequence::control(&parameters, byte), escape),
            // The sequence was cut off by a control character or the start of something else.
            _ => [escape, self.ground(byte)],
        }
    }

    /// Handles a complete control sequence outside of a pasted text.
    fn concluded(&mut self, meaning: Meaning, escape: Option<Event>) -> [Option<Event>; 2] {
        let around = std::mem::take(&mut self.around);
        match meaning {
            Meaning::Input(Input::Key(_)) if escape.is_some() => [None; 2],
            Meaning::Input(input) => [escape, Some(Event::Input(input))],
            Meaning::PasteBegin => {
                self.around = Around::Paste;
                [escape, None]
            }
            Meaning::Answer(_) | Meaning::Report => {
                if around == Around::Text {
                    self.state = State::Text;
                }
                [escape, answer(meaning)]
            }
            Meaning::PasteEnd | Meaning::Nothing => [None; 2],
        }
    }

    fn begin_text(&mut self, introducer: u8) {
        self.introducer = introducer;
        self.text.clear();
        self.state = State::Text;
    }

    fn text(&mut self, byte: u8) -> Option<Event> {
        match byte {
            0x07 => return answer(sequence::string(self.introducer, &self.text)),
            0x18 | 0x1a => return None,
            0x1b => self.state = State::TextEscape,
            _ => {
                if self.text.len() < STRING_BYTES_MAX {
                    self.text.push(byte);
                }
                self.state = State::Text;
            }
        }
        None
    }

    fn text_escape(&mut self, byte: u8) -> Option<Event> {
        match byte {
            b'\\' => answer(sequence::string(self.introducer, &self.text)),
            b'[' => {
                // The terminal may reply to another request in the middle of the string.
                self.around = Around::Text;
                self.state = State::Control(Vec::new(), false);
                None
            }
            // The string was cut off by another sequence.
            _ => {
                self.grown = true;
                // The escape byte that cut off the string is no key.
                self.escape(byte, false)[0]
            }
        }
    }

    /// Takes a byte of a pasted text, or of a reply in the middle of it.
    fn pasted(&mut self, byte: u8) -> Option<Event> {
        // Bytes that may belong to a reply count as growth of the paste only once they do not.
        match std::mem::take(&mut self.state) {
            State::Ground if byte == 0x1b => self.state = State::Escape,
            State::Escape if byte == b'[' => self.state = State::Control(Vec::new(), false),
            State::Escape if matches!(byte, b']' | b'P' | b'X' | b'^' | b'_') => {
                self.begin_text(byte);
            }
            State::Control(mut parameters, _)
                if (0x20..=0x3f).contains(&byte) && parameters.len() < SEQUENCE_BYTES_MAX =>
            {
                parameters.push(byte);
                self.state = State::Control(parameters, false);
            }
            State::Control(parameters, _) if (0x40..=0x7e).contains(&byte) => {
                match sequence::control(&parameters, byte) {
                    Meaning::PasteEnd => self.around = Around::Nothing,
                    said @ (Meaning::Answer(_) | Meaning::Report) => return answer(said),
                    _ => self.grown = true,
                }
            }
            State::Text if matches!(byte, 0x07 | 0x1b) || self.text.len() < STRING_BYTES_MAX => {
                return self.text(byte);
            }
            State::TextEscape if byte == b'\\' => return self.text_escape(byte),
            State::TextEscape => {
                self.grown = true;
                self.state = State::Escape;
                return self.pasted(byte);
            }
            _ => {
                self.grown = true;
                if byte == 0x1b {
                    self.state = State::Escape;
                }
            }
        }
        None
    }
}

fn key(key: Key) -> Event {
    Event::Input(Input::Key(key))
}

fn answer(meaning: Meaning) -> Option<Event> {
    match meaning {
        Meaning::Answer(answer) => Some(Event::Answer(answer)),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
