//! Another model for all that ever was: by a server in the background, and by a command that is killed again and again.

mod support;

use rusqlite::Connection;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::fs;
use std::process::Stdio;
use std::time::Duration;
use support::{Site, becomes_true, text};

const PATIENCE: Duration = Duration::from_secs(30);

/// How many persons opened the first link, then the second, and bought for a dollar.
const PERSONS: usize = 1_500;

/// A site with two links, and a history.
fn lived_in() -> (Site, [String; 2]) {
    let site = Site::new();
    let codes = [0, 1].map(|number| text(&site.make(json!({"title": format!("link {number}")}))["short_code"]));
    let mut rows = String::from("type,externalId,code,gross,currency,occurredAt,idempotencyKey\n");
    for person in 0..PERSONS {
        for (key, what) in [
            ("a", format!("claim,p{person},{},,,2026-03-01T10:00:00Z", codes[0])),
            ("b", format!("claim,p{person},{},,,2026-03-02T10:00:00Z", codes[1])),
            ("c", format!("sale,p{person},,1,USD,2026-03-03T10:00:00Z")),
        ] {
            writeln!(rows, "{what},{person}{key}").expect("a string takes everything");
        }
    }
    let file = site.installation.folder().join("history.csv");
    fs::write(&file, rows).expect("a file");
    let imported = site.installation.json(&["conversions", "import", "history.csv"]);
    assert_eq!(imported["recorded"], PERSONS * 3, "{imported}");
    (site, codes)
}

/// What each link has earned, in dollars.
fn earned(site: &Site) -> [i64; 2] {
    let database = site.installation.database();
    let mut select =
        database.prepare("SELECT gross_mills / 1000 FROM link_totals JOIN links ON links.id = link ORDER BY link").expect("totals");
    let mills = select.query_map([], |row| row.get(0)).expect("rows").collect::<Result<Vec<i64>, _>>().expect("rows");
    mills.try_into().expect("two links")
}

#[test]
fn a_server_follows_another_model_while_it_serves() {
    let (site, _) = lived_in();
    let all = i64::try_from(PERSONS).expect("a small number");
    assert_eq!(earned(&site), [all, 0]);
    let chosen = site.linkforty("PUT", "/api/attribution", json!({"model": "last"}).to_string()).expect(200).json();
    assert_eq!(chosen["model"], "last");
    let reported = json!({"type": "sale", "person": {"externalId": "p7"}, "gross": "1", "currency": "USD", "idempotencyKey": "meanwhile", "occurredAt": "2026-03-04T10:00:00Z"});
    let reported = site.linkforty("POST", "/api/conversions", reported.to_string()).expect(201).json();
    assert_eq!(reported["attribution"]["model"], "last", "what comes follows at once");
    let is_done = || site.linkforty("GET", "/api/attribution", "").expect(200).json()["recomputes"] == json!([]);
    assert!(becomes_true(PATIENCE, is_done), "all are worked out");
    assert_eq!(earned(&site), [0, all + 1]);
    assert_eq!(site.installation.run(&["verify"]).code, 0);
}

#[test]
fn credits_that_were_tampered_with_are_named_and_set_right() {
    let (mut site, _) = lived_in();
    site.take_server().stop();
    for tampering in [
        "UPDATE credits SET gross_mills = 7 WHERE rowid = (SELECT max(rowid) FROM credits WHERE kind = 'sale')",
        "DELETE FROM credits WHERE rowid = (SELECT min(rowid) FROM credits WHERE kind = 'claim')",
        "UPDATE credits SET at = at + 86400000 WHERE rowid = (SELECT max(rowid) FROM credits WHERE kind = 'sale')",
    ] {
        let database = Connection::open(site.installation.data().join("trackway.db")).expect("a database");
        assert_eq!(database.execute(tampering, []).expect("changed"), 1, "{tampering}");
        drop(database);
        let named = site.installation.run(&["verify"]);
        assert!(named.code != 0 && named.stdout.contains(" credited "), "{tampering}: {named:?}");
        assert_eq!(site.installation.run(&["rebuild"]).code, 0, "{tampering}");
        assert_eq!(site.installation.run(&["verify"]).code, 0, "{tampering}");
    }
}

#[test]
fn a_recompute_that_is_killed_goes_on_where_it_stopped() {
    let (mut site, _) = lived_in();
    site.take_server().stop();
    let installation = &site.installation;
    installation.json(&["attribution", "set-model", "linear", "--later"]);
    let waiting = || installation.json(&["attribution", "show"])["personsWaiting"].as_u64().expect("a number");
    let (mut before, mut kills) = (waiting(), 0);
    assert_eq!(before, PERSONS as u64);
    while before > 0 {
        let mut child = installation
            .command(&["attribution", "recompute", "--waiting"], &[])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the binary");
        // Until it has done a little, wherever it then stands.
        becomes_true(PATIENCE, || waiting() < before);
        let _ = child.kill();
        child.wait().expect("its end");
        let now = waiting();
        assert!(now < before, "it goes on");
        assert_eq!(installation.run(&["verify"]).code, 0, "the books hold wherever it was killed");
        (before, kills) = (now, kills + 1);
    }
    assert!(kills > 1, "it was killed on its way");
    let half = i64::try_from(PERSONS / 2).expect("a small number");
    assert_eq!(earned(&site), [half, half]);
    let shown: Value = site.installation.json(&["attribution", "show"]);
    assert_eq!((&shown["model"], &shown["recomputes"]), (&json!("linear"), &json!(0)));
}
