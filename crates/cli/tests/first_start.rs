//! The first minutes of an operator: a start without settings, the commands, and what is said when something is wrong.

mod support;

use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use support::{Installation, Request, Server, becomes_true, text};

#[test]
fn a_start_needs_no_settings_and_shows_its_key_once() {
    let installation = Installation::new();
    let server = installation.start();
    let key = server.first_key().expect("a key").to_owned();
    assert_eq!(status_of(&server, &key), 200);
    assert_eq!(server.said.last(), Some(&format!("listening on http://{}", server.address)));
    server.call(&Request::get("/health")).expect(200);
    let ready = server.call(&Request::get("/health/ready")).expect(200).json();
    assert_eq!(ready, json!({"status": "ok", "checks": {"database": "ok", "journal": "ok"}}));
    let log = server.stop();
    assert!(!log.contains(&key), "no key in the log");

    let server = installation.start();
    assert_eq!(server.first_key(), None);
    assert_eq!(server.said.len(), 2, "where it is reached, where it listens: {:?}", server.said);
    assert_eq!(status_of(&server, &key), 200, "the key outlives its server");
}

#[test]
fn everything_it_makes_is_for_its_owner_only() {
    let installation = Installation::new();
    let server = installation.start();
    let modes = modes_below(&installation.data());
    let expected = [
        ("", 0o700),
        ("journal", 0o700),
        ("journal/00000000000000000001.seg", 0o600),
        ("journal/LOCK", 0o600),
        ("secrets", 0o700),
        ("secrets/click-token.key", 0o600),
        ("trackway.db", 0o600),
        ("trackway.db-shm", 0o600),
        ("trackway.db-wal", 0o600),
    ];
    assert_eq!(modes, BTreeMap::from(expected.map(|(name, mode)| (name.to_owned(), format!("{mode:o}")))));
    server.stop();
}

#[test]
fn commands_work_before_beside_and_after_a_server() {
    let installation = Installation::new();
    let before = installation.json(&["keys", "create", "--name", "before"]);
    installation.json(&["accounts", "create", "--handle", "early", "--profile-url", "https://example.com/early"]);

    let server = installation.start();
    assert_eq!(server.first_key(), None, "there is a key already");
    assert_eq!(status_of(&server, before["key"].as_str().expect("a key")), 200);
    let beside = installation.json(&["keys", "create", "--name", "beside"]);
    assert_eq!(status_of(&server, beside["key"].as_str().expect("a key")), 200);
    installation.json(&["accounts", "create", "--handle", "beside", "--profile-url", "https://example.com/beside"]);
    assert!(becomes_true(Duration::from_secs(10), || server.open("/beside", support::DESKTOP).status == 302));
    server.stop();

    let names = |rows: Value, key: &str| rows.as_array().expect("rows").iter().map(|row| text(&row[key])).collect::<Vec<_>>();
    assert_eq!(names(installation.json(&["keys", "list"]), "name"), ["beside", "before"]);
    assert_eq!(names(installation.json(&["accounts", "list"]), "handle"), ["main", "early", "beside"]);
    assert_eq!(installation.json(&["links", "list"]), json!([]));
}

#[test]
fn the_next_request_after_a_revocation_is_refused() {
    let installation = Installation::new();
    let server = installation.start();
    let made = installation.json(&["keys", "create", "--name", "short-lived"]);
    let (id, key) = (text(&made["id"]), text(&made["key"]));
    let mut connection = server.connect();
    let request = Request::get("/api/links").header("authorization", &format!("Bearer {key}"));
    connection.call(&request).expect("an answer").expect(200);
    assert_eq!(installation.json(&["keys", "revoke", &id]), json!({"id": id, "revoked": true}));
    connection.call(&request).expect("an answer").expect(401);
    assert_ne!(installation.run(&["keys", "revoke", &id]).code, 0, "it is over already");
    assert_ne!(installation.json(&["keys", "list"])[0]["revokedAt"], Value::Null);
}

#[test]
fn commands_print_what_is_documented() {
    let installation = Installation::new();
    assert_eq!(installation.json(&["version"]), json!({"name": "trackway", "version": env!("CARGO_PKG_VERSION")}));

    let key = installation.json(&["keys", "create", "--name", "ci", "--scopes", "links:read links:write"]);
    assert_eq!(names_of(&key), ["id", "key", "prefix", "scopes", "workspaceId"]);
    assert_eq!(key["scopes"], json!(["links:read", "links:write"]));
    assert!(text(&key["key"]).starts_with(&text(&key["prefix"])) && key["key"] != key["prefix"]);
    assert!(is_uuid(&key["id"]) && is_uuid(&key["workspaceId"]));
    let listed = installation.json(&["keys", "list"]);
    let fields = ["id", "name", "prefix", "scopes", "createdAt", "expiresAt", "lastUsedAt", "revokedAt"];
    assert_eq!(names_of(&listed[0]), fields);
    assert!(!listed.to_string().contains(key["key"].as_str().expect("a key")), "a key is shown once");

    let profile = "https://example.com/mia";
    let account = installation.json(&["accounts", "create", "--handle", "mia", "--profile-url", profile]);
    assert_eq!(names_of(&account), ["id", "uuid", "number", "handle", "profileUrl", "trackingParameter"]);
    assert!(text(&account["id"]).starts_with("fansly_acc_") && is_uuid(&account["uuid"]));
    assert!(text(&account["number"]).parse::<u64>().is_ok_and(|number| number > 1 << 53));
    assert_eq!((&account["handle"], &account["profileUrl"]), (&json!("mia"), &json!(profile)));
    assert_eq!(installation.json(&["accounts", "list"])[1], account);

    let token = installation.json(&["tokens", "issue", "--account", "mia", "--scopes", "read:tracking_links read:self"]);
    assert_eq!(names_of(&token), ["access_token", "token_type", "expires_in", "scope"]);
    assert_eq!((&token["token_type"], &token["scope"]), (&json!("bearer"), &json!("read:self read:tracking_links")));
    assert_eq!(token["expires_in"], json!(3600));
    assert_eq!(text(&token["access_token"]).split('.').count(), 3);

    let user = installation.json(&["users", "create", "--email", "Ben@example.com", "--name", "Ben", "--role", "viewer"]);
    assert_eq!(names_of(&user), ["id", "email", "name", "role", "createdAt", "disabledAt", "password"]);
    assert_eq!((&user["email"], &user["role"]), (&json!("ben@example.com"), &json!("viewer")));
    let owner = installation.json(&["users", "create", "--email", "mia@example.com", "--name", "Mia", "--role", "owner"]);
    let listed = installation.json(&["users", "list"]);
    assert_eq!(listed.as_array().map(Vec::len), Some(2), "the first owner is whom the workspace was made with");
    assert_eq!((&listed[0]["id"], &listed[1]["id"]), (&owner["id"], &user["id"]));

    let uri = "https://planner.example.com/callback";
    let client = installation.json(&["oauth-clients", "create", "--name", "Planner", "--redirect-uri", uri]);
    let fields = ["clientId", "clientSecret", "name", "redirectUris", "scopes", "public", "actsForWorkspace", "createdAt", "revokedAt"];
    assert_eq!(names_of(&client), fields);
    assert!(is_uuid(&client["clientId"]) && text(&client["clientSecret"]).starts_with("tw_client_"));
    assert!(installation.json(&["oauth-clients", "list"])[0].get("clientSecret").is_none(), "a secret is shown once");
}

#[test]
fn people_get_tables() {
    let installation = Installation::new();
    installation.json(&["accounts", "create", "--handle", "mia", "--profile-url", "https://example.com/mia"]);
    let table = installation.run(&["accounts", "list"]).stdout;
    let columns = table.lines().map(|line| line.split_whitespace().collect::<Vec<_>>()).collect::<Vec<_>>();
    assert_eq!(columns[0], ["id", "number", "handle", "profileUrl"]);
    assert_eq!(columns[2][2..], ["mia", "https://example.com/mia"]);
    assert!(table.lines().all(|line| line == line.trim_end()));
}

#[test]
fn every_command_explains_itself() {
    let installation = Installation::new();
    let commands: &[&[&str]] = &[
        &[],
        &["serve"],
        &["keys"],
        &["keys", "create"],
        &["keys", "list"],
        &["keys", "revoke"],
        &["accounts"],
        &["accounts", "create"],
        &["accounts", "list"],
        &["users"],
        &["users", "create"],
        &["users", "list"],
        &["users", "set-password"],
        &["users", "set-role"],
        &["users", "disable"],
        &["oauth-clients"],
        &["oauth-clients", "create"],
        &["oauth-clients", "list"],
        &["oauth-clients", "revoke"],
        &["consents"],
        &["consents", "list"],
        &["consents", "end"],
        &["oauth-keys"],
        &["oauth-keys", "rotate"],
        &["oauth-keys", "list"],
        &["accounts", "set-inbound"],
        &["accounts", "set-tracking-parameter"],
        &["conversions"],
        &["conversions", "import"],
        &["tokens"],
        &["tokens", "issue"],
        &["webhooks"],
        &["webhooks", "list"],
        &["webhooks", "deliveries"],
        &["webhooks", "replay"],
        &["webhooks", "rotate-secret"],
        &["audit"],
        &["audit", "list"],
        &["audit", "verify"],
        &["links"],
        &["links", "list"],
        &["links", "show"],
        &["demo"],
        &["verify"],
        &["rebuild"],
        &["reclassify"],
        &["doctor"],
        &["version"],
    ];
    for command in commands {
        let help = installation.run(&[command, &["--help"][..]].concat());
        assert_eq!((help.code, help.stderr.as_str()), (0, ""));
        insta::assert_snapshot!([&["help"], *command].concat().join("_"), help.stdout);
        listed_commands(&help.stdout).for_each(|name| {
            let below = [command, &[name][..]].concat();
            assert!(commands.contains(&below.as_slice()), "{below:?} has no snapshot");
        });
    }
    assert!(!installation.data().exists(), "asking for help makes nothing");
}

/// The names below `Commands:`, but for clap's own `help`.
fn listed_commands(help: &str) -> impl Iterator<Item = &str> {
    let below = help.split_once("\nCommands:\n").map_or("", |(_, below)| below);
    let lines = below.lines().take_while(|line| !line.is_empty());
    // What stands further in goes on with the line above.
    let entries = lines.filter_map(|line| line.strip_prefix("  ").filter(|entry| !entry.starts_with(' ')));
    entries.filter_map(|entry| entry.split_whitespace().next()).filter(|name| *name != "help")
}

#[test]
fn only_one_server_works_on_a_folder() {
    let installation = Installation::new();
    let server = installation.start();
    let second = installation.run(&["serve", "--listen", "127.0.0.1:0", "--public-url", "https://second.example.com"]);
    assert_eq!((second.code, second.stdout.as_str()), (1, ""));
    assert!(second.stderr.contains("data/journal"), "it says which folder: {}", second.stderr);
    insta::assert_snapshot!("second_server", second.stderr);
    server.call(&Request::get("/health")).expect(200);
    server.stop();

    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address").to_string();
    let refused = installation.run(&["serve", "--listen", &address]);
    assert_eq!(refused.code, 1);
    assert!(refused.stderr.contains(&format!("cannot listen on {address}")), "{}", refused.stderr);
    installation.start();
}

#[test]
fn a_first_start_can_be_broken_off_anywhere() {
    for turn in 0..40 {
        let installation = Installation::new();
        let arguments = ["serve", "--listen", "127.0.0.1:0"];
        let mut command = installation.command(&arguments, &[]);
        let mut first = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the binary");
        std::thread::sleep(Duration::from_micros(turn * 1_500));
        first.kill().expect("a process of ours");
        first.wait().expect("its end");
        let server = installation.start();
        let key = match server.first_key() {
            Some(key) => key.to_owned(),
            // It was made and perhaps not read by anybody; a command makes another.
            None => text(&installation.json(&["keys", "create", "--name", "another"])["key"]),
        };
        assert_eq!(status_of(&server, &key), 200);
        server.stop();
    }
}

#[test]
fn commands_and_a_server_may_start_at_the_same_moment() {
    for _ in 0..10 {
        let installation = Installation::new();
        let account = ["--handle", "mia", "--profile-url", "https://example.com/mia"];
        let server = std::thread::scope(|scope| {
            let account = scope.spawn(|| installation.run(&[&["accounts", "create"], &account[..]].concat()));
            let key = scope.spawn(|| installation.run(&["keys", "create", "--name", "early"]));
            let server = installation.start();
            for finished in [account, key].map(|command| command.join().expect("a command")) {
                assert_eq!(finished.code, 0, "{}", finished.stderr);
            }
            server
        });
        drop(server);
        let handles = installation.json(&["accounts", "list"]);
        assert_eq!(handles.as_array().map(Vec::len), Some(2), "one installation was founded: {handles}");
    }
}

#[test]
fn a_folder_without_an_installation_is_not_made_into_one_by_a_look() {
    let installation = Installation::new();
    for command in [&["keys", "list"][..], &["links", "list"], &["accounts", "list"], &["links", "show", "x"]] {
        let finished = installation.run(command);
        assert_eq!(finished.code, 1, "{command:?}");
        assert!(finished.stderr.contains("there is no installation in"), "{}", finished.stderr);
    }
    assert!(installation.run(&["keys", "create", "--name", "first"]).code == 0);
    assert_eq!(installation.json(&["keys", "list"]).as_array().map(Vec::len), Some(1));
}

#[test]
fn the_default_page_follows_the_public_url() {
    let installation = Installation::new();
    assert_eq!(installation.run(&["keys", "create", "--name", "first"]).code, 0);
    let page = |installation: &Installation| installation.json(&["accounts", "list"])[0]["profileUrl"].clone();
    assert_eq!(page(&installation), "http://127.0.0.1:8080");
    drop(installation.start_with(&[("TRACKWAY_PUBLIC_URL", "https://go.example.com")]));
    assert_eq!(page(&installation), "https://go.example.com");
}

fn status_of(server: &Server, key: &str) -> u16 {
    server.call(&Request::get("/api/links").header("authorization", &format!("Bearer {key}"))).status
}

fn names_of(object: &Value) -> Vec<&str> {
    object.as_object().expect("an object").keys().map(String::as_str).collect()
}

fn is_uuid(value: &Value) -> bool {
    value.as_str().is_some_and(|text| uuid::Uuid::try_parse(text).is_ok() && text.len() == 36)
}

/// Every path below a folder, and its mode in octal.
fn modes_below(folder: &Path) -> BTreeMap<String, String> {
    let mut modes = BTreeMap::new();
    let mut left = vec![folder.to_owned()];
    while let Some(path) = left.pop() {
        let mode = fs::metadata(&path).expect("a file").permissions().mode() & 0o7777;
        modes.insert(path.strip_prefix(folder).expect("below").to_string_lossy().into_owned(), format!("{mode:o}"));
        if path.is_dir() {
            left.extend(fs::read_dir(&path).expect("a folder").map(|entry| entry.expect("an entry").path()));
        }
    }
    modes
}
