//! Links that are slow, long, or bring what nobody typed.

use std::time::{Duration, Instant};

use crate::folder;
use crate::support::machine::has;
use crate::support::pty::{Terminal, Wire, command, command_with, requests};

/// Longest time in which a key acts, whatever came before it. Alone, it is a few milliseconds.
const ACTING_MAX: Duration = Duration::from_secs(1);

#[test]
fn a_key_shows_soon_on_a_slow_link() {
    let folder = folder();
    let wire = Wire { bytes_per_s: 1920.0, way: Duration::ZERO };
    let program = command_with(folder.path(), &[], &[]);
    let mut terminal = Terminal::behind(wire, program, 80, 24);
    terminal.wait_for("I = 10.0");
    terminal.wait("the whole picture", |screen| screen.contains("rtt") && screen.contains("quit"));
    terminal.take_unanswered_max();
    let mut times = Vec::new();
    for text in ["I = 10.5", "I = 11.0", "I = 11.5", "I = 12.0", "I = 12.5"] {
        let pressed = Instant::now();
        terminal.type_until("\x1b[A", text);
        times.push(pressed.elapsed());
    }
    times.sort();
    assert!(times[2] < Duration::from_millis(1200), "{times:?}");
    assert!(terminal.take_unanswered_max() <= 2);
    terminal.send(b"q");
    assert_eq!(terminal.wait_for_end().exit_code(), 0);
    terminal.assert_restored();
}

#[test]
fn no_answer_is_typed_into_the_shell_behind_a_long_way() {
    let folder = folder();
    // What comes after the end is echoed by the terminal, and shown by the next program.
    let script = "\"$0\"; echo ended; exec cat -v";
    for (way_ms, quit) in [(800, b"q".as_slice()), (800, b"\x03"), (1500, b"q")] {
        let wire = Wire { bytes_per_s: 1e6, way: Duration::from_millis(way_ms) };
        let args = ["-c", script, env!("CARGO_BIN_EXE_izh-tui")];
        let shell = command(folder.path(), "/bin/sh", &args);
        let mut terminal = Terminal::behind(wire, shell, 80, 24);
        terminal.wait_for("spikes");
        terminal.send(quit);
        terminal.wait_for("ended");
        terminal.wait_for_answers();
        terminal.send(b"next\r");
        terminal.wait_for("next");
        let screen = terminal.screen();
        assert!(!screen.contains("[0n"), "{way_ms} ms: {screen}");
    }
}

#[test]
fn a_megabyte_that_means_nothing_makes_it_deaf_for_no_second() {
    let folder = folder();
    let mut terminal = Terminal::start(folder.path(), &[], 80, 24);
    terminal.wait_for("I = 10.0");
    let megabyte = [b'q'; 1 << 20];
    let mut current = 10.0;
    for (begin, end) in [
        ("\x1b[200~", "\x1b[201~"),
        ("\x1b]52;c;", "\x07"),
        ("\x1b]", ""),
        ("\x1bP", ""),
        ("\x1b_", ""),
    ] {
        terminal.send(begin.as_bytes());
        terminal.send(&megabyte);
        terminal.send(end.as_bytes());
        let pressed = Instant::now();
        current += 0.5;
        terminal.type_until("\x1b[A", &format!("I = {current:.1}"));
        assert!(pressed.elapsed() < ACTING_MAX, "{begin:?}: {:?}", pressed.elapsed());
    }
    terminal.send(b"q");
    assert_eq!(terminal.wait_for_end().exit_code(), 0);
}

#[test]
fn a_paste_without_an_end_is_over_after_two_seconds_and_is_left_by_control_c() {
    let folder = folder();
    let mut terminal = Terminal::start(folder.path(), &[], 80, 24);
    terminal.wait_for("I = 10.0");
    let pasted = Instant::now();
    terminal.send(b"\x1b[200~q\x1b[A");
    terminal.pass(Duration::from_millis(1500));
    terminal.send(b"q\x03q");
    // Every frame is answered meanwhile, and none of these answers makes the paste last.
    terminal.pass(Duration::from_millis(2100));
    terminal.type_until("\x1b[A", "I = 10.5");
    assert!(pasted.elapsed() < Duration::from_secs(6), "{:?}", pasted.elapsed());
    terminal.send(b"\x1b[200~abc");
    terminal.pass(Duration::from_millis(100));
    let pressed = Instant::now();
    terminal.send(b"\x03");
    assert_eq!(terminal.wait_for_end().exit_code(), 0);
    assert!(pressed.elapsed() < ACTING_MAX, "{:?}", pressed.elapsed());
    terminal.assert_restored();
}

#[test]
fn answers_in_two_pieces_type_nothing() {
    let folder = folder();
    let mut terminal = Terminal::start_silent(folder.path(), &["--record", "a.toml"], 80, 24);
    for count in 1..12 {
        terminal.wait_for_bytes("the next request", |bytes| requests(bytes) >= count);
        terminal.send(b"\x1b");
        terminal.pass(Duration::from_millis(80));
        terminal.send(b"[0n");
    }
    terminal.send(b"q");
    assert_eq!(terminal.wait_for_end().exit_code(), 0);
    let text = std::fs::read_to_string(folder.path().join("a.toml")).expect("the recording");
    assert!(!text.contains("[[event]]"), "{text}");
}

#[test]
fn below_a_server_that_answers_for_the_terminal_it_sweeps() {
    // The only place where a system tells the names of processes above.
    if !has("/proc/self/comm") {
        return;
    }
    let folder = folder();
    // A shell by the name of the server, which waits for the program.
    std::fs::copy("/bin/sh", folder.path().join("mosh-server")).expect("a copy");
    let script = "./mosh-server -c '\"$0\"; :' \"$0\"";
    let args = ["-c", script, env!("CARGO_BIN_EXE_izh-tui")];
    let mut terminal = Terminal::of(command(folder.path(), "/bin/sh", &args), 120, 40);
    terminal.wait_for("auto: sweep");
    terminal.send(b"q");
    assert_eq!(terminal.wait_for_end().exit_code(), 0);
    // Elsewhere a link as fast as this one carries a picture that rolls.
    let mut terminal = Terminal::start(folder.path(), &[], 120, 40);
    terminal.wait_for("kB/s");
    assert!(!terminal.screen().contains("auto: sweep"), "{}", terminal.screen());
    terminal.send(b"q");
    assert_eq!(terminal.wait_for_end().exit_code(), 0);
}
