//! What a visit leaves behind, and what a change does to the next visit, through the real server.

mod support;

use serde_json::{Value, json};
use std::net::IpAddr;
use std::time::Duration;
use support::{ANDROID, Audit, DESKTOP, IPHONE, Request, Site, becomes_true, logged_after, text};

/// How long a test waits for numbers and changes of other processes. They take less than a second (the benchmark `lag` says how much); a
/// machine that runs many tests at once takes its time.
const SOON: Duration = Duration::from_secs(10);

/// The counts of a link as its rows say in each dialect: the main API's, Fanvue's, Fansly's.
fn counts(site: &Site, link: &Value) -> [Value; 3] {
    let (uuid, id) = (text(&link["uuid"]), &link["id"]);
    let linkforty = site.linkforty("GET", &format!("/api/links/{uuid}"), "").expect(200).json();
    let fanvue = site.fanvue("GET", &format!("/tracking-links/{uuid}"), "").expect(200).json();
    let fansly = site.fansly("GET", "").expect(200).json();
    let rows = fansly["data"]["data"]["response"].as_array().expect("rows").clone();
    let row = rows.into_iter().find(|row| row["id"] == *id).expect("the link's row");
    assert_eq!(linkforty["click_count"], linkforty["clickCount"]);
    [linkforty["click_count"].clone(), fanvue["clicks"].clone(), row["clicks"].clone()]
}

fn shown(site: &Site, code: &str) -> Value {
    site.installation.json(&["links", "show", code])
}

#[test]
fn a_click_is_in_every_dialect_s_row_soon() {
    let site = Site::new();
    site.make(json!({"customCode": "three", "accountId": site.mia["uuid"]}));
    let link = shown(&site, "three");
    assert_eq!(counts(&site, &link), [json!(0), json!(0), json!(0)]);
    for (expected, agent) in [(1, DESKTOP), (2, IPHONE), (3, ANDROID)] {
        site.server().open("/mia?c=three", agent).expect(302);
        let expected = [json!(expected), json!(expected), json!(expected)];
        assert!(becomes_true(SOON, || counts(&site, &link) == expected), "{:?} is not {expected:?}", counts(&site, &link));
    }
}

#[test]
fn everything_is_kept_and_people_are_counted() {
    let site = Site::new();
    site.make(json!({"customCode": "busy", "ogTitle": "Card"}));
    let get = |agent: &str| Request::get("/busy").agent(agent);
    let visits = [
        ("human", get(DESKTOP)),
        ("human", get(IPHONE)),
        ("bot", get("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)")),
        ("bot", get("curl/8.10.0")),
        ("bot", Request::get("/busy")),
        ("preview", get("Twitterbot/1.0")),
        ("prefetch", get(DESKTOP).header("sec-purpose", "prefetch;prerender")),
        ("prefetch", get(DESKTOP).header("purpose", "prefetch")),
        ("head", Request::new("HEAD", "/busy").agent(DESKTOP)),
    ];
    let mut connection = site.server().connect();
    for (_, visit) in &visits {
        connection.call(visit).expect("an answer");
    }
    // None of these is a visit.
    for path in ["/busy/preview", "/mia/busy", "/mia", "/nothing", "/Busy"] {
        site.open(path);
    }
    assert!(becomes_true(SOON, || shown(&site, "busy")["visits"] == json!(visits.len())), "{}", shown(&site, "busy"));
    assert_eq!(shown(&site, "busy")["clicks"], json!(2));
    assert_eq!(Audit::of(&site.installation).stored.len(), visits.len());

    let database = site.installation.database();
    let names = ["human", "bot", "preview", "prefetch", "head", "datacenter"];
    let log = logged_after(&database, 0);
    assert_eq!(log.iter().map(|click| names[usize::from(click.traffic)]).collect::<Vec<_>>(), visits.map(|(name, _)| name));
    let network = Some(IpAddr::from([127, 0, 0, 0]));
    assert!(log.iter().all(|click| click.address == network), "addresses are truncated: {log:?}");
}

#[test]
fn the_next_redirect_sees_a_change_made_through_the_main_api() {
    let site = Site::new();
    let row = site.make(json!({"customCode": "moving", "originalUrl": "https://example.com/0"}));
    let path = format!("/api/links/{}", text(&row["id"]));
    for turn in 1..20 {
        assert_eq!(site.open("/moving").location(), format!("https://example.com/{}", turn - 1));
        let method = if turn % 2 == 0 { "PUT" } else { "PATCH" };
        site.linkforty(method, &path, json!({"originalUrl": format!("https://example.com/{turn}")}).to_string()).expect(200);
    }
    site.linkforty("PUT", &path, json!({"isActive": false}).to_string()).expect(200);
    site.open("/moving").expect(404);
    site.linkforty("PUT", &path, json!({"isActive": true}).to_string()).expect(200);
    site.open("/moving").expect(302);
    site.linkforty("DELETE", &path, "").expect(200);
    site.open("/moving").expect(404);

    // That there is nothing is remembered too, and forgotten when there is something.
    site.open("/coming").expect(404);
    site.make(json!({"customCode": "coming"}));
    site.open("/coming").expect(302);
}

#[test]
fn the_next_redirect_sees_a_change_made_through_the_fanvue_api() {
    let site = Site::new();
    let made = site.fanvue("POST", "/tracking-links", json!({"name": "Before", "externalSocialPlatform": "tiktok"}).to_string());
    let link = made.expect(201).json();
    let (code, path) = (text(&link["linkUrl"]), format!("/v1/tracking-links/{}", text(&link["uuid"])));
    let name = || site.installation.json(&["links", "show", &code])["name"].clone();
    assert_eq!(name(), "Before");
    site.fanvue("PATCH", &path, json!({"name": "After"}).to_string()).expect(200);
    assert_eq!(name(), "After");
    site.open(&format!("/{code}")).expect(302);
    site.fanvue("DELETE", &path, "").expect(204);
    site.open(&format!("/{code}")).expect(404);
    site.open(&format!("/mia?c={code}")).expect(404);
}

#[test]
fn the_next_redirect_sees_a_change_made_through_the_fansly_api() {
    let site = Site::new();
    let made = site.fansly("POST", json!({"label": "Before"}).to_string()).expect(201).json();
    let link = &made["data"]["data"]["response"];
    let code = text(&link["url"]).trim_start_matches(support::PUBLIC_URL).to_owned();
    let name = || site.installation.json(&["links", "show", code.trim_start_matches('/')])["name"].clone();
    assert_eq!(name(), "Before");
    site.fansly("PUT", json!({"id": link["id"], "label": "After"}).to_string()).expect(200);
    assert_eq!(name(), "After");
    assert_eq!(site.open(&code).expect(302).location(), "https://profiles.example.com/mia");
    site.fansly("DELETE", json!({"trackingLinkId": link["id"]}).to_string()).expect(200);
    site.open(&code).expect(404);
}

#[test]
fn what_a_command_makes_is_open_soon() {
    let site = Site::new();
    site.open("/noa").expect(404);
    site.installation.json(&["accounts", "create", "--handle", "noa", "--profile-url", "https://profiles.example.com/noa"]);
    assert!(becomes_true(SOON, || site.open("/noa").status == 302), "it was remembered that there is nothing");
    assert_eq!(site.open("/noa").location(), "https://profiles.example.com/noa");
}

#[test]
fn a_visitor_s_address_is_believed_from_named_proxies_only() {
    for (proxies, expected) in [("", "127.0.0.0"), ("127.0.0.0/8", "198.51.100.0")] {
        let mut site = Site::new();
        site.take_server().stop();
        site.start_with(&[("TRACKWAY_TRUSTED_PROXY", proxies)]);
        site.make(json!({"customCode": "proxied"}));
        let request = Request::get("/proxied").agent(DESKTOP).header("x-forwarded-for", "203.0.113.9, 198.51.100.77");
        site.server().call(&request).expect(302);
        site.take_server().stop();
        let log = logged_after(&site.installation.database(), 0);
        assert_eq!(log[0].address.map(|address| address.to_string()).as_deref(), Some(expected));
    }
}
