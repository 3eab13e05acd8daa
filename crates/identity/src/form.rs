//! Names and values as forms and queries write them, and whether a form was sent by a page of ours.

use axum::body::Body;
use http::header::ORIGIN;
use http::{HeaderMap, Request};
use trackway_app::public_url::PublicUrl;
use trackway_web::body::BodyError;
use trackway_web::form::read_form;

/// Names and values in the order in which they were sent.
#[derive(Clone, Debug, Default)]
pub(crate) struct Form(Vec<(String, String)>);

/// A name that was sent twice where it may be sent once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Repeated(pub(crate) String);

impl Form {
    pub(crate) fn parse(text: &[u8]) -> Self {
        Self(url::form_urlencoded::parse(text).into_owned().collect())
    }

    /// Reads the body of a form that was sent.
    pub(crate) async fn read(request: Request<Body>) -> Result<Self, BodyError> {
        let (head, body) = request.into_parts();
        Ok(Self(read_form(&head.headers, body).await?))
    }

    /// The value of a name; an empty one counts as absent, as the protocol wants it.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, value)| known == name && !value.is_empty()).map(|(_, value)| value.as_str())
    }

    /// Every value of a name.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, value)| known == name && !value.is_empty()).map(|(_, value)| value.as_str())
    }

    /// Refuses what was sent twice.
    pub(crate) fn once(self) -> Result<Self, Repeated> {
        let repeated = self.0.iter().enumerate().find(|(index, (name, _))| self.0[..*index].iter().any(|(before, _)| before == name));
        match repeated.map(|(_, (name, _))| name.clone()) {
            Some(name) => Err(Repeated(name)),
            None => Ok(self),
        }
    }

    /// The same names and values, each changed or left out.
    pub(crate) fn rewritten(&self, change: impl Fn(&str, &str) -> Option<String>) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in &self.0 {
            if let Some(value) = change(name, value) {
                query.append_pair(name, &value);
            }
        }
        query.finish()
    }
}

/// True unless a browser says that another site's page sends this. What is no browser says nothing, and has no cookies that it did not
/// set itself.
pub(crate) fn is_from_here(public_url: &PublicUrl, headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    match (text("sec-fetch-site"), text(ORIGIN.as_str())) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => origin == public_url.origin(),
        (None, None) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_sites_are_told_apart() {
        let public_url = PublicUrl::parse("https://go.example.com/links").expect("a URL");
        let cases: [(&[(&'static str, &'static str)], bool); 8] = [
            (&[], true),
            (&[("sec-fetch-site", "same-origin")], true),
            (&[("sec-fetch-site", "same-origin"), ("origin", "null")], true),
            (&[("sec-fetch-site", "same-site"), ("origin", "https://go.example.com")], false),
            (&[("sec-fetch-site", "cross-site")], false),
            (&[("origin", "https://go.example.com")], true),
            (&[("origin", "https://evil.example.net")], false),
            (&[("origin", "null")], false),
        ];
        for (headers, expected) in cases {
            let map = headers.iter().map(|(name, value)| (http::HeaderName::from_static(name), http::HeaderValue::from_static(value)));
            assert_eq!(is_from_here(&public_url, &map.collect()), expected, "{headers:?}");
        }
    }

    #[test]
    fn what_is_sent_twice_is_named() {
        assert_eq!(Form::parse(b"a=1&b=2&a=").once().map(|_| ()), Err(Repeated("a".to_owned())));
        let form = Form::parse(b"a=%26+x&b=&c").once().expect("nothing twice");
        assert_eq!((form.get("a"), form.get("b"), form.get("c")), (Some("& x"), None, None));
        assert_eq!(form.rewritten(|name, value| (name != "b").then(|| value.to_owned())), "a=%26+x&c=");
    }
}
