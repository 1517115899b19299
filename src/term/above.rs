//! The processes above this one: whether any would continue it if it stopped, and whose screen it has.

use std::fs;
use std::iter::successors;

use rustix::process::{Pid, getpgid, getpgrp, getppid, getsid};

/// Most processes above this one that are looked at.
const PROCESSES_MAX: usize = 1000;

/// What job control knows of a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Process {
    /// The process that started it, or took its place; none is outside of what can be seen.
    parent: Option<i32>,
    /// Its process group, which a shell with job control makes for each job.
    group: i32,
    /// Its session: all that was started from one login or in one window.
    session: i32,
}

/// Whether a shell with job control is above this program, so that it may stop.
///
/// This is the rule by which the kernel itself discards a signal to stop (POSIX, orphaned process
/// groups): somebody of the same session, but of another group, has to be there to notice.
#[must_use]
pub fn has_shell() -> bool {
    let group = getpgrp().as_raw_pid();
    let Ok(session) = getsid(None) else { return false };
    let parent = getppid().map(Pid::as_raw_pid);
    has_shell_above(Process { parent, group, session: session.as_raw_pid() }, process)
}

/// The same of a process, where `find` knows the others.
fn has_shell_above(me: Process, find: impl Fn(i32) -> Option<Process>) -> bool {
    // Nobody has made a group of it: it runs as what the session began with does.
    if me.group == me.session {
        return false;
    }
    let mut above = me.parent.and_then(&find);
    // Within its own group are those that wait for it, but would stop with it.
    while let Some(process) = above {
        if process.group != me.group {
            return process.session == me.session;
        }
        above = process.parent.and_then(&find);
    }
    false
}

/// What is known of another process. Where the system does not tell who its parent is, that is taken
/// to be of the same session: somebody has made a group for it.
fn process(id: i32) -> Option<Process> {
    let pid = Pid::from_raw(id)?;
    let group = getpgid(Some(pid)).ok()?.as_raw_pid();
    let session = getsid(Some(pid)).ok()?.as_raw_pid();
    let parent = match fs::read_to_string(format!("/proc/{id}/stat")) {
        Ok(stat) => parent_in(&stat),
        Err(_) => Some(session),
    };
    Some(Process { parent, group, session })
}

/// The parent in a process' line of state: the second field after its name, which is in brackets and
/// may itself hold anything.
fn parent_in(stat: &str) -> Option<i32> {
    let (_, fields) = stat.rsplit_once(')')?;
    fields.split_whitespace().nth(1)?.parse().ok().filter(|parent| *parent > 0)
}

/// The server that shows the screen of this program to somebody elsewhere, and answers for the terminal
/// that it is shown on. What the link to that carries can't be measured from here.
const SCREEN_SERVER: &str = "mosh-server";

/// Whether such a server is above this program, as far as the system tells.
#[must_use]
pub fn is_shown_elsewhere() -> bool {
    let above = |id: &i32| {
        fs::read_to_string(format!("/proc/{id}/stat")).ok().as_deref().and_then(parent_in)
    };
    let all = successors(getppid().map(Pid::as_raw_pid), above);
    let name = |id| fs::read_to_string(format!("/proc/{id}/comm")).unwrap_or_default();
    all.take(PROCESSES_MAX).any(|id| name(id).trim_end() == SCREEN_SERVER)
}

#[cfg(test)]
mod tests {
    use rustix::process::getpid;

    use super::*;

    /// Parent, group and session of each process.
    type Table = &'static [(i32, (i32, i32, i32))];

    fn has_shell(table: Table, me: i32) -> bool {
        let find = |id| {
            let (_, (parent, group, session)) = *table.iter().find(|(it, _)| *it == id)?;
            Some(Process { parent: Some(parent).filter(|id| *id > 0), group, session })
        };
        has_shell_above(find(me).expect("it is there"), find)
    }

    #[test]
    fn who_would_continue_it() {
        const ME: i32 = 9;
        let cases: &[(&str, Table, bool)] = &[
            ("a job of a shell", &[(2, (1, 2, 2)), (9, (2, 9, 2))], true),
            (
                "a job of a script that is one",
                &[(2, (1, 2, 2)), (5, (2, 5, 2)), (9, (5, 5, 2))],
                true,
            ),
            (
                "a job of a script in a script",
                &[(2, (1, 2, 2)), (4, (2, 4, 2)), (5, (4, 4, 2)), (9, (5, 4, 2))],
                true,
            ),
            ("what a session began with", &[(1, (0, 1, 1)), (9, (1, 9, 9))], false),
            (
                "of a shell without job control",
                &[(1, (0, 1, 1)), (2, (1, 2, 2)), (9, (2, 2, 2))],
                false,
            ),
            ("a job whose shell has ended", &[(1, (0, 1, 1)), (9, (1, 9, 2))], false),
            (
                "of a script whose shell has ended",
                &[(1, (0, 1, 1)), (5, (1, 5, 2)), (9, (5, 5, 2))],
                false,
            ),
            ("the first of a container", &[(9, (0, 9, 9))], false),
            ("a group of its own below what can't be seen", &[(9, (0, 9, 2))], false),
        ];
        for (name, table, expected) in cases {
            assert_eq!(has_shell(table, ME), *expected, "{name}");
        }
    }

    #[test]
    fn the_parent_in_a_line_of_state() {
        assert_eq!(parent_in("7 (sh) S 5 7 5 34816 9 4194304 0"), Some(5));
        assert_eq!(parent_in("7 (a) S 1 (b)) T 12 7 5"), Some(12));
        assert_eq!(parent_in("1 (init) S 0 1 1"), None);
        assert_eq!(parent_in("7 (sh"), None);
    }

    #[test]
    fn what_is_known_of_this_process() {
        let me = process(getpid().as_raw_pid()).expect("it runs");
        assert_eq!(me.parent, getppid().map(Pid::as_raw_pid));
        assert_eq!(me.group, getpgrp().as_raw_pid());
    }
}
