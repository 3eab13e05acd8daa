//! Where a portion of a list ended: the last link's id, in a form that nobody takes for one.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use trackway_domain::link::LinkId;
use trackway_domain::snowflake::Snowflake;

/// The cursor behind a link.
pub(crate) fn behind(link: LinkId) -> String {
    URL_SAFE_NO_PAD.encode(link.0.to_i64().to_be_bytes())
}

/// Reads what [`behind`] wrote.
pub(crate) fn parse(text: &str) -> Option<LinkId> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let id = i64::from_be_bytes(bytes.try_into().ok()?);
    (id >= 0).then(|| LinkId(Snowflake::from_i64(id)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn cursors_round_trip(id in 0_i64..) {
            let link = LinkId(Snowflake::from_i64(id));
            prop_assert_eq!(parse(&behind(link)), Some(link));
        }
    }

    #[test]
    fn nothing_else_is_a_cursor() {
        for text in ["", "1", "AAAAAAAAAAA=", "AAAAAAAAAAAA", "__________8", "890123456789012345", "ä"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
