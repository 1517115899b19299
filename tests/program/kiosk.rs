//! A scope that is open to everybody: what it refuses, and that it ends when it is left alone.

use std::fs;
use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::support::program::{PRESET, Place};
use crate::support::pty::Terminal;

const KIOSK: &str = "kiosk: nothing is recorded, saved or suspended here";

/// A kiosk in a place where the account has files of its own.
fn start(place: &Place, args: &[&str], columns: u16, rows: u16) -> Terminal {
    place.user_preset("mine.toml", PRESET);
    place.write("config/izh-tui/config.toml", "this is no configuration");
    let config = place.path("config");
    let variables = [("XDG_CONFIG_HOME", config.to_str().expect("UTF-8"))];
    Terminal::start_with(&place.path(""), args, columns, rows, &variables)
}

/// All files below the place, with what is in them.
fn files(place: &Place) -> Vec<(String, String)> {
    let mut folders = vec![place.path("")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a directory") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let text = fs::read_to_string(&path).expect("text");
                files.push((path.to_string_lossy().into_owned(), text));
            }
        }
    }
    files.sort();
    files
}

#[test]
fn no_key_reaches_a_file_or_the_shell() {
    for preset in ["chattering", "cortex-2003"] {
        let place = Place::new();
        let mut terminal = start(&place, &["--kiosk", "--preset", preset], 100, 40);
        terminal.wait_for(preset);
        let before = files(&place);
        for key in ["R", "m", "\x1a"] {
            terminal.type_until(key, KIOSK);
            // A key that says something else in that line takes it away again.
            terminal.type_until(".", ". steps while paused");
        }
        terminal.type_until("?", "keys: ? or Esc closes");
        let help = terminal.screen();
        for row in ["recording on / off", "drop a marker", "suspend to the shell"] {
            assert!(!help.contains(row), "{help}");
        }
        terminal.send(b"\x1a");
        terminal.send(b"\x1b");
        terminal.wait("help that is closed", |screen| !screen.contains("Esc closes"));
        terminal.signal(Signal::TSTP);
        if preset == "chattering" {
            terminal.type_until("P", "parameters");
            terminal.type_until("w", KIOSK);
            terminal.send(b"P");
        }
        terminal.type_until("/", "pick a preset");
        terminal.send(b"mine");
        terminal.wait("a list without the account's own", |screen| screen.contains("mine"));
        assert!(!terminal.screen().contains("A test."), "{}", terminal.screen());
        terminal.send(b"\x03");
        assert_eq!(terminal.wait_for_end().exit_code(), 0);
        terminal.assert_restored();
        assert_eq!(files(&place), before);
    }
}

#[test]
fn the_gallery_is_a_kiosk_with_all_that_is_opened_from_it() {
    let place = Place::new();
    let mut terminal = start(&place, &["gallery", "--kiosk"], 100, 40);
    terminal.wait_for("tonic");
    let before = files(&place);
    terminal.type_until("\x1a", KIOSK);
    terminal.type_until("\r", "I = ");
    terminal.type_until("R", KIOSK);
    terminal.send(b"q");
    assert_eq!(terminal.wait_for_end().exit_code(), 0);
    assert_eq!(files(&place), before);
}

#[test]
fn it_ends_when_it_is_left_alone() {
    let place = Place::new();
    // Running or paused, and whatever lies over the scope.
    for keys in ["e", " ", "?", "/"] {
        let mut terminal = start(&place, &["--kiosk", "--idle", "0.01"], 80, 24);
        terminal.wait_for("chattering");
        let pressed = Instant::now();
        terminal.send(keys.as_bytes());
        assert_eq!(terminal.wait_for_end().exit_code(), 0);
        assert!(pressed.elapsed() >= Duration::from_millis(600), "{:?}", pressed.elapsed());
        terminal.assert_restored();
        assert!(terminal.screen().contains("ended: no key was pressed for a while"));
    }
}

#[test]
fn options_that_name_files_are_refused() {
    let place = Place::new();
    for (options, named) in [
        ("--record a.toml", "--record"),
        ("--overwrite", "--overwrite"),
        ("--stimulus s.toml", "--stimulus"),
        ("--config c.toml", "--config"),
        ("--sample-ms 1", "--sample-ms"),
        ("--allow-files-anywhere", "--allow-files-anywhere"),
        ("--preset ./p.toml", "--preset"),
        ("--preset -", "--preset"),
        ("--idle 0", "--idle"),
        ("--idle nan", "--idle"),
        ("--idle 10001", "--idle"),
    ] {
        let arguments: Vec<&str> = ["--kiosk"].into_iter().chain(options.split(' ')).collect();
        place.run(&arguments).refused(2, &[named]);
    }
    place.run(&["gallery", "--kiosk", "--check"]).refused(2, &["--check"]);
    let outcome = place.run(&["--idle", "5"]);
    assert_eq!(outcome.code, Some(2));
    assert!(outcome.err.contains("--kiosk"), "{}", outcome.err);
}
