//! What it is started in: without a terminal, with a poor one, without a home.

use std::fs::File;
use std::process::{Command, Stdio};

use portable_pty::{PtySize, native_pty_system};

use crate::folder;
use crate::support::pty::Terminal;

/// What a command line says that needs a terminal and has none, or only half of one.
#[test]
fn without_a_terminal_it_says_so_and_writes_no_escape_byte() {
    let folder = folder();
    let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
    let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
    let name = pair.master.tty_name().expect("a name");
    let terminal = || Stdio::from(File::options().read(true).write(true).open(&name).expect("it"));
    let broken_pipe = || {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        Stdio::from(writer)
    };
    let full = || Stdio::from(File::options().write(true).open("/dev/full").expect("a device"));
    let cases = [
        ("no terminal at all", Stdio::null(), Stdio::null()),
        ("input from nowhere", Stdio::null(), terminal()),
        ("output to a pipe", terminal(), Stdio::piped()),
        ("output to a pipe that nobody reads", terminal(), broken_pipe()),
        ("output to a full device", terminal(), full()),
    ];
    for (what, stdin, stdout) in cases {
        let mut command = Command::new(env!("CARGO_BIN_EXE_izh-tui"));
        command.current_dir(folder.path()).env("HOME", folder.path()).env("TERM", "xterm");
        let child = command.stdin(stdin).stdout(stdout).stderr(Stdio::piped()).spawn();
        let output = child.and_then(std::process::Child::wait_with_output).expect("it runs");
        assert_eq!(output.status.code(), Some(2), "{what}");
        assert!(output.stdout.is_empty(), "{what}");
        let message = String::from_utf8(output.stderr).expect("UTF-8");
        assert_eq!(message.lines().count(), 1, "{what}: {message}");
        assert!(message.contains("needs a terminal"), "{what}: {message}");
        assert!(!message.contains('\u{1b}'), "{what}: {message}");
    }
    drop(pair);
}

/// The parameters of every sequence that sets colours and attributes.
fn styles(written: &str) -> Vec<&str> {
    let sequences = written.split("\x1b[").skip(1);
    sequences
        .filter_map(|sequence| {
            let end = sequence.find(|c: char| c.is_ascii_alphabetic())?;
            (sequence.as_bytes()[end] == b'm').then_some(&sequence[..end])
        })
        .collect()
}

/// How colours are written that `style` sets: not at all, by one of sixteen numbers, or by more.
fn colours_of(style: &str) -> &'static str {
    let is_basic =
        |number: &str| number.parse().is_ok_and(|number: u32| matches!(number, 30..=39 | 90..=97));
    match style {
        _ if style.contains("38;2;") => "true",
        _ if style.contains("38;5;") => "256",
        _ if style.split(';').any(is_basic) => "16",
        _ => "none",
    }
}

#[test]
fn poor_terminals_are_told_only_what_they_know() {
    type Case = (&'static [(&'static str, &'static str)], &'static str, fn(char) -> bool);
    let any: fn(char) -> bool = |_| true;
    let no_braille: fn(char) -> bool = |c| !('\u{2800}'..='\u{28ff}').contains(&c);
    let ascii: fn(char) -> bool = |c| c.is_ascii();
    let cases: &[Case] = &[
        (&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")], "true", any),
        (&[("TERM", "xterm-256color")], "256", any),
        (&[("TERM", "xterm")], "16", any),
        (&[("TERM", "linux")], "16", no_braille),
        (&[("TERM", "vt100")], "none", ascii),
        (&[("TERM", "xterm-256color"), ("NO_COLOR", "1")], "none", any),
        (&[("TERM", "xterm-256color"), ("LC_ALL", "C")], "256", ascii),
        (&[("TERM", "xterm"), ("LC_ALL", "C"), ("NO_COLOR", "1")], "none", ascii),
        (&[("TERM", "of-some-kind")], "16", any),
    ];
    let folder = folder();
    for (variables, colours, characters) in cases {
        let mut terminal = Terminal::start_with(folder.path(), &[], 80, 24, variables);
        terminal.wait_for("I = 10.0");
        terminal.send(b"?q");
        assert_eq!(terminal.wait_for_end().exit_code(), 0);
        terminal.assert_restored();
        let text = String::from_utf8(terminal.bytes()).expect("UTF-8");
        assert!(text.chars().all(characters), "{variables:?}");
        let used = styles(&text).into_iter().map(colours_of).filter(|used| *used != "none");
        let used: std::collections::BTreeSet<_> = used.collect();
        // Terminals that have more know the shorter ways to say the same, too.
        let shorter: &[_] = match *colours {
            "true" => &["16", "256"],
            "256" => &["16"],
            _ => &[],
        };
        let used: Vec<_> = used.into_iter().filter(|used| !shorter.contains(used)).collect();
        let expected: &[_] = if *colours == "none" { &[] } else { &[*colours] };
        assert_eq!(used, expected, "{variables:?}");
    }
}

#[test]
fn a_terminal_that_can_not_place_text_is_refused() {
    let folder = folder();
    for term in ["dumb", ""] {
        let mut terminal = Terminal::start_with(folder.path(), &[], 80, 24, &[("TERM", term)]);
        assert_eq!(terminal.wait_for_end().exit_code(), 2);
        assert!(!terminal.bytes().contains(&0x1b));
    }
}

#[test]
fn a_home_that_can_not_be_written_is_told_when_it_matters() {
    let folder = folder();
    for (home, told) in [("", "neither XDG_CONFIG_HOME nor HOME"), ("/proc", "/proc/.config")] {
        let variables = [("HOME", home)];
        let mut terminal = Terminal::start_with(folder.path(), &[], 120, 40, &variables);
        terminal.wait_for("I = 10.0");
        terminal.type_until("P", "parameters");
        terminal.type_until("w", "save as");
        terminal.type_until("\r", told);
        terminal.send(b"\x03");
        assert_eq!(terminal.wait_for_end().exit_code(), 0);
        terminal.assert_restored();
    }
}

#[test]
fn a_name_that_would_steer_the_terminal_is_spelt_out_before_and_after_the_end() {
    let folder = folder();
    let args = ["--record", "a\u{1b}[31m\u{202e}\u{9b}b"];
    let mut terminal = Terminal::start(folder.path(), &args, 120, 30);
    terminal.wait_for("recording to a\\u{1b}[31m\\u{202e}\\u{9b}b");
    terminal.send(b"q");
    assert_eq!(terminal.wait_for_end().exit_code(), 0);
    terminal.assert_restored();
    assert!(terminal.screen().contains("recorded to a\\u{1b}[31m\\u{202e}\\u{9b}b"));
    let text = String::from_utf8(terminal.bytes()).expect("UTF-8");
    assert!(!text.contains(['\u{202e}', '\u{9b}']));
}
