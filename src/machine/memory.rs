//! How much memory is available.

use std::cell::Cell;
use std::path::Path;
use std::{fmt, fs};

/// The reserve for the rest of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// A run without a screen: texts and buffers.
    Run,
    /// A scope: the last two million spikes, two minutes of activity, traces, frames.
    Scope,
}

impl Rest {
    /// Size of the reserve (bytes).
    fn bytes(self) -> u64 {
        match self {
            Self::Run => 16 << 20,
            Self::Scope => 64 << 20,
        }
    }
}

/// What bounds the available memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// The machine has no more that is free.
    Machine,
    /// The control group of this process has no more.
    Group,
    /// A limit of this process (`ulimit -v` or `-d`).
    Process,
    /// A trial reservation was refused.
    Refused,
}

/// The error that memory is not available.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoRoom {
    /// What is there (bytes), beside what the rest of the program may need; unknown where it was
    /// just refused.
    pub there: Option<u64>,
    /// What bounds it.
    pub bound: Bound,
}

impl fmt::Display for NoRoom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let by = match self.bound {
            Bound::Machine => "are free on this machine",
            Bound::Group => "are left to this control group",
            Bound::Process => "are left to this process (ulimit)",
            Bound::Refused => return f.write_str("the system has no room for that"),
        };
        write!(f, "{} {by}", megabytes(self.there.unwrap_or(0)))
    }
}

/// Bytes in a sentence, in megabytes or gigabytes.
#[must_use]
pub fn megabytes(bytes: u64) -> String {
    let mb = bytes as f64 / 1e6;
    if mb < 1000.0 { format!("{mb:.0} MB") } else { format!("{:.1} GB", mb / 1e3) }
}

/// Checks whether `wanted` bytes are available besides the reserve `rest`. What only Linux reports
/// is not checked elsewhere.
///
/// # Errors
/// Says how much there is, and what bounds it.
pub fn check_room(wanted: u64, rest: Rest) -> Result<(), NoRoom> {
    if let Some((there, bound)) = room_under(Path::new("/")) {
        let there = there.saturating_sub(rest.bytes());
        if wanted > there {
            return Err(NoRoom { there: Some(there), bound });
        }
    }
    // Nothing of it is touched, so that costs no time.
    let refused = NoRoom { there: None, bound: Bound::Refused };
    let bytes = usize::try_from(wanted).map_err(|_| refused)?;
    ASKING.set(true);
    let answer = Vec::<u8>::new().try_reserve_exact(bytes).map_err(|_| refused);
    ASKING.set(false);
    answer
}

thread_local! {
    /// Whether this thread only asks how much can be had.
    static ASKING: Cell<bool> = const { Cell::new(false) };
}

/// Whether memory is only asked for, so that a refusal is an answer.
#[must_use]
pub fn is_asking() -> bool {
    ASKING.get()
}

/// What can be had by the files below `root` (bytes), and what bounds it; nothing where none of
/// them tells.
fn room_under(root: &Path) -> Option<(u64, Bound)> {
    let read = |path: &str| fs::read_to_string(root.join(path)).ok();
    let machine = read("proc/meminfo").and_then(|text| kib(&text, "MemAvailable:"));
    let process = read("proc/self/limits").and_then(|limits| {
        let status = read("proc/self/status")?;
        process_room(&limits, &status)
    });
    let group = read("proc/self/cgroup").and_then(|groups| group_room(&groups, &read));
    let rooms = [(machine, Bound::Machine), (group, Bound::Group), (process, Bound::Process)];
    let known = rooms.into_iter().filter_map(|(room, bound)| Some((room?, bound)));
    known.min_by_key(|(room, _)| *room)
}

/// The number after `name` in a text of lines, given in units of 1,024 bytes (bytes).
fn kib(text: &str, name: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse::<u64>().ok()?.checked_mul(1024)
}

/// What the limits of address space and of data leave.
fn process_room(limits: &str, status: &str) -> Option<u64> {
    let left = |limit: &str, used: &str| {
        let line = limits.lines().find_map(|line| line.strip_prefix(limit))?;
        let most: u64 = line.split_whitespace().next()?.parse().ok()?;
        Some(most.saturating_sub(kib(status, used)?))
    };
    let address_space = left("Max address space", "VmSize:");
    let data = left("Max data size", "VmData:");
    address_space.into_iter().chain(data).min()
}

/// What the control group of this process and those that it is in leave, of either version.
fn group_room(groups: &str, read: &impl Fn(&str) -> Option<String>) -> Option<u64> {
    let rooms = groups.lines().filter_map(|line| {
        let (controllers, path) = line.split_once(':')?.1.split_once(':')?;
        let (base, names) = if controllers.is_empty() {
            ("sys/fs/cgroup", ["memory.max", "memory.current", "inactive_file "])
        } else if controllers.split(',').any(|name| name == "memory") {
            let names = ["memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file "];
            ("sys/fs/cgroup/memory", names)
        } else {
            return None;
        };
        // Each group bounds those below it. Of one that is not seen from in here, only the root is.
        let above = Path::new(path).ancestors().map(|group| {
            let group = group.to_string_lossy();
            let folder = format!("{base}/{}", group.trim_start_matches('/'));
            room_of_group(folder.trim_end_matches('/'), names, read)
        });
        above.flatten().min()
    });
    rooms.min()
}

/// What one control group leaves. Files that it read and that can be forgotten do not count.
fn room_of_group(
    folder: &str,
    [limit, usage, files]: [&str; 3],
    read: &impl Fn(&str) -> Option<String>,
) -> Option<u64> {
    let number = |name: &str| read(&format!("{folder}/{name}"))?.trim().parse::<u64>().ok();
    let (most, used) = (number(limit)?, number(usage)?);
    let stat = read(&format!("{folder}/memory.stat")).unwrap_or_default();
    let files = stat.lines().find_map(|line| line.strip_prefix(files)?.trim().parse::<u64>().ok());
    Some(most.saturating_sub(used.saturating_sub(files.unwrap_or(0))))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A machine with these files.
    fn room(files: &[(&str, &str)]) -> Option<(u64, Bound)> {
        let root = tempfile::tempdir().expect("a directory");
        for (path, text) in files {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().expect("a directory")).expect("room");
            fs::write(path, text).expect("room");
        }
        room_under(root.path())
    }

    const MEMINFO: (&str, &str) =
        ("proc/meminfo", "MemTotal:  24000 kB\nMemFree: 10 kB\nMemAvailable:    20000 kB\n");
    const STATUS: (&str, &str) = ("proc/self/status", "VmSize:\t 1000 kB\nVmData:\t 200 kB\n");
    const V2: (&str, &str) = ("proc/self/cgroup", "0::/a/b\n");
    const V1: (&str, &str) = ("proc/self/cgroup", "5:cpu:/x\n4:hugetlb,memory:/a\n0::/\n");

    fn limits(data: &str, space: &str) -> String {
        format!(
            "Limit    Soft Limit   Hard Limit  Units\nMax data size   {data}  unlimited bytes\nMax address space   {space}   unlimited  bytes\n"
        )
    }

    #[test]
    fn the_least_of_all_counts() {
        assert_eq!(room(&[]), None);
        assert_eq!(room(&[MEMINFO]), Some((20_480_000, Bound::Machine)));
        let whole = limits("unlimited", "unlimited");
        let limited = |text: &str| room(&[MEMINFO, STATUS, ("proc/self/limits", text)]);
        assert_eq!(limited(&whole), Some((20_480_000, Bound::Machine)));
        let space = limits("unlimited", "2024000");
        assert_eq!(limited(&space), Some((1_000_000, Bound::Process)));
        assert_eq!(limited(&limits("204900", "2024000")), Some((100, Bound::Process)));
        assert_eq!(limited(&limits("0", "unlimited")), Some((0, Bound::Process)));
    }

    #[test]
    fn a_group_and_those_above_it_count() {
        let of = |folder: &str, name: &str| format!("sys/fs/cgroup/{folder}{name}");
        let v2 = |folder: &str, max: &str| {
            let files = [
                (of(folder, "memory.max"), max.to_owned()),
                (of(folder, "memory.current"), "5000\n".to_owned()),
                (of(folder, "memory.stat"), "anon 1\ninactive_file 2000\n".to_owned()),
            ];
            files.to_vec()
        };
        let with = |first: (&str, &str), files: Vec<(String, String)>| {
            let files = files.iter().map(|(path, text)| (&**path, &**text));
            room(&[MEMINFO, first].into_iter().chain(files).collect::<Vec<_>>())
        };
        assert_eq!(with(V2, v2("a/b/", "max\n")), Some((20_480_000, Bound::Machine)));
        assert_eq!(with(V2, v2("a/b/", "10000\n")), Some((7000, Bound::Group)));
        let nested = [v2("a/b/", "10000\n"), v2("a/", "9000\n"), v2("", "max")].concat();
        assert_eq!(with(V2, nested), Some((6000, Bound::Group)));
        // Seen from in a container, whose own group is the root.
        assert_eq!(with(V2, v2("", "4000\n")), Some((1000, Bound::Group)));
        let v1 = vec![
            (of("memory/a/", "memory.limit_in_bytes"), "10000\n".to_owned()),
            (of("memory/a/", "memory.usage_in_bytes"), "4000\n".to_owned()),
            (of("memory/a/", "memory.stat"), "total_inactive_file 1000\n".to_owned()),
        ];
        assert_eq!(with(V1, v1), Some((7000, Bound::Group)));
    }

    #[test]
    fn what_no_machine_has_is_refused() {
        assert!(check_room(1 << 60, Rest::Run).is_err());
        assert_eq!(check_room(1 << 20, Rest::Run), Ok(()));
        let none = NoRoom { there: Some(1_234_567_890), bound: Bound::Process };
        assert_eq!(none.to_string(), "1.2 GB are left to this process (ulimit)");
    }
}
