//! The query of a request: its parameters by name, each known and given once, and what they mean.

use crate::attribution::row::names;
use crate::failure::Failure;
use http::Uri;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use trackway_domain::attribution::rules::ModelKind;
use trackway_store::page::Order;
use url::form_urlencoded;

/// The parameters that were given.
pub(crate) struct Parameters(BTreeMap<String, String>);

impl Parameters {
    /// Reads them; only these may be there, each once. An empty one counts as left out.
    pub(crate) fn of(uri: &Uri, known: &[&str]) -> Result<Self, Failure> {
        let (mut parameters, mut faults) = (BTreeMap::new(), Vec::new());
        for (name, value) in form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()) {
            if !known.contains(&&*name) {
                faults.push((name.into_owned(), "is not known".to_owned()));
            } else if !value.is_empty() && parameters.insert(name.to_string(), value.into_owned()).is_some() {
                faults.push((name.into_owned(), "may be given once".to_owned()));
            }
        }
        if faults.is_empty() { Ok(Self(parameters)) } else { Err(Failure::Invalid(faults)) }
    }

    /// One as it was given.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// One that `parse` understands; `words` say what it must be.
    pub(crate) fn parsed<T>(&self, name: &str, words: &str, parse: impl FnOnce(&str) -> Option<T>) -> Result<Option<T>, Failure> {
        self.text(name).map(|text| parse(text).ok_or_else(|| Failure::field(name, words))).transpose()
    }

    /// A whole number within bounds.
    pub(crate) fn whole(&self, name: &str, usual: u32, most: u32) -> Result<u32, Failure> {
        let words = format!("must be a whole number from 1 to {most}");
        let number = self.parsed(name, &words, |text| text.parse().ok().filter(|number| (1..=most).contains(number)))?;
        Ok(number.unwrap_or(usual))
    }

    /// Values between commas, each of which `parse` understands; none where it is left out.
    pub(crate) fn list<T>(&self, name: &str, words: &str, parse: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, Failure> {
        let values = self.text(name).into_iter().flat_map(|text| text.split(','));
        values.map(|text| parse(text.trim()).ok_or_else(|| Failure::field(name, words))).collect()
    }

    /// An instant, or a date, which is its first instant in UTC.
    pub(crate) fn instant(&self, name: &str) -> Result<Option<Timestamp>, Failure> {
        let date = |text: &str| text.parse::<Date>().ok().filter(|_| text.len() == 10)?.to_zoned(TimeZone::UTC).ok();
        let instant = |text: &str| text.parse().ok().or_else(|| date(text).map(|zoned| zoned.timestamp()));
        self.parsed(name, "must be a date or an ISO 8601 time with an offset, such as 2026-12-31T23:59:59Z", instant)
    }

    /// `order`: `asc`, or `desc` where it is left out.
    pub(crate) fn order(&self) -> Result<Order, Failure> {
        let order = self.parsed("order", "must be asc or desc", |text| match text {
            "asc" => Some(Order::OldestFirst),
            "desc" => Some(Order::NewestFirst),
            _ => None,
        })?;
        Ok(order.unwrap_or_default())
    }

    /// `model`: which model is asked for.
    pub(crate) fn model(&self) -> Result<Option<ModelKind>, Failure> {
        self.parsed("model", &format!("must be one of {}", names()), ModelKind::parse)
    }
}
