//! Questions about recorded clicks, and which values a click has.

use crate::clicks::ClickRow;
use crate::error::StoreError;
use async_trait::async_trait;
use jiff::Timestamp;
use trackway_domain::link::Link;
use trackway_domain::stats::{City, ClickMeasure, ClickNumbers, Dimension, Filter, Question, Value};
use trackway_domain::targeting::{Country, Language};
use trackway_domain::text::Tag;

/// Answers that are exact as of one moment, which is never more than a second ago.
///
/// Clicks are told apart by what is kept of them ([`click_value`]) and by what their links are now ([`link_values`]), deleted ones too.
#[async_trait]
pub trait Stats: Send + Sync {
    /// All clicks of a question together.
    async fn totals(&self, question: Question) -> Result<ClickNumbers, StoreError>;
    /// The clicks of a question by when they were made. `edges` ascend; each two neighbours are a span, the second not included, and the answer has as
    /// many entries as there are such spans. What lies outside of the question's own span does not count.
    async fn series(&self, question: Question, edges: Vec<Timestamp>) -> Result<Vec<ClickNumbers>, StoreError>;
    /// The clicks of a question by their values of a dimension: those with most of a measure first; where they have as many, those with most
    /// clicks; and where these are equal too by value, the unknown first. At most `limit` values, each with at least one click.
    async fn breakdown(
        &self,
        question: Question,
        by: Dimension,
        order: ClickMeasure,
        limit: u32,
    ) -> Result<Vec<(Value, ClickNumbers)>, StoreError>;
    /// The clicks of a question by cities: those with most clicks first, and where they have as many by country, region and name, the unknown
    /// first; at most `limit`. A store that sees a click's country, region and city at once is faster than asking for one after the other.
    async fn cities(&self, question: Question, limit: u32) -> Result<Vec<(City, u64)>, StoreError> {
        one_after_the_other(self, question, limit as usize).await
    }
}

/// Cities by name, then each by country, then each of these by region; until no name that is left can be among the first.
pub(crate) async fn one_after_the_other<S: Stats + ?Sized>(
    stats: &S,
    question: Question,
    limit: usize,
) -> Result<Vec<(City, u64)>, StoreError> {
    let mut found = Vec::<(City, u64)>::new();
    let within = |by: Dimension, value: &Value, question: &Question| {
        let filters = question.filters.iter().cloned().chain([Filter::only(by, [value.clone()])]);
        Question { filters: filters.collect(), ..question.clone() }
    };
    for (name, of_name) in stats.breakdown(question.clone(), Dimension::City, ClickMeasure::Clicks, u32::MAX).await? {
        found.sort_by(|(one, of_one), (other, of_other)| of_other.cmp(of_one).then_with(|| one.cmp(other)));
        found.truncate(limit);
        if found.len() == limit && found.last().is_none_or(|(_, last)| *last > of_name.clicks) {
            return Ok(found);
        }
        let of_city = within(Dimension::City, &name, &question);
        for (country, _) in stats.breakdown(of_city.clone(), Dimension::Country, ClickMeasure::Clicks, u32::MAX).await? {
            let of_country = within(Dimension::Country, &country, &of_city);
            let regions = stats.breakdown(of_country, Dimension::Region, ClickMeasure::Clicks, u32::MAX).await?;
            let city = |region| City { country: country.clone(), region, name: name.clone() };
            found.extend(regions.into_iter().map(|(region, numbers)| (city(region), numbers.clicks)));
        }
    }
    found.sort_by(|(one, of_one), (other, of_other)| of_other.cmp(of_one).then_with(|| one.cmp(other)));
    found.truncate(limit);
    Ok(found)
}

/// The value that a click itself has of a dimension. None where it is unknown, and where the value is its link's.
#[must_use]
pub fn click_value(click: &ClickRow, by: Dimension) -> Option<&str> {
    let (place, agent, utm) = (&*click.place, &click.user_agent.agent, &click.utm);
    match by {
        Dimension::Link | Dimension::Template | Dimension::Project | Dimension::Account | Dimension::Tag => None,
        Dimension::Country => place.country.as_ref().map(Country::as_str),
        Dimension::Region => place.region.as_deref(),
        Dimension::City => place.city.as_deref(),
        Dimension::TimeZone => place.time_zone.as_deref(),
        Dimension::Device => Some(agent.device.as_str()),
        Dimension::System => agent.system.as_deref(),
        Dimension::Browser => agent.browser.as_deref(),
        Dimension::Language => click.language.as_ref().map(Language::as_str),
        Dimension::Referrer => click.referrer.as_deref(),
        Dimension::UtmSource => utm.source.as_deref(),
        Dimension::UtmMedium => utm.medium.as_deref(),
        Dimension::UtmCampaign => utm.campaign.as_deref(),
        Dimension::UtmTerm => utm.term.as_deref(),
        Dimension::UtmContent => utm.content.as_deref(),
        Dimension::Platform => Some(click.platform.as_str()),
        Dimension::Destination => Some(click.destination.as_str()),
        Dimension::Traffic => Some(click.traffic.as_str()),
    }
}

/// The values that a link gives its clicks: one, or of [`Dimension::Tag`] each tag. Of a dimension that is not the link's it is one that is unknown.
#[must_use]
pub fn link_values(link: &Link, by: Dimension) -> Vec<Value> {
    let settings = &link.settings;
    match by {
        Dimension::Link => vec![Some(link.uuid.to_string())],
        Dimension::Template => vec![settings.template.map(|id| id.to_string())],
        Dimension::Project => vec![settings.project.map(|id| id.to_string())],
        Dimension::Account => vec![Some(link.account.to_string())],
        Dimension::Tag if !settings.tags.is_empty() => settings.tags.iter().map(Tag::as_str).map(str::to_owned).map(Some).collect(),
        _ => vec![None],
    }
}
