//! The dashboard's files: the page that is the same for every view, and what it loads.

use crate::{Dashboard, page};
use axum::body::Body;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH, REFERRER_POLICY, VARY,
    X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use rust_embed::{Embed, EmbeddedFile};

/// What npm has built; nothing where nobody has built it.
#[derive(Embed)]
#[folder = "web/dist"]
#[allow_missing = true]
struct Files;

/// What the page may do: run our scripts, ask this host, and nothing else. Charts set styles by script, which no rule forbids.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; manifest-src 'self'; \
     base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
);

/// Names of assets carry a hash of what is in them, so they never change.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

const NOT_BUILT: &str = include_str!("not_built.html");

/// The page. Which view it shows is told by its address, which the page reads itself.
pub(crate) async fn page(State(dashboard): State<Dashboard>, headers: HeaderMap) -> Response {
    let Some(file) = Files::get("index.html") else { return page::answer(NOT_BUILT) };
    let root = dashboard.app.public_url.path();
    // The built page names its files from the root, and reads there where the root is.
    let html = String::from_utf8_lossy(&file.data);
    let html = html.replace("\"/dashboard/", &format!("\"{root}/dashboard/")).replace("data-root=\"\"", &format!("data-root=\"{root}\""));
    let mut response = with_tag(&headers, &file, || Body::from(html));
    let written = response.headers_mut();
    written.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    written.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    written.insert(CONTENT_SECURITY_POLICY, POLICY);
    written.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    written.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));
    written.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// A script, a style or a picture: as brotli, where it was compressed and the browser takes that.
pub(crate) async fn asset(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let path = format!("assets/{name}");
    let Some(plain) = Files::get(&path) else { return StatusCode::NOT_FOUND.into_response() };
    let small = Files::get(&format!("{path}.br")).filter(|_| takes_brotli(&headers));
    let is_small = small.is_some();
    let file = small.unwrap_or(plain);
    let mut response = with_tag(&headers, &file, || Body::from(file.data.clone().into_owned()));
    let written = response.headers_mut();
    written.insert(CONTENT_TYPE, media_type(&name));
    written.insert(CACHE_CONTROL, FOR_EVER);
    written.insert(VARY, HeaderValue::from_static("accept-encoding"));
    written.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if is_small {
        written.insert(CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    response
}

/// The file, or 304 where the browser has it.
fn with_tag(headers: &HeaderMap, file: &EmbeddedFile, body: impl FnOnce() -> Body) -> Response {
    let hash = file.metadata.sha256_hash();
    let tag = hash[..16].iter().fold("\"".to_owned(), |tag, byte| format!("{tag}{byte:02x}")) + "\"";
    let known = headers.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let has_it = known.split(',').any(|known| known.trim().trim_start_matches("W/") == tag);
    let mut response = if has_it { StatusCode::NOT_MODIFIED.into_response() } else { body().into_response() };
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(ETAG, tag);
    }
    response
}

fn takes_brotli(headers: &HeaderMap) -> bool {
    let taken = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    taken.split(',').any(|coding| matches!(coding.split(';').map(str::trim).collect::<Vec<_>>()[..], ["br"] | ["br", _]))
        && !taken.contains("br;q=0,")
        && !taken.ends_with("br;q=0")
}

fn media_type(name: &str) -> HeaderValue {
    HeaderValue::from_static(match name.rsplit('.').next().unwrap_or_default() {
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        _ => "application/octet-stream",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compressed_files_are_for_those_who_take_them() {
        for (taken, expected) in
            [("gzip, deflate, br, zstd", true), ("br;q=0.5", true), ("br;q=0", false), ("gzip", false), ("", false), ("brr", false)]
        {
            let headers = HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static(taken))]);
            assert_eq!(takes_brotli(&headers), expected, "{taken}");
        }
    }
}
