//! `Retry-After`: seconds, or an instant.

use http::HeaderMap;
use http::header::RETRY_AFTER;
use jiff::fmt::rfc2822;
use jiff::{SignedDuration, Timestamp};

/// Longer waits than this nobody is believed.
const LONGEST: SignedDuration = SignedDuration::from_hours(24);

/// How long an answer asks to be left alone.
pub(crate) fn asked(headers: &HeaderMap, now: Timestamp) -> Option<SignedDuration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let wait = match text.parse::<u32>() {
        Ok(seconds) => SignedDuration::from_secs(seconds.into()),
        Err(_) => rfc2822::parse(text).ok()?.timestamp().duration_since(now),
    };
    Some(wait.clamp(SignedDuration::ZERO, LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_are_seconds_or_instants() {
        let now = "2026-03-21T04:08:45Z".parse().expect("a time");
        for (text, expected) in [
            ("120", Some(120)),
            ("0", Some(0)),
            ("Sat, 21 Mar 2026 04:10:45 GMT", Some(120)),
            ("Sat, 21 Mar 2026 04:00:00 GMT", Some(0)),
            ("999999", Some(86_400)),
            ("-1", None),
            ("soon", None),
            ("", None),
        ] {
            let headers = HeaderMap::from_iter([(RETRY_AFTER, text.parse().expect("a header"))]);
            assert_eq!(asked(&headers, now), expected.map(SignedDuration::from_secs), "{text}");
        }
    }
}
