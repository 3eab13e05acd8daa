//! A destination ready to be sent, with what a single click may still add to it.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::Url;

/// Everything but what RFC 3986 calls unreserved is escaped in a query's names and values.
const QUERY: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// An absolute address as `location` carries it: ASCII, normalised by the URL parser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Href {
    text: String,
    /// Where the fragment starts, or the end.
    fragment: usize,
    /// Where the query starts (behind its `?`), when there is one.
    query: Option<usize>,
    /// True for the Play Store, which hands its `referrer` parameter to the app it installs.
    pub is_play_store: bool,
    /// True where the query has a macro, `{name}`, that may be filled in.
    pub has_macros: bool,
}

impl Href {
    /// The address of a URL.
    #[must_use]
    pub fn new(url: &Url) -> Self {
        let is_play_store = url.host_str() == Some("play.google.com") && url.path().starts_with("/store/apps/details");
        Self::of(url.as_str().to_owned(), is_play_store)
    }

    /// An app's address: `scheme://path`, with the path escaped where it could end or change the address.
    #[must_use]
    pub fn app(scheme: &str, path: &str) -> Self {
        const PATH: &AsciiSet =
            &percent_encoding::CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`').add(b'\\').add(b'{').add(b'}');
        Self::of(format!("{scheme}://{}", utf8_percent_encode(path.trim_start_matches('/'), PATH)), false)
    }

    fn of(text: String, is_play_store: bool) -> Self {
        let fragment = text.find('#').unwrap_or(text.len());
        let query = text[..fragment].find('?').map(|mark| mark + 1);
        let has_macros = query.is_some_and(|start| text[start..fragment].contains('{'));
        Self { text, fragment, query, is_play_store, has_macros }
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The host, as browsers write it; None for an app's address.
    #[must_use]
    pub fn host(&self) -> Option<String> {
        let url = Url::parse(&self.text).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
        url.host_str().map(str::to_owned)
    }

    /// True where the query has a parameter of that name.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.pairs().any(|pair| is_named(pair, name))
    }

    /// With `name=value` at the end of the query. Same-named parameters are replaced; the others and the fragment stay as they were
    /// written, to the byte.
    #[must_use]
    pub fn with(&self, name: &str, value: &str) -> Self {
        let end = self.query.map_or(self.fragment, |start| start - 1);
        let mut text = String::with_capacity(self.text.len() + name.len() + value.len() + 2);
        text.push_str(&self.text[..end]);
        let mut separator = '?';
        for pair in self.pairs().filter(|pair| !is_named(pair, name)) {
            text.push(separator);
            text.push_str(pair);
            separator = '&';
        }
        text.push(separator);
        text.extend(utf8_percent_encode(name, QUERY));
        text.push('=');
        text.extend(utf8_percent_encode(value, QUERY));
        text.push_str(&self.text[self.fragment..]);
        Self::of(text, self.is_play_store)
    }

    /// With the parameters of a visitor's `query` that the address does not have yet, as they were written.
    #[must_use]
    pub fn forwarding(&self, query: &str) -> Self {
        let added = query.split('&').filter(|pair| !pair.is_empty() && pair.bytes().all(is_query_byte) && !self.has_same_name(pair));
        let added = added.collect::<Vec<_>>().join("&");
        if added.is_empty() {
            return self.clone();
        }
        let separator = match self.query {
            None => "?",
            Some(start) if start == self.fragment => "",
            Some(_) => "&",
        };
        let (head, fragment) = self.text.split_at(self.fragment);
        Self::of(format!("{head}{separator}{added}{fragment}"), self.is_play_store)
    }

    /// With the macros of the query filled in: `{name}` becomes what `value` says, escaped; names that it does not know stay. Only the query
    /// is looked at, so that nobody's value leads elsewhere.
    #[must_use]
    pub fn filled(&self, value: impl Fn(&str) -> Option<String>) -> Self {
        let Some(start) = self.query.filter(|_| self.has_macros) else { return self.clone() };
        let (mut text, mut rest) = (self.text[..start].to_owned(), &self.text[start..self.fragment]);
        while let Some((before, behind)) = rest.split_once('{') {
            text.push_str(before);
            match behind.split_once('}').and_then(|(name, after)| Some((value(name)?, after))) {
                Some((filled, after)) => {
                    text.extend(utf8_percent_encode(&filled, QUERY));
                    rest = after;
                }
                None => {
                    text.push('{');
                    rest = behind;
                }
            }
        }
        text.push_str(rest);
        text.push_str(&self.text[self.fragment..]);
        Self::of(text, self.is_play_store)
    }

    /// What the Play Store is to hand to the app: the address's own `referrer`, else its campaign, and the click's token.
    #[must_use]
    pub fn install_referrer(&self, token: &str) -> String {
        let read = || url::form_urlencoded::parse(self.query.map_or("", |start| &self.text[start..self.fragment]).as_bytes());
        let mut referrer = match read().find(|(name, _)| name == "referrer") {
            Some((_, own)) => own.into_owned(),
            None => url::form_urlencoded::Serializer::new(String::new())
                .extend_pairs(read().filter(|(name, _)| name.starts_with("utm_")))
                .finish(),
        };
        if !referrer.is_empty() {
            referrer.push('&');
        }
        referrer.push_str("lf_click=");
        referrer.push_str(token);
        referrer
    }

    fn has_same_name(&self, pair: &str) -> bool {
        let name = decoded_name(pair);
        self.has(&name)
    }

    fn pairs(&self) -> impl Iterator<Item = &str> {
        let query = self.query.map_or("", |start| &self.text[start..self.fragment]);
        query.split('&').filter(|pair| !pair.is_empty())
    }
}

fn is_named(pair: &str, name: &str) -> bool {
    decoded_name(pair) == name
}

fn decoded_name(pair: &str) -> String {
    url::form_urlencoded::parse(pair.as_bytes()).next().map(|(name, _)| name.into_owned()).unwrap_or_default()
}

/// True for what may stand in a query unescaped; a visitor's query with anything else in it is not repeated in a header.
fn is_query_byte(byte: u8) -> bool {
    byte.is_ascii_graphic() && !matches!(byte, b'"' | b'<' | b'>' | b'#' | b'\\' | b'`')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn href(text: &str) -> Href {
        Href::new(&Url::parse(text).expect("a URL"))
    }

    #[test]
    fn parameters_are_set_and_the_rest_is_kept() {
        let cases = [
            ("https://e.test", "https://e.test/?utm_source=a%20b"),
            ("https://e.test/p?x=1", "https://e.test/p?x=1&utm_source=a%20b"),
            ("https://e.test/p?x=a+b%2f&utm_source=old&y", "https://e.test/p?x=a+b%2f&y&utm_source=a%20b"),
            ("https://e.test/p?utm%5Fsource=old#top", "https://e.test/p?utm_source=a%20b#top"),
            ("https://e.test/p?#top?x", "https://e.test/p?utm_source=a%20b#top?x"),
        ];
        for (text, expected) in cases {
            assert_eq!(href(text).with("utm_source", "a b").as_str(), expected, "{text}");
        }
    }

    #[test]
    fn a_visitors_query_adds_and_never_replaces() {
        let cases = [
            ("https://e.test/p?x=1#f", "x=2&y=3", "https://e.test/p?x=1&y=3#f"),
            ("https://e.test/p", "y=3", "https://e.test/p?y=3"),
            ("https://e.test/p?", "y=3", "https://e.test/p?y=3"),
            ("https://e.test/p", "", "https://e.test/p"),
            ("https://e.test/p", "a=\"b", "https://e.test/p"),
            ("https://e.test/p?x=1", "%78=2", "https://e.test/p?x=1"),
        ];
        for (text, query, expected) in cases {
            assert_eq!(href(text).forwarding(query).as_str(), expected, "{text} {query}");
        }
    }

    #[test]
    fn macros_are_filled_in_the_query_only() {
        let value = |name: &str| match name {
            "click_id" => Some("7".to_owned()),
            "utm_source" => Some("a&b=c#d{link}".to_owned()),
            _ => None,
        };
        for (text, expected) in [
            ("https://e.test/p?x={click_id}&y={click_id}#{click_id}", "https://e.test/p?x=7&y=7#{click_id}"),
            ("https://e.test/p?x={utm_source}", "https://e.test/p?x=a%26b%3Dc%23d%7Blink%7D"),
            ("https://e.test/{click_id}?x={other}&{{click_id}", "https://e.test/%7Bclick_id%7D?x={other}&{7"),
            ("https://e.test/?x={click_id", "https://e.test/?x={click_id"),
            ("https://e.test/p", "https://e.test/p"),
        ] {
            assert_eq!(href(text).filled(value).as_str(), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_set_parameter_reads_back_once_and_leaves_the_others(
            path in "/[a-z]{0,8}", query in proptest::option::of("[a-z]{1,4}=[ -~]{0,8}"), fragment in "(#[a-z]{0,5})?", value in ".{0,20}",
        ) {
            let query = query.map(|q| format!("?{}", q.replace(['#', '&'], ""))).unwrap_or_default();
            let before = Url::parse(&format!("https://e.test{path}{query}{fragment}")).expect("a URL");
            let after = Url::parse(Href::new(&before).with("utm_term", &value).as_str()).expect("still a URL");
            let read = |url: &Url, own: bool| url.query_pairs().filter(|(n, _)| (n == "utm_term") == own)
                .map(|(n, v)| (n.into_owned(), v.into_owned())).collect::<Vec<_>>();
            prop_assert_eq!(read(&after, true), vec![("utm_term".to_owned(), value)]);
            prop_assert_eq!(read(&after, false), read(&before, false));
            prop_assert_eq!(after.fragment(), before.fragment());
            prop_assert_eq!(after.path(), before.path());
            prop_assert_eq!(after.host(), before.host());
        }
    }
}
