//! Clicks as they come in, over a socket of the real process.

mod support;

use serde_json::{Value, json};
use support::{Connection, Request, Site, text};

/// A ticket, as a page of the installation gets one.
fn ticket(site: &Site) -> String {
    text(&site.linkforty("POST", "/api/debug/live-token", "{}").expect(201).json()["token"])
}

fn open(site: &Site, query: &str, origin: &str) -> (u16, Connection) {
    let upgrade = [("connection", "Upgrade"), ("upgrade", "websocket"), ("sec-websocket-version", "13")];
    let request = Request::get(&format!("/api/debug/live?{query}")).header("origin", origin);
    let request = upgrade.into_iter().fold(request, |request, (name, value)| request.header(name, value));
    let mut connection = site.server().connect();
    connection.write(&request.header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==").bytes()).expect("a request");
    (connection.read_head().expect("an answer").status, connection)
}

fn message(connection: &mut Connection) -> Value {
    serde_json::from_str(&connection.read_text_frame().expect("a message")).expect("JSON")
}

#[test]
fn whoever_has_a_ticket_is_told_of_clicks() {
    let site = Site::new();
    let [shown, other] = [json!({"title": "shown"}), json!({"title": "other"})].map(|link| site.make(link));
    let path = |row: &Value| format!("/{}", text(&row["shortCode"]));
    let (status, mut everything) = open(&site, &format!("token={}", ticket(&site)), support::PUBLIC_URL);
    assert_eq!(status, 101);
    let (status, mut one) = open(&site, &format!("token={}&linkId={}", ticket(&site), text(&shown["id"])), support::PUBLIC_URL);
    assert_eq!(status, 101);
    for socket in [&mut everything, &mut one] {
        assert_eq!(message(socket)["type"], "connected");
    }
    site.open(&path(&other));
    let first = message(&mut everything);
    assert_eq!((&first["type"], &first["data"]["linkId"], &first["data"]["isBot"]), (&json!("click_event"), &other["id"], &json!(false)));
    site.open(&path(&shown));
    for socket in [&mut everything, &mut one] {
        assert_eq!(message(socket)["data"]["linkId"], shown["id"], "and of no other link, where one is named");
    }
}

#[test]
fn nobody_else_is() {
    let site = Site::new();
    let used = ticket(&site);
    let good = format!("token={used}");
    assert_eq!(open(&site, &good, "https://evil.example.com").0, 403);
    assert_eq!(open(&site, &good, support::PUBLIC_URL).0, 101, "a refused page has not used it up");
    assert_eq!(open(&site, &good, support::PUBLIC_URL).0, 401, "it is good once");
    assert_eq!(open(&site, "", support::PUBLIC_URL).0, 401);
    let elsewhere = format!("token={}&linkId=550e8400-e29b-41d4-a716-446655440000", ticket(&site));
    assert_eq!(open(&site, &elsewhere, support::PUBLIC_URL).0, 404);
}
