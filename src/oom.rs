//! Memory that can't be had ends the program with the terminal given back.
//!
//! What is large is counted before it is taken (`izh_tui::machine::check_room`), so this is for the rest: the
//! standard library would abort, and leave the terminal in its full-screen modes. Its own hook for that
//! (`set_alloc_error_hook`) is not stable, so the allocator itself is asked.

use std::alloc::{GlobalAlloc, Layout, System};
use std::io::{self, Write};

use izh_tui::{machine, term};

/// The system's allocator, of which a refusal ends the program unless it was only a question.
pub struct Fatal;

#[global_allocator]
static ALLOCATOR: Fatal = Fatal;

// SAFETY: every call goes to the system's allocator as it came, and what that returns is returned. In between nothing is
// allocated, and nothing unwinds.
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

/// `block`, if there is one.
fn checked(block: *mut u8) -> *mut u8 {
    if block.is_null() && !machine::is_asking() {
        give_up();
    }
    block
}

/// Ends the program without taking memory. A recording is whole up to its last block.
#[cold]
#[allow(clippy::disallowed_methods, reason = "the terminal has been given back")]
fn give_up() -> ! {
    term::give_back();
    // If standard error is gone, nobody is there to be told.
    let _ = io::stderr().write_all(b"izh-tui: out of memory\n");
    std::process::exit(1);
}
