//! What a redirect costs, beside a bare server and nginx, in one run.
//!
//! `cargo run --release -p trackway-benches --bin redirect` runs it; docs/performance.md holds what it said and how to read it. The load
//! comes from wrk, which must be installed, and goes to loopback only; every process that is started here is ended here.
//!
//! `--bin lists` asks a store of a million links for pages, searches and new links; it needs nothing else.

pub mod load;
pub mod process;
pub mod seed;
