//! The five campaign parameters that a link appends to its destination.

use serde::{Deserialize, Serialize};

/// UTM parameters of a link or template. An empty value counts as absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Utm {
    /// `utm_source`: where the traffic comes from.
    pub source: Option<String>,
    /// `utm_medium`: what kind of channel it is.
    pub medium: Option<String>,
    /// `utm_campaign`: the campaign.
    pub campaign: Option<String>,
    /// `utm_term`: the paid keyword.
    pub term: Option<String>,
    /// `utm_content`: which variant was clicked.
    pub content: Option<String>,
}

impl Utm {
    /// Longest value, in characters.
    pub const MAX: usize = 255;
    /// The parameters' names on the wire, in the order in which they are appended.
    pub const NAMES: [&str; 5] = ["utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content"];

    /// The values in the order of [`Utm::NAMES`].
    #[must_use]
    pub fn values(&self) -> [Option<&str>; 5] {
        let Self { source, medium, campaign, term, content } = self;
        [source, medium, campaign, term, content].map(Option::as_deref)
    }

    /// From values in the order of [`Utm::NAMES`]; empty ones are dropped.
    #[must_use]
    pub fn from_values(values: [Option<String>; 5]) -> Self {
        let [source, medium, campaign, term, content] = values.map(|value| value.filter(|text| !text.is_empty()));
        Self { source, medium, campaign, term, content }
    }

    /// The parameters that are set, with their names.
    pub fn pairs(&self) -> impl Iterator<Item = (&'static str, &str)> {
        Self::NAMES.into_iter().zip(self.values()).filter_map(|(name, value)| Some((name, value?)))
    }

    /// These parameters, and those of `defaults` where this one has none.
    #[must_use]
    pub fn or(self, defaults: &Self) -> Self {
        let filled = self.values().into_iter().zip(defaults.values()).map(|(own, other)| own.or(other).map(str::to_owned));
        let mut filled = filled.collect::<Vec<_>>().into_iter();
        Self::from_values(std::array::from_fn(|_| filled.next().flatten()))
    }

    /// True where no parameter is set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values().iter().all(Option::is_none)
    }
}
