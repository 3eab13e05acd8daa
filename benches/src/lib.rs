//! What a redirect costs, beside a bare server and nginx, in one run; and what else about it is a number.
//!
//! Each program under `bin/` answers one question and docs/performance.md says which, how it is run and what it said. Load goes to
//! loopback only; every process that is started here is ended here.

pub mod bare;
pub mod clicks;
pub mod inside;
pub mod installs;
pub mod load;
pub mod open_loop;
pub mod process;
pub mod seed;
pub mod subject;

/// Prints a line.
#[expect(clippy::print_stdout, reason = "a benchmark prints")]
pub fn say(text: &str) {
    println!("{text}");
}
