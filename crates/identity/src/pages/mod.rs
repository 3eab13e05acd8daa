//! The pages on which people sign in and decide: plain HTML that loads nothing and runs nothing, in no index and in no frame.

pub(crate) mod consent;
mod html;
pub(crate) mod sign_in;
pub(crate) mod sign_out;

use axum::response::{Html as HtmlAnswer, IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use html::Html;
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, RETRY_AFTER, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS};
use http::{HeaderName, HeaderValue, StatusCode};
use sha2::{Digest as _, Sha256};
use std::sync::LazyLock;
use trackway_app::Error;

const STYLE: &str = include_str!("style.css");

/// Allows this style and no other.
static STYLE_SOURCE: LazyLock<String> = LazyLock::new(|| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(STYLE))));

/// A page that says one thing.
pub(crate) fn notice(status: StatusCode, title: &str, sentence: &str) -> Response {
    let main = Html::new("<h1>").text(title).raw("</h1><p>").text(sentence).raw("</p>");
    page(status, title, &main, None)
}

/// What people see when the store is away or broken.
pub(crate) fn trouble(error: &Error) -> Response {
    match error {
        Error::Unavailable => {
            let mut response = notice(StatusCode::SERVICE_UNAVAILABLE, "Please try again", "This works again in a moment.");
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("5"));
            response
        }
        Error::Broken | Error::NotFound(_) | Error::Taken(_) | Error::Blocked(_) | Error::InUse(_) | Error::OutOfReach(_) => {
            notice(StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong", "It is not your fault, and it is in our log.")
        }
    }
}

/// A whole page. Its forms may be sent here, and, where one leads on elsewhere, to addresses of that scheme: browsers hold redirects that
/// follow a form against the policy too, and nobody knows through how many hosts a client's own address leads.
fn page(status: StatusCode, title: &str, main: &Html, leads_to: Option<&str>) -> Response {
    let page = Html::new("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
        .raw("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><meta name=\"robots\" content=\"noindex\"><title>")
        .text(title)
        .raw("</title><style>")
        .raw(STYLE)
        .raw("</style></head><body><main>")
        .then(main)
        .raw("</main></body></html>");
    let leads_to = leads_to.map(|scheme| format!(" {scheme}:")).unwrap_or_default();
    let policy =
        format!("default-src 'none'; style-src {}; form-action 'self'{leads_to}; base-uri 'none'; frame-ancestors 'none'", *STYLE_SOURCE);
    let mut response = (status, HtmlAnswer(page.into_string())).into_response();
    let headers = response.headers_mut();
    // A scheme has letters, digits, '+', '-' and '.' in it, so this is always a header.
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'none'")));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));
    keep_to_ourselves(&mut response);
    response
}

/// Says that nobody keeps an answer, and that addresses of ours are told to nobody else.
pub(crate) fn keep_to_ourselves(response: &mut Response) {
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.headers_mut().insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
}
