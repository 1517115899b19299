//! What to make of bytes from the terminal by when they come: what is unfinished is waited for, but
//! not for ever, and a key that comes by itself is one.

use super::parser::{Event, Parser};
use crate::app::{Input, Key};

/// How long an escape byte may wait for the rest of a sequence before it is the key (ns): over a slow
/// link the two can come apart.
const ESCAPE_WAIT_NS: u64 = 50_000_000;
/// How long a sequence may stay unfinished while nothing more of it comes (ns).
const SEQUENCE_WAIT_NS: u64 = 500_000_000;
/// How long a pasted text may (ns).
const PASTE_WAIT_NS: u64 = 2_000_000_000;
/// What comes so long after everything else (ns) was not sent together with it.
const APART_NS: u64 = 20_000_000;
/// Most bytes of a single key.
const KEY_BYTES_MAX: usize = 16;

/// Bytes with the times at which they came, as events. Times are wall time (ns).
#[derive(Clone, Debug, Default)]
pub struct Intake {
    parser: Parser,
    /// When what is unfinished began, and when it last got longer.
    since_ns: u64,
    grown_ns: u64,
}

impl Intake {
    /// Takes bytes that were read at once, and puts what they mean into `events`.
    pub fn take(&mut self, bytes: &[u8], now_ns: u64, events: &mut impl Extend<Event>) {
        self.drop_overdue(now_ns, events);
        if self.is_typed(bytes, now_ns) {
            events.extend(self.parser.give_up().map(Event::Input));
        }
        let was_pending = self.parser.is_pending();
        self.parser.feed(bytes, events);
        if self.parser.take_grown() {
            self.grown_ns = now_ns;
        }
        if !was_pending {
            self.since_ns = now_ns;
        }
    }

    /// How long from now on what is unfinished is waited for (ns), if anything is.
    #[must_use]
    pub fn patience_ns(&self, now_ns: u64) -> Option<u64> {
        let wait_ns = match &self.parser {
            parser if !parser.is_pending() => return None,
            parser if parser.in_paste() => PASTE_WAIT_NS,
            parser if parser.after_escape() => ESCAPE_WAIT_NS,
            _ => SEQUENCE_WAIT_NS,
        };
        Some((self.grown_ns + wait_ns).saturating_sub(now_ns))
    }

    /// Gives up what was waited for long enough: a lone escape byte was the key.
    pub fn drop_overdue(&mut self, now_ns: u64, events: &mut impl Extend<Event>) {
        if self.patience_ns(now_ns) == Some(0) {
            events.extend(self.parser.give_up().map(Event::Input));
        }
    }

    /// Whether `bytes` are keys by themselves though something is unfinished: Ctrl-C that comes alone
    /// is one at any time, every other key once a sequence should long have ended.
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
            [Event::Input(_), ..] => is_late && !self.parser.in_paste(),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a script brings: bytes at times (ms), and what they mean at which time, if it is looked
    /// for events as often as there is reason to.
    fn played(script: &[(u64, &[u8])]) -> Vec<(u64, Event)> {
        let (mut intake, mut events, mut told) = (Intake::default(), Vec::new(), Vec::new());
        let end = script.last().map_or(0, |(ms, _)| ms + 5000);
        let mut script = script.iter().peekable();
        for ms in 0..end {
            let now_ns = ms * 1_000_000;
            if let Some((_, bytes)) = script.next_if(|(at, _)| *at == ms) {
                intake.take(bytes, now_ns, &mut events);
            }
            intake.drop_overdue(now_ns, &mut events);
            told.extend(events.drain(..).map(|event| (ms, event)));
        }
        told
    }

    fn keys(script: &[(u64, &[u8])]) -> Vec<(u64, Key)> {
        let key = |(ms, event)| match event {
            Event::Input(Input::Key(key)) => Some((ms, key)),
            _ => None,
        };
        played(script).into_iter().filter_map(key).collect()
    }

    const Q: Key = Key::Char('q');
    const BEGIN: &[u8] = b"\x1b[200~";
    const END: &[u8] = b"\x1b[201~";

    #[test]
    fn a_paste_that_pauses_is_still_one() {
        let script: &[(u64, &[u8])] =
            &[(0, BEGIN), (1990, b"qqq"), (3980, b"q"), (5970, END), (5971, b"q")];
        assert_eq!(keys(script), [(5971, Q)]);
        // Without an end, two seconds of silence are one.
        assert_eq!(keys(&[(0, BEGIN), (10, b"qqq"), (2009, b"q"), (4009, b"q")]), [(4009, Q)]);
    }

    #[test]
    fn answers_do_not_make_a_paste_last() {
        let mut script: Vec<(u64, &[u8])> = vec![(0, b"\x1b[200~abc")];
        for count in 1..60 {
            script.push((count * 33, b"\x1b[0n"));
            script.push((count * 33 + 1, b"\x1b[?62;22c"));
            script.push((count * 33 + 2, b"\x1b]11;rgb:0000/0000/0000\x1b\\"));
        }
        // 2 s have passed since the last byte of the paste, though not since the last answer.
        script.push((2001, b"q"));
        let told = played(&script);
        let answers = told.iter().filter(|(_, event)| matches!(event, Event::Answer(_)));
        assert_eq!(answers.count(), 2 * 59, "status and background");
        assert_eq!(told.last(), Some(&(2001, Event::Input(Input::Key(Q)))));
    }

    #[test]
    fn a_lone_control_c_counts_at_once() {
        for begun in [b"\x1b[200~abc".as_slice(), b"\x1b]0;abc", b"\x1bPabc", b"\x1b[12"] {
            for control_c in [b"\x03".as_slice(), b"\x1b[99;5u", b"\x1b[99;133u", b"\x1b[27;69;99~"]
            {
                let script = [(0, begun), (100, control_c), (110, b"q")];
                assert_eq!(keys(&script), [(100, Key::Ctrl('c')), (110, Q)], "{begun:?}");
            }
        }
        // In a paste that comes byte by byte it is not alone, nor with something else.
        let script: Vec<(u64, &[u8])> =
            vec![(0, BEGIN), (10, b"a"), (11, b"\x03"), (12, b"b"), (50, b"\x03b"), (60, END)];
        assert_eq!(keys(&script), []);
    }

    #[test]
    fn a_key_held_down_gets_out_of_a_string_that_does_not_end() {
        for begun in [b"\x1b]".as_slice(), b"\x1bP", b"\x1b[200", b"\x1b[M"] {
            let held = (1..40).map(|count| (count * 33, b"q".as_slice()));
            let script: Vec<_> = std::iter::once((0, begun)).chain(held).collect();
            let first_ms = keys(&script).first().map(|(ms, _)| *ms);
            assert!(first_ms.is_some_and(|ms| ms < 700), "{begun:?}: {first_ms:?}");
        }
    }

    #[test]
    fn a_flood_is_not_typed() {
        // 1 MB in pieces, as a link would bring it, with answers in between.
        let piece = [b'q'; 4096];
        for begun in [BEGIN, b"\x1b]52;c;", b"\x1bP"] {
            let mut script: Vec<(u64, &[u8])> = vec![(0, begun)];
            for count in 1..256 {
                script.push((count * 40, &piece));
                script.push((count * 40 + 21, b"\x1b[0n"));
            }
            let end = 256 * 40;
            script.push((end + if begun == BEGIN { 2000 } else { 480 }, b"i"));
            let keys = keys(&script);
            assert!(matches!(keys[..], [(_, Key::Char('i'))]), "{begun:?}: {keys:?}");
        }
    }

    #[test]
    fn an_escape_byte_waits_for_the_rest_of_a_sequence() {
        assert_eq!(keys(&[(0, b"\x1b"), (40, b"[A")]), [(40, Key::Up)]);
        assert_eq!(keys(&[(0, b"\x1b"), (60, b"q")]), [(50, Key::Esc), (60, Q)]);
        assert_eq!(keys(&[(0, b"\x1b[1"), (400, b"A")]), [(400, Key::Up)]);
        assert_eq!(keys(&[(0, b"\x1b[1"), (501, b"A")]), [(501, Key::Char('A'))]);
    }
}
