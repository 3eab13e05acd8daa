//! The headers of a list: where it goes on, and how long it is.

use http::header::LINK;
use http::{HeaderMap, HeaderName, HeaderValue, Uri};
use trackway_domain::link::LinkId;

/// How the client finds its place in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Position {
    /// By counting pages from 1.
    Page(u32),
    /// Behind a link.
    Cursor,
}

/// How long the list is. Nobody counts further than one beyond [`Total::EXACT`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Total(pub(crate) u32);

impl Total {
    /// The largest number that is told exactly.
    pub(crate) const EXACT: u32 = 10_000;

    fn exact(self) -> Option<u32> {
        Some(self.0).filter(|total| *total <= Self::EXACT)
    }
}

impl std::fmt::Display for Total {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.exact() {
            Some(total) => total.fmt(out),
            None => write!(out, "{}+", Self::EXACT),
        }
    }
}

/// `Link`, `X-Total-Count` and, where there is more, `X-Next-Cursor`.
pub(crate) fn headers(uri: &Uri, position: Position, limit: u32, total: Total, next: Option<LinkId>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let mut set = |name: HeaderName, text: String| {
        if let Ok(value) = HeaderValue::from_bytes(text.as_bytes()) {
            headers.insert(name, value);
        }
    };
    set(HeaderName::from_static("x-total-count"), total.to_string());
    if let Some(next) = next {
        set(HeaderName::from_static("x-next-cursor"), next.to_string());
    }
    let links =
        relations(position, limit, total.exact(), next).map(|(relation, place)| format!("<{}>; rel=\"{relation}\"", at(uri, &place)));
    set(LINK, links.collect::<Vec<_>>().join(", "));
    headers
}

/// The places that a client may go to from here.
fn relations(position: Position, limit: u32, total: Option<u32>, next: Option<LinkId>) -> impl Iterator<Item = (&'static str, String)> {
    let page = |number: u32| format!("page={number}");
    let (previous, following) = match position {
        Position::Page(number) => ((number > 1).then(|| page(number - 1)), next.map(|_| page(number + 1))),
        Position::Cursor => (None, next.map(|next| format!("cursor={next}"))),
    };
    let last = total.map(|total| page(total.div_ceil(limit).max(1)));
    let places = [("first", Some(page(1))), ("prev", previous), ("next", following), ("last", last)];
    places.into_iter().filter_map(|(relation, place)| Some((relation, place?)))
}

/// The same list at another place: a relative address, since what the client calls this host is not to be believed.
fn at(uri: &Uri, place: &str) -> String {
    let kept = uri.query().unwrap_or_default().split('&').filter(|pair| !matches!(pair.split('=').next(), Some("page" | "cursor" | "")));
    let query = kept.chain([place]).collect::<Vec<_>>().join("&");
    format!("{}?{query}", uri.path())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_are_exact_up_to_a_bound() {
        for (total, text, last) in [(0, "0", "page=1"), (101, "101", "page=2"), (10_000, "10000", "page=100"), (10_001, "10000+", "")] {
            assert_eq!(Total(total).to_string(), text);
            let relations = relations(Position::Page(1), 100, Total(total).exact(), None);
            assert_eq!(relations.filter(|(relation, _)| *relation == "last").map(|(_, place)| place).collect::<String>(), last, "{total}");
        }
    }

    #[test]
    fn the_place_in_the_list_is_replaced() {
        for (uri, expected) in [
            ("/api/links", "/api/links?page=2"),
            ("/api/links?", "/api/links?page=2"),
            ("/api/links?cursor=5&search=a%26page&page=7&&limit=3", "/api/links?search=a%26page&limit=3&page=2"),
            ("https://evil.example.com/api/links?limit=3", "/api/links?limit=3&page=2"),
        ] {
            assert_eq!(at(&uri.parse().expect("an address"), "page=2"), expected);
        }
    }
}
