//! Everything about some clicks at once: when they were made, and each thing that they can be told apart by.

use crate::stats::{Asked, LinkCaption, captions};
use crate::{App, Error};
use futures_util::TryFutureExt as _;
use futures_util::future::{try_join_all, try_join5};
use jiff::Timestamp;
use std::collections::HashMap;
use trackway_domain::stats::{City, ClickMeasure, ClickNumbers, Dimension, Interval, Question, Span, Value};
use uuid::Uuid;

/// What clicks are told apart by.
const LISTED: [Dimension; 11] = [
    Dimension::Country,
    Dimension::Region,
    Dimension::TimeZone,
    Dimension::Platform,
    Dimension::System,
    Dimension::Browser,
    Dimension::Language,
    Dimension::Referrer,
    Dimension::UtmSource,
    Dimension::UtmMedium,
    Dimension::UtmCampaign,
];

/// The most values of each.
const VALUES: u32 = 100;

/// The most cities.
const CITIES: u32 = 20;

/// The most links.
const LINKS: u32 = 10;

/// What was found.
#[derive(Clone, Debug)]
pub struct Summary {
    /// All clicks together.
    pub totals: ClickNumbers,
    /// The parts of the period in which anything was clicked.
    pub parts: Vec<(Span, u64)>,
    /// Clicks by hour of the day.
    pub hours: [u64; 24],
    /// The cities with most clicks.
    pub cities: Vec<(City, u64)>,
    values: HashMap<Dimension, Vec<(Value, ClickNumbers)>>,
}

impl Summary {
    /// The values of a dimension with most clicks.
    #[must_use]
    pub fn of(&self, by: Dimension) -> &[(Value, ClickNumbers)] {
        self.values.get(&by).map_or(&[], Vec::as_slice)
    }
}

/// Finds it all. `edges` are those of the parts ([`crate::stats::timeseries::edges`]).
///
/// # Errors
/// The store's trouble.
pub async fn summary(app: &App, asked: &Asked, edges: Vec<Timestamp>) -> Result<Summary, Error> {
    let question = asked.question();
    let stats = app.store.stats();
    let spans = edges.windows(2).filter_map(|neighbours| Span::new(neighbours[0], neighbours[1]).ok()).collect::<Vec<_>>();
    let of_dimension = async |by| Ok::<_, Error>((by, stats.breakdown(question.clone(), by, ClickMeasure::Clicks, VALUES).await?));
    // None waits for another: a store that can answer several at once does.
    let (totals, counted, hours, cities, values) = try_join5(
        stats.totals(question.clone()).map_err(Error::from),
        stats.series(question.clone(), edges).map_err(Error::from),
        hours(app, asked, &question),
        stats.cities(question.clone(), CITIES).map_err(Error::from),
        try_join_all(LISTED.map(of_dimension)),
    )
    .await?;
    let parts = spans.into_iter().zip(counted).map(|(span, numbers)| (span, numbers.clicks)).filter(|(_, clicks)| *clicks > 0).collect();
    Ok(Summary { totals, parts, hours, cities, values: values.into_iter().collect() })
}

/// The links with most clicks.
///
/// # Errors
/// The store's trouble.
pub async fn links(app: &App, asked: &Asked) -> Result<Vec<(LinkCaption, ClickNumbers)>, Error> {
    let found = app.store.stats().breakdown(asked.question(), Dimension::Link, ClickMeasure::Clicks, LINKS).await?;
    let found = found.into_iter().filter_map(|(value, numbers)| Some((Uuid::try_parse(&value?).ok()?, numbers))).collect::<Vec<_>>();
    let mut captions = captions::of_links(app, asked, found.iter().map(|(uuid, _)| *uuid).collect()).await?;
    Ok(found.into_iter().filter_map(|(uuid, numbers)| Some((captions.remove(&uuid)?, numbers))).collect())
}

/// By hour of the day, as clocks showed it. A year at a time: its hours can be counted at once.
async fn hours(app: &App, asked: &Asked, question: &Question) -> Result<[u64; 24], Error> {
    let zone = &asked.period.zone;
    let mut hours = [0; 24];
    let mut months = Interval::Month.edges(asked.period.span, zone).unwrap_or_default();
    let last = months.pop();
    let years = months.chunks(12).map(|year| year[0]).chain(last).collect::<Vec<_>>();
    for year in years.windows(2).filter_map(|ends| Span::new(ends[0], ends[1]).ok()) {
        let edges = Interval::Hour.edges(year, zone).unwrap_or_default();
        let counted = app.store.stats().series(question.clone(), edges.clone()).await?;
        for (edge, numbers) in edges.iter().zip(counted) {
            let hour = usize::try_from(edge.to_zoned(zone.clone()).hour()).unwrap_or_default();
            hours[hour % 24] += numbers.clicks;
        }
    }
    Ok(hours)
}
