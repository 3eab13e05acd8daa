//! The dashboard in a real browser, against the real process: somebody's first minute, who may do what, and what is done with numbers.
//!
//! `scripts/test.sh` installs the browser and builds the pages.

mod support;

use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;
use support::{Answer, Installation, Request, Server};

const PASSWORD: &str = "correct horse";

#[test]
fn somebody_new_makes_a_link_and_sees_its_first_click() {
    let installation = Installation::new();
    let server = installation.start();
    let key = server.first_key().expect("a new installation shows a key").to_owned();
    in_browser("first_minute", &server, &json!({"key": key, "password": PASSWORD}));
}

#[test]
fn each_role_may_do_what_is_its_own() {
    let installation = Installation::new();
    let server = installation.start();
    installation.user("Mia", "owner", PASSWORD);
    in_browser("roles", &server, &json!({"password": PASSWORD}));
}

#[test]
fn each_view_says_how_to_begin() {
    let installation = Installation::new();
    let server = installation.start();
    installation.user("Mia", "owner", PASSWORD);
    in_browser("empty", &server, &json!({"password": PASSWORD}));
}

#[test]
fn each_view_says_what_is_the_matter() {
    let installation = Installation::new();
    let server = installation.start();
    installation.user("Mia", "owner", PASSWORD);
    in_browser("states", &server, &json!({"password": PASSWORD}));
}

#[test]
fn each_form_says_what_is_wrong_and_takes_what_is_right() {
    let installation = Installation::new();
    let server = installation.start();
    installation.user("Mia", "owner", PASSWORD);
    in_browser("forms", &server, &json!({"password": PASSWORD}));
}

#[test]
fn a_webhooks_deliveries_are_seen_and_sent_again() {
    let installation = Installation::new();
    let server = installation.start_with(&[("TRACKWAY_WEBHOOK_ALLOW", "127.0.0.0/8")]);
    installation.user("Mia", "owner", PASSWORD);
    in_browser("webhooks", &server, &json!({"password": PASSWORD}));
}

#[test]
fn downloaded_codes_lead_where_the_link_is() {
    let installation = Installation::new();
    let server = installation.start();
    installation.user("Mia", "owner", PASSWORD);
    in_browser("codes", &server, &json!({"password": PASSWORD}));
}

#[test]
fn everything_is_done_by_keyboard_alone() {
    let installation = Installation::new();
    let server = installation.start();
    installation.user("Mia", "owner", PASSWORD);
    in_browser("keyboard", &server, &json!({"password": PASSWORD}));
}

#[test]
fn somebody_of_two_workspaces_changes_between_them() {
    let installation = Installation::new();
    let server = installation.start();
    installation.user("Mia", "owner", PASSWORD);
    let other = ["workspaces", "create", "--name", "Other", "--handle", "other", "--profile-url", "https://example.com/other"];
    let other = installation.json(&other);
    let id = other["id"].as_str().expect("an id");
    installation.json(&["users", "join", "--workspace", id, "--email", "mia@example.com", "--role", "viewer"]);
    let first = installation.json(&["workspaces", "list"])[0]["name"].clone();
    in_browser("workspaces", &server, &json!({"password": PASSWORD, "workspace": first}));
}

#[test]
fn numbers_are_filtered_shared_and_looked_at_closely() {
    let installation = Installation::new();
    let command = installation.command(&["demo", "--data", "data", "--listen", "127.0.0.1:0", "--clicks", "20000"], &[]);
    let server = Server::start(command);
    let line = server.said.iter().find_map(|line| line.strip_prefix("Sign in as ")).expect("how to sign in");
    let (email, password) = line.split_once(" with the password ").expect("an address and a password");
    in_browser("numbers", &server, &json!({"email": email, "password": password}));
}

#[test]
fn files_are_kept_for_ever_and_the_page_is_asked_for_anew() {
    let installation = Installation::new();
    let server = installation.start();
    let page = server.call(&Request::get("/dashboard/links/anything"));
    assert_eq!((page.status, page.header("cache-control")), (200, Some("no-cache")));
    assert!(page.header("content-security-policy").is_some_and(|policy| policy.contains("script-src 'self';")));
    let script = page.text().split("src=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a script").to_owned();
    let asset = server.call(&Request::get(&script).header("accept-encoding", "gzip, br"));
    assert_eq!((asset.status, asset.header("content-encoding")), (200, Some("br")));
    assert!(asset.header("cache-control").is_some_and(|value| value.contains("immutable")));
    let plain = server.call(&Request::get(&script));
    assert!(plain.header("content-encoding").is_none());
    let length = |answer: &Answer| answer.header("content-length").and_then(|length| length.parse::<usize>().ok()).expect("a length");
    assert!(length(&plain) > 2 * length(&asset), "compressed, it is less than half");
    let tag = asset.header("etag").expect("a tag").to_owned();
    let again = server.call(&Request::get(&script).header("accept-encoding", "br").header("if-none-match", &tag));
    assert_eq!(again.status, 304);
    assert_eq!(server.call(&Request::get("/dashboard/assets/nothing.js")).status, 404);
    assert_eq!(server.call(&Request::get("/dashboard/live")).status, 401);
}

/// Runs a script of `browser/dashboard` in Chromium. It fails where the script does, or where the browser complains of anything.
#[track_caller]
fn in_browser(script: &str, server: &Server, given: &Value) {
    let mut case = given.clone();
    case["address"] = format!("http://{}", server.address).into();
    case["chromium"] = json!(needed(Path::new("/usr/bin/chromium")));
    needed(&here("browser/node_modules/axe-core"));
    needed(&here("../../dashboard/web/dist/index.html"));
    let script = here("browser/dashboard").join(format!("{script}.mjs"));
    let output = Command::new("node").arg(script).env("CASE", case.to_string()).output().expect("node");
    assert!(output.status.success(), "{}\n{}", String::from_utf8_lossy(&output.stderr), String::from_utf8_lossy(&output.stdout));
}

/// Something that must be there.
fn needed(path: &Path) -> &Path {
    assert!(path.exists(), "{} is not there; scripts/test.sh installs it", path.display());
    path
}

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(path)
}
