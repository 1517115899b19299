//! The ancestors of this process: whether a shell would continue it after a stop, and which server
//! shows its screen.

use std::fs;
use std::iter::successors;

#[cfg(not(target_os = "linux"))]
use rustix::process::{Pid, getpgid, getppid, getsid};

/// Most ancestors that are examined.
const PROCESSES_MAX: usize = 1000;

/// A process as job control sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Process {
    /// The parent process; none if it is outside of the visible namespace.
    parent: Option<i32>,
    /// Its process group, which a shell with job control makes for each job; 0 in a container whose
    /// groups were made outside.
    group: i32,
    /// Its session: all that was started from one login or in one window; 0 in such a container.
    session: i32,
}

/// Whether a shell with job control is above this program, so that it may stop.
///
/// This is the rule by which the kernel itself discards a signal to stop (POSIX, orphaned process
/// groups): somebody of the same session, but of another group, has to be there to notice.
#[must_use]
pub fn has_shell() -> bool {
    this_process().is_some_and(|me| has_shell_above(me, process))
}

/// Whether a shell is above the process `me`; `find` looks up its ancestors.
fn has_shell_above(me: Process, find: impl Fn(i32) -> Option<Process>) -> bool {
    // No shell has put it into a group of its own: it runs in the group of the session's first
    // process.
    if me.group == me.session {
        return false;
    }
    let mut above = me.parent.and_then(&find);
    // Ancestors in its own group wait for it, but would stop with it.
    while let Some(process) = above {
        if process.group != me.group {
            return process.session == me.session;
        }
        above = process.parent.and_then(&find);
    }
    false
}

/// This process, if the system tells of it. `/proc` numbers its processes in a way of its own where
/// it was mounted outside of a container, so that this process is asked for by no number.
#[cfg(target_os = "linux")]
fn this_process() -> Option<Process> {
    process_in(&fs::read_to_string("/proc/self/stat").ok()?)
}

/// The process of this number in `/proc`.
#[cfg(target_os = "linux")]
fn process(id: i32) -> Option<Process> {
    process_in(&fs::read_to_string(format!("/proc/{id}/stat")).ok()?)
}

/// What a process' line of state tells: the second field to the fourth after its name, which is in
/// brackets and may itself hold anything (proc_pid_stat(5)). They are not asked for by system
/// calls: those answer 0 for what was made outside of a container, which no library's type can
/// hold.
#[cfg(target_os = "linux")]
fn process_in(stat: &str) -> Option<Process> {
    let (_, fields) = stat.rsplit_once(')')?;
    let mut fields = fields.split_whitespace().skip(1).map(str::parse);
    let mut next = || fields.next()?.ok();
    let (parent, group, session) = (next()?, next()?, next()?);
    Some(Process { parent: Some(parent).filter(|parent| *parent > 0), group, session })
}

/// This process, if the system tells of it.
#[cfg(not(target_os = "linux"))]
fn this_process() -> Option<Process> {
    let parent = getppid().map(Pid::as_raw_pid);
    Some(Process { parent, ..process(rustix::process::getpid().as_raw_pid())? })
}

/// The process of this number. Nothing tells who its parent is, which is taken to be of the same
/// session: somebody has made a group for it.
#[cfg(not(target_os = "linux"))]
fn process(id: i32) -> Option<Process> {
    let pid = Pid::from_raw(id)?;
    let group = getpgid(Some(pid)).ok()?.as_raw_pid();
    let session = getsid(Some(pid)).ok()?.as_raw_pid();
    Some(Process { parent: Some(session), group, session })
}

/// The server that shows the screen of this program to somebody elsewhere, and answers for the
/// terminal that it is shown on. What the link to that carries can't be measured from here.
const SCREEN_SERVER: &str = "mosh-server";

/// Whether such a server is above this program, as far as the system tells.
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
