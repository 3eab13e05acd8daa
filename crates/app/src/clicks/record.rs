//! A click as bytes in the journal. The journal checks that they are the bytes that were written; this says what they mean.
//!
//! Layout, little-endian: version, id (16), link (8), milliseconds since 1970 (8), flags, destination, address (4 or 16), then user
//! agent, accepted languages, referrer and query, each as its length (2) and its bytes.

use jiff::Timestamp;
use std::net::IpAddr;
use trackway_domain::click::{Click, ClickId, DestinationKind, Signals};
use trackway_domain::link::LinkId;
use trackway_domain::snowflake::Snowflake;
use uuid::Uuid;

/// The version that is written. Older ones are still read.
const VERSION: u8 = 1;

const HEAD: u8 = 1;
const PREFETCH: u8 = 2;
const OBJECTS: u8 = 4;
const IPV6: u8 = 8;

/// Bytes that are no click.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// Written by a newer version of the program.
    #[error("the record is of version {0}, which this program does not know")]
    Version(u8),
    /// Too short, or with a value that cannot be.
    #[error("the record is malformed")]
    Malformed,
}

/// Appends a click to `buffer`.
pub fn encode(click: &Click<'_>, buffer: &mut Vec<u8>) {
    let address_flag = if click.address.is_ipv6() { IPV6 } else { 0 };
    let flag = |is_set: bool, flag: u8| if is_set { flag } else { 0 };
    let Signals { is_head, is_prefetch, objects_to_tracking } = click.signals;
    buffer.push(VERSION);
    buffer.extend_from_slice(click.id.0.as_bytes());
    buffer.extend_from_slice(&click.link.0.to_i64().to_le_bytes());
    buffer.extend_from_slice(&click.at.as_millisecond().to_le_bytes());
    buffer.push(flag(is_head, HEAD) | flag(is_prefetch, PREFETCH) | flag(objects_to_tracking, OBJECTS) | address_flag);
    buffer.push(click.destination as u8);
    match click.address {
        IpAddr::V4(address) => buffer.extend_from_slice(&address.octets()),
        IpAddr::V6(address) => buffer.extend_from_slice(&address.octets()),
    }
    text(buffer, click.user_agent, Click::USER_AGENT_MAX);
    text(buffer, click.accept_language, Click::HEADER_MAX);
    text(buffer, click.referrer, Click::HEADER_MAX);
    text(buffer, click.query, Click::QUERY_MAX);
}

/// Reads what [`encode`] wrote.
///
/// # Errors
/// See [`RecordError`].
pub fn decode(bytes: &[u8]) -> Result<Click<'_>, RecordError> {
    match bytes.split_first() {
        Some((&VERSION, rest)) => decode_fields(rest).ok_or(RecordError::Malformed),
        Some((&version, _)) => Err(RecordError::Version(version)),
        None => Err(RecordError::Malformed),
    }
}

fn decode_fields(mut rest: &[u8]) -> Option<Click<'_>> {
    let id = ClickId(Uuid::from_bytes(take(&mut rest)?));
    let link = LinkId(Snowflake::from_i64(i64::from_le_bytes(take(&mut rest)?)));
    let at = Timestamp::from_millisecond(i64::from_le_bytes(take(&mut rest)?)).ok()?;
    let [flags, destination] = take(&mut rest)?;
    let address = match flags & IPV6 {
        0 => IpAddr::from(take::<4>(&mut rest)?),
        _ => IpAddr::from(take::<16>(&mut rest)?),
    };
    let signals = Signals { is_head: flags & HEAD != 0, is_prefetch: flags & PREFETCH != 0, objects_to_tracking: flags & OBJECTS != 0 };
    let mut next = || {
        let length = usize::from(u16::from_le_bytes(take(&mut rest)?));
        let (text, behind) = rest.split_at_checked(length)?;
        rest = behind;
        std::str::from_utf8(text).ok()
    };
    let (user_agent, accept_language, referrer, query) = (next()?, next()?, next()?, next()?);
    let destination = DestinationKind::from_number(destination)?;
    rest.is_empty().then_some(Click { id, link, at, address, destination, signals, user_agent, accept_language, referrer, query })
}

fn text(buffer: &mut Vec<u8>, text: &str, max: usize) {
    let text = &text[..text.floor_char_boundary(max)];
    // The bounds are far below what the length can say.
    buffer.extend_from_slice(&u16::try_from(text.len()).unwrap_or(0).to_le_bytes());
    buffer.extend_from_slice(text.as_bytes());
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, behind) = rest.split_first_chunk::<N>()?;
    *rest = behind;
    Some(*taken)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    prop_compose! {
        fn signals()(is_head: bool, is_prefetch: bool, objects_to_tracking: bool) -> Signals {
            Signals { is_head, is_prefetch, objects_to_tracking }
        }
    }

    proptest! {
        #[test]
        fn a_click_reads_back_and_a_cut_one_does_not(
            id: u128, link in 0..i64::MAX, ms in -1_000_000_000_000_i64..4_000_000_000_000, address: IpAddr, destination in 0_u8..9, signals in signals(),
            agent in ".{0,200}", language in "[a-z,;=.0-9-]{0,40}", referrer in ".{0,100}", query in ".{0,700}", cut in any::<prop::sample::Index>(),
        ) {
            let click = Click {
                id: ClickId(Uuid::from_u128(id)),
                link: LinkId(Snowflake::from_i64(link)),
                at: Timestamp::from_millisecond(ms).expect("a time"),
                address,
                destination: DestinationKind::from_number(destination).expect("a kind"),
                signals,
                user_agent: &agent,
                accept_language: &language,
                referrer: &referrer,
                query: &query[..query.floor_char_boundary(Click::QUERY_MAX)],
            };
            let mut bytes = Vec::new();
            encode(&click, &mut bytes);
            let expected = Click {
                user_agent: &agent[..agent.floor_char_boundary(Click::USER_AGENT_MAX)],
                referrer: &referrer[..referrer.floor_char_boundary(Click::HEADER_MAX)],
                ..click
            };
            prop_assert_eq!(decode(&bytes), Ok(expected));
            prop_assert!(decode(&bytes[..cut.index(bytes.len())]).is_err());
            bytes[0] = 9;
            prop_assert_eq!(decode(&bytes), Err(RecordError::Version(9)));
        }

        #[test]
        fn no_bytes_make_it_panic(bytes: Vec<u8>) {
            let _ = decode(&bytes);
        }
    }
}
