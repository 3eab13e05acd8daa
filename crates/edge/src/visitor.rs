//! What a request's head says about the visitor, read in one walk over the headers.

use http::{HeaderMap, HeaderValue};
use trackway_domain::click::Signals;

/// The headers that a redirect looks at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Visitor<'a> {
    pub(crate) user_agent: &'a str,
    pub(crate) accept_language: &'a str,
    pub(crate) referrer: &'a str,
    /// The client wants JSON and did not ask for a page.
    pub(crate) wants_json: bool,
    is_prefetch: bool,
    objects_to_tracking: bool,
}

impl<'a> Visitor<'a> {
    pub(crate) fn of(headers: &'a HeaderMap) -> Self {
        let mut visitor = Self::default();
        for (name, value) in headers {
            match name.as_str() {
                "user-agent" => visitor.user_agent = text(value),
                "accept-language" => visitor.accept_language = text(value),
                "referer" => visitor.referrer = text(value),
                "accept" => visitor.wants_json = wants_json(text(value)),
                "sec-purpose" | "purpose" | "x-purpose" | "x-moz" => visitor.is_prefetch |= is_ahead(text(value)),
                "sec-gpc" => visitor.objects_to_tracking = value == "1",
                _ => {}
            }
        }
        visitor
    }

    /// What the request says about who made it.
    pub(crate) fn signals(&self, is_head: bool) -> Signals {
        Signals { is_head, is_prefetch: self.is_prefetch, objects_to_tracking: self.objects_to_tracking }
    }
}

/// A header as text; one that is no text counts as absent.
fn text(value: &HeaderValue) -> &str {
    std::str::from_utf8(value.as_bytes()).unwrap_or("")
}

fn wants_json(accept: &str) -> bool {
    accept.contains("application/json") && !accept.contains("text/html")
}

fn is_ahead(purpose: &str) -> bool {
    let purpose = purpose.to_ascii_lowercase();
    ["prefetch", "prerender", "preview"].iter().any(|word| purpose.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderName;

    #[test]
    fn headers_are_read() {
        type Holds = fn(&Visitor<'_>) -> bool;
        let cases: [(&str, &str, Holds); 8] = [
            ("User-Agent", "a", |visitor| visitor.user_agent == "a"),
            ("Sec-Purpose", "prefetch;prerender", |visitor| visitor.signals(false).is_prefetch),
            ("X-Moz", "Prefetch", |visitor| visitor.signals(false).is_prefetch),
            ("Purpose", "preview", |visitor| visitor.signals(false).is_prefetch),
            ("Sec-GPC", "1", |visitor| visitor.signals(false).objects_to_tracking),
            ("Accept", "application/json", |visitor| visitor.wants_json),
            ("Accept", "text/html,application/json", |visitor| !visitor.wants_json),
            ("Sec-Purpose", "none", |visitor| !visitor.signals(false).is_prefetch),
        ];
        for (name, value, holds) in cases {
            let name = HeaderName::from_bytes(name.as_bytes()).expect("a name");
            let headers = HeaderMap::from_iter([(name.clone(), HeaderValue::from_str(value).expect("a value"))]);
            assert!(holds(&Visitor::of(&headers)), "{name}: {value}");
        }
    }
}
