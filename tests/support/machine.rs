//! What the machine that runs the tests has. A test that needs more says so and is passed over.

use std::path::Path;
use std::process::Command;

/// Whether `path`, which not every system has, is there.
pub fn has(path: &str) -> bool {
    let there = Path::new(path).exists();
    if !there {
        eprintln!("no {path}: not tried");
    }
    there
}

/// Whether `ulimit -v` binds what a shell starts. Some systems know the limit and do not hold to it.
pub fn limits_memory() -> bool {
    let runs_within = |kib: u64| {
        let script = format!("ulimit -v {kib} && exec true");
        let run = Command::new("/bin/sh").args(["-c", &script]).output();
        run.is_ok_and(|output| output.status.success())
    };
    let limits = runs_within(1_000_000) && !runs_within(500);
    if !limits {
        eprintln!("no limit of memory: not tried");
    }
    limits
}
