//! Threads that can't be had leave a network to those that there are. A binary of its own: the limit binds the process.

use std::sync::Arc;
use std::{fs, thread};

use izh_tui::circuit::network::Network;
use izh_tui::machine::{Shortage, hire, shortage};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

mod support;

use support::machine::has;
use support::{networks, seen};

/// Stack of a thread that is not the first (bytes).
const STACK_BYTES: u64 = 2 << 20;

/// What this process has of the address space (bytes).
fn mapped_bytes() -> u64 {
    let status = fs::read_to_string("/proc/self/status").expect("Linux");
    let size = status.lines().find_map(|line| line.strip_prefix("VmSize:")).expect("a size");
    let kib: u64 = size.trim().trim_end_matches(" kB").parse().expect("a number");
    kib * 1024
}

/// Does `work` with room for so many stacks.
fn with_room_for<T>(stacks: u64, work: impl FnOnce() -> T) -> T {
    let whole = getrlimit(Resource::As);
    let current = Some(mapped_bytes() + stacks * STACK_BYTES + STACK_BYTES / 2);
    setrlimit(Resource::As, Rlimit { current, ..whole }).expect("a lower limit");
    let done = work();
    setrlimit(Resource::As, whole).expect("the limit as it was");
    done
}

/// In one test, since stacks of threads that have ended are used again.
#[test]
fn a_network_goes_on_with_the_threads_that_could_be_started() {
    if !has("/proc/self/status") {
        return;
    }
    let recipe = Arc::new(networks::polychronization());
    let run = |threads: usize| {
        let mut network = Network::with_shards(recipe.clone(), 1, 64);
        move || seen::advance(&mut network, 0, 300, &[], threads)
    };
    let whole = run(1)();
    assert!(whole.spikes.len() > 100, "{}", whole.spikes.len());
    assert_eq!(shortage(), None);
    // Room for none, and then for two.
    assert_eq!(with_room_for(0, run(8)), whole);
    assert_eq!(shortage(), Some(Shortage { had: 1, wanted: 8 }));
    assert_eq!(with_room_for(2, run(8)), whole);
    // A stack that has just been used may not be free again yet, so there has to be room for some.
    let hired = with_room_for(2, || thread::scope(|scope| hire(scope, 7, |()| ()).len()));
    assert!((1..7).contains(&hired), "{hired} threads beside the first");
    for threads in 2..=8 {
        assert_eq!(run(threads)(), whole, "{threads} threads");
    }
}
