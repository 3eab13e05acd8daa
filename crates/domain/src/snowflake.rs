//! 64-bit ids in order of time: 41 bits of milliseconds, 10 bits of node, 12 bits of sequence.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A snowflake: positive, so that it fits every database's signed integer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Snowflake(u64);

impl Snowflake {
    /// Milliseconds between the Unix epoch and that of Fansly's ids, which these follow.
    pub const EPOCH_MILLISECONDS: i64 = 1_561_494_359_539;
    /// How many ids one node can make within a millisecond.
    pub const SEQUENCES: u16 = 1 << 12;
    /// How many nodes can make ids at once.
    pub const NODES: u16 = 1 << 10;

    /// Puts an id together. `unix_milliseconds` before the epoch count as the epoch; `node` and `sequence` are cut to their bits.
    #[must_use]
    pub fn compose(unix_milliseconds: i64, node: u16, sequence: u16) -> Self {
        let since = u64::try_from(unix_milliseconds - Self::EPOCH_MILLISECONDS).unwrap_or(0) & ((1 << 41) - 1);
        Self(since << 22 | u64::from(node % Self::NODES) << 12 | u64::from(sequence % Self::SEQUENCES))
    }

    /// When it was made, to the millisecond.
    #[must_use]
    pub fn made_at(self) -> Timestamp {
        let milliseconds = i64::try_from(self.0 >> 22).unwrap_or(i64::MAX) + Self::EPOCH_MILLISECONDS;
        Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::MAX)
    }

    /// Reads a decimal string, as Fansly clients send it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        text.parse().ok().filter(|number| i64::try_from(*number).is_ok()).map(Self)
    }

    /// The id as a database keeps it.
    #[must_use]
    pub fn to_i64(self) -> i64 {
        self.0.cast_signed()
    }

    /// Reads what [`Snowflake::to_i64`] wrote.
    #[must_use]
    pub fn from_i64(number: i64) -> Self {
        Self(number.cast_unsigned())
    }
}

impl std::fmt::Display for Snowflake {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn order_is_that_of_time_then_sequence(
            ms in 1_561_494_359_539_i64..3_000_000_000_000, node in 0_u16..1024, sequence in 0_u16..4095, later in 1_i64..1_000_000,
        ) {
            let id = Snowflake::compose(ms, node, sequence);
            prop_assert_eq!(id.made_at().as_millisecond(), ms);
            prop_assert!(id < Snowflake::compose(ms, node, sequence + 1));
            prop_assert!(id < Snowflake::compose(ms + later, 0, 0));
            prop_assert_eq!(Snowflake::parse(&id.to_string()), Some(id));
            prop_assert_eq!(Snowflake::from_i64(id.to_i64()), id);
            prop_assert!(id.to_i64() > 0);
        }
    }

    #[test]
    fn only_plain_decimals_are_ids() {
        for text in ["", "+1", "-1", "1.0", "0x1", "99999999999999999999", "18446744073709551615", " 1"] {
            assert_eq!(Snowflake::parse(text), None, "{text}");
        }
    }
}
