//! Whatever is sent to the fansly dialect, the answer is no 5xx.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| trackway_fuzz::doors::fansly(input));
