use super::super::sequence::Answer;
use super::*;
use crate::ui::Rgb;

/// The events of a script of bytes and their times of arrival (ms), with the time of each event;
/// timeouts are applied every millisecond.
fn played(script: &[(u64, &[u8])]) -> Vec<(u64, Event)> {
    played_while(false, script)
}

/// As [`played`], with a reply outstanding or not (`owed`).
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
    // Two seconds without a byte end a paste, too.
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
    // 2 s have passed since the last byte of the paste, though not since the last reply.
    script.push((2001, b"q"));
    let told = played(&script);
    let answers = told.iter().filter(|(_, event)| matches!(event, Event::Answer(_)));
    assert_eq!(answers.count(), 2 * 59, "status and background");
    assert_eq!(told.last(), Some(&(2001, Event::Input(Input::Key(Q)))));
}

#[test]
fn a_lone_control_c_counts_at_once() {
    for begun in [b"\x1b[200~abc".as_slice(), b"\x1b]0;abc", b"\x1bPabc", b"\x1b[12"] {
        for control_c in [b"\x03".as_slice(), b"\x1b[99;5u", b"\x1b[99;133u", b"\x1b[27;69;99~"] {
            let script = [(0, begun), (100, control_c), (110, b"q")];
            assert_eq!(keys(&script), [(100, Key::Ctrl('c')), (110, Q)], "{begun:?}");
        }
    }
    // Ctrl-C is not alone in a paste that comes byte by byte, nor next to another byte.
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
    // 1 MB in pieces, as a link delivers it, with replies in between.
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

/// Encoded replies, and their meanings.
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
            let script: Vec<_> = bytes.chunks(1).enumerate().map(|(k, it)| (at(k), it)).collect();
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
    // The same in three pieces, while the reply is outstanding.
    let script: [(u64, &[u8]); 3] = [(0, b"\x1b"), (700, b"[0"), (900, b"n")];
    let told = played_while(true, &script);
    assert_eq!(told.last(), Some(&(900, Event::Answer(Answer::Status))));
    assert_eq!(told.len(), 2, "{told:?}");
    // Late device attributes are no key, either.
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
        // The outstanding reply arrives: the escape byte before it was the key Esc.
        (true, &[(0, b"\x1b"), (30, b"\x1b[0n")], &[(30, esc)]),
        (true, &[(0, b"\x1b"), (120, b"\x1b[0n")], &[(120, esc)]),
        (true, &[(0, b"\x1b"), (120, b"\x1b"), (300, b"[0n")], &[(120, esc)]),
        // Another key arrives, with the same effect.
        (true, &[(0, b"\x1b"), (120, b"q")], &[(120, esc), (120, Q)]),
        (true, &[(0, b"\x1b"), (120, b"\x1b[A")], &[(120, esc), (120, Key::Up)]),
        (true, &[(0, b"\x1b"), (120, b"\x03")], &[(120, esc), (120, Key::Ctrl('c'))]),
        // The bytes of one key arrive separately.
        (true, &[(0, b"\x1b"), (120, b"[A")], &[(120, Key::Up)]),
        (true, &[(0, b"\x1b"), (120, b"OP")], &[(120, Key::F(1))]),
        // Bytes that begin a sequence but do not complete it were typed.
        (true, &[(0, b"\x1b"), (120, b"[")], &[(620, esc), (620, bracket)]),
        (true, &[(0, b"\x1b"), (120, b"["), (300, b"q")], &[(300, esc), (300, bracket), (300, Q)]),
        // After Esc was reported, keys count at once, or soon if a reply is outstanding.
        (false, &[(0, b"\x1b"), (120, b"[")], &[(50, esc), (120, bracket)]),
        (true, &[(0, b"\x1b"), (620, b"[")], &[(500, esc), (670, bracket)]),
        (true, &[(0, b"\x1b"), (620, b"[A")], &[(500, esc), (620, bracket), (620, Key::Char('A'))]),
        (false, &[(0, b"\x1b"), (120, b"qqq")], &[(50, esc), (120, Q), (120, Q), (120, Q)]),
    ];
    for (owed, script, expected) in cases {
        assert_eq!(keys_while(*owed, script), *expected, "{owed}, {script:?}");
    }
}
