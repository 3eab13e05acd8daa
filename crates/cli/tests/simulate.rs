//! The simulator never says anything else than what visitors get: by the real process, over links and visitors made at random.

mod support;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Map, Value, json};
use support::{Answer, IPHONE, Request, Site, text};

const AGENTS: [&str; 6] = [
    IPHONE,
    support::ANDROID,
    support::DESKTOP,
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 400.0.0",
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "Mozilla/5.0 (Linux; Android 16; Pixel 10; wv) AppleWebKit/537.36 Chrome/142.0.0.0 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/500.0]",
];

/// Every field that changes where a link leads, each there or not.
fn links() -> impl Strategy<Value = Value> {
    let url = |name: &'static str| field(name, json!(format!("https://{}.example.com/x?a=1#top", name.to_lowercase())));
    let fields = vec![
        url("iosUrl"),
        url("androidUrl"),
        url("webFallbackUrl"),
        url("iosUniversalLink"),
        url("androidAppLink"),
        url("expiredUrl"),
        field("androidAppStoreUrl", json!("https://play.google.com/store/apps/details?id=com.example.shop")),
        field("appScheme", json!("exampleshop")),
        field("deepLinkPath", json!("/product/1")),
        field("deepLinkParameters", json!({"a": [1, "ü"], "b": null})),
        field("utmParameters", json!({"source": "s & t", "campaign": "c"})),
        field("ogTitle", json!("Shop")),
        field("isActive", json!(false)),
        field("expiresAt", json!("2026-01-01T00:00:00Z")),
        field("targetingRules", json!({"languages": ["de"], "platforms": ["ios", "web"]})),
        field("targetingRules", json!({"platforms": ["android"]})),
        field("targetingRules", json!({"countries": ["DE"]})),
        field("password", json!("open sesame")),
        field("warnBeforeLeaving", json!(true)),
    ];
    fields.prop_map(|fields| Value::Object(fields.into_iter().flatten().collect::<Map<_, _>>()))
}

/// Fields that stop a link are rarer than the others, or most links would lead nowhere.
fn field(name: &'static str, value: Value) -> BoxedStrategy<Option<(String, Value)>> {
    let share =
        if ["isActive", "expiresAt", "ogTitle", "targetingRules", "password", "warnBeforeLeaving"].contains(&name) { 0.12 } else { 0.5 };
    prop::option::weighted(share, Just((name.to_owned(), value))).boxed()
}

#[test]
fn what_is_simulated_is_what_happens() {
    let site = Site::new();
    let languages = prop::sample::select(vec!["de-AT,en;q=0.5", "en", ""]);
    let cases = (links(), prop::sample::select(AGENTS.to_vec()), languages);
    let config = Config { cases: 150, max_shrink_iters: 50, failure_persistence: None, ..Config::default() };
    let result = TestRunner::new(config).run(&cases, |(link, agent, language)| {
        let row = site.make(link);
        let mut visitor = json!({"linkId": row["id"], "userAgent": agent});
        if !language.is_empty() {
            visitor["language"] = json!(language);
        }
        let report = site.linkforty("POST", "/api/debug/simulate", visitor.to_string()).expect(200).json();
        let visit = Request::get(&format!("/{}", text(&row["shortCode"]))).agent(agent).header("accept-language", language);
        let answer = site.server().call(&visit);
        prop_assert_eq!(said(&report["redirect"]), seen(&answer));
        Ok(())
    });
    result.unwrap_or_else(|failure| panic!("{failure}"));
}

/// A status, an address to go to at once, and what the page that tries an app names.
type Seen = (u16, Option<String>, Vec<String>);

fn said(redirect: &Value) -> Seen {
    let address = |name: &str| redirect[name].as_str().map(without_click);
    match (redirect["redirectReason"].as_str().expect("a reason"), address("finalUrl")) {
        ("app_scheme", app) => (200, None, [app, address("fallbackUrl")].into_iter().flatten().collect()),
        ("preview" | "password" | "warning", _) => (200, None, Vec::new()),
        ("expired", None) => (410, None, Vec::new()),
        (_, None) => (404, None, Vec::new()),
        (_, url) => (302, url, Vec::new()),
    }
}

fn seen(answer: &Answer) -> Seen {
    let named = ["data-app=\"", "data-fallback=\""].into_iter().filter_map(|attribute| {
        let (value, _) = answer.text().split_once(attribute)?.1.split_once('"')?;
        Some(without_click(
            &value.replace("&quot;", "\"").replace("&#39;", "'").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"),
        ))
    });
    (answer.status, answer.header("location").map(without_click), named.collect())
}

/// The address without the click that a store hands on, which no two visits share.
fn without_click(address: &str) -> String {
    let Some((before, rest)) = address.split_once("lf_click%3D") else { return address.to_owned() };
    let click = rest.find(['&', '#']).unwrap_or(rest.len());
    format!("{before}{}", &rest[click..])
}
