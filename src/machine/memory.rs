//! The available memory, and its limits.

use std::cell::Cell;
use std::path::Path;
use std::{fmt, fs};

/// The memory that the rest of the program needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// A run without a screen: text and buffers (16 MiB).
    Run,
    /// A scope: the last two million spikes, two minutes of activity, traces, frames (64 MiB).
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

/// The limit that bounds the available memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// The free memory of this machine.
    Machine,
    /// The control group of this process, or a group above it.
    Group,
    /// The resource limit of this process (`ulimit -v` or `-d`).
    Process,
    /// The allocator: it refused a trial reservation.
    Refused,
}

/// The error that not enough memory is available.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoRoom {
    /// Available memory without the reserve for the rest of the program (bytes); unknown if a trial
    /// reservation was refused.
    pub there: Option<u64>,
    /// The limit that bounds the available memory.
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

/// `bytes` as text for a message, in megabytes or gigabytes.
#[must_use]
pub fn megabytes(bytes: u64) -> String {
    let mb = bytes as f64 / 1e6;
    if mb < 1000.0 { format!("{mb:.0} MB") } else { format!("{:.1} GB", mb / 1e3) }
}

/// Checks whether `wanted` bytes are available besides the reserve `rest`. Systems other than Linux
/// are asked by a trial reservation only.
///
/// # Errors
/// The memory is not available: how much is, and what bounds it.
pub fn check_room(wanted: u64, rest: Rest) -> Result<(), NoRoom> {
    if let Some((there, bound)) = room_under(Path::new("/")) {
        let there = there.saturating_sub(rest.bytes());
        if wanted > there {
            return Err(NoRoom { there: Some(there), bound });
        }
    }
    // The reserved pages are never touched, so this takes no time.
    let refused = NoRoom { there: None, bound: Bound::Refused };
    let bytes = usize::try_from(wanted).map_err(|_| refused)?;
    ASKING.set(true);
    let answer = Vec::<u8>::new().try_reserve_exact(bytes).map_err(|_| refused);
    ASKING.set(false);
    answer
}

thread_local! {
    /// Whether this thread is making a trial reservation.
    static ASKING: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread is making a trial reservation, whose refusal is no failure.
#[must_use]
pub fn is_asking() -> bool {
    ASKING.get()
}

/// The available memory (bytes) according to Linux' files below `root`, and the limit that bounds
/// it; `None` if there are no such files.
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

/// The number after `name` in `text`, converted from units of 1,024 bytes to bytes.
fn kib(text: &str, name: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse::<u64>().ok()?.checked_mul(1024)
}

/// Memory left under the limits of address space and data size (bytes).
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

/// Memory left under the limits of this process' control group and the groups above it (bytes), for
/// cgroup versions 1 and 2.
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
        // Each group bounds the groups below it. In a container only the root may be visible.
        let above = Path::new(path).ancestors().map(|group| {
            let group = group.to_string_lossy();
            let folder = format!("{base}/{}", group.trim_start_matches('/'));
            room_of_group(folder.trim_end_matches('/'), names, read)
        });
        above.flatten().min()
    });
    rooms.min()
}

/// Memory left under one control group's limit (bytes). Inactive page cache counts as free.
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

    /// The available memory of a machine with these files.
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
        // In a container, its own group is the visible root.
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
