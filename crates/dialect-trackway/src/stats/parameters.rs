//! The query, taken name by name: what is left over was misspelt.

use crate::failure::{Failure, Faults};
use axum::extract::Query;
use http::Uri;

/// What has not been taken yet, and what was wrong so far. An empty parameter counts as left out.
pub(super) struct Parameters {
    pairs: Vec<(String, String)>,
    faults: Faults,
}

impl Parameters {
    pub(super) fn read(uri: &Uri) -> Result<Self, Failure> {
        let pairs = Query::<Vec<(String, String)>>::try_from_uri(uri).map_err(|error| Failure::field("query", error))?;
        let said = pairs.0.into_iter().filter(|(_, text)| !text.is_empty());
        Ok(Self { pairs: said.collect(), faults: Faults::new() })
    }

    /// Every value of a name, in their order.
    pub(super) fn all(&mut self, name: &str) -> Vec<String> {
        self.pairs.extract_if(.., |(other, _)| other == name).map(|(_, text)| text).collect()
    }

    /// The value of a name that may be said once.
    pub(super) fn one(&mut self, name: &str) -> Option<String> {
        let mut said = self.all(name);
        if said.len() > 1 {
            self.fault(name, "may be said once only");
        }
        said.pop()
    }

    /// The same, read; a fault where it cannot be.
    pub(super) fn read_one<T>(&mut self, name: &str, read: impl FnOnce(&str) -> Option<T>, wanted: &str) -> Option<T> {
        let text = self.one(name)?;
        let value = read(&text);
        if value.is_none() {
            self.fault(name, format!("must be {wanted}"));
        }
        value
    }

    /// A whole number from 1 to `most`.
    pub(super) fn limit(&mut self, usual: u32, most: u32) -> u32 {
        let read = |text: &str| text.parse().ok().filter(|number| (1..=most).contains(number));
        self.read_one("limit", read, &format!("a whole number from 1 to {most}")).unwrap_or(usual)
    }

    pub(super) fn fault(&mut self, name: &str, fault: impl std::fmt::Display) {
        self.faults.push((name.to_owned(), fault.to_string()));
    }

    /// All faults, with every name that nobody has taken.
    pub(super) fn finish(mut self) -> Result<(), Failure> {
        let unknown = self.pairs.into_iter().map(|(name, _)| (name, "is no parameter of this question".to_owned()));
        self.faults.extend(unknown);
        if self.faults.is_empty() { Ok(()) } else { Err(Failure::Invalid(self.faults)) }
    }
}
