//! What a request's head says about the visitor.

use http::{HeaderMap, HeaderName, header};
use trackway_domain::click::Signals;

/// A header as text, or nothing. User agents in other encodings than ASCII are rare and treated as absent by hyper's own rules.
pub(crate) fn text(headers: &HeaderMap, name: HeaderName) -> &str {
    headers.get(name).map_or("", |value| value.to_str().unwrap_or_else(|_| std::str::from_utf8(value.as_bytes()).unwrap_or("")))
}

/// What the request says about who made it.
pub(crate) fn signals(headers: &HeaderMap, is_head: bool) -> Signals {
    const SEC_PURPOSE: HeaderName = HeaderName::from_static("sec-purpose");
    const PURPOSE: HeaderName = HeaderName::from_static("purpose");
    const X_PURPOSE: HeaderName = HeaderName::from_static("x-purpose");
    const X_MOZ: HeaderName = HeaderName::from_static("x-moz");
    const SEC_GPC: HeaderName = HeaderName::from_static("sec-gpc");
    let ahead = |name| {
        let value = text(headers, name);
        !value.is_empty() && ["prefetch", "prerender", "preview"].iter().any(|word| value.to_ascii_lowercase().contains(word))
    };
    Signals {
        is_head,
        is_prefetch: ahead(SEC_PURPOSE) || ahead(PURPOSE) || ahead(X_PURPOSE) || ahead(X_MOZ),
        objects_to_tracking: text(headers, SEC_GPC) == "1",
    }
}

/// True for a client that wants JSON and did not ask for a page.
pub(crate) fn wants_json(headers: &HeaderMap) -> bool {
    let accept = text(headers, header::ACCEPT);
    accept.contains("application/json") && !accept.contains("text/html")
}
