//! More keys than there is time for, on a circuit of which a single step takes long.

use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::support::pty::Terminal;
use crate::{folder, verified};

/// Longest time from the reason to end until the end; it is a tenth of that on a quiet machine.
const ENDING_MAX: Duration = Duration::from_secs(1);

/// What ends it.
#[derive(Clone, Copy, Debug)]
enum Act {
    Key(&'static [u8]),
    Signal(Signal),
}

#[test]
fn frames_go_on_and_it_ends_at_once() {
    for act in [Act::Key(b"q"), Act::Key(b"\x03"), Act::Signal(Signal::TERM)] {
        let folder = folder();
        let args = ["--preset", "cortex-2003", "--scheme", "exact", "--record", "s.toml"];
        let mut terminal = Terminal::start(folder.path(), &args, 120, 40);
        terminal.wait_for_full_screen(true);
        terminal.send(&[b'e'; 300]);
        let before = terminal.frames();
        terminal.until("frames", || terminal.frames() > before + 10);
        terminal.send(&[b'e'; 300]);
        let begun = Instant::now();
        match act {
            Act::Key(key) => terminal.send(key),
            Act::Signal(signal) => terminal.signal(signal),
        }
        terminal.wait_for_exit();
        assert!(begun.elapsed() < ENDING_MAX, "{act:?}: {:?}", begun.elapsed());
        verified(folder.path(), "s.toml");
    }
}
