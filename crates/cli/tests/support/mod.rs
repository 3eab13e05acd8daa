//! The real binary in a folder of its own, and what tests do to it: start it, talk to it, look into its database, take it down hard.
//!
//! Nothing here knows the program's insides. Every process that is started here ends with the value that stands for it.
#![allow(dead_code, unused_imports, reason = "each test file uses its own part")]

mod audit;
mod books;
mod client;
mod installation;
mod load;
mod log;
mod metrics;
mod name_server;
mod person;
mod raw;
mod receiver;
mod server;
mod site;

pub(crate) use audit::Audit;
pub(crate) use books::Books;
pub(crate) use client::{Answer, Connection, Request};
pub(crate) use installation::{Finished, Installation, copy_folder};
pub(crate) use load::{Load, Opened, visits};
pub(crate) use log::logged_after;
pub(crate) use metrics::{Family, Metrics};
pub(crate) use name_server::NameServer;
pub(crate) use person::Person;
pub(crate) use raw::{said_to, statuses};
pub(crate) use receiver::{Receiver, Told};
pub(crate) use server::Server;
pub(crate) use site::{PUBLIC_URL, Site, text};

use std::time::{Duration, Instant};

/// What an iPhone's browser says it is.
pub(crate) const IPHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1";

/// What an Android phone's browser says it is.
pub(crate) const ANDROID: &str =
    "Mozilla/5.0 (Linux; Android 16; Pixel 10) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36";

/// What a desktop browser says it is.
pub(crate) const DESKTOP: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

/// Asks until it is true, for as long as `patience`; says whether it became so.
pub(crate) fn becomes_true(patience: Duration, mut ask: impl FnMut() -> bool) -> bool {
    let deadline = Instant::now() + patience;
    loop {
        if ask() {
            return true;
        }
        if Instant::now() >= deadline {
            return false;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}
