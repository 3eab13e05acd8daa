//! The audit log of the real process: what is administered stands in it, whoever did it, and whoever touches it is found out.

mod support;

use rusqlite::Connection;
use serde_json::{Value, json};
use support::{Installation, Site, text};

fn actions(log: &Value) -> Vec<String> {
    log.as_array().expect("rows").iter().map(|row| text(&row["action"])).collect()
}

#[test]
fn requests_and_commands_are_noted() {
    let site = Site::new();
    let key = site.linkforty("POST", "/api/settings/api-keys", json!({"name": "CI"}).to_string()).expect(201).json();
    let hook = json!({"name": "Hook", "url": "https://hooks.example.com/", "events": ["link_event"]}).to_string();
    let hook = site.linkforty("POST", "/api/webhooks", hook).expect(201).json();
    let link = site.make(json!({}));
    site.linkforty("DELETE", &format!("/api/links/{}", text(&link["id"])), "").expect(200);
    site.linkforty("DELETE", &format!("/api/links/{}", text(&link["id"])), "").expect(404);
    site.installation.user("Ben", "viewer", "a good password");
    site.installation.json(&["users", "set-role", "--email", "ben@example.com", "--role", "member"]);
    site.installation.json(&["keys", "revoke", &text(&key["id"])]);
    site.installation.json(&["oauth-keys", "rotate"]);

    let log = site.installation.json(&["audit", "list"]);
    let expected = [
        "signing-key.rotate",
        "key.revoke",
        "user.set-role",
        "user.create",
        "link.delete",
        "webhook.create",
        "key.create",
        "account.create",
        "key.create",
        "setting.change",
    ];
    assert_eq!(actions(&log), expected);
    assert_eq!((&log[1]["doer"], &log[1]["subject"]), (&json!("command line"), &key["id"]));
    assert!(text(&log[4]["doer"]).starts_with("key ") && log[4]["subject"] == link["id"], "{}", log[4]);
    assert_eq!(log[2]["details"], json!({"role": "member", "before": "viewer"}));
    assert_eq!(log[9]["details"]["value"], support::PUBLIC_URL);
    for secret in [&key["key"], &hook["secret"]] {
        assert!(!log.to_string().contains(&text(secret)), "no secret stands in the log");
    }
    let shown = site.linkforty("GET", "/api/audit?limit=1", "").expect(200).json();
    assert_eq!(shown["entries"][0]["action"], "key.revoke", "what is the installation's is not the workspace's");
}

#[test]
fn whoever_touches_the_log_is_found_out() {
    let installation = Installation::new();
    for number in 0..5 {
        installation.json(&["keys", "create", "--name", &format!("Key {number}")]);
    }
    let verified = installation.json(&["audit", "verify"]);
    assert_eq!(verified["rows"], 5);
    let hash = text(&verified["hash"]);
    installation.json(&["audit", "verify", "--contains", &hash]);
    let touches = [
        ("UPDATE audit_log SET subject = 'nobody' WHERE number = 3", "row 3 "),
        ("UPDATE audit_log SET at = at + 1 WHERE number = 5", "row 5 "),
        ("UPDATE audit_log SET doer = 'server' WHERE number = 1", "row 1 "),
        ("UPDATE audit_log SET workspace = NULL WHERE number = 2", "row 2 "),
        ("DELETE FROM audit_log WHERE number = 2", "row 2 "),
        ("DELETE FROM audit_log WHERE number = 1", "row 1 "),
    ];
    for (touch, named) in touches {
        let copy = installation.copy();
        write(&copy, touch);
        let found = copy.run(&["audit", "verify"]);
        assert!(found.code == 1 && found.stderr.contains(named), "{touch}: {found:?}");
    }
    let cut = installation.copy();
    write(&cut, "DELETE FROM audit_log WHERE number = 5");
    cut.json(&["audit", "verify"]);
    let found = cut.run(&["audit", "verify", "--contains", &hash]);
    assert!(found.code == 1 && found.stderr.contains("--contains"), "{found:?}");
}

fn write(installation: &Installation, statement: &str) {
    let database = Connection::open(installation.data().join("trackway.db")).expect("a database");
    assert_eq!(database.execute(statement, []).expect("a statement"), 1, "{statement}");
}
