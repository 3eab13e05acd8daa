//! Which paths could be a link's. Whatever has another form, or a first segment that Trackway serves itself, is the router's.

use trackway_domain::code::is_served;

/// A path of the redirect host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LinkPath<'a> {
    /// `/{code}` or `/{handle}`.
    Segment(&'a str),
    /// `/{slug}/{code}` or `/{handle}/{code}`.
    Prefixed { prefix: &'a str, code: &'a str },
    /// `/{code}/preview`.
    Preview(&'a str),
}

impl<'a> LinkPath<'a> {
    /// The segment that names what is looked for.
    pub(crate) fn segment(self) -> &'a str {
        match self {
            Self::Segment(segment) | Self::Preview(segment) | Self::Prefixed { code: segment, .. } => segment,
        }
    }

    /// True for a segment alone.
    pub(crate) fn is_segment(self) -> bool {
        matches!(self, Self::Segment(_))
    }

    pub(crate) fn parse(path: &'a str) -> Option<Self> {
        let path = path.strip_prefix('/')?;
        let path = path.strip_suffix('/').unwrap_or(path);
        let (first, second) = path.split_once('/').map_or((path, None), |(first, second)| (first, Some(second)));
        if !is_segment(first) || is_served(first) || second.is_some_and(|second| !is_segment(second)) {
            return None;
        }
        Some(match second {
            None => Self::Segment(first),
            Some("preview") => Self::Preview(first),
            Some(code) => Self::Prefixed { prefix: first, code },
        })
    }
}

/// True for what codes, slugs and handles are made of.
fn is_segment(text: &str) -> bool {
    (2..=30).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths() {
        let cases = [
            ("/abc12345", Some(LinkPath::Segment("abc12345"))),
            ("/abc12345/", Some(LinkPath::Segment("abc12345"))),
            ("/me/fv-123", Some(LinkPath::Prefixed { prefix: "me", code: "fv-123" })),
            ("/abc12345/preview", Some(LinkPath::Preview("abc12345"))),
            ("/", None),
            ("//", None),
            ("/api/links", None),
            ("/API/links", None),
            ("/favicon.ico", None),
            ("/a/b/c", None),
            ("/abc//", None),
            ("/%61bc", None),
            ("/abc d", None),
            ("abc", None),
            ("*", None),
        ];
        for (path, expected) in cases {
            assert_eq!(LinkPath::parse(path), expected, "{path}");
        }
    }
}
