//! Where a portion of a list ended: the last link's id, or who opened a link last and when, in a form that nobody takes for one.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use trackway_domain::link::LinkId;
use trackway_domain::person::PersonId;
use trackway_domain::snowflake::Snowflake;
use trackway_store::persons::BehindPerson;
use uuid::Uuid;

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

/// The cursor behind a person.
pub(crate) fn behind_person(behind: BehindPerson) -> String {
    let mut bytes = [0; 24];
    bytes[..8].copy_from_slice(&behind.clicked_at.as_millisecond().to_be_bytes());
    bytes[8..].copy_from_slice(behind.person.0.as_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Reads what [`behind_person`] wrote.
pub(crate) fn parse_person(text: &str) -> Option<BehindPerson> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let (milliseconds, person) = bytes.split_first_chunk::<8>()?;
    let clicked_at = Timestamp::from_millisecond(i64::from_be_bytes(*milliseconds)).ok()?;
    Some(BehindPerson { clicked_at, person: PersonId(Uuid::from_slice(person).ok()?) })
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

        #[test]
        fn cursors_behind_persons_round_trip(ms in -1_000_000_000_000_i64..4_000_000_000_000, id: u128) {
            let behind = BehindPerson { clicked_at: Timestamp::from_millisecond(ms).expect("a time"), person: PersonId(Uuid::from_u128(id)) };
            prop_assert_eq!(parse_person(&behind_person(behind)), Some(behind));
        }
    }

    #[test]
    fn nothing_else_is_a_cursor() {
        for text in ["", "1", "AAAAAAAAAAA=", "AAAAAAAAAAAA", "__________8", "890123456789012345", "ä"] {
            assert_eq!(parse(text), None, "{text}");
            assert_eq!(parse_person(text), None, "{text}");
        }
    }
}
