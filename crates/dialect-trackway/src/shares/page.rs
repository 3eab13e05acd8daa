//! What a share shows, as a page: it runs nothing, loads nothing, and is in no index and in no frame.

use axum::response::{Html, IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use sha2::{Digest as _, Sha256};
use std::sync::LazyLock;
use trackway_app::shares::look::Look;
use trackway_domain::stats::{ClickNumbers, CreditNumbers};
use trackway_web::html::escape;

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:3rem auto;padding:0 1.25rem;color:#1f2430;background:#fbfbfc}\
h1{font-size:1.4rem;margin:0}p{color:#5b6270;margin:.25rem 0 1.5rem}table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}\
th,td{text-align:right;padding:.3rem .6rem;border-bottom:1px solid #e4e6eb;white-space:nowrap}th:first-child,td:first-child{text-align:left}\
tbody tr:first-child{font-weight:600}div{overflow-x:auto}\
@media(prefers-color-scheme:dark){body{color:#e6e8ee;background:#14161b}p{color:#9aa1ae}th,td{border-color:#2a2e37}}";

/// Allows this style and nothing else.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    let style = STANDARD.encode(Sha256::digest(STYLE));
    format!("default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
});

/// The numbers of a share.
pub(super) fn show(look: &Look) -> Response {
    let heads = ["Clicks", "Visitors", "Claims", "Follows", "Subscriptions", "Sales"];
    let money = if look.share.hides_money { "" } else { "<th scope=\"col\">Money, net</th>" };
    let heads = heads.map(|head| format!("<th scope=\"col\">{head}</th>")).concat();
    let total = row("In all", &look.clicks, &look.credits, look.share.hides_money);
    let days = look.days.iter().rev().map(|day| row(&day.day.to_string(), &day.clicks, &day.credits, look.share.hides_money));
    let main = format!(
        "<h1>{}</h1><p>{} — clicks of people; days in UTC, the last thirty</p><div><table><thead><tr><th scope=\"col\">Day</th>{heads}{money}</tr></thead>\
        <tbody>{total}{}</tbody></table></div>",
        escape(look.share.name.as_str()),
        escape(&look.subject),
        days.collect::<String>(),
    );
    page(StatusCode::OK, look.share.name.as_str(), &main)
}

/// What is shown in place of a share that is not there, or not any more.
pub(super) fn notice(status: StatusCode, sentence: &str) -> Response {
    page(status, "Shared numbers", &format!("<h1>Shared numbers</h1><p>{}</p>", escape(sentence)))
}

fn row(name: &str, clicks: &ClickNumbers, credits: &CreditNumbers, hides_money: bool) -> String {
    let money = credits.money.iter().map(|(currency, of)| format!("{} {}", of.net, currency.as_str())).collect::<Vec<_>>().join(", ");
    let money = if hides_money { String::new() } else { format!("<td>{}</td>", if money.is_empty() { "–" } else { &money }) };
    let CreditNumbers { claims, follows, subscriptions, sales, .. } = credits;
    format!(
        "<tr><td>{}</td><td>{}</td><td>{}</td><td>{claims}</td><td>{follows}</td><td>{subscriptions}</td><td>{sales}</td>{money}</tr>",
        escape(name),
        clicks.clicks,
        clicks.visitors,
    )
}

fn page(status: StatusCode, title: &str, main: &str) -> Response {
    let html = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
        <meta name=\"robots\" content=\"noindex\"><title>{}</title><style>{STYLE}</style></head><body><main>{main}</main></body></html>",
        escape(title)
    );
    let mut response = (status, Html(html)).into_response();
    keep_private(response.headers_mut());
    let policy = HeaderValue::from_str(&POLICY).unwrap_or(HeaderValue::from_static("default-src 'none'"));
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    response
}

/// Whoever has the address may look, and nobody is to learn of it by us.
pub(super) fn keep_private(headers: &mut HeaderMap) {
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));
}
