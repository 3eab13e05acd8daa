//! An end of a period as it is written: a day, or an instant.

use crate::stats::interval::start_of;
use crate::stats::{Period, PeriodError};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Where a period begins or ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeriodEnd {
    /// With that day: its first instant, or its last.
    Day(Date),
    /// At that instant, which is in the period that it begins and not in the one that it ends.
    Instant(Timestamp),
}

/// A text that is neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be a day (2026-03-01) or an instant (2026-03-01T00:00:00Z)")]
pub struct NoPeriodEnd;

impl PeriodEnd {
    /// Reads `2026-03-01`, or an instant with its offset.
    ///
    /// # Errors
    /// [`NoPeriodEnd`].
    pub fn parse(text: &str) -> Result<Self, NoPeriodEnd> {
        let day = || text.parse().ok().filter(|_| text.len() == "2026-03-01".len()).map(Self::Day);
        day().or_else(|| text.parse().ok().map(Self::Instant)).ok_or(NoPeriodEnd)
    }
}

impl Period {
    /// From one end to another; without another until now.
    ///
    /// # Errors
    /// [`PeriodError`].
    pub fn between(from: PeriodEnd, to: Option<PeriodEnd>, zone: TimeZone, now: Timestamp) -> Result<Self, PeriodError> {
        let start = |day: Date| start_of(day, &zone).ok_or(PeriodError::OutOfCalendar);
        let today = || now.to_zoned(zone.clone()).date();
        match (from, to) {
            (PeriodEnd::Day(first), Some(PeriodEnd::Day(last))) => Self::days(first, last, zone, now),
            (PeriodEnd::Day(first), None) => Self::days(first, today().max(first), zone, now),
            (PeriodEnd::Day(first), Some(PeriodEnd::Instant(before))) => Self::exact(start(first)?, before, zone, now),
            (PeriodEnd::Instant(from), Some(PeriodEnd::Instant(before))) => Self::exact(from, before, zone, now),
            (PeriodEnd::Instant(from), None) => Self::exact(from, now.max(from), zone, now),
            (PeriodEnd::Instant(from), Some(PeriodEnd::Day(last))) => {
                let before = start(last.tomorrow().map_err(|_| PeriodError::OutOfCalendar)?)?;
                Self::exact(from, before, zone, now)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_days_of_the_place_or_instants() {
        let zone = TimeZone::get("Asia/Kolkata").expect("a zone");
        let now = "2026-03-21T12:00:00Z".parse().expect("now");
        for (from, to, expected) in [
            ("2026-03-01", Some("2026-03-01"), Some("2026-02-28T18:30:00Z – 2026-03-01T18:30:00Z")),
            ("2026-03-21", None, Some("2026-03-20T18:30:00Z – 2026-03-21T12:00:00Z")),
            ("2026-04-21", None, Some("2026-04-20T18:30:00Z – 2026-04-20T18:30:00Z")),
            ("2026-03-01", Some("2026-03-01T00:00:00+02:00"), Some("2026-02-28T18:30:00Z – 2026-02-28T22:00:00Z")),
            ("2026-03-01T00:00:00Z", Some("2026-03-01"), Some("2026-03-01T00:00:00Z – 2026-03-01T18:30:00Z")),
            ("2026-03-21T11:59:59Z", None, Some("2026-03-21T11:59:59Z – 2026-03-21T12:00:00Z")),
            ("2026-03-02", Some("2026-03-01T00:00:00Z"), None),
            ("9999-12-30T00:00:00Z", Some("9999-12-31"), None),
        ] {
            let end = |text: &str| PeriodEnd::parse(text).expect("an end");
            let period = Period::between(end(from), to.map(end), zone.clone(), now);
            let shown = period.ok().map(|period| format!("{} – {}", period.span.from(), period.span.before()));
            assert_eq!(shown.as_deref(), expected, "{from} to {to:?}");
        }
        for text in ["", "today", "2026-13-01", "2026-3-1", "2026-03-01T00:00:00", "20260301"] {
            assert_eq!(PeriodEnd::parse(text), Err(NoPeriodEnd), "{text}");
        }
    }
}
