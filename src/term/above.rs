//! The ancestors of this process: whether a shell would continue this process after a stop, and
//! whether a server such as mosh shows the screen somewhere else.

use std::fs;
use std::iter::successors;

#[cfg(not(target_os = "linux"))]
use rustix::process::{Pid, getpgid, getppid, getsid};

/// Most ancestors that are examined.
const PROCESSES_MAX: usize = 1000;

/// A process as job control sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Process {
    /// The parent's process id; none if the parent is outside of the visible namespace.
    parent: Option<i32>,
    /// The process group, which a shell with job control makes for each job; 0 if made outside of
    /// this container.
    group: i32,
    /// The session: all processes of one login or one window; 0 if made outside of this container.
    session: i32,
}

/// Whether a shell with job control started this program and could continue it after a stop.
///
/// The kernel discards a stop signal by the same rule (POSIX, orphaned process groups): the process
/// group needs a parent in the same session, but in another group.
#[must_use]
pub fn has_shell() -> bool {
    this_process().is_some_and(|me| has_shell_above(me, process))
}

/// Whether a shell is above the process `me`; `find` looks up its ancestors.
fn has_shell_above(me: Process, find: impl Fn(i32) -> Option<Process>) -> bool {
    // No shell with job control has made a group for the process: it runs in the group of the
    // session leader.
    if me.group == me.session {
        return false;
    }
    let mut above = me.parent.and_then(&find);
    // Ancestors in the same group, such as a script, would stop together with the process.
    while let Some(process) = above {
        if process.group != me.group {
            return process.session == me.session;
        }
        above = process.parent.and_then(&find);
    }
    false
}

/// This process, if `/proc` is readable. Read through `self`, not by process id: a `/proc` that was
/// mounted outside of a container numbers its processes differently.
#[cfg(target_os = "linux")]
fn this_process() -> Option<Process> {
    process_in(&fs::read_to_string("/proc/self/stat").ok()?)
}

/// The process with this id in `/proc`.
#[cfg(target_os = "linux")]
fn process(id: i32) -> Option<Process> {
    process_in(&fs::read_to_string(format!("/proc/{id}/stat")).ok()?)
}

/// Parses a line of `/proc/<id>/stat`: the second to fourth fields after the name, which is in
/// brackets and may contain any character (proc_pid_stat(5)). The system calls will not do: for a
/// group or session made outside of a container they return 0, which `rustix`'s `Pid` can't hold.
#[cfg(target_os = "linux")]
fn process_in(stat: &str) -> Option<Process> {
    let (_, fields) = stat.rsplit_once(')')?;
    let mut fields = fields.split_whitespace().skip(1).map(str::parse);
    let mut next = || fields.next()?.ok();
    let (parent, group, session) = (next()?, next()?, next()?);
    Some(Process { parent: Some(parent).filter(|parent| *parent > 0), group, session })
}

/// This process, if its ids can be read.
#[cfg(not(target_os = "linux"))]
fn this_process() -> Option<Process> {
    let parent = getppid().map(Pid::as_raw_pid);
    Some(Process { parent, ..process(rustix::process::getpid().as_raw_pid())? })
}

/// The process with this id. No portable call returns its parent, so the session leader, which has
/// made the groups of its jobs, stands in for it.
#[cfg(not(target_os = "linux"))]
fn process(id: i32) -> Option<Process> {
    let pid = Pid::from_raw(id)?;
    let group = getpgid(Some(pid)).ok()?.as_raw_pid();
    let session = getsid(Some(pid)).ok()?.as_raw_pid();
    Some(Process { parent: Some(session), group, session })
}

/// A server that shows this program's screen on a remote terminal and replies in its place, so
/// round trips measured here say nothing about the link to that terminal.
const SCREEN_SERVER: &str = "mosh-server";

/// Whether `mosh-server` is an ancestor of this process; false where the ancestors are unknown.
#[must_use]
pub fn is_shown_elsewhere() -> bool {
    let above = |id: &i32| process(*id)?.parent;
    let all = successors(this_process().and_then(|me| me.parent), above);
    let name = |id| fs::read_to_string(format!("/proc/{id}/comm")).unwrap_or_default();
    all.take(PROCESSES_MAX).any(|id| name(id).trim_end() == SCREEN_SERVER)
}

#[cfg(test)]
mod tests {
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
            ("in a container, as part of a job outside", &[(1, (0, 0, 0)), (9, (1, 0, 0))], false),
            ("a job of a shell in a container", &[(1, (0, 1, 0)), (9, (1, 9, 0))], true),
        ];
        for (name, table, expected) in cases {
            assert_eq!(has_shell(table, ME), *expected, "{name}");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn lines_of_state() {
        let cases = [
            ("7 (sh) S 5 7 6 34816 9 4194304 0", Some((Some(5), 7, 6))),
            ("7 (a) S 1 (b)) T 12 7 5", Some((Some(12), 7, 5))),
            ("1 (init) S 0 1 1", Some((None, 1, 1))),
            ("2 (in a container) S 1 0 0", Some((Some(1), 0, 0))),
            ("7 (sh) S 5 7", None),
            ("7 (sh", None),
        ];
        for (line, expected) in cases {
            let expected =
                expected.map(|(parent, group, session)| Process { parent, group, session });
            assert_eq!(process_in(line), expected, "{line}");
        }
    }

    #[test]
    fn this_process_is_known() {
        // Group and session may be 0, as in a container.
        assert!(this_process().is_some());
    }
}
