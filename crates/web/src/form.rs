//! Forms that browsers send.

use crate::body::{BodyError, read_bytes};
use axum::body::Body;
use http::HeaderMap;
use http::header::CONTENT_TYPE;

/// Reads the names and values of a form, in the order in which they were sent.
///
/// # Errors
/// [`BodyError::MediaType`] where it is no form, or what [`read_bytes`] complains of.
pub async fn read_form(headers: &HeaderMap, body: Body) -> Result<Vec<(String, String)>, BodyError> {
    let media_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Err(BodyError::MediaType);
    }
    Ok(url::form_urlencoded::parse(&read_bytes(body).await?).into_owned().collect())
}

/// False where a browser says that another site's page makes the request. What is no browser says nothing.
#[must_use]
pub fn is_from_this_site(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_none_or(|site| site == "same-origin" || site == "none")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(flavor = "current_thread")]
    async fn forms_are_read_by_their_media_type() {
        for (media_type, expected) in [
            ("application/x-www-form-urlencoded", Ok(vec![("password".to_owned(), "a b&c".to_owned()), ("x".to_owned(), String::new())])),
            (
                "application/x-www-form-urlencoded; charset=utf-8",
                Ok(vec![("password".to_owned(), "a b&c".to_owned()), ("x".to_owned(), String::new())]),
            ),
            ("application/json", Err(BodyError::MediaType)),
            ("", Err(BodyError::MediaType)),
        ] {
            let headers = HeaderMap::from_iter([(CONTENT_TYPE, media_type.parse().expect("a header"))]);
            assert_eq!(read_form(&headers, Body::from("password=a+b%26c&x=")).await, expected, "{media_type}");
        }
    }
}
