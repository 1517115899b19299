//! The real binary in a pseudo-terminal, used as a person would.

use std::path::Path;
use std::process::{Command, Output};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use izh_tui::ui::{Colors, Theme};
use ratatui::style::{Color, Style};

use crate::support::pty::Terminal;

fn izh_tui(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_izh-tui"));
    command.args(args).current_dir(folder).env("HOME", folder).env_remove("XDG_CONFIG_HOME");
    command.output().expect("the binary starts")
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

#[test]
fn artificial_units_from_the_start() {
    let folder = folder();
    let options = ["--preset", "bistability", "--artificial"];
    let mut terminal = Terminal::start(folder.path(), &options, 80, 24);
    terminal.wait_for("artificial units  theta 0.74");
    terminal.type_until("a", "One pulse starts the firing");
    terminal.type_until("a", "artificial units");
    terminal.send(b"q");
    assert!(terminal.wait_for_end().success());
}

#[test]
fn a_cursor_is_dragged_with_the_mouse_and_the_line_is_copied() {
    let folder = folder();
    let mut terminal = Terminal::start(folder.path(), &["--preset", "chattering"], 120, 40);
    terminal.wait_for("I = 10.0");
    terminal
        .wait_for_bytes("reports of the mouse", |bytes| holds(bytes, b"\x1b[?1002h\x1b[?1006h"));
    terminal.type_until(" ", "paused");
    terminal.type_until("x", " | spikes ");
    let line = |screen: &str| screen.lines().find(|line| line.contains(" | B ")).map(str::to_owned);
    let before = line(&terminal.screen());
    // A third of the 80 columns from column 40 on; columns and rows of a report begin with 1.
    terminal.send(b"\x1b[<0;67;10M\x1b[<32;60;11M\x1b[<32;52;12M\x1b[<0;52;12m");
    terminal.wait("a cursor that has moved", |screen| line(screen) != before);
    let after = line(&terminal.screen()).expect("the line");
    terminal.type_until("C", "copied");
    let bytes = terminal.bytes();
    let sent = bytes.windows(7).position(|part| part == b"\x1b]52;c;").expect("it was sent");
    let text: Vec<u8> =
        bytes[sent + 7..].iter().copied().take_while(|byte| *byte != 0x07).collect();
    let copied = BASE64_STANDARD.decode(text).expect("base64");
    assert_eq!(String::from_utf8(copied).expect("text"), after.trim());
    terminal.send(b"q");
    assert!(terminal.wait_for_end().success());
    terminal.assert_restored();

    let options = ["--preset", "chattering", "--no-mouse"];
    let mut terminal = Terminal::start(folder.path(), &options, 80, 24);
    terminal.wait_for("I = 10.0");
    assert!(!holds(&terminal.bytes(), b"\x1b[?1002h") && !holds(&terminal.bytes(), b"\x1b[?1000h"));
    terminal.send(b"q");
    assert!(terminal.wait_for_end().success());
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn a_session_from_start_to_verified_replay() {
    let folder = folder();
    let mut terminal = Terminal::start(folder.path(), &["--preset", "chattering"], 100, 30);
    terminal.wait_for("I = 10.0");
    terminal.type_until("R", "REC");
    terminal.wait_for("recording to izh-");
    terminal.send(b"ee");
    terminal.type_until("4", "fast-spiking");
    terminal.type_until("\x1b[A", "I = 10.5");
    terminal.type_until("s", "euler");
    terminal.type_until("\r", "I = 20.5 (hold 10.5, step +10)");
    terminal.type_until("i", "spikes");
    terminal.type_until("m", "marker at");
    terminal.type_until("R", "recorded to izh-");
    terminal.send(b"q");
    assert_eq!(terminal.wait_for_end().exit_code(), 0);
    terminal.assert_restored();

    let names: Vec<_> = std::fs::read_dir(folder.path())
        .expect("the folder")
        .map(|entry| entry.expect("readable").file_name().into_string().expect("UTF-8"))
        .filter(|name| name.starts_with("izh-"))
        .collect();
    let [name] = &names[..] else { panic!("one recording, found {names:?}") };
    let text = std::fs::read_to_string(folder.path().join(name)).expect("the recording");
    assert_eq!(text.matches("[[event]]").count(), 8, "{text}");
    let verified = izh_tui(folder.path(), &["replay", name, "--verify"]);
    assert!(verified.status.success(), "{verified:?}");
    let line = String::from_utf8(verified.stdout).expect("UTF-8");
    assert!(line.contains("ok, ") && line.lines().count() == 1, "{line}");

    let mut terminal = Terminal::start(folder.path(), &["replay", name, "--speed", "10"], 100, 30);
    terminal.wait_for("end of the recording");
    terminal.type_until("e", "the recording drives the neuron");
    terminal.send(b"q");
    assert_eq!(terminal.wait_for_end().exit_code(), 0);
    terminal.assert_restored();
}

#[test]
fn a_recording_asked_for_is_finished_on_quit_and_not_replaced_unasked() {
    let folder = folder();
    let args = ["--preset", "rebound-burst", "--record", "a.toml"];
    let mut terminal = Terminal::start(folder.path(), &args, 80, 24);
    terminal.wait_for("REC");
    terminal.send(b"eiq");
    assert_eq!(terminal.wait_for_end().exit_code(), 0);
    let text = std::fs::read_to_string(folder.path().join("a.toml")).expect("the recording");
    assert!(text.contains("[end]"), "{text}");
    assert!(izh_tui(folder.path(), &["replay", "a.toml", "--verify"]).status.success());

    let mut again = Terminal::start(folder.path(), &args, 80, 24);
    assert_eq!(again.wait_for_end().exit_code(), 2);
    assert!(again.screen().contains("a.toml: exists: --overwrite replaces it"));
    again.assert_restored();
    let after = std::fs::read_to_string(folder.path().join("a.toml")).expect("the recording");
    assert_eq!(after, text);
}

#[test]
fn from_the_gallery_to_the_scope_and_back() {
    let folder = folder();
    let mut terminal = Terminal::start(folder.path(), &["gallery"], 80, 24);
    terminal.wait_for("A tonic-spiking");
    terminal.type_until("\x1b[6~", "E mixed-mode");
    terminal.type_until("\r", "I = 10.0");
    terminal.type_until("R", "recording to izh-");
    terminal.type_until("e", "REC");
    terminal.type_until("\x1b", "recorded to izh-");
    terminal.wait_for("> E mixed-mode");
    terminal.type_until("s", "exact");
    terminal.type_until("t", "1 regular-spiking");
    terminal.resize(200, 60);
    terminal.wait_for("8 resonator-cell");
    terminal.send(b"q");
    assert_eq!(terminal.wait_for_end().exit_code(), 0);
    terminal.assert_restored();
    let mut names = std::fs::read_dir(folder.path()).expect("the folder");
    let name = names.next().expect("a recording").expect("readable").file_name();
    let name = name.into_string().expect("UTF-8");
    // What was recorded is told when the terminal has been given back.
    terminal.wait_for(&format!("recorded to {name}"));
    assert!(izh_tui(folder.path(), &["replay", &name, "--verify"]).status.success());
}

#[test]
fn a_paused_gallery_writes_nothing() {
    let folder = folder();
    let mut terminal = Terminal::start(folder.path(), &["gallery", "--types"], 80, 24);
    terminal.wait_for("1 regular-spiking");
    terminal.type_until(" ", "paused");
    // Each answer comes in a frame of its own, and nothing is written between them.
    let mut frames = terminal.frames();
    for (key, answer) in
        [("\x1b[C", "> 2"), ("\x1b[B", "> 4"), ("\x1b[D", "> 3"), ("\x1b[A", "> 1")]
    {
        terminal.type_until(key, answer);
        frames += 1;
        assert_eq!(terminal.frames(), frames);
    }
    terminal.send(b"q");
    assert_eq!(terminal.wait_for_end().exit_code(), 0);
}

#[test]
fn control_keys_do_not_fire_plain_ones() {
    let folder = folder();
    let mut terminal = Terminal::start(folder.path(), &["--record", "a.toml"], 80, 24);
    terminal.wait_for("I = 10.0");
    // Ctrl-E, Ctrl-Q, Alt-q, Alt-e: none of them is bound.
    terminal.send(b"\x05\x11\x1bq\x1be");
    terminal.type_until("e", "REC");
    terminal.type_until("?", "excitatory");
    terminal.send(b"\x1b[27u");
    terminal.send(b"q");
    assert_eq!(terminal.wait_for_end().exit_code(), 0);
    let text = std::fs::read_to_string(folder.path().join("a.toml")).expect("the recording");
    assert_eq!(text.matches("[[event]]").count(), 1, "{text}");
}

#[test]
fn a_screen_of_one_cell_is_survived() {
    let folder = folder();
    let mut terminal = Terminal::start(folder.path(), &[], 1, 1);
    terminal.wait_for_full_screen(true);
    terminal.resize(80, 24);
    terminal.wait_for("I = 10.0");
    terminal.resize(1, 1);
    terminal.send(b"q");
    assert_eq!(terminal.wait_for_end().exit_code(), 0);
    terminal.assert_restored();
}

#[test]
fn from_too_small_to_large() {
    let folder = folder();
    let mut terminal = Terminal::start(folder.path(), &[], 20, 5);
    terminal.wait_for("needs 40x10");
    terminal.resize(120, 40);
    terminal.wait_for("I = 10.0");
    terminal.resize(1, 1);
    terminal.resize(80, 24);
    terminal.wait_for("spikes");
    terminal.send(b"q");
    assert_eq!(terminal.wait_for_end().exit_code(), 0);
    terminal.assert_restored();
}

#[test]
fn paused_it_writes_nothing() {
    let folder = folder();
    let mut terminal = Terminal::start(folder.path(), &["--record", "a.toml"], 80, 24);
    terminal.wait_for("I = 10.0");
    terminal.type_until(" ", "paused");
    // Each answer comes in a frame of its own, and nothing is written between them.
    let mut frames = terminal.frames();
    for current in ["I = 9.5", "I = 9.0", "I = 8.5", "I = 8.0"] {
        terminal.type_until("\x1b[B", current);
        frames += 1;
        assert_eq!(terminal.frames(), frames);
    }
    terminal.send(b"q");
    assert_eq!(terminal.wait_for_end().exit_code(), 0);
}

#[test]
fn the_link_is_measured_where_the_terminal_answers() {
    let folder = folder();
    let mut terminal = Terminal::start(folder.path(), &[], 120, 40);
    terminal.wait_for("auto: roll");
    terminal.wait("a round trip", |screen| screen.contains("fps") && screen.contains("rtt "));
    let (frames, requests) = (terminal.frames(), terminal.requests());
    assert!(frames.abs_diff(requests) <= 1, "{frames} frames with {requests} requests");
    terminal.type_until("d", "sweep");
    terminal.wait("the user's choice", |screen| !screen.contains("auto"));
    terminal.send(b"q");
    assert_eq!(terminal.wait_for_end().exit_code(), 0);
    terminal.assert_restored();
}

#[test]
fn a_terminal_that_does_not_answer_is_drawn_on_all_the_same() {
    let folder = folder();
    // So slow that a frame has few bytes: larger ones are cut, and cut frames come less often.
    let slow = ["--speed", "0.02"];
    let mut terminal = Terminal::start_silent(folder.path(), &slow, 120, 40);
    terminal.wait_for("I = 10.0");
    // Two frames are all it gets in the first second; then ten a second, which the status line says.
    terminal.wait("a capped rate", |screen| {
        [" 9 fps", " 10 fps"].iter().any(|rate| screen.contains(rate)) && !screen.contains("rtt")
    });
    terminal.type_until("\x1b[A", "I = 10.5");
    terminal.set_answers(true);
    terminal.wait("an answer", |screen| screen.contains("rtt "));
    terminal.set_answers(false);
    terminal.send(b"q");
    assert_eq!(terminal.wait_for_end().exit_code(), 0);
    terminal.assert_restored();
}

/// The question for the terminal's background, and its answers.
const BACKGROUND: &str = "\x1b]11;?\x07";
const LIGHT: &[u8] = b"\x1b]11;rgb:fdfd/f6f6/e3e3\x1b\\";
const DARK: &[u8] = b"\x1b]11;rgb:00/2b/36\x07";

/// Whether what was written sets the colour of a style.
fn sets(written: &[u8], style: Style) -> bool {
    let Some(Color::Indexed(index)) = style.fg else { panic!("{style:?} is none of 256 colours") };
    String::from_utf8_lossy(written).contains(&format!("38;5;{index}m"))
}

#[test]
fn the_theme_follows_the_background_whenever_that_is_told() {
    let folder = folder();
    let mut terminal = Terminal::start(folder.path(), &[], 80, 24);
    terminal.wait_for("I = 10.0");
    let (dark, light) = (Theme::dark(Colors::Indexed), Theme::light(Colors::Indexed));
    let first = String::from_utf8(terminal.bytes()).expect("UTF-8");
    let end = first.find("\x1b[?2026l").expect("a frame");
    assert!(first[..end].ends_with(&format!("{BACKGROUND}\x1b[5n")), "with the first frame");
    assert!(sets(first.as_bytes(), dark.voltage));
    // While it stands still, too, so that nothing else is drawn; and in pieces.
    terminal.type_until(" ", "paused");
    for (answer, other, theme, current) in
        [(LIGHT, dark, light, "I = 9.5"), (DARK, light, dark, "I = 9.0")]
    {
        let start = terminal.bytes().len();
        terminal.send(&answer[..7]);
        terminal.send(&answer[7..]);
        terminal.wait_for_bytes("the other theme", |bytes| sets(&bytes[start..], theme.voltage));
        assert!(!sets(&terminal.bytes()[start..], other.voltage));
        // What has that theme already is not drawn again.
        let frames = terminal.frames();
        terminal.send(answer);
        terminal.type_until("\x1b[B", current);
        assert_eq!(terminal.frames(), frames + 1);
    }
    terminal.send(b"q");
    assert_eq!(terminal.wait_for_end().exit_code(), 0);
    terminal.assert_restored();
    let text = String::from_utf8(terminal.bytes()).expect("UTF-8");
    assert_eq!(text.matches(BACKGROUND).count(), 1);
}

/// Arguments and variables of the environment.
type Case = (&'static [&'static str], &'static [(&'static str, &'static str)]);

#[test]
fn who_chose_a_theme_keeps_it_and_is_asked_nothing() {
    let cases: &[Case] = &[
        (&["--theme", "dark"], &[]),
        (&["--theme", "mono"], &[]),
        (&["--color", "never"], &[]),
        (&[], &[("NO_COLOR", "1")]),
        (&[], &[("TERM", "linux")]),
        (&[], &[("TERM", "vt100")]),
    ];
    let folder = folder();
    let config = folder.path().join(".config/izh-tui/config.toml");
    let light = Theme::light(Colors::Indexed);
    let play = |args: &[&str], variables: &[(&str, &str)]| {
        let mut terminal = Terminal::start_with(folder.path(), args, 80, 24, variables);
        terminal.wait_for("I = 10.0");
        terminal.send(LIGHT);
        terminal.type_until("\x1b[B", "I = 9.5");
        terminal.send(b"q");
        assert_eq!(terminal.wait_for_end().exit_code(), 0);
        let text = String::from_utf8(terminal.bytes()).expect("UTF-8");
        (text.contains(BACKGROUND), sets(text.as_bytes(), light.voltage))
    };
    for (args, variables) in cases {
        assert_eq!(play(args, variables), (false, false), "{args:?} {variables:?}");
    }
    assert_eq!(play(&["--theme", "light"], &[]), (false, true));
    // What the configuration chooses is chosen, and the command line beats it.
    std::fs::create_dir_all(config.parent().expect("a folder")).expect("made");
    std::fs::write(&config, "theme = \"dark\"\n").expect("written");
    assert_eq!(play(&[], &[]), (false, false));
    assert_eq!(play(&["--theme", "auto"], &[]), (true, true));
}

#[test]
fn an_edited_neuron_becomes_a_preset_of_ones_own() {
    let folder = folder();
    let mut terminal = Terminal::start(folder.path(), &["--preset", "tonic-spiking"], 80, 24);
    terminal.wait_for("I = 14.0");
    terminal.type_until("P", "parameters");
    terminal.type_until("\x1b[C", "was 0.02");
    terminal.type_until("w", "save as my-tonic-spiking");
    terminal.type_until("\r", "saved as my-tonic-spiking in ~/.config/izh-tui/presets");
    terminal.type_until("w", "save as my-tonic-spiking");
    terminal.type_until("\r", "my-tonic-spiking exists");
    terminal.send(b"\x1b");
    terminal.wait("a question that is gone", |screen| !screen.contains("exists"));
    terminal.send(b"\x03");
    assert_eq!(terminal.wait_for_end().exit_code(), 0);

    let shown = izh_tui(folder.path(), &["presets", "my-tonic-spiking"]);
    let shown = String::from_utf8(shown.stdout).expect("UTF-8");
    let file = folder.path().join(".config/izh-tui/presets/my-tonic-spiking.toml");
    assert_eq!(std::fs::read_to_string(file).expect("saved"), shown);
    assert!(shown.contains("a = 0.021"), "{shown}");
}
