#![no_main]
//! See `table` in `tests/support/entries.rs`.

#[path = "../../tests/support/entries.rs"]
#[allow(dead_code, reason = "each target is one door")]
mod entries;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| entries::table(bytes));
