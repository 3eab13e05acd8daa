//! The version header: one version is spoken, one is known to have been.

use crate::error::Error;
use http::HeaderMap;

/// What is spoken here.
pub(crate) const CURRENT: &str = "2025-06-26";

/// Versions that were, and when they ended.
const RETIRED: [(&str, &str); 1] = [("2024-01-01", "2024-12-31T00:00:00.000Z")];

/// Lets a request through that asks for the current version, or for none where none is required.
pub(crate) fn check(headers: &HeaderMap, is_required: bool) -> Result<(), Error> {
    let Some(asked) = headers.get("x-fanvue-api-version") else {
        return if is_required { Err(Error::UnknownVersion(String::new())) } else { Ok(()) };
    };
    if asked == CURRENT {
        return Ok(());
    }
    let ended = RETIRED.into_iter().find(|(version, _)| asked == version);
    Err(match ended {
        Some((version, since)) => Error::RetiredVersion { version, since },
        None => Error::UnknownVersion(String::from_utf8_lossy(asked.as_bytes()).into_owned()),
    })
}
