//! What the Play Store hands to the app that it installs: a query of whatever the link had put there.

use crate::click::ClickId;
use crate::click_token::ClickTokenKey;

/// The click whose signed token is in an install referrer. One that nobody signed names nothing.
#[must_use]
pub fn click_in(referrer: &str, key: &ClickTokenKey) -> Option<ClickId> {
    // Some apps hand it on as it stood in the address, escaped once more.
    let decoded = percent_encoding::percent_decode_str(referrer).decode_utf8_lossy();
    let token_in =
        |text: &str| url::form_urlencoded::parse(text.as_bytes()).find(|(name, _)| name == "lf_click").map(|(_, token)| token.into_owned());
    let token = token_in(referrer).or_else(|| token_in(&decoded))?;
    key.verify(&token)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn only_a_signed_token_names_a_click() {
        let (key, other) = (ClickTokenKey::new(&[1; 32]), ClickTokenKey::new(&[2; 32]));
        let click = ClickId(Uuid::from_u128(7));
        let token = key.sign(click);
        for (referrer, expected) in [
            (format!("utm_source=a&lf_click={token}"), Some(click)),
            (format!("lf_click={token}&utm_source=a"), Some(click)),
            (format!("utm_source%3Da%26lf_click%3D{token}"), Some(click)),
            (format!("lf_click={}", other.sign(click)), None),
            (format!("lf_click={click}"), None),
            (token, None),
            ("utm_source=google-play&utm_medium=organic".to_owned(), None),
            (String::new(), None),
        ] {
            assert_eq!(click_in(&referrer, &key), expected, "{referrer}");
        }
    }
}
