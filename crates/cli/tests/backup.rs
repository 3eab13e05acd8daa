//! Copies of an installation that is at work: what was answered before a copy began is in it, once, and what was restored goes on from there.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::time::Duration;
use support::{Audit, Installation, Load, Site, becomes_true, copy_folder, text, visits};
use uuid::Uuid;

const PATIENCE: Duration = Duration::from_secs(30);

/// Restores a backup into a folder of its own.
fn restored(backup: &std::path::Path) -> Installation {
    let installation = Installation::new();
    let report = installation.json(&["restore", "--from", backup.to_str().expect("a path")]);
    assert_eq!(report["differences"], 0, "{report}");
    installation
}

/// Serves it until all that waits is taken in, and gives what it holds then.
fn taken_in(installation: &Installation, expected: &BTreeSet<Uuid>) -> BTreeSet<Uuid> {
    let server = Site::start_beside(installation);
    let mut audit = Audit::default();
    audit.wait_for(installation, expected);
    server.stop();
    Audit::of(installation).stored
}

#[test]
fn copies_under_load_hold_every_click_that_was_answered_before_them_once() {
    let site = Site::new();
    let codes = site.codes(4);
    let mut asked = 0;
    let mut answered = BTreeSet::new();
    for round in 0..3 {
        let before = visits(&site, &codes[0], 50);
        asked += before.asked;
        answered.extend(before.acknowledged);
        let load = Load::start(site.server().address, &codes, 4);
        std::thread::sleep(Duration::from_millis(200));
        let to = site.installation.folder().join(format!("backup-{round}"));
        let report = site.installation.json(&["backup", "--to", to.to_str().expect("a path")]);
        assert_eq!(report["damagedPlaces"], 0);
        let opened = load.finish();
        let stored = taken_in(&restored(&to), &answered);
        asked += opened.asked;
        answered.extend(opened.acknowledged);
        assert!(stored.len() <= asked, "nothing is there that nobody did");
    }
}

#[test]
fn clicks_that_wait_in_the_journal_come_along() {
    let mut site = Site::new();
    let code = site.codes(1).remove(0);
    site.take_server().stop();
    site.start_with(&[("TRACKWAY_INGESTION", "off")]);
    let waiting = visits(&site, &code, 30).acknowledged.into_iter().collect::<BTreeSet<_>>();
    let report = site.installation.json(&["backup", "--to", "copy"]);
    assert_eq!(report["waitingClicks"], 30);
    let restored = restored(&site.installation.folder().join("copy"));
    assert_eq!(taken_in(&restored, &waiting), waiting);
    // Another start takes nothing in again.
    assert_eq!(taken_in(&restored, &waiting), waiting);
}

#[test]
fn a_restored_installation_is_the_same_to_its_clients() {
    let site = Site::new();
    let code = text(&site.make(serde_json::json!({"originalUrl": "https://example.com/kept"}))["short_code"]);
    site.installation.json(&["backup", "--to", "copy"]);
    let restored = restored(&site.installation.folder().join("copy"));
    let server = Site::start_beside(&restored);
    assert_eq!(server.open(&format!("/{code}"), support::DESKTOP).location(), "https://example.com/kept");
    let request = support::Request::get("/api/links").header("authorization", &format!("Bearer {}", site.key));
    server.call(&request).expect(200);
    assert_eq!(server.first_key(), None);
    let token = fs::read(site.installation.data().join("secrets/click-token.key")).expect("a secret");
    assert_eq!(fs::read(restored.data().join("secrets/click-token.key")).expect("a secret"), token);
    server.stop();
}

#[test]
fn nothing_is_overwritten_and_what_is_damaged_is_refused() {
    let site = Site::new();
    let here = &site.installation;
    here.json(&["backup", "--to", "copy"]);
    let refused = |arguments: &[&str], word: &str| {
        let finished = here.run(arguments);
        assert_eq!(finished.code, 1, "{arguments:?}");
        assert!(finished.stderr.contains(word), "{}", finished.stderr);
    };
    refused(&["backup", "--to", "copy"], "is not empty");
    refused(&["restore", "--from", "copy"], "data is not empty");
    refused(&["restore", "--from", "data", "--data", "new"], "no finished backup");
    refused(&["backup", "--data", "nowhere", "--to", "new"], "no installation");

    let copy = here.folder().join("copy");
    for (file, byte) in [("trackway.db", 5_000), ("secrets/click-token.key", 3)] {
        let damaged = here.folder().join("damaged");
        copy_folder(&copy, &damaged);
        let mut bytes = fs::read(damaged.join(file)).expect("a file");
        bytes[byte] ^= 1;
        fs::write(damaged.join(file), bytes).expect("a file");
        refused(&["restore", "--from", "damaged", "--data", file.rsplit('/').next().expect("a name")], "is not what was backed up");
        fs::remove_dir_all(damaged).expect("removed");
    }
    let manifest = fs::read_to_string(copy.join("backup.json")).expect("a manifest");
    fs::write(copy.join("backup.json"), manifest.replace("\"trackway.db\"", "\"../trackway.db\"")).expect("a file");
    refused(&["restore", "--from", "copy", "--data", "outside"], "outside of the backup");
    assert!(becomes_true(PATIENCE, || !here.folder().join("outside").exists()));
}
