//! The query of a request, taken name by name: what is left over was misspelt, and all that is wrong is told at once.

use crate::attribution::row::names;
use crate::failure::{Failure, Faults};
use http::Uri;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use trackway_domain::attribution::rules::ModelKind;
use trackway_store::page::Order;
use url::form_urlencoded;

/// What has not been taken yet, and what was wrong so far. An empty parameter counts as left out.
pub(crate) struct Parameters {
    pairs: Vec<(String, String)>,
    faults: Faults,
}

impl Parameters {
    pub(crate) fn of(uri: &Uri) -> Self {
        let pairs = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).into_owned();
        Self { pairs: pairs.filter(|(_, text)| !text.is_empty()).collect(), faults: Faults::new() }
    }

    /// Every value of a name, in their order.
    pub(crate) fn all(&mut self, name: &str) -> Vec<String> {
        self.pairs.extract_if(.., |(other, _)| other == name).map(|(_, text)| text).collect()
    }

    /// The value of a name that may be given once.
    pub(crate) fn text(&mut self, name: &str) -> Option<String> {
        let mut said = self.all(name);
        if said.len() > 1 {
            self.fault(name, "may be given once");
        }
        said.pop()
    }

    /// The same, read; where it cannot be, a fault that says what it must be.
    pub(crate) fn parsed<T>(&mut self, name: &str, wanted: &str, parse: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let text = self.text(name)?;
        let value = parse(&text);
        if value.is_none() {
            self.fault(name, format!("must be {wanted}"));
        }
        value
    }

    /// A whole number from 1 to `most`.
    pub(crate) fn whole(&mut self, name: &str, usual: u32, most: u32) -> u32 {
        let read = |text: &str| text.parse().ok().filter(|number| (1..=most).contains(number));
        self.parsed(name, &format!("a whole number from 1 to {most}"), read).unwrap_or(usual)
    }

    /// Values between commas; none where it is left out.
    pub(crate) fn list<T>(&mut self, name: &str, wanted: &str, parse: impl Fn(&str) -> Option<T>) -> Vec<T> {
        let values = |text: &str| text.split(',').map(|text| parse(text.trim())).collect();
        self.parsed(name, wanted, values).unwrap_or_default()
    }

    /// An instant, or a date, which is its first instant in UTC.
    pub(crate) fn instant(&mut self, name: &str) -> Option<Timestamp> {
        let date = |text: &str| text.parse::<Date>().ok().filter(|_| text.len() == 10)?.to_zoned(TimeZone::UTC).ok();
        let instant = |text: &str| text.parse().ok().or_else(|| date(text).map(|zoned| zoned.timestamp()));
        self.parsed(name, "a date or an ISO 8601 time with an offset, such as 2026-12-31T23:59:59Z", instant)
    }

    /// `order`: `asc`, or `desc` where it is left out.
    pub(crate) fn order(&mut self) -> Order {
        let order = |text: &str| match text {
            "asc" => Some(Order::OldestFirst),
            "desc" => Some(Order::NewestFirst),
            _ => None,
        };
        self.parsed("order", "asc or desc", order).unwrap_or_default()
    }

    /// `model`: which model is asked for.
    pub(crate) fn model(&mut self) -> Option<ModelKind> {
        self.parsed("model", &format!("one of {}", names()), ModelKind::parse)
    }

    /// Notes what is wrong with a name.
    pub(crate) fn fault(&mut self, name: &str, fault: impl std::fmt::Display) {
        self.faults.push((name.to_owned(), fault.to_string()));
    }

    /// All faults, with every name that nobody has taken.
    pub(crate) fn finish(mut self) -> Result<(), Failure> {
        self.faults.extend(self.pairs.into_iter().map(|(name, _)| (name, "is not known".to_owned())));
        if self.faults.is_empty() { Ok(()) } else { Err(Failure::Invalid(self.faults)) }
    }
}
