//! Which format a client asks for: what `format` says, since a link on a page cannot say what it accepts; else the first in `Accept` that is
//! served.

use super::format::Format;
use crate::query::Parameters;
use http::HeaderMap;
use http::header::ACCEPT;

/// The format of an export; None for a page of JSON, which is also what whoever asks for nothing that is served gets.
pub(crate) fn export_format(parameters: &mut Parameters, headers: &HeaderMap) -> Option<Format> {
    let asked = parameters.parsed("format", "json, csv or ndjson", |text| match text {
        "json" => Some(None),
        name => Format::ALL.into_iter().find(|format| format.as_str() == name).map(Some),
    });
    asked.unwrap_or_else(|| accepted_format(headers))
}

fn accepted_format(headers: &HeaderMap) -> Option<Format> {
    let accepted = headers.get_all(ACCEPT).into_iter().filter_map(|value| value.to_str().ok()).flat_map(|text| text.split(','));
    let media_types = accepted.map(|accepted| accepted.split(';').next().unwrap_or_default().trim().to_ascii_lowercase());
    let mut served = media_types.filter_map(|media_type| match &*media_type {
        "application/json" => Some(None),
        other => Format::ALL.into_iter().find(|format| format.media_type() == other).map(Some),
    });
    served.next().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    #[test]
    fn the_first_that_is_served_counts() {
        for (accept, expected) in [
            ("text/csv", Some(Format::Csv)),
            ("application/x-ndjson", Some(Format::Ndjson)),
            ("text/html, Text/CSV;q=0.9", Some(Format::Csv)),
            ("application/json, text/csv", None),
            ("*/*", None),
            ("", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT, HeaderValue::from_static(accept));
            assert_eq!(accepted_format(&headers), expected, "{accept}");
        }
        assert_eq!(accepted_format(&HeaderMap::new()), None);
    }
}
