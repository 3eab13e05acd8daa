//! The query of a request: its parameters by name, each known and given once, and what they mean.

use crate::attribution::row::names;
use crate::failure::Failure;
use http::Uri;
use std::collections::BTreeMap;
use trackway_domain::attribution::rules::ModelKind;
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

    /// `model`: which model is asked for.
    pub(crate) fn model(&self) -> Result<Option<ModelKind>, Failure> {
        self.parsed("model", &format!("must be one of {}", names()), ModelKind::parse)
    }
}
