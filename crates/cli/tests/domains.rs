//! Host names of workspaces: named, proven by a record in DNS, served, given up.

mod support;

use serde_json::{Value, json};
use std::time::Duration;
use support::{Answer, DESKTOP, NameServer, Request, Site, becomes_true, text};

/// Longer than the server needs to hear of what another process has changed.
const PATIENCE: Duration = Duration::from_secs(30);

fn open_at(site: &Site, host: &str, path: &str) -> Answer {
    site.server().call(&Request::get(path).agent(DESKTOP).header("host", host))
}

fn site_with(name_server: &NameServer) -> Site {
    let mut site = Site::new();
    site.take_server().stop();
    site.start_with(&[("TRACKWAY_NAME_SERVER", &name_server.address)]);
    site
}

/// Another workspace with a link, `theirs`: its id and an admin's key.
fn second(site: &Site) -> (String, String) {
    let founded = ["workspaces", "create", "--name", "Other", "--handle", "other", "--profile-url", "https://example.com/other"];
    let founded = site.installation.json(&founded);
    let (id, key) = (text(&founded["id"]), text(&founded["key"]));
    let templates = ask(site, &key, "GET", "/api/templates", &Value::Null).expect(200).json();
    let theirs = json!({"templateId": templates[0]["id"], "originalUrl": "https://example.com/theirs", "customCode": "theirs"});
    ask(site, &key, "POST", "/api/links", &theirs).expect(201);
    (id, key)
}

fn ask(site: &Site, key: &str, method: &str, path: &str, body: &Value) -> Answer {
    let request = Request::new(method, path).header("x-api-key", key);
    site.server().call(&if body.is_null() { request } else { request.body(body.to_string()) })
}

#[test]
fn a_name_is_served_once_it_is_proven() {
    let name_server = NameServer::start();
    let site = site_with(&name_server);
    let (other, other_key) = second(&site);
    site.make(json!({"customCode": "ours"}));

    let add = |host: &str| site.linkforty("POST", "/api/domains", json!({"host": host}).to_string());
    for wrong in ["", "localhost", "https://links.brand.example", "links.brand.example:443", "203.0.113.7", "*.brand.example"] {
        assert!(add(wrong).expect(400).json()["validation"]["host"].is_string(), "{wrong}");
    }
    assert_eq!(add("go.example.com").status, 409, "the installation's own");
    let domain = add("Links.Brand.example").expect(201).json();
    assert_eq!((&domain["host"], &domain["isVerified"]), (&json!("links.brand.example"), &json!(false)));
    assert_eq!(domain["recordName"], json!("_trackway.links.brand.example"));
    assert_eq!(add("links.brand.example").status, 409);

    // Before there is a proof, the name means nothing.
    let id = text(&domain["id"]);
    let with_domain = |code: &str| {
        let fields = json!({"templateId": site.template.0, "originalUrl": "https://example.com/", "customCode": code, "domain": "links.brand.example"});
        site.linkforty("POST", "/api/links", fields.to_string())
    };
    assert_eq!(with_domain("branded").expect(404).json()["message"], json!("Domain not found"));
    let verify = || site.linkforty("POST", &format!("/api/domains/{id}/verify"), "");
    assert!(verify().expect(422).json()["message"].as_str().is_some_and(|message| message.contains("_trackway.links.brand.example")));
    name_server.say("_trackway.links.brand.example", "trackway-verification=something-else");
    verify().expect(422);
    name_server.say("_trackway.links.brand.example", &text(&domain["recordValue"]));
    assert_eq!(verify().expect(200).json()["isVerified"], json!(true));

    let branded = with_domain("branded").expect(201).json();
    assert_eq!((&branded["short_url"], &branded["domain"]), (&json!("https://links.brand.example/branded"), &json!("links.brand.example")));
    let cases = [
        ("links.brand.example", "/ours", 302),
        ("LINKS.brand.example:8443", "/branded", 302),
        ("links.brand.example", "/main/ours", 302),
        ("links.brand.example", "/mia", 302),
        ("links.brand.example", "/theirs", 404),
        ("links.brand.example", "/other", 404),
        ("links.brand.example", "/other/theirs", 404),
        ("links.brand.example", "/other?c=theirs", 404),
        ("links.brand.example", "/theirs/preview", 404),
        ("links.brand.example", "/", 404),
        ("links.brand.example", "/dashboard", 404),
        ("links.brand.example", "/sign-in", 404),
        ("links.brand.example", "/api/links", 404),
        ("go.example.com", "/theirs", 302),
        ("go.example.com", "/api/links", 401),
    ];
    for (host, path, expected) in cases {
        assert_eq!(open_at(&site, host, path).status, expected, "{host}{path}");
    }
    let card = open_at(&site, "links.brand.example", "/branded/preview").expect(200);
    assert!(card.text().contains("https://links.brand.example/branded"), "{}", card.text());

    // Nobody else gets the name, be it that the record says what he was told.
    let claimed = ask(&site, &other_key, "POST", "/api/domains", &json!({"host": "links.brand.example"})).expect(201).json();
    name_server.say("_trackway.links.brand.example", &text(&claimed["recordValue"]));
    assert_eq!(ask(&site, &other_key, "POST", &format!("/api/domains/{}/verify", text(&claimed["id"])), &Value::Null).status, 409);

    site.linkforty("DELETE", &format!("/api/domains/{id}"), "").expect(200);
    let row = site.linkforty("GET", "/api/links/discover/branded", "").expect(200).json();
    assert_eq!(row["short_url"], json!("https://go.example.com/branded"), "the name is given up");
    let listed = site.installation.json(&["domains", "list", "--workspace", &other]);
    assert_eq!((&listed[0]["host"], &listed[0]["isVerified"]), (&json!("links.brand.example"), &json!(false)));
}

#[test]
fn names_are_named_and_given_up_by_command() {
    let name_server = NameServer::start();
    let site = site_with(&name_server);
    site.make(json!({"customCode": "ours"}));
    second(&site);
    let domain = site.installation.json(&["domains", "add", "links.brand.example"]);
    let verify = ["domains", "verify", "links.brand.example", "--name-server", &name_server.address];
    let refused = site.installation.run(&verify);
    assert!(refused.code != 0 && refused.stderr.contains("there is no TXT record _trackway.links.brand.example"), "{}", refused.stderr);
    name_server.say("_trackway.links.brand.example", &text(&domain["recordValue"]));
    assert_eq!(site.installation.json(&verify)["isVerified"], json!(true));
    let is_theirs_hidden = || open_at(&site, "links.brand.example", "/theirs").status == 404;
    assert!(becomes_true(PATIENCE, is_theirs_hidden), "the server hears of it");
    assert_eq!(open_at(&site, "links.brand.example", "/ours").status, 302);
    site.installation.json(&["domains", "remove", "links.brand.example"]);
    assert!(becomes_true(PATIENCE, || !is_theirs_hidden()));
    let log = site.linkforty("GET", "/api/audit", "").expect(200).text().to_owned();
    assert!(["domain.add", "domain.verify", "domain.remove"].iter().all(|action| log.contains(action)), "{log}");
}
