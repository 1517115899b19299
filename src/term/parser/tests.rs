use proptest::prelude::*;

use super::*;
use crate::keys::{Gesture, Mouse};
use crate::ui::Rgb;

fn events(parser: &mut Parser, bytes: &[u8]) -> Vec<Event> {
    let mut events = Vec::new();
    parser.feed(bytes, &mut events);
    events
}

fn parsed(bytes: &[u8]) -> Vec<Input> {
    let mut parser = Parser::default();
    let input = |event| match event {
        Event::Input(input) => Some(input),
        Event::Answer(_) => None,
    };
    let inputs = events(&mut parser, bytes).into_iter().filter_map(input);
    inputs.chain(parser.give_up()).collect()
}

fn keys(bytes: &[u8]) -> Vec<Key> {
    let key = |input| match input {
        Input::Key(key) => Some(key),
        Input::Mouse(_) => None,
    };
    parsed(bytes).into_iter().filter_map(key).collect()
}

#[test]
fn keys_in_every_encoding() {
    use Key::{Alt, BackTab, Char, Ctrl, Delete, Down, Enter, Esc, F, Insert, Up};
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
        // Esc, and then a report of the terminal.
        (b"\x1b\x1b[0n\x1b[A\x1b\x1b\x1b[I", &[Esc, Up, Esc, Esc]),
        (b"\x1b\x1b]11;rgb:0/0/0\x07q", &[Esc, Char('q')]),
        // With Shift: the unshifted character, perhaps the shifted one, perhaps the typed one.
        (b"\x1b[112;2u\x1b[112:80;2u\x1b[112u", &[Char('P'), Char('P'), Char('p')]),
        (b"\x1b[80;2u\x1b[27;2;80~\x1b[27;2;112~", &[Char('P'); 3]),
        (b"\x1b[47;2u\x1b[63;2u\x1b[55:47;2u", &[Char('?'), Char('?'), Char('/')]),
        (b"\x1b[46;2;58u\x1b[233;2u", &[Char(':'), Char('\u{c9}')]),
        // Caps lock and num lock are no held keys; caps lock acts on letters only.
        (b"\x1b[112;65u\x1b[112;66u\x1b[49;65u", &[Char('P'), Char('p'), Char('1')]),
        (b"\x1b[112;129u\x1b[1;129A", &[Char('p'), Up]),
        // Caps lock, num lock and both with Control, in both encodings.
        (b"\x1b[99;69u\x1b[99;133u\x1b[99;197u", &[Ctrl('c'); 3]),
        (b"\x1b[99:67;70u\x1b[67;69u\x1b[99;133:1u", &[Ctrl('c'); 3]),
        (b"\x1b[27;69;99~\x1b[27;133;99~\x1b[27;197;99~", &[Ctrl('c'); 3]),
        (b"\x1b[27;133u\x1b[9;133u\x1b[13;133u\x1b[27;129;13~", &[Enter]),
        (b"\x1b[27;129u\x1b[9;129u\x1b[13;193u", &[Esc, Key::Tab, Enter]),
        (b"\x1b[5;129~\x1b[1;193H\x1b[11;129~", &[Key::PageUp, Key::Home, F(1)]),
        // The keypad: in application mode, by number, with num lock.
        (b"\x1bOM\x1b[57414u\x1b[57414;129u\x1b[57414;1:1u", &[Enter; 4]),
        (b"\x1bOp\x1bOy\x1b[57399u\x1b[57408;129u", &[Char('0'), Char('9'), Char('0'), Char('9')]),
        (
            b"\x1bOj\x1bOk\x1bOl\x1bOm\x1bOn\x1bOo\x1bOX",
            &"*+,-./=".chars().map(Char).collect::<Vec<_>>(),
        ),
        (
            b"\x1b[57411u\x1b[57413u\x1b[57416u\x1b[57412u\x1b[57409u\x1b[57410u\x1b[57415u",
            &"*+,-./=".chars().map(Char).collect::<Vec<_>>(),
        ),
        (b"\x1b[57417u\x1b[57418u\x1b[57419u\x1b[57420u", &[Key::Left, Key::Right, Up, Down]),
        (
            b"\x1b[57421u\x1b[57422u\x1b[57423u\x1b[57424u",
            &[Key::PageUp, Key::PageDown, Key::Home, Key::End],
        ),
        (b"\x1b[2~\x1b[3~\x1b[57425u\x1b[57426u", &[Insert, Delete, Insert, Delete]),
        // Keys that type nothing: Menu, a media key, a lone modifier; a keypad key with Ctrl.
        (b"\x1b[57363u\x1b[57428u\x1b[57441;2u\x1b[57399;5u", &[]),
        // With Alt: after an escape byte, or in another encoding, with Shift and the locks, too.
        (b"\x1bq\x1bQ\x1b \x1b5", &[Alt('q'), Alt('Q'), Alt(' '), Alt('5')]),
        ("\x1b\u{e9}\x1b\u{6f22}q".as_bytes(), &[Alt('\u{e9}'), Alt('\u{6f22}'), Char('q')]),
        (b"\x1b[113;3u\x1b[27;3;113~\x1b[113;67u", &[Alt('q'), Alt('q'), Alt('Q')]),
        (b"\x1b[113;4u\x1b[49:33;4u\x1b[113;131u", &[Alt('Q'), Alt('!'), Alt('q')]),
        // The key Esc, and then a character with Alt.
        (b"\x1b\x1bq\x1b\x1b\xc3\xa9", &[Esc, Alt('q'), Esc, Alt('\u{e9}')]),
        // Tab with Shift, and Ctrl with characters that are no letters.
        (b"\x1b[Z\x1b[1;2Z\x1b[9;2u", &[BackTab; 3]),
        (b"\x1c\x1d\x1e\x1f", &[Ctrl('\\'), Ctrl(']'), Ctrl('^'), Ctrl('_')]),
    ];
    for (bytes, expected) in cases {
        assert_eq!(keys(bytes), *expected, "{bytes:?}");
    }
}

#[test]
fn what_has_no_meaning_has_none() {
    let cases: &[&[u8]] = &[
        b"\x1b\r\x1b\x7f\x1b\x03",            // Alt with what is no character
        b"\x1b[113;7u\x1b[13;3u",             // Alt and Ctrl, Alt-Enter
        b"\x1b[1;5A\x1b[1;3A\x1bO5A",         // arrows with Ctrl or Alt
        b"\x1b\x1b[A\x1b\x1bOA\x1b\x1b[5~",   // with Alt, as a second escape byte
        b"\x1b[113;9u\x1b[13;5u\x1b[9;3u",    // with Super, Ctrl-Enter, Alt-Tab
        b"\x1b[1;5Z\x1b[2;5~\x1b[3;3~",       // Tab, Insert, Delete with Ctrl or Alt
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
        let events = events(&mut Parser::default(), bytes);
        assert!(events.iter().all(|event| matches!(event, Event::Answer(_))));
        events.iter().filter(|event| **event == Event::Answer(Answer::Status)).count()
    };
    assert_eq!(answers(b"\x1b[0n\x1b[0n\x1b[3n"), 3);
    assert_eq!(answers(b"\x1b[n\x1b[5n\x1b[0;1n\x1b[?0n\x1b[0R"), 0);
    // Replies in the middle of a pasted text, and of a control string.
    assert_eq!(answers(b"\x1b[200~q\x1b[0nq\x1b[201~\x1b[0n"), 2);
    assert_eq!(answers(b"\x1b]11;rgb:0\x1b[0n/0/0\x1b\\\x1bPq\x1b[0n\x1b[?6cq\x07"), 2);
}

#[test]
fn what_the_terminal_says_belongs_to_no_paste() {
    let said: &[&[u8]] = &[
        b"\x1b[0n",
        b"\x1b[?62;22c",
        b"\x1b[>1;4000;0c",
        b"\x1b[3;4R",
        b"\x1b[?2026;2$y",
        b"\x1b[I",
        b"\x1b[<35;1;1M",
        b"\x1b]11;rgb:0000/0000/0000\x1b\\",
        b"\x1b]10;rgb:0000/0000/0000\x07",
        b"\x1bP>|terminal 1\x1b\\",
    ];
    let pasted: &[&[u8]] = &[
        b"q",
        b"\x03",
        b"\x1b[A",
        b"\x1b[113u",
        b"\x1bq",
        b"\x1b\x1b",
        b"\x1b[200~",
        b"\x1b[1\x03",
    ];
    let unended = [b"\x1b]".as_slice(), &[b'q'; 300]].concat();
    for begin in [b"\x1b[200~".as_slice(), b"\x1b[200~abc"] {
        let grows = |bytes: &[u8]| {
            let mut parser = Parser::default();
            parser.feed(begin, &mut Vec::new());
            parser.take_grown();
            let input = |event: &Event| matches!(event, Event::Input(_));
            assert!(!events(&mut parser, bytes).iter().any(input), "{bytes:?}");
            let grown = parser.take_grown();
            assert!(parser.in_paste(), "{bytes:?}");
            assert_eq!(events(&mut parser, b"\x1b[201~"), [], "{bytes:?}");
            assert_eq!(events(&mut parser, b"q"), [key(Key::Char('q'))], "{bytes:?}");
            grown
        };
        said.iter().for_each(|bytes| assert!(!grows(bytes), "{bytes:?}"));
        pasted.iter().for_each(|bytes| assert!(grows(bytes), "{bytes:?}"));
        assert!(grows(&unended));
    }
}

#[test]
fn the_background_is_told_whole_or_in_pieces_and_never_typed() {
    let told = |bytes: &[u8]| {
        let mut parser = Parser::default();
        let told = events(&mut parser, bytes);
        assert!(!parser.is_pending(), "{bytes:?}");
        told
    };
    let white = Event::Answer(Answer::Background(Rgb::WHITE));
    let status = Event::Answer(Answer::Status);
    assert_eq!(told(b"\x1b]11;rgb:ffff/ffff/ffff\x1b\\"), [white]);
    assert_eq!(
        told(b"\x1b]11;rgb:f/f/f\x07\x1b[0n\x1b]11;rgba:ff/ff/ff/80\x07"),
        [white, status, white]
    );
    assert_eq!(told(b"\x1b[200~q\x1b]11;rgb:f/f/f\x07q\x1b[201~"), [white]);
    let long = [&b"\x1b]11;rgb:f/f/f"[..], &[b' '; 300], b"\x07"].concat();
    for nothing in [
        &b"\x1b]11;rgb:f/f/f\x18"[..], // broken off
        b"\x1bP11;rgb:f/f/f\x07",      // another kind of string
        b"\x1b]10;rgb:f/f/f\x07\x1b]11;?\x07",
        &long,
    ] {
        assert_eq!(told(nothing), [], "{nothing:?}");
    }
}

#[test]
fn the_mouse_in_sgr_encoding() {
    let mouse = |gesture, x, y| Input::Mouse(Mouse { gesture, x, y });
    let [up, down] = [true, false].map(|away| Gesture::Wheel { away });
    assert_eq!(parsed(b"\x1b[<64;10;5M\x1b[<65;1;1M"), [mouse(up, 9, 4), mouse(down, 0, 0)]);
    assert_eq!(
        parsed(b"\x1b[<0;300;200M\x1b[<32;301;200M\x1b[<0;302;65535m"),
        [
            mouse(Gesture::Press, 299, 199),
            mouse(Gesture::Drag, 300, 199),
            mouse(Gesture::Release, 301, 65534),
        ]
    );
    // Other buttons, held modifiers, movement without a button, and what is broken.
    for dropped in [
        "<1;1;1M",
        "<2;1;1M",
        "<4;1;1M",
        "<16;1;1M",
        "<35;1;1M",
        "<66;1;1M",
        "<64;1;1m",
        "<0;0;1M",
        "<0;1;0M",
        "<0;1M",
        "<0;1;1;1M",
        "<0;;1M",
        "<;1;1M",
        "<M",
        "<0;-1;1M",
        "<0;+1;1M",
        "<0; 1;1M",
        "<0;65536;1M",
        "<0;99999999999999999999;1M",
        "<0:1;1;1M",
        "<0;1;1.5M",
        "<00000000000065536;1;1M",
    ] {
        assert_eq!(parsed(format!("\x1b[{dropped}").as_bytes()), [], "{dropped}");
        let then = format!("\x1b[{dropped}q");
        assert_eq!(parsed(then.as_bytes()), [Input::Key(Key::Char('q'))], "{dropped}");
    }
    // Cut by the next report, and split over reads.
    assert_eq!(parsed(b"\x1b[<0;1\x1b[<0;2;2M"), [mouse(Gesture::Press, 1, 1)]);
    let whole = b"\x1b[<32;12;34M";
    for cut in 2..whole.len() {
        let mut parser = Parser::default();
        let mut found = events(&mut parser, &whole[..cut]);
        found.extend(events(&mut parser, &whole[cut..]));
        assert_eq!(found, [Event::Input(mouse(Gesture::Drag, 11, 33))], "{cut}");
    }
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
        parser.feed(&bytes, &mut Vec::new());
        parser.give_up();
        prop_assert!(!parser.is_pending());
        prop_assert_eq!(events(&mut parser, b"q"), [key(Key::Char('q'))]);
    }
}
