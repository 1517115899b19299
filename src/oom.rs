//! Restores the terminal and ends the program when the allocator runs out of memory.
//!
//! Large allocations are checked in advance (`izh_tui::machine::check_room`); this module handles
//! all others. By default the standard library aborts, which would leave the terminal in its
//! full-screen modes. Its hook for this case (`set_alloc_error_hook`) is unstable, so the program
//! wraps the allocator.

use std::alloc::{GlobalAlloc, Layout, System};
use std::io::{self, Write};

use izh_tui::{machine, term};

/// The system's allocator, except that a failure ends the program unless the failure was expected.
pub struct Fatal;

#[global_allocator]
static ALLOCATOR: Fatal = Fatal;

// SAFETY: every call is passed unchanged to the system's allocator, and so is its result. The code
// in between does not allocate or unwind.
#[allow(unsafe_code, reason = "an allocator can't be written without")]
unsafe impl GlobalAlloc for Fatal {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        checked(unsafe { System.alloc(layout) })
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        checked(unsafe { System.alloc_zeroed(layout) })
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, bytes: usize) -> *mut u8 {
        checked(unsafe { System.realloc(block, layout, bytes) })
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        unsafe { System.dealloc(block, layout) }
    }
}

/// Returns `block` unless the allocation failed.
fn checked(block: *mut u8) -> *mut u8 {
    if block.is_null() && !machine::is_asking() {
        give_up();
    }
    block
}

/// Ends the program without allocating. A recording stays valid up to its last block.
#[cold]
#[allow(clippy::disallowed_methods, reason = "the terminal has been given back")]
fn give_up() -> ! {
    term::give_back();
    // A failing standard error leaves no way to report.
    let _ = io::stderr().write_all(b"izh-tui: out of memory\n");
    std::process::exit(1);
}
