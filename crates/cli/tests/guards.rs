//! Links that hold visitors up, through the real server: by a password, by a warning, by the operator's blocklist.

mod support;

use serde_json::{Value, json};
use std::fs;
use std::time::Duration;
use support::{Answer, DESKTOP, Request, Site, becomes_true, text};

/// Longer than a click's way into the numbers, or a changed file's to the server, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

const PASSWORD: &str = "open sesame";

fn send(site: &Site, path: &str, fields: &[(&str, &str)]) -> Answer {
    site.server().call(&Request::new("POST", path).agent(DESKTOP).form(fields))
}

fn clicks(site: &Site, row: &Value) -> u64 {
    let shown = site.linkforty("GET", &format!("/api/links/{}", text(&row["id"])), "").expect(200).json();
    shown["click_count"].as_u64().expect("a number")
}

/// What every page has to be that stands before a destination.
#[track_caller]
fn is_guarding(answer: &Answer, hidden: &str) {
    assert_eq!(answer.header("location"), None);
    assert_eq!(answer.header("x-click-id"), None, "nobody is counted");
    assert!(!answer.text().contains(hidden), "{}", answer.text());
    assert!(!answer.text().contains("<script"), "it works without one");
    assert_eq!(answer.header("cache-control"), Some("private, no-store"));
    assert_eq!(answer.header("x-robots-tag"), Some("noindex"));
    assert!(answer.header("content-security-policy").is_some_and(|policy| policy.starts_with("default-src 'none'")));
}

#[test]
fn a_locked_link_lets_on_who_knows_its_password() {
    let site = Site::new();
    let row =
        site.make(json!({"customCode": "locked", "originalUrl": "https://example.com/hidden", "forwardQuery": true, "password": PASSWORD}));
    assert_eq!((&row["has_password"], &row["hasPassword"], &row["password"]), (&json!(true), &json!(true), &Value::Null));
    assert!(!row.to_string().contains("argon2"), "{row}");
    for path in ["/locked", "/locked?x=y", "/main/locked", &format!("/{}/locked", site.template.1)] {
        let page = site.open(path).expect(200);
        is_guarding(&page, "hidden");
        assert!(page.text().contains("<form method=\"post\">") && page.text().contains("type=\"password\""), "{}", page.text());
    }
    for guess in ["", "open", "OPEN SESAME", "' OR 1=1 --"] {
        is_guarding(&send(&site, "/locked", &[("password", guess)]).expect(403), "hidden");
    }
    let program = site.server().call(&Request::get("/locked").header("accept", "application/json")).expect(403);
    assert_eq!(program.json(), json!({"error": "This link asks for a password."}));
    assert_eq!(send(&site, "/main/locked?x=y", &[("password", PASSWORD)]).expect(303).location(), "https://example.com/hidden?x=y");
    assert_eq!(send(&site, "/nobody/locked", &[("password", PASSWORD)]).status, 404);
    assert_eq!(send(&site, "/locked/preview", &[("password", PASSWORD)]).status, 405);
    assert!(becomes_true(PATIENCE, || clicks(&site, &row) == 1), "who was let on is counted, once: {}", clicks(&site, &row));

    // A copy is locked as well, and other changes leave the lock alone.
    let (id, copy) =
        (text(&row["id"]), site.linkforty("POST", &format!("/api/links/{}/duplicate", text(&row["id"])), "").expect(201).json());
    let copied = format!("/{}", text(&copy["short_code"]));
    assert_eq!(send(&site, &copied, &[("password", PASSWORD)]).expect(303).location(), "https://example.com/hidden");
    let change = |fields: Value| site.linkforty("PATCH", &format!("/api/links/{id}"), fields.to_string()).expect(200).json();
    assert_eq!(change(json!({"title": "x"}))["has_password"], json!(true));
    assert_eq!(change(json!({"password": "another one"}))["has_password"], json!(true));
    assert_eq!(send(&site, "/locked", &[("password", PASSWORD)]).status, 403);
    assert_eq!(send(&site, "/locked", &[("password", "another one")]).status, 303);
    assert_eq!(change(json!({"password": null}))["has_password"], json!(false));
    assert_eq!(site.open("/locked").expect(302).location(), "https://example.com/hidden");
    assert_eq!(send(&site, "/locked", &[("password", PASSWORD)]).status, 405, "an open link takes no form");
    let bulk = json!({"ids": [id], "changes": {"password": PASSWORD}});
    assert_eq!(site.linkforty("POST", "/api/links/bulk-update", bulk.to_string()).expect(200).json()["updated"], json!(1));
    is_guarding(&site.open("/locked").expect(200), "hidden");
    let written = fs::read(site.installation.data().join("trackway.db")).expect("a database");
    let holds = |text: &str| written.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(!holds(PASSWORD) && !holds("another one"), "no password is kept");
}

#[test]
fn passwords_of_links_are_guessed_ten_times_a_minute() {
    let site = Site::new();
    site.make(json!({"customCode": "locked", "password": PASSWORD}));
    site.make(json!({"customCode": "other", "password": PASSWORD}));
    let statuses = (0..14).map(|_| send(&site, "/locked", &[("password", "guess")])).collect::<Vec<_>>();
    let refused = statuses.iter().filter(|answer| answer.status == 429).collect::<Vec<_>>();
    // The minute may end meanwhile, and half of what was used counts then.
    assert!(!refused.is_empty() && statuses.iter().filter(|answer| answer.status == 403).count() >= 10, "{}", refused.len());
    assert!(refused.iter().all(|answer| answer.header("retry-after").is_some_and(|seconds| seconds != "0")));
    assert_eq!(send(&site, "/other", &[("password", PASSWORD)]).status, 303, "another link's are not used up");
}

#[test]
fn a_warning_says_where_a_link_leads_and_asks() {
    let site = Site::new();
    let row = site.make(json!({"customCode": "warned", "originalUrl": "https://shop.example.com/hidden", "warnBeforeLeaving": true}));
    assert_eq!((&row["warn_before_leaving"], &row["warnBeforeLeaving"]), (&json!(true), &json!(true)));
    let page = site.open("/warned").expect(200);
    is_guarding(&page, "hidden");
    assert!(page.text().contains("<strong>shop.example.com</strong>"), "{}", page.text());
    let forged = Request::new("POST", "/warned").agent(DESKTOP).header("sec-fetch-site", "cross-site").form(&[]);
    is_guarding(&site.server().call(&forged).expect(200), "hidden");
    assert_eq!(send(&site, "/warned", &[]).expect(303).location(), "https://shop.example.com/hidden");
    assert!(becomes_true(PATIENCE, || clicks(&site, &row) == 1), "{}", clicks(&site, &row));
    let change = json!({"warnBeforeLeaving": false}).to_string();
    site.linkforty("PATCH", &format!("/api/links/{}", text(&row["id"])), change).expect(200);
    assert_eq!(site.open("/warned").status, 302);
}

#[test]
fn a_cap_counts_who_is_let_on() {
    let site = Site::new();
    site.make(json!({"customCode": "capped", "password": PASSWORD, "maxClicks": 1}));
    for _ in 0..3 {
        assert_eq!(site.open("/capped").status, 200);
    }
    assert_eq!(send(&site, "/capped", &[("password", "wrong")]).status, 403);
    assert_eq!(send(&site, "/capped", &[("password", PASSWORD)]).status, 303);
    assert_eq!(send(&site, "/capped", &[("password", PASSWORD)]).status, 410);
}

#[test]
fn no_link_leads_to_a_host_on_the_blocklist() {
    let mut site = Site::new();
    site.make(json!({"customCode": "before", "originalUrl": "https://www.evil.example/hidden", "ogTitle": "Card"}));
    let list = site.installation.folder().join("blocklist.txt");
    let block = |hosts: &str| fs::write(&list, hosts).expect("a file");
    block("evil.example # and all under it\n!good.evil.example\n");
    site.take_server().stop();
    site.start_with(&[("TRACKWAY_BLOCKLIST", list.to_str().expect("text"))]);

    let make = |url: &str, field: &str| {
        let mut fields = json!({"templateId": site.template.0, "originalUrl": "https://example.com/"});
        fields[field] = url.into();
        site.linkforty("POST", "/api/links", fields.to_string())
    };
    for field in ["originalUrl", "iosUrl", "webFallbackUrl", "androidAppLink", "expiredUrl"] {
        let refused = make("https://a.evil.example:8443/x", field).expect(400).json();
        assert_eq!(refused["message"], json!("Links may not lead to a.evil.example"), "{field}");
        assert_eq!(make("https://good.evil.example/", field).status, 201, "{field}");
    }
    let page = |answer: &Answer| answer.text().contains("Link blocked");
    for path in ["/before", "/before/preview", "/main/before"] {
        let answer = site.open(path).expect(403);
        is_guarding(&answer, "hidden");
        assert!(page(&answer) && !answer.text().contains("evil.example"), "{path}: {}", answer.text());
    }
    assert!(page(&send(&site, "/before", &[]).expect(403)));
    let row = site.linkforty("GET", "/api/links/discover/before", "").expect(200).json();
    assert_eq!((&row["is_blocked"], &row["originalUrl"]), (&json!(true), &json!("https://www.evil.example/hidden")), "its maker sees why");
    let path = format!("/api/links/{}", text(&row["id"]));
    site.linkforty("PATCH", &path, r#"{"title": "it can still be renamed"}"#).expect(200);
    site.linkforty("PATCH", &path, r#"{"originalUrl": "https://evil.example/"}"#).expect(400);
    site.linkforty("POST", &format!("{path}/duplicate"), "").expect(400);
    let template = json!({"name": "x", "settings": {"defaultWebFallbackUrl": "https://evil.example/"}});
    let refused = site.linkforty("POST", "/api/templates", template.to_string());
    assert_eq!(refused.status, 400, "{}", refused.text());

    // The account's own page, which links of the other two dialects lead to.
    let account = format!("/api/accounts/{}", text(&site.mia["uuid"]));
    site.linkforty("PATCH", &account, r#"{"profileUrl": "https://evil.example/mia"}"#).expect(400);
    block("profiles.example.com\nevil.example\n");
    let is_blocked = |path: &str| site.open(path).status == 403;
    assert!(becomes_true(PATIENCE, || is_blocked("/mia")), "without a restart");
    let fanvue = site.fanvue("POST", "/tracking-links", json!({"name": "Bio", "externalSocialPlatform": "tiktok"}).to_string()).expect(400);
    assert_eq!(fanvue.json(), json!({"errors": ["links may not lead to profiles.example.com"]}));
    let fansly = site.fansly("POST", r#"{"label": "Bio"}"#).expect(400);
    assert!(fansly.text().contains("links may not lead to profiles.example.com"), "{}", fansly.text());

    block("https://this.is/no host\n");
    let opens = || !is_blocked("/before") || !is_blocked("/mia");
    assert!(!becomes_true(Duration::from_secs(4), opens), "a list that is not good changes nothing");
    block("# nothing\n");
    assert!(becomes_true(PATIENCE, || site.open("/before").status == 302));
    assert_eq!(site.open("/mia").expect(302).location(), "https://profiles.example.com/mia");
    site.take_server().stop();
    block("no host\n");
    let refused =
        site.installation.run_with(&["serve", "--listen", "127.0.0.1:0"], &[("TRACKWAY_BLOCKLIST", list.to_str().expect("text"))]);
    assert!(refused.code != 0 && refused.stderr.contains("line 1: `no host`"), "{}", refused.stderr);
}
