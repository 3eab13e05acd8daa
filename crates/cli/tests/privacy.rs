//! What is kept of people and what is not: on a real server, in its log, and after somebody was erased.

mod support;

use serde_json::{Value, json};
use std::time::Duration;
use support::{Request, Site, becomes_true, text};

const PATIENCE: Duration = Duration::from_secs(20);

/// Words that tell who somebody is, each said to the server in its own way.
const ADDRESS: &str = "203.0.113.77";
const AGENT: &str = "Mozilla/5.0 (X11; Linux x86_64) Telltale/7.0 Chrome/142.0.0.0 Safari/537.36";
const TELLING: [&str; 7] = [ADDRESS, "203.0.113.0", "Telltale", "fan-telltale", "Telltale Name", "metadata-telltale", "key-telltale"];

/// A site behind a proxy that tells addresses, with everything in its log that it has to say.
fn site() -> Site {
    let mut site = Site::new();
    site.take_server().stop();
    site.start_with(&[("TRACKWAY_TRUSTED_PROXY", "127.0.0.1"), ("TRACKWAY_LOG", "trace")]);
    site
}

fn open(site: &Site, code: &str, headers: &[(&str, &str)]) {
    let request = Request::get(&format!("/{code}?metadata[user]=metadata-telltale")).agent(AGENT).header("x-forwarded-for", ADDRESS);
    let request = headers.iter().fold(request, |request, (name, value)| request.header(name, value));
    site.server().call(&request).expect(302);
}

fn clicks(site: &Site, count: usize) -> Vec<Value> {
    let listed = || site.linkforty("GET", "/api/clicks?order=asc", "").expect(200).json()["clicks"].as_array().expect("clicks").clone();
    assert!(becomes_true(PATIENCE, || listed().len() == count), "{count} clicks arrive");
    listed()
}

#[test]
fn addresses_are_cut_and_whoever_objects_is_not_told_apart() {
    let site = site();
    let code = site.codes(1).remove(0);
    open(&site, &code, &[]);
    open(&site, &code, &[]);
    open(&site, &code, &[("sec-gpc", "1")]);
    let clicks = clicks(&site, 3);
    assert!(clicks.iter().all(|click| click["ipAddress"] == "203.0.113.0"), "{clicks:?}");
    assert!(clicks[0]["visitor"].is_string());
    assert_eq!(clicks[0]["visitor"], clicks[1]["visitor"], "he is known again on the same day");
    assert_eq!(clicks[2]["visitor"], Value::Null, "Sec-GPC");
}

#[test]
fn nothing_personal_is_in_the_log() {
    let mut site = site();
    let code = site.codes(1).remove(0);
    open(&site, &code, &[]);
    let click = text(&clicks(&site, 1)[0]["id"]);
    let person = json!({"externalId": "fan-telltale", "displayName": "Telltale Name"});
    let report =
        json!({"type": "sale", "person": person, "clickId": click, "gross": "1", "currency": "USD", "idempotencyKey": "key-telltale"});
    site.linkforty("POST", "/api/conversions", report.to_string()).expect(201);
    site.linkforty("POST", "/api/conversions", report.to_string().replace("\"1\"", "\"2\"")).expect(409);
    site.linkforty("POST", "/api/conversions", json!({"type": "nothing", "person": person}).to_string()).expect(400);
    site.server()
        .call(&Request::get(&format!("/postback/{}?click_id={click}&person=fan-telltale&txid=key-telltale", site.key)))
        .expect(200);
    let found = site.linkforty("GET", "/api/people?search=fan-telltale", "").expect(200).json();
    let id = text(&found["people"][0]["id"]);
    site.linkforty("GET", &format!("/api/people/{id}/export"), "").expect(200);
    site.linkforty("GET", "/api/conversions?externalId=fan-telltale", "").expect(200);
    let share = site.linkforty("POST", "/api/shares", json!({"name": "a", "tag": "a"}).to_string()).expect(201).json();
    let share = text(&share["url"]).rsplit('/').next().expect("a token").to_owned();
    site.server().call(&Request::get(&format!("/share/{share}"))).expect(200);
    site.linkforty("DELETE", &format!("/api/people/{id}"), "").expect(200);
    let (key, log) = (site.key.clone(), site.take_server().stop());
    assert!(log.contains("stopped"), "it is the log: {log}");
    for word in TELLING.into_iter().chain([key.as_str(), share.as_str()]) {
        let line = log.lines().find(|line| line.contains(word));
        assert_eq!(line, None, "{word} is in the log");
    }
}

#[test]
fn whoever_is_erased_is_gone_and_the_books_hold() {
    let mut site = site();
    let code = site.codes(1).remove(0);
    open(&site, &code, &[]);
    let click = text(&clicks(&site, 1)[0]["id"]);
    let report = json!({"type": "sale", "person": {"externalId": "fan-telltale"}, "clickId": click, "gross": "3", "currency": "USD", "idempotencyKey": "k"});
    site.linkforty("POST", "/api/conversions", report.to_string()).expect(201);
    let exported = site.installation.json(&["persons", "export", "fan-telltale"]);
    assert_eq!(exported["clicks"][0]["metadata"], json!({"user": "metadata-telltale"}));
    assert_eq!(exported["conversions"][0]["gross"], "3.00");
    let refused = site.installation.run(&["persons", "erase", "fan-telltale"]);
    assert!(refused.code != 0 && refused.stderr.contains("--yes"), "{refused:?}");
    let erased = site.installation.json(&["persons", "erase", "fan-telltale", "--yes"]);
    assert_eq!((&erased["conversions"], &erased["clicks"], &erased["visits"]), (&json!(1), &json!(1), &json!(1)));
    let again = site.installation.run(&["persons", "export", "fan-telltale"]);
    assert!(again.code != 0 && again.stderr.contains("nobody is known"), "{again:?}");
    let left = clicks(&site, 1).remove(0);
    assert_eq!((&left["ipAddress"], &left["metadata"]), (&Value::Null, &json!({})));
    let conversions = site.linkforty("GET", "/api/conversions", "").expect(200).json();
    assert_eq!((&conversions["conversions"][0]["externalId"], &conversions["conversions"][0]["gross"]), (&Value::Null, &json!("3.00")));
    site.take_server().stop();
    assert_eq!(site.installation.run(&["verify"]).code, 0);
}
