//! Installs through the real server: clicks that phones make, and apps that say what they are.

mod support;

use serde_json::{Value, json};
use std::time::Duration;
use support::{Request, Site, text};

const SAFARI: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4.1 Mobile/15E148 Safari/604.1";
const CHROME: &str = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Mobile Safari/537.36";

/// What an app on an iPhone says.
fn iphone(number: u32) -> Value {
    json!({"userAgent": format!("Shop/{number} iOS/17.4.1"), "platform": "iOS", "platformVersion": "17.4.1", "language": "de-DE"})
}

fn install(site: &Site, report: &Value) -> Value {
    site.server().call(&Request::new("POST", "/api/sdk/v1/install").body(report.to_string())).expect(200).json()
}

fn compare(site: &Site, is_on: bool) {
    let workspace = site.linkforty("GET", "/api/workspaces", "").expect(200).json();
    let path = format!("/api/workspaces/{}/install-matching", text(&workspace[0]["id"]));
    site.linkforty("PUT", &path, json!({"enabled": is_on}).to_string()).expect(200);
}

/// Waits until this many clicks on a link are taken in.
fn await_clicks(site: &Site, link: &Value, count: u64) {
    let path = format!("/api/links/{}", text(&link["id"]));
    let is_counted = || site.linkforty("GET", &path, "").expect(200).json()["clickCount"] == count;
    assert!(support::becomes_true(Duration::from_secs(20), is_counted), "{count} clicks");
}

fn explained(site: &Site, install: &Value) -> Value {
    site.linkforty("GET", &format!("/api/installs/{}/explain", text(&install["installId"])), "").expect(200).json()
}

#[test]
fn a_phones_click_leads_to_the_install_on_that_phone_and_to_no_other() {
    let site = Site::new();
    compare(&site, true);
    let link = site.make(json!({"iosUrl": "https://apps.apple.com/app/id1"}));
    site.server().open(&format!("/{}", text(&link["shortCode"])), SAFARI).expect(302);
    await_clicks(&site, &link, 1);
    let android = install(&site, &json!({"userAgent": "Shop/1 Android/16", "platform": "Android", "platformVersion": "16"}));
    assert_eq!(android["attributed"], false, "{android}");
    let first = install(&site, &iphone(1));
    assert_eq!((&first["attributed"], &first["deepLinkData"]["linkId"]), (&json!(true), &link["id"]), "{first}");
    assert_eq!(install(&site, &iphone(1))["installId"], first["installId"], "the next launch");
    let other = explained(&site, &install(&site, &iphone(2)));
    assert_eq!((&other["outcome"], &other["candidates"][0]["refusal"]), (&json!("no_click_fits"), &json!("taken")), "{other}");
    let why = explained(&site, &first);
    assert_eq!((&why["rule"], &why["attribution"]["linkId"]), (&json!("fingerprint"), &link["id"]), "{why}");
}

#[test]
fn nothing_is_compared_that_was_clicked_while_it_was_off() {
    let site = Site::new();
    let link = site.make(json!({"iosUrl": "https://apps.apple.com/app/id1"}));
    site.server().open(&format!("/{}", text(&link["shortCode"])), SAFARI).expect(302);
    await_clicks(&site, &link, 1);
    assert_eq!(explained(&site, &install(&site, &iphone(1)))["outcome"], "no_click_named");
    compare(&site, true);
    assert_eq!(explained(&site, &install(&site, &iphone(2)))["outcome"], "no_click_fits");
}

#[test]
fn the_play_stores_referrer_names_the_click() {
    let site = Site::new();
    let link = site.make(json!({"androidUrl": "https://play.google.com/store/apps/details?id=com.example.shop"}));
    let answer = site.server().open(&format!("/{}", text(&link["shortCode"])), CHROME).expect(302);
    let location = answer.header("location").expect("a location").to_owned();
    let (_, referrer) = location.split_once("referrer=").expect("a referrer");
    // At once: the click may still be on its way, and is waited for.
    let report = json!({"userAgent": "Shop/1 Android/16", "platform": "Android", "installReferrer": referrer});
    let first = install(&site, &report);
    await_clicks(&site, &link, 1);
    let again = install(&site, &report);
    assert_eq!(again["installId"], first["installId"]);
    assert_eq!((&again["matchedFactors"], &again["deepLinkData"]["linkId"]), (&json!(["install_referrer"]), &link["id"]), "{again}");
    assert_eq!(explained(&site, &again)["attribution"]["clickId"].as_str(), answer.header("x-click-id"));
}

#[test]
fn an_app_that_opens_a_link_makes_a_click_of_its_platform_that_no_install_gets() {
    let site = Site::new();
    compare(&site, true);
    let link = site.make(json!({"appScheme": "myshop"}));
    let path = format!("/api/sdk/v1/resolve/{}?fp_platform=iOS&fp_pv=17.4.1&fp_lang=de_DE", text(&link["shortCode"]));
    let opened = site.server().call(&Request::get(&path).header("user-agent", "Shop/1 CFNetwork/1494")).expect(200).json();
    assert_eq!((&opened["linkId"], &opened["appScheme"]), (&link["id"], &json!("myshop")));
    await_clicks(&site, &link, 1);
    assert_eq!(explained(&site, &install(&site, &iphone(1)))["outcome"], "no_click_fits");
}
