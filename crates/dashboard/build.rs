//! Says what the binary is made of besides Rust: the built dashboard, where there is one.

#![allow(clippy::print_stdout, reason = "this is how Cargo is told")]

fn main() {
    println!("cargo::rerun-if-changed=web/dist");
}
