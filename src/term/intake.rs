//! Interprets bytes from the terminal by their timing: an unfinished sequence is waited for until a
//! timeout, and a byte that comes alone is a key.

use super::late::{Late, Verdict};
use super::parser::{Event, Parser};
use super::sequence::begins_answer;
use crate::keys::{Input, Key};

/// How long an escape byte waits for the rest of a sequence before it counts as the key Esc (ns):
/// over a slow link the two can come apart.
const ESCAPE_WAIT_NS: u64 = 50_000_000;
/// Timeout of an unfinished sequence, from its last byte on (ns).
const SEQUENCE_WAIT_NS: u64 = 500_000_000;
/// Timeout of an unfinished paste, from its last byte on (ns).
const PASTE_WAIT_NS: u64 = 2_000_000_000;
/// A byte that comes this long after all others (ns) was not sent together with them.
const APART_NS: u64 = 20_000_000;
/// Most bytes of a single key.
const KEY_BYTES_MAX: usize = 16;

/// Turns bytes with their times of arrival into events. Times are wall time (ns).
#[derive(Clone, Debug, Default)]
pub struct Intake {
    parser: Parser,
    /// When the unfinished sequence began, and when its last byte came.
    since_ns: u64,
    grown_ns: u64,
    /// Whether a reply of the terminal is outstanding.
    owed: bool,
    /// Late bytes after an escape byte, or the wait for them.
    late: Option<Late>,
}

impl Intake {
    /// Sets whether a reply of the terminal is outstanding: an escape byte may then be its
    /// beginning, and waits longer.
    pub fn expect_answer(&mut self, owed: bool) {
        self.owed = owed;
    }

    /// Takes bytes that were read at once, and puts what they mean into `events`.
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
        if late.is_told() && !self.owed {
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
        } else if !late.is_told() {
            events.extend([Event::Input(Input::Key(Key::Esc))]);
        }
        self.feed(late.bytes(), now_ns, events);
    }

    /// Time until the next timeout (ns), if anything is unfinished.
    #[must_use]
    pub fn patience_ns(&self, now_ns: u64) -> Option<u64> {
        let wait_ns = match (&self.late, &self.parser) {
            // The key Esc has acted already, and another key may have followed.
            (Some(late), _) if late.is_told() && late.bytes().len() == 1 => ESCAPE_WAIT_NS,
            (Some(late), _) if !late.bytes().is_empty() => SEQUENCE_WAIT_NS,
            (_, parser) if !parser.is_pending() => return None,
            (_, parser) if parser.in_paste() => PASTE_WAIT_NS,
            (_, parser) if parser.after_escape() && !self.owed => ESCAPE_WAIT_NS,
            _ => SEQUENCE_WAIT_NS,
        };
        Some((self.grown_ns + wait_ns).saturating_sub(now_ns))
    }

    /// Applies the timeouts: a lone escape byte was the key Esc.
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

    /// Whether `bytes` are keys although a sequence is unfinished: Ctrl-C that comes alone always
    /// is, any other key is once the sequence should long have ended, unless it continues an
    /// outstanding reply.
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
mod tests {
    use super::super::sequence::Answer;
    use super::*;
    use crate::ui::Rgb;

    /// What a script brings: bytes at times (ms), and what they mean at which time, if it is looked
    /// for events as often as there is reason to.
    fn played(script: &[(u64, &[u8])]) -> Vec<(u64, Event)> {
        played_while(false, script)
    }

    /// The same while an answer is owed, or none is.
    fn played_while(owed: bool, script: &[(u64, &[u8])]) -> Vec<(u64, Event)> {
        let (mut intake, mut events, mut told) = (Intake::default(), Vec::new(), Vec::new());
        let end = script.last().map_or(0, |(ms, _)| ms + 5000);
        let mut script = script.iter().peekable();
        intake.expect_answer(owed);
        for ms in 0..end {
            let now_ns = ms * 1_000_000;
            while let Some((_, bytes)) = script.next_if(|(at, _)| *at == ms) {
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

    /// Whole answers, and which.
    fn answers() -> Vec<(&'static [u8], Answer)> {
        let white = Answer::Background(Rgb::WHITE);
        vec![
            (b"\x1b[0n", Answer::Status),
            (b"\x1b[3n", Answer::Status),
            (b"\x1b[1;21R", Answer::Column(21)),
            (b"\x1b]11;rgb:ffff/ffff/ffff\x07", white),
            (b"\x1b]11;rgb:ff/ff/ff\x1b\\", white),
            (b"\x1b]11;rgba:ffff/ffff/ffff/ffff\x1b\\", white),
        ]
    }

    const DELAYS_MS: [u64; 12] = [1, 2, 10, 19, 20, 49, 50, 51, 80, 200, 300, 450];

    #[test]
    fn an_answer_in_two_pieces_is_one() {
        for (bytes, answer) in answers() {
            for (cut, delay_ms) in (1..bytes.len()).flat_map(|cut| DELAYS_MS.map(|ms| (cut, ms))) {
                let script = [(10, &bytes[..cut]), (10 + delay_ms, &bytes[cut..])];
                let told = played_while(true, &script);
                let expected = [(10 + delay_ms, Event::Answer(answer))];
                assert_eq!(told, expected, "{:?}, {cut}, {delay_ms} ms", bytes.escape_ascii());
            }
        }
    }

    #[test]
    fn an_answer_in_pieces_of_a_byte_is_one() {
        for (bytes, answer) in answers() {
            for delay_ms in DELAYS_MS {
                let at = |k: usize| 10 + k as u64 * delay_ms;
                let script: Vec<_> =
                    bytes.chunks(1).enumerate().map(|(k, it)| (at(k), it)).collect();
                let told = played_while(true, &script);
                let expected = [(at(bytes.len() - 1), Event::Answer(answer))];
                assert_eq!(told, expected, "{:?}, {delay_ms} ms", bytes.escape_ascii());
            }
        }
    }

    #[test]
    fn the_rest_of_an_answer_after_its_escape_byte_was_given_up_types_nothing() {
        for (bytes, answer) in answers() {
            for (owed, wait_ms) in [(true, 500), (false, 50)] {
                for delay_ms in [wait_ms, wait_ms + 1, 3000] {
                    let script = [(10, &bytes[..1]), (10 + delay_ms, &bytes[1..])];
                    let told = played_while(owed, &script);
                    let esc = (10 + wait_ms, Event::Input(Input::Key(Key::Esc)));
                    let expected = [esc, (10 + delay_ms, Event::Answer(answer))];
                    assert_eq!(told, expected, "{:?}, {delay_ms} ms", bytes.escape_ascii());
                }
            }
        }
        // In three pieces, too, while it is owed.
        let script: [(u64, &[u8]); 3] = [(0, b"\x1b"), (700, b"[0"), (900, b"n")];
        let told = played_while(true, &script);
        assert_eq!(told.last(), Some(&(900, Event::Answer(Answer::Status))));
        assert_eq!(told.len(), 2, "{told:?}");
        // What the terminal says of itself is no key, either.
        assert_eq!(played(&[(0, b"\x1b"), (100, b"[?62;22c")]).len(), 1);
    }

    #[test]
    fn escape_acts_as_soon_as_it_can_be_nothing_else() {
        let keys_while = |owed, script: &[(u64, &[u8])]| {
            let told = played_while(owed, script);
            let key = |(ms, event)| match event {
                Event::Input(Input::Key(key)) => Some((ms, key)),
                _ => None,
            };
            told.into_iter().filter_map(key).collect::<Vec<_>>()
        };
        let (esc, bracket) = (Key::Esc, Key::Char('['));
        type Case<'a> = (bool, &'a [(u64, &'a [u8])], &'a [(u64, Key)]);
        let cases: &[Case<'_>] = &[
            (false, &[(0, b"\x1b")], &[(50, esc)]),
            (true, &[(0, b"\x1b")], &[(500, esc)]),
            // The answer that is owed comes: what came before was no part of it.
            (true, &[(0, b"\x1b"), (30, b"\x1b[0n")], &[(30, esc)]),
            (true, &[(0, b"\x1b"), (120, b"\x1b[0n")], &[(120, esc)]),
            (true, &[(0, b"\x1b"), (120, b"\x1b"), (300, b"[0n")], &[(120, esc)]),
            // Another key does.
            (true, &[(0, b"\x1b"), (120, b"q")], &[(120, esc), (120, Q)]),
            (true, &[(0, b"\x1b"), (120, b"\x1b[A")], &[(120, esc), (120, Key::Up)]),
            (true, &[(0, b"\x1b"), (120, b"\x03")], &[(120, esc), (120, Key::Ctrl('c'))]),
            // A key of which the bytes came apart is one.
            (true, &[(0, b"\x1b"), (120, b"[A")], &[(120, Key::Up)]),
            (true, &[(0, b"\x1b"), (120, b"OP")], &[(120, Key::F(1))]),
            // What begins a sequence and does not become one was typed.
            (true, &[(0, b"\x1b"), (120, b"[")], &[(620, esc), (620, bracket)]),
            (
                true,
                &[(0, b"\x1b"), (120, b"["), (300, b"q")],
                &[(300, esc), (300, bracket), (300, Q)],
            ),
            // After the key has acted, others do so at once, or nearly if an answer is owed.
            (false, &[(0, b"\x1b"), (120, b"[")], &[(50, esc), (120, bracket)]),
            (true, &[(0, b"\x1b"), (620, b"[")], &[(500, esc), (670, bracket)]),
            (
                true,
                &[(0, b"\x1b"), (620, b"[A")],
                &[(500, esc), (620, bracket), (620, Key::Char('A'))],
            ),
            (false, &[(0, b"\x1b"), (120, b"qqq")], &[(50, esc), (120, Q), (120, Q), (120, Q)]),
        ];
        for (owed, script, expected) in cases {
            assert_eq!(keys_while(*owed, script), *expected, "{owed}, {script:?}");
        }
    }
}
