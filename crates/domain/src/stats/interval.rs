//! Stretches of time side by side, as clocks and calendars show them somewhere: hours, days, weeks, months.

use crate::stats::Span;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};

/// How long the parts of a series are. Where clocks are changed, a day may have 23 or 25 hours, and an hour may begin at half past.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Interval {
    /// From one full hour of the clock to the next.
    Hour,
    /// A calendar day.
    Day,
    /// From Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
}

/// A series would have more parts than anybody looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("would be more than {max} points; choose a longer interval or a shorter range", max = Interval::PARTS_MAX)]
pub struct TooFine;

impl Interval {
    /// All of them, the shortest first.
    pub const ALL: [Self; 4] = [Self::Hour, Self::Day, Self::Week, Self::Month];

    /// The most parts of a series: the hours of a year, and some more.
    pub const PARTS_MAX: usize = 10_000;

    /// Its name in questions and answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
        }
    }

    /// The interval of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|interval| interval.as_str() == name)
    }

    /// What a person would choose for a span of that length.
    #[must_use]
    pub fn fitting(span: Span) -> Self {
        let hours = span.before().duration_since(span.from()).as_hours();
        match hours {
            ..=72 => Self::Hour,
            73..=2_208 => Self::Day,
            2_209..=17_544 => Self::Week,
            _ => Self::Month,
        }
    }

    /// Where the parts of a span begin, and where the last one ends: the span's own ends, and what lies between them. Nothing for an empty span.
    ///
    /// # Errors
    /// [`TooFine`] where there would be more parts than [`Interval::PARTS_MAX`].
    pub fn edges(self, span: Span, zone: &TimeZone) -> Result<Vec<Timestamp>, TooFine> {
        if span.from() == span.before() {
            return Ok(Vec::new());
        }
        let mut edges = vec![span.from()];
        while let Some(edge) = edges.last().and_then(|last| self.next(*last, zone)).filter(|edge| *edge < span.before()) {
            edges.push(edge);
            if edges.len() > Self::PARTS_MAX {
                return Err(TooFine);
            }
        }
        edges.push(span.before());
        Ok(edges)
    }

    /// Where the part ends in which an instant lies; None at the end of the calendar.
    fn next(self, at: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        let local = at.to_zoned(zone.clone());
        let mut next = match self {
            Self::Hour => return next_hour(at, zone),
            Self::Day => local.date().tomorrow().ok()?,
            Self::Week => local.date().checked_add(i32::from(7 - local.weekday().to_monday_zero_offset()).days()).ok()?,
            Self::Month => local.date().first_of_month().checked_add(1.month()).ok()?,
        };
        // Where a day was left out of the calendar, it begins when the next one does.
        loop {
            match start_of(next, zone)? {
                start if start > at => return Some(start),
                _ => next = next.tomorrow().ok()?,
            }
        }
    }
}

/// The first instant of a day somewhere; None at the end of the calendar.
pub(super) fn start_of(date: Date, zone: &TimeZone) -> Option<Timestamp> {
    Some(date.to_zoned(zone.clone()).ok()?.timestamp())
}

/// The next full hour of the clock, or the moment at which the clock is changed, whichever comes first.
fn next_hour(at: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
    let offset = zone.to_offset(at);
    let into_hour = (at.as_second() + i64::from(offset.seconds())).rem_euclid(3_600);
    let next = Timestamp::from_second(at.as_second()).ok()?.checked_add(SignedDuration::from_secs(3_600 - into_hour)).ok()?;
    let changes = zone.following(at).take_while(|change| change.timestamp() <= next);
    let change = changes.map(|change| change.timestamp()).find(|change| zone.to_offset(*change) != offset);
    Some(change.unwrap_or(next))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The local times at which the parts begin.
    fn starts(interval: Interval, from: &str, before: &str, zone: &str) -> Vec<String> {
        let zone = TimeZone::get(zone).expect("a zone");
        let span = Span::new(from.parse().expect("an instant"), before.parse().expect("an instant")).expect("forwards");
        let mut edges = interval.edges(span, &zone).expect("few");
        assert_eq!(edges.pop(), Some(span.before()));
        edges.into_iter().map(|edge| edge.to_zoned(zone.clone()).strftime("%m-%d %H:%M%:z").to_string()).collect()
    }

    #[test]
    fn hours_follow_the_clock_where_it_is_changed() {
        let hours = |from, before, zone| starts(Interval::Hour, from, before, zone);
        assert_eq!(
            hours("2026-03-28T23:30:00Z", "2026-03-29T02:00:00Z", "Europe/Berlin"),
            ["03-29 00:30+01:00", "03-29 01:00+01:00", "03-29 03:00+02:00"]
        );
        assert_eq!(
            hours("2026-10-24T23:00:00Z", "2026-10-25T02:00:00Z", "Europe/Berlin"),
            ["10-25 01:00+02:00", "10-25 02:00+02:00", "10-25 02:00+01:00"]
        );
        assert_eq!(
            hours("2026-03-21T00:00:00Z", "2026-03-21T01:31:00Z", "Asia/Kolkata"),
            ["03-21 05:30+05:30", "03-21 06:00+05:30", "03-21 07:00+05:30"]
        );
        // Half an hour less on one day, and half an hour more on another.
        assert_eq!(
            hours("2026-04-04T14:00:00Z", "2026-04-04T16:30:00Z", "Australia/Lord_Howe"),
            ["04-05 01:00+11:00", "04-05 01:30+10:30", "04-05 02:00+10:30"]
        );
        assert_eq!(
            hours("2026-10-03T14:30:00Z", "2026-10-03T17:00:00Z", "Australia/Lord_Howe"),
            ["10-04 01:00+10:30", "10-04 02:30+11:00", "10-04 03:00+11:00"]
        );
    }

    #[test]
    fn days_weeks_and_months_follow_the_calendar() {
        assert_eq!(
            starts(Interval::Day, "2026-03-27T23:00:00Z", "2026-03-30T12:00:00Z", "Europe/Berlin"),
            ["03-28 00:00+01:00", "03-29 00:00+01:00", "03-30 00:00+02:00"]
        );
        // Midnight itself is left out here on one day, and there is no 30th of December in the other place.
        assert_eq!(
            starts(Interval::Day, "2018-11-03T03:00:00Z", "2018-11-05T12:00:00Z", "America/Sao_Paulo"),
            ["11-03 00:00-03:00", "11-04 01:00-02:00", "11-05 00:00-02:00"]
        );
        assert_eq!(
            starts(Interval::Day, "2011-12-29T10:00:00Z", "2011-12-31T10:00:00Z", "Pacific/Apia"),
            ["12-29 00:00-10:00", "12-31 00:00+14:00"]
        );
        assert_eq!(
            starts(Interval::Week, "2026-03-18T05:00:00Z", "2026-04-01T00:00:00Z", "UTC"),
            ["03-18 05:00+00:00", "03-23 00:00+00:00", "03-30 00:00+00:00"]
        );
        assert_eq!(
            starts(Interval::Month, "2026-01-31T12:00:00Z", "2026-04-01T00:00:00Z", "Asia/Kathmandu"),
            ["01-31 17:45+05:45", "02-01 00:00+05:45", "03-01 00:00+05:45", "04-01 00:00+05:45"]
        );
    }

    #[test]
    fn an_empty_span_has_no_parts_and_a_long_one_not_too_many() {
        let [first, last] = ["1970-01-01T00:00:00Z", "2200-01-01T00:00:00Z"].map(|at| at.parse::<Timestamp>().expect("an instant"));
        let span = Span::new(first, last).expect("forwards");
        assert_eq!(Interval::Month.edges(Span::new(first, first).expect("empty"), &TimeZone::UTC), Ok(vec![]));
        assert_eq!(Interval::Day.edges(span, &TimeZone::UTC), Err(TooFine));
        assert_eq!(Interval::Month.edges(span, &TimeZone::UTC).map(|edges| edges.len()), Ok(230 * 12 + 1));
        assert_eq!(Interval::fitting(span), Interval::Month);
    }
}
