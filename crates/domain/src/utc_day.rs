//! A calendar day in UTC: what daily numbers are kept by.

use jiff::Timestamp;

/// A day, counted from 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UtcDay(i64);

/// Milliseconds in a day: UTC as computers count it has no leap seconds.
const MILLISECONDS: i64 = 24 * 60 * 60 * 1_000;

impl UtcDay {
    /// The day of an instant.
    #[must_use]
    pub fn of(at: Timestamp) -> Self {
        Self(at.as_millisecond().div_euclid(MILLISECONDS))
    }

    /// The day of that number since 1970.
    #[must_use]
    pub fn from_number(number: i64) -> Self {
        Self(number)
    }

    /// Its number since 1970.
    #[must_use]
    pub fn number(self) -> i64 {
        self.0
    }

    /// Its first millisecond, since 1970.
    #[must_use]
    pub fn start_milliseconds(self) -> i64 {
        self.0.saturating_mul(MILLISECONDS)
    }

    /// The day behind it.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

impl std::fmt::Display for UtcDay {
    /// As `2026-03-21`.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match Timestamp::from_millisecond(self.start_milliseconds()) {
            Ok(start) => out.write_str(start.to_string().split('T').next().unwrap_or_default()),
            Err(_) => write!(out, "day {}", self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_begin_at_midnight_before_and_after_1970() {
        for (text, number) in [
            ("1970-01-01T00:00:00Z", 0),
            ("1970-01-01T23:59:59.999Z", 0),
            ("1969-12-31T23:59:59.999Z", -1),
            ("2026-03-21T04:08:45Z", 20_533),
            ("2026-03-21T23:30:00-02:00", 20_534),
        ] {
            let day = UtcDay::of(text.parse().expect("a time"));
            assert_eq!(day.number(), number, "{text}");
            assert!(day.start_milliseconds() <= text.parse::<Timestamp>().expect("a time").as_millisecond());
        }
    }
}
