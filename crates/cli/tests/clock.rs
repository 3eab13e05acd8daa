//! A clock that jumps back an hour under load, and forward again: no click is lost, and none is counted twice.
//!
//! The server's clock is moved by libfaketime, which `scripts/test.sh` installs.

mod support;

use std::fs;
use std::path::PathBuf;
use std::thread::sleep;
use std::time::Duration;
use support::{Audit, Books, Installation, Load, Opened, Site, visits};
use uuid::Uuid;

const HOUR: u64 = 60 * 60;

/// Where Debian and others put it.
const LIBRARIES: [&str; 4] = [
    "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
    "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1",
    "/usr/lib/faketime/libfaketimeMT.so.1",
    "/usr/lib64/faketime/libfaketimeMT.so.1",
];

/// A server's clock, by what is added to the true time.
struct Clock {
    library: &'static str,
    file: PathBuf,
}

impl Clock {
    fn new(installation: &Installation) -> Self {
        let library = LIBRARIES.into_iter().find(|library| fs::exists(library).is_ok_and(|exists| exists));
        let library = library.expect("this test moves a clock by libfaketime: install it (Debian: apt-get install faketime)");
        let clock = Self { library, file: installation.folder().join("clock") };
        clock.set("+0");
        clock
    }

    /// Sets it to so much from the true time; whoever reads it meanwhile reads the old or the new.
    fn set(&self, offset: &str) {
        let draft = self.file.with_extension("draft");
        fs::write(&draft, format!("{offset}\n")).expect("a file");
        fs::rename(draft, &self.file).expect("a file");
    }

    /// Starts a site's server under this clock.
    fn start(&self, site: &mut Site) {
        site.start_with(&[
            ("LD_PRELOAD", self.library),
            ("FAKETIME_TIMESTAMP_FILE", self.file.to_str().expect("text")),
            ("FAKETIME_NO_CACHE", "1"),
            // Waiting takes as long as it takes; only the time of day jumps.
            ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
            ("DONT_FAKE_MONOTONIC", "1"),
        ]);
    }
}

/// The time in a click's id, in seconds since 1970.
fn seconds(id: &Uuid) -> u64 {
    id.get_timestamp().expect("a time").to_unix().0
}

#[test]
fn it_jumps_back_an_hour_and_forward_again() {
    let mut site = Site::new();
    let codes = site.codes(8);
    let clock = Clock::new(&site.installation);
    let mut books = Books::default();
    for is_killed in [false, true] {
        site.take_server().stop();
        clock.set("+0");
        clock.start(&mut site);
        let (before, mut after) = (visits(&site, &codes[0], 20), Opened::default());
        let load = Load::start(site.server().address, &codes, 4);
        for offset in ["-1h", "+0", "-1h"] {
            sleep(Duration::from_millis(300));
            clock.set(offset);
        }
        sleep(Duration::from_millis(300));
        if is_killed {
            site.take_server().kill();
            books.enter(load.finish());
            clock.start(&mut site);
        } else {
            books.enter(load.finish());
        }
        after.acknowledged.extend(visits(&site, &codes[0], 20).acknowledged);
        after.asked += 20;
        let (latest, earliest) = (before.acknowledged.iter().map(seconds).min(), after.acknowledged.iter().map(seconds).max());
        let jumped = latest.expect("visits").checked_sub(earliest.expect("visits")).expect("a jump back");
        assert!((HOUR - 60..=HOUR).contains(&jumped), "the clock jumped {jumped} s");
        [before, after].into_iter().for_each(|opened| books.enter(opened));
        books.balance(&site);
    }
    books.close(&mut site);
    assert_eq!(Audit::of(&site.installation).stored, books.audit.stored);
    assert_eq!(site.installation.run(&["verify"]).code, 0);
}
