//! `trackway verify` and `trackway rebuild` on a real installation, with the server running.

mod support;

use rusqlite::Connection;
use serde_json::json;
use std::time::Duration;
use support::{DESKTOP, Site, becomes_true};

#[test]
fn a_counter_that_differs_is_named_and_set_right_while_clicks_go_on() {
    let site = Site::new();
    for code in ["right", "wrong"] {
        site.make(json!({"customCode": code}));
        for _ in 0..5 {
            site.open(&format!("/{code}")).expect(302);
        }
    }
    let visits = |code: &str| site.installation.json(&["links", "show", code])["visits"].clone();
    assert!(becomes_true(Duration::from_secs(2), || visits("wrong") == 5 && visits("right") == 5));
    let verify = || site.installation.run(&["verify", "--json"]);
    assert_eq!(verify().code, 0);
    assert!(verify().stderr.contains("10 of 10 clicks, 100 %"), "progress is on standard error");

    let database = Connection::open(site.installation.data().join("trackway.db")).expect("the database");
    let tamper = "UPDATE link_totals SET clicks = 7, visits = 9 WHERE link = (SELECT id FROM links WHERE code = 'wrong')";
    database.execute(tamper, []).expect("tampered");
    let found = verify();
    assert_eq!(found.code, 1);
    assert!(found.stderr.contains("the counters of 1 links differ"), "{}", found.stderr);
    let rows: serde_json::Value = serde_json::from_str(&found.stdout).expect("JSON");
    let told = rows
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| (row["code"].clone(), row["counter"].clone(), row["kept"].clone(), row["logged"].clone()));
    let expected = [("clicks", 7), ("visits", 9)].map(|(counter, kept)| (json!("wrong"), json!(counter), json!(kept), json!(5)));
    assert_eq!(told.collect::<Vec<_>>(), expected);

    site.server().open("/wrong", DESKTOP).expect(302);
    assert_eq!(site.installation.run(&["rebuild"]).code, 0);
    assert!(becomes_true(Duration::from_secs(2), || visits("wrong") == 6), "{}", visits("wrong"));
    assert_eq!(verify().code, 0);
}
