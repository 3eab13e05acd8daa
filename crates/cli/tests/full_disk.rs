//! A disk that is full, and has room again: visitors are sent on, and every click that is missing was counted as unrecorded.
//!
//! The disk is a small one of the server's own, which nobody else sees: the process is started in a mount namespace, as root or as the root
//! of a user namespace, and looked at through `/proc/<its id>/root`.

mod support;

use std::fs::{self, File};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::sleep;
use std::time::Duration;
use support::{Audit, Books, Installation, Load, Metrics, Request, Site, becomes_true, copy_folder};

const LINKS: usize = 4;
const VISITORS: usize = 4;

/// Room for the database and a few journal segments.
const DISK_BYTES: &str = "24m";

/// How long a state may take to be seen on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

#[test]
fn where_everything_lies_on_the_full_disk() {
    what_is_missing_was_counted("data");
}

#[test]
fn where_only_the_journal_lies_on_the_full_disk() {
    what_is_missing_was_counted("data/journal");
}

fn what_is_missing_was_counted(small: &str) {
    let mut site = Site::new();
    let codes = site.codes(LINKS);
    site.take_server().stop();
    let folder = site.installation.folder().join(small);
    site.start_as(&[Metrics::ON], |command| on_small_disk(&command, &folder));
    let ready = || site.server().call(&Request::get("/health/ready")).status;
    let unrecorded = || Metrics::of(site.server()).count("trackway_clicks_unrecorded_total");

    let load = Load::start(site.server().address, &codes, VISITORS);
    sleep(Duration::from_millis(300));
    assert_eq!((ready(), unrecorded()), (200, 0));
    let ballast = as_seen_by(&site, &folder).join("ballast");
    fill(&ballast);
    assert!(becomes_true(PATIENCE, || ready() == 503 && unrecorded() > 100), "{} {}", ready(), unrecorded());
    fs::remove_file(ballast).expect("room again");
    assert!(becomes_true(PATIENCE, || ready() == 200), "it records again");
    sleep(Duration::from_millis(300));
    let mut books = Books::default();
    // Each of them got a redirect.
    books.enter(load.finish());
    assert_eq!(books.acknowledged.len(), books.asked, "everybody was answered");

    let is_taken_in = || {
        let metrics = Metrics::of(site.server());
        metrics.count("trackway_journal_backlog_bytes") == 0 && metrics.value("trackway_ingestion_lag_seconds") == 0.0
    };
    assert!(becomes_true(PATIENCE, is_taken_in), "what was recorded is taken in when there is room");
    let (recorded, unrecorded) = (Metrics::of(site.server()).count("trackway_clicks_recorded_total"), unrecorded());
    let audit = Audit::of(&copied(&site));
    assert_eq!(audit.stored.len(), recorded, "what was recorded is there");
    assert!(audit.stored.is_subset(&books.acknowledged), "nothing is there that nobody did");
    assert_eq!(books.acknowledged.difference(&audit.stored).count(), unrecorded, "what is missing was counted");
    assert_eq!(Metrics::of(site.server()).count("trackway_clicks_quarantined_total"), 0);
    let log = site.take_server().stop();
    for word in ["the journal does not record", "the disk is full", "the journal records again"] {
        assert!(log.contains(word), "'{word}' is not said: {log}");
    }
}

/// The same command, on a small disk in this folder's place that holds what the folder held.
fn on_small_disk(command: &Command, folder: &Path) -> Command {
    let script = "set -e; mkdir \"$2.kept\"; cp -a \"$2/.\" \"$2.kept\"; mount -t tmpfs -o \"size=$1,mode=700\" tmpfs \"$2\"
        cp -a \"$2.kept/.\" \"$2\"; shift 2; exec \"$@\"";
    let mut outer = Command::new("unshare");
    outer.args(namespaces(folder)).args(["/bin/sh", "-c", script, "sh", DISK_BYTES]).arg(folder);
    outer.arg(command.get_program()).args(command.get_args());
    outer.current_dir(command.get_current_dir().expect("a folder")).env_clear().env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    outer.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    outer
}

/// What it takes to mount something that nobody else sees: a mount namespace, and for those who are not root a user namespace around it.
fn namespaces(folder: &Path) -> &'static [&'static str] {
    let can = |arguments: &&&'static [&'static str]| {
        let mounted = Command::new("unshare").args(**arguments).args(["mount", "-t", "tmpfs", "tmpfs"]).arg(folder).output();
        mounted.is_ok_and(|output| output.status.success())
    };
    let ways: [&[&str]; 2] = [&["-m"], &["-Urm"]];
    ways.iter().find(can).expect("this test mounts a small disk: it needs root, or user namespaces")
}

/// What is on the server's disks, copied while it stands still: SQLite would not find its way through `/proc` by itself.
fn copied(site: &Site) -> Installation {
    let copy = Installation::new();
    site.server().signal("STOP");
    copy_folder(&as_seen_by(site, &site.installation.data()), &copy.data());
    site.server().signal("CONT");
    copy
}

/// A path inside the server's disks.
fn as_seen_by(site: &Site, path: &Path) -> PathBuf {
    let root = PathBuf::from(format!("/proc/{}/root", site.server().id()));
    root.join(path.strip_prefix("/").expect("an absolute path"))
}

/// Writes until there is no room.
fn fill(path: &Path) {
    let mut file = File::create(path).expect("a file");
    for block in [vec![7; 1 << 16], vec![7; 512]] {
        let full = (0..1 << 20).find_map(|_| file.write_all(&block).err()).expect("an end of the disk");
        assert_eq!(full.kind(), ErrorKind::StorageFull, "{full}");
    }
}
