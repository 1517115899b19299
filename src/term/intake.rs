//! Interprets bytes from the terminal by their timing: an unfinished sequence times out, and a byte
//! that arrives alone may be a key although a sequence is unfinished.

use super::late::{Late, Verdict};
use super::parser::{Event, Parser};
use super::sequence::begins_answer;
use crate::keys::{Input, Key};

/// How long an escape byte waits for the rest of a sequence before it counts as the key Esc (ns): a
/// slow link may deliver them separately.
const ESCAPE_WAIT_NS: u64 = 50_000_000;
/// Timeout of an unfinished sequence after its last byte (ns).
const SEQUENCE_WAIT_NS: u64 = 500_000_000;
/// Timeout of an unfinished paste after its last byte (ns).
const PASTE_WAIT_NS: u64 = 2_000_000_000;
/// Bytes that arrive this long after the previous ones (ns) were not sent together with them.
const APART_NS: u64 = 20_000_000;
/// Longest encoding of a single key (bytes).
const KEY_BYTES_MAX: usize = 16;

/// Turns bytes with their times of arrival into events. Times are wall time (ns).
#[derive(Clone, Debug, Default)]
pub struct Intake {
    parser: Parser,
    /// When the unfinished sequence began, and when its last byte arrived (ns).
    since_ns: u64,
    grown_ns: u64,
    /// Whether a reply of the terminal is outstanding.
    owed: bool,
    /// The late bytes after an escape byte; empty while none has arrived.
    late: Option<Late>,
}

impl Intake {
    /// Sets whether a reply of the terminal is outstanding: an escape byte then waits longer, since
    /// it may begin the reply.
    pub fn expect_answer(&mut self, owed: bool) {
        self.owed = owed;
    }

    /// Takes bytes from one read, and appends the events that they complete to `events`.
    pub fn take(&mut self, bytes: &[u8], now_ns: u64, events: &mut impl Extend<Event>) {
        self.drop_overdue(now_ns, events);
        let bytes = self.take_late(bytes, now_ns, events);
        if self.is_typed(bytes, now_ns) {
            events.extend(self.parser.give_up().map(Event::Input));
        }
        self.feed(bytes, now_ns, events);
    }

    fn feed(&mut self, bytes: &[u8], now_ns: u64, events: &mut impl Extend<Event>) {
        let was_pending = self.parser.is_pending();
        self.parser.feed(bytes, events);
        if self.parser.take_grown() {
            self.grown_ns = now_ns;
        }
        if !was_pending {
            self.since_ns = now_ns;
        }
    }

    /// Takes late bytes after an escape byte off the front of `bytes`; returns the rest.
    fn take_late<'a>(
        &mut self,
        bytes: &'a [u8],
        now_ns: u64,
        events: &mut impl Extend<Event>,
    ) -> &'a [u8] {
        let waited = now_ns.saturating_sub(self.grown_ns) >= ESCAPE_WAIT_NS;
        if self.parser.after_one_escape() && waited {
            let _ = self.parser.give_up();
            self.late = Some(Late::new(false));
        }
        let Some(mut late) = self.late.take() else { return bytes };
        for (index, byte) in bytes.iter().enumerate() {
            match late.push(*byte) {
                Verdict::Open => {}
                verdict => {
                    self.settle(&late, verdict, now_ns, events);
                    return &bytes[index + 1..];
                }
            }
        }
        if late.is_reported() && !self.owed {
            self.settle(&late, Verdict::Keys, now_ns, events);
        } else {
            self.late = Some(late);
            self.grown_ns = now_ns;
        }
        &[]
    }

    /// Resolves late bytes into events.
    fn settle(
        &mut self,
        late: &Late,
        verdict: Verdict,
        now_ns: u64,
        events: &mut impl Extend<Event>,
    ) {
        if verdict == Verdict::Sequence {
            self.feed(b"\x1b", now_ns, events);
        } else if !late.is_reported() {
            events.extend([Event::Input(Input::Key(Key::Esc))]);
        }
        self.feed(late.bytes(), now_ns, events);
    }

    /// Time until the next timeout (ns), if a sequence is unfinished or late bytes are undecided.
    #[must_use]
    pub fn patience_ns(&self, now_ns: u64) -> Option<u64> {
        let wait_ns = match (&self.late, &self.parser) {
            // The key Esc has been reported; this single byte may be another key.
            (Some(late), _) if late.is_reported() && late.bytes().len() == 1 => ESCAPE_WAIT_NS,
            (Some(late), _) if !late.bytes().is_empty() => SEQUENCE_WAIT_NS,
            (_, parser) if !parser.is_pending() => return None,
            (_, parser) if parser.in_paste() => PASTE_WAIT_NS,
            (_, parser) if parser.after_escape() && !self.owed => ESCAPE_WAIT_NS,
            _ => SEQUENCE_WAIT_NS,
        };
        Some((self.grown_ns + wait_ns).saturating_sub(now_ns))
    }

    /// Applies the timeouts: a lone escape byte becomes the key Esc.
    pub fn drop_overdue(&mut self, now_ns: u64, events: &mut impl Extend<Event>) {
        if self.patience_ns(now_ns) != Some(0) {
            return;
        }
        if let Some(late) = self.late.take() {
            self.settle(&late, Verdict::Keys, now_ns, events);
        } else if let Some(key) = self.parser.give_up() {
            events.extend([Event::Input(key)]);
            self.late = Some(Late::new(true));
        }
    }

    /// Whether `bytes` are keys although a sequence is unfinished: Ctrl-C alone always is; other
    /// keys are once the sequence is overdue, unless they continue an outstanding reply.
    fn is_typed(&self, bytes: &[u8], now_ns: u64) -> bool {
        let pending = self.parser.is_pending() && !self.parser.after_escape();
        let apart = now_ns.saturating_sub(self.grown_ns) >= APART_NS;
        if !pending || !apart || bytes.len() > KEY_BYTES_MAX {
            return false;
        }
        let (mut alone, mut keys) = (Parser::default(), Vec::new());
        alone.feed(bytes, &mut keys);
        let is_late = now_ns.saturating_sub(self.since_ns) >= SEQUENCE_WAIT_NS;
        match keys[..] {
            [Event::Input(Input::Key(Key::Ctrl('c')))] => !alone.is_pending(),
            [Event::Input(_), ..] => {
                is_late && !self.parser.in_paste() && !self.continues_answer(bytes)
            }
            _ => false,
        }
    }

    /// Whether `bytes` continue an outstanding reply.
    fn continues_answer(&self, bytes: &[u8]) -> bool {
        let unfinished = self.parser.unfinished().filter(|_| self.owed);
        unfinished.is_some_and(|begun| begins_answer(&[&begun, bytes].concat()))
    }
}

#[cfg(test)]
mod tests;
