//! However it ends and whatever it meets: the terminal is given back, and nothing recorded is lost.
//! The binary is started in a pseudo-terminal.
//!
//! - `leaving`: signals, panics, errors, hang-ups.
//! - `suspending`: Ctrl-Z, SIGTSTP and shells.
//! - `blocked`: a terminal that takes no output; `IZH_TUI_BLOCKED=20` tries more often.
//! - `abuse`, `flooded`: keys, sizes and links that nobody would think of.
//! - `surroundings`: terminals, pipes, home directories.
//! - `recordings`: kills, full files, names; `IZH_TUI_KILLS=200 cargo test --test endings killed`
//!   kills more often.
//! - `long`: recordings longer than memory or patience.
//! - `faults`: system calls that fail while a recording is made, by strace; `IZH_TUI_FAULTS=1`
//!   tries all 308.
//!
//! `IZH_TUI_TEST_PANIC=MS` makes a build with debug assertions panic so long after its first frame.
//! A file that may not grow (`ulimit -f`) stands for a full disk: SIGXFSZ is caught, and the write
//! then fails.

#[path = "../support/mod.rs"]
mod support;

mod abuse;
mod blocked;
mod faults;
mod flooded;
mod leaving;
mod links;
mod long;
mod memory;
mod recordings;
mod surroundings;
mod suspending;

use std::path::Path;
use std::process::{Command, Output};

/// Runs the binary in `folder`, without a terminal.
fn izh_tui(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_izh-tui"));
    command.args(args).current_dir(folder).env("HOME", folder).env_remove("XDG_CONFIG_HOME");
    command.output().expect("the binary starts")
}

/// What `replay --verify` prints about the recording `name`, which has to hold.
#[track_caller]
fn verified(folder: &Path, name: &str) -> String {
    let output = izh_tui(folder, &["replay", name, "--verify"]);
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

/// Numbers that are random enough for tests, and the same every time.
struct Random(u64);

impl Random {
    fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `end`.
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % end
    }

    fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len() as u64) as usize]
    }
}
