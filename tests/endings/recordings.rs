//! What was recorded is there, whatever comes: a kill, a full disk, a bad name.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use izh_tui::instrument::Scope;
use izh_tui::keys::Key;
use izh_tui::session::{About, Entry, Session, read};
use izh_tui::ui::Marker;
use rustix::process::Signal;

use crate::support::paper::Paper;
use crate::support::pty::{Terminal, command};
use crate::support::scope::{cells, press, replay, scope};
use crate::{Random, folder, izh_tui, verified};

/// Kills in the suite; `IZH_TUI_KILLS` sets another number.
const KILLS: u64 = 20;

#[test]
fn killed_at_any_moment_all_that_was_shown_is_in_the_recording() {
    let kills =
        std::env::var("IZH_TUI_KILLS").map_or(KILLS, |kills| kills.parse().expect("a number"));
    std::thread::scope(|threads| {
        for part in 0..4 {
            threads.spawn(move || (0..kills).filter(|seed| seed % 4 == part).for_each(kill));
        }
    });
}

/// Shown is what was drawn after it was recorded: stronger than what is older than a second.
fn kill(seed: u64) {
    let mut random = Random::new(seed);
    let folder = folder();
    let args = ["--record", "a.toml", "--fps", "60"];
    let mut terminal = Terminal::start(folder.path(), &args, 80, 24);
    terminal.wait_for("I = 10.0");
    let shown = random.below(6);
    for count in 1..=shown {
        terminal.type_until("\x1b[A", &format!("I = {:.1}", 10.0 + 0.5 * count as f64));
    }
    let more = random.below(200);
    terminal.send(&b"e".repeat(more as usize));
    terminal.pass(std::time::Duration::from_micros(random.below(20_000)));
    terminal.signal(Signal::KILL);
    terminal.wait_for_end();

    let line = verified(folder.path(), "a.toml");
    assert!(line.contains(", cut after line "), "seed {seed}: {line}");
    let bytes = fs::read(folder.path().join("a.toml")).expect("a recording");
    let events = read("a.toml", bytes).expect("a valid one").summary().events as u64;
    assert!((shown..=shown + more).contains(&events), "seed {seed}: {events} of {shown} + {more}");
}

/// 80,000 rows of times and currents, which are too many for text.
fn large_table() -> String {
    (0..80_000).map(|row| format!("{},{}\n", f64::from(row) / 100.0, row % 20)).collect()
}

/// The files of samples in a folder.
fn sides(folder: &Path) -> Vec<std::path::PathBuf> {
    let files = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("a file").path());
    let mut files: Vec<_> =
        files.filter(|path| path.to_string_lossy().contains("izh-samples-")).collect();
    files.sort();
    files
}

/// What `replay --verify` says of a recording that it refuses.
fn refused(folder: &Path, name: &str) -> String {
    let output = izh_tui(folder, &["replay", name, "--verify"]);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(said.lines().count(), 1, "{said}");
    said
}

#[test]
fn many_samples_stand_beside_the_recording_and_are_checked() {
    let folder = folder();
    let here = folder.path();
    fs::write(here.join("table.csv"), large_table()).expect("a table");
    let record = |name: &str| {
        let args = ["--preset", "rs", "--stimulus", "table.csv", "--record", name];
        let mut terminal = Terminal::start(here, &args, 80, 24);
        terminal.wait_for("REC");
        let spikes =
            |screen: &str| screen.split("spikes ").nth(1).is_some_and(|n| !n.starts_with('0'));
        terminal.wait("a spike", spikes);
        terminal.send(b"q");
        assert_eq!(terminal.wait_for_end().exit_code(), 0);
    };
    record("a.toml");
    let text = fs::read_to_string(here.join("a.toml")).expect("a recording");
    assert!(text.len() < 10_000, "{} bytes", text.len());
    let [side] = &sides(here)[..] else { panic!("one file, found {:?}", sides(here)) };
    let (name, bytes) = (side.file_name().unwrap().to_string_lossy(), fs::read(side).unwrap());
    assert!(text.contains(&format!("file = \"{name}\"\nsha256 = \"")), "{text}");
    assert_eq!(bytes.len(), 128 + 16 * 80_000);
    assert!(verified(here, "a.toml").contains("a.toml: ok"));
    // Another recording of the same finds the file there, and leaves it alone.
    let written = fs::metadata(side).and_then(|about| about.modified()).unwrap();
    record("b.toml");
    assert_eq!(sides(here).len(), 1);
    assert_eq!(fs::metadata(side).and_then(|about| about.modified()).unwrap(), written);
    assert!(verified(here, "b.toml").contains("b.toml: ok"));
    // It is looked for beside the recording, wherever the program is started.
    let elsewhere =
        izh_tui(Path::new("/"), &["replay", "--verify", here.join("a.toml").to_str().unwrap()]);
    assert!(elsewhere.status.success(), "{elsewhere:?}");
    // A byte of it is another.
    let mut changed = bytes.clone();
    changed[1000] ^= 1;
    fs::write(side, &changed).unwrap();
    let said = refused(here, "a.toml");
    assert!(said.contains(&format!("{name}: expected a file with the SHA-256 ")), "{said}");
    assert!(said.contains("it has been changed"), "{said}");
    let args = ["--preset", "rs", "--stimulus", "table.csv", "--record", "c.toml"];
    let mut terminal = Terminal::start(here, &args, 100, 24);
    assert_eq!(terminal.wait_for_end().exit_code(), 1);
    assert!(terminal.screen().contains("exists and holds something else"));
    assert_eq!(fs::read(side).unwrap(), changed, "never overwritten");
    fs::remove_file(side).unwrap();
    assert!(refused(here, "a.toml").contains(&format!("{name}: no such file")));
    // Nothing but what stands beside a recording is opened, and nothing without its hash.
    for (from, to, part) in [
        ("file = \"izh", "file = \"../izh", "expected a file beside the recording"),
        ("sha256 = ", "# ", "expected its SHA-256 in the recording"),
    ] {
        fs::write(here.join("d.toml"), text.replacen(from, to, 1)).unwrap();
        assert!(refused(here, "d.toml").contains(part), "{}", refused(here, "d.toml"));
    }
}

/// A file that may not grow any more behaves as one on a full disk does.
#[test]
fn a_full_disk_is_told_in_the_end_and_the_scope_goes_on() {
    let folder = folder();
    let script = "ulimit -f 8; exec \"$0\" --record a.toml";
    let args = ["-c", script, env!("CARGO_BIN_EXE_izh-tui")];
    let mut terminal = Terminal::of(command(folder.path(), "/bin/sh", &args), 100, 24);
    terminal.wait_for("REC");
    terminal.send(&b"e".repeat(200));
    terminal.wait_for("recording to a.toml stopped: ");
    terminal.wait("a scope that does not record", |screen| !screen.contains("REC"));
    terminal.type_until("\x1b[A", "I = 10.5");
    terminal.send(b"q");
    assert_eq!(terminal.wait_for_end().exit_code(), 1);
    terminal.assert_restored();
    assert!(terminal.screen().contains("izh-tui: recording to a.toml stopped: "));
    assert!(verified(folder.path(), "a.toml").contains(", cut after line "));
}

#[test]
fn a_recording_that_can_not_begin_is_told_in_the_end() {
    let folder = folder();
    let script = "ulimit -f 0; exec \"$0\"";
    let args = ["-c", script, env!("CARGO_BIN_EXE_izh-tui")];
    let mut terminal = Terminal::of(command(folder.path(), "/bin/sh", &args), 100, 24);
    terminal.wait_for("I = 10.0");
    terminal.type_until("R", "izh-2");
    terminal.type_until("\x1b[A", "I = 10.5");
    terminal.send(b"q");
    assert_eq!(terminal.wait_for_end().exit_code(), 1);
    terminal.assert_restored();
}

#[test]
fn nothing_is_replaced_by_a_recording_unasked() {
    let folder = folder();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("file"), "precious").expect("a file");
    fs::create_dir(path("directory")).expect("a directory");
    assert!(Command::new("mkfifo").arg(path("pipe")).status().expect("mkfifo").success());
    symlink("nowhere", path("link")).expect("a link");
    for (name, told) in [
        ("file", "file: exists: --overwrite replaces it"),
        ("directory", "directory: is a directory"),
        ("pipe", "pipe: is a named pipe"),
        ("link", "link: is a link to nothing"),
        ("no/place", "no/place: no such directory"),
        ("/dev/full", "/dev/full: no space left on device"),
    ] {
        for overwrite in [&[][..], &["--overwrite"]] {
            if (name, overwrite) == ("file", &["--overwrite"]) {
                continue;
            }
            let args = [&["--record", name], overwrite].concat();
            let mut terminal = Terminal::start(folder.path(), &args, 80, 24);
            let code = if name == "/dev/full" { 1 } else { 2 };
            assert_eq!(terminal.wait_for_end().exit_code(), code, "{args:?}");
            assert!(terminal.screen().contains(told), "{args:?}: {}", terminal.screen());
            assert!(!terminal.bytes().contains(&0x1b), "{args:?}");
        }
    }
    assert_eq!(fs::read_to_string(path("file")).expect("the file"), "precious");
    assert!(!path("nowhere").exists());

    let mut terminal = Terminal::start(folder.path(), &["--record", "file", "--overwrite"], 80, 24);
    terminal.wait_for("REC");
    terminal.send(b"q");
    assert_eq!(terminal.wait_for_end().exit_code(), 0);
    verified(folder.path(), "file");
}

/// Lets `app` show `until_ms` of wall time in frames of `frame_ns` on a screen of `size`.
fn show(app: &mut Scope, clock_ns: &mut u64, until_ms: u64, frame_ns: u64, size: (u16, u16)) {
    let until_ns = until_ms * 1_000_000;
    while *clock_ns < until_ns {
        let elapsed_ns = frame_ns.min(until_ns - *clock_ns);
        app.tick(elapsed_ns, || true);
        cells(app, size.0, size.1, Marker::Braille);
        *clock_ns += elapsed_ns;
    }
}

/// Frames per second and sizes: slow and small, usual, fast and large.
const VIEWS: [(u64, (u16, u16)); 4] =
    [(5, (20, 5)), (30, (80, 24)), (60, (120, 40)), (144, (200, 60))];

#[test]
fn a_recording_is_the_same_however_it_was_shown() {
    let keys = [
        (313, Key::Char('e')),
        (377, Key::Char('i')),
        (801, Key::Char('4')),
        (1002, Key::Char('s')),
        (1003, Key::Up),
        (1500, Key::Char('<')),
        (1733, Key::Enter),
        (2100, Key::Char('f')),
    ];
    let recorded: Vec<Session> = VIEWS
        .iter()
        .map(|&(frames_per_s, size)| {
            let (mut app, paper, mut clock_ns) = (scope("chattering"), Paper::default(), 0);
            app.start_recording(Box::new(paper.clone()), &About::default(), "paper".to_owned())
                .expect("paper takes all");
            let frame_ns = 1_000_000_000 / frames_per_s;
            for (ms, key) in keys {
                show(&mut app, &mut clock_ns, ms, frame_ns, size);
                press(&mut app, [key]);
            }
            show(&mut app, &mut clock_ns, 2500, frame_ns, size);
            app.stop_recording();
            paper.session()
        })
        .collect();
    // Checks come with time on the wall; all else has to be the same.
    let inputs = |session: &Session| {
        let entries = session.blocks().map(|block| block.expect("memory").entry);
        entries.filter(|entry| !matches!(entry, Entry::Check(_))).collect::<Vec<_>>()
    };
    let first = inputs(&recorded[0]);
    assert_eq!(first.len(), keys.len());
    for session in &recorded {
        assert_eq!(inputs(session), first);
        assert_eq!(session.verify(1).expect("it fits").divergence, None);
        for (frames_per_s, size) in VIEWS {
            let mut app = replay(session.clone());
            show(&mut app, &mut 0, 2600, 1_000_000_000 / frames_per_s, size);
            let notice = app.desk().notice().expect("the end is told");
            assert!(notice.text.contains("end of the recording"), "{}", notice.text);
        }
    }
}

#[test]
fn a_torn_tail_is_reported_on_the_scope_too() {
    let folder = folder();
    let whole = include_str!("../data/sessions/v1.toml");
    let torn = &whole[..whole.rfind("[end]").expect("an end") - 3];
    fs::write(folder.path().join("torn.toml"), torn).expect("a file");
    let mut terminal = Terminal::start(folder.path(), &["replay", "torn.toml"], 80, 24);
    terminal.wait_for("cut off at line");
    terminal.send(b"q");
    assert_eq!(terminal.wait_for_end().exit_code(), 0);
    let folder: &Path = folder.path();
    assert!(izh_tui(folder, &["replay", "torn.toml", "--verify"]).status.success());
}
