//! The page that a visitor came from, as far as statistics may know it: its host.

/// The host of a `Referer` in lower case without `www.`, or an Android app's name; None for anything else.
#[must_use]
pub fn referrer_host(header: &str) -> Option<String> {
    let url = url::Url::parse(header).ok()?;
    match url.scheme() {
        "http" | "https" | "android-app" => {
            let host = url.host_str()?.to_ascii_lowercase();
            Some(host.strip_prefix("www.").map_or(host.clone(), str::to_owned))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::referrer_host;

    #[test]
    fn hosts() {
        for (header, expected) in [
            ("https://www.Example.com/path?secret=1", Some("example.com")),
            ("android-app://com.reddit.frontpage", Some("com.reddit.frontpage")),
            ("about:blank", None),
            ("", None),
            ("not a url", None),
            ("https://l.instagram.com/", Some("l.instagram.com")),
        ] {
            assert_eq!(referrer_host(header).as_deref(), expected, "{header}");
        }
    }
}
