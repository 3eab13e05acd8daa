//! The demo's clicks: more from week to week, more in the evening and on Sundays, each from somewhere, by somebody who may come back. They
//! are taken in as real ones are, in the order of time.

use super::links::DemoLink;
use super::traffic::{BROWSERS, HOURS, ORIGINS, Origin, PROGRAMS};
use super::{DAYS, Story};
use crate::output;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::num::NonZeroU64;
use std::sync::Arc;
use trackway_app::clicks::agents::{Agents, KnownAgent};
use trackway_app::ids::{uuid, uuid_at};
use trackway_domain::click::{ClickId, DestinationKind, Signals};
use trackway_domain::link::LinkId;
use trackway_domain::place::Place;
use trackway_domain::targeting::{Country, Language};
use trackway_domain::traffic::TrafficClass;
use trackway_domain::visitor::VisitorHash;
use trackway_store::clicks::{Checkpoint, ClickRow};

/// Clicks in a transaction.
const BATCH: usize = 10_000;

/// A click that a person made, as far as reports name it.
pub(super) struct DemoClick {
    pub(super) id: ClickId,
    pub(super) link: LinkId,
    pub(super) at: Timestamp,
    pub(super) is_human: bool,
}

pub(super) async fn make(story: &Story, links: &[DemoLink], about: u32) -> anyhow::Result<Vec<DemoClick>> {
    let mut rows = Vec::with_capacity(about as usize + 1_000);
    let crowd = Crowd::new();
    let shares = (0..DAYS).map(|day| share(story, day)).collect::<Vec<_>>();
    let all = shares.iter().sum::<f64>();
    for (day, share) in (0..DAYS).zip(shares) {
        let count = (f64::from(about) * share / all).round() as usize;
        for _ in 0..count {
            rows.extend(click(story, links, &crowd, day));
        }
    }
    rows.sort_by_key(|row| (row.at, row.id));
    let told = rows.iter().map(|row| DemoClick { id: row.id, link: row.link, at: row.at, is_human: row.traffic == TrafficClass::Human });
    let told = told.collect();
    take_in(story, rows).await?;
    Ok(told)
}

async fn take_in(story: &Story, rows: Vec<ClickRow>) -> anyhow::Result<()> {
    let (segment, all) = (uuid(&*story.app.clock, &*story.app.random), rows.len() as u64);
    let (progress, mut from) = (output::progress("making"), 0);
    for batch in rows.chunks(BATCH) {
        let to = from + batch.len() as u64;
        story.app.store.clicks().ingest(batch.to_vec(), Checkpoint { segment, from, to }).await?;
        progress(to, all);
        from = to;
    }
    Ok(())
}

/// How much is going on on a day.
fn share(story: &Story, day: i64) -> f64 {
    let weekday = story.day(day).to_zoned(TimeZone::UTC).weekday().to_monday_zero_offset();
    let week = [0.94, 0.92, 0.95, 1.0, 1.05, 1.12, 1.2][usize::try_from(weekday).unwrap_or(0)];
    // A campaign in the middle, and growth throughout.
    let campaign = 1.0 + 0.8 * (-((day - 38) as f64 / 4.0).powi(2)).exp();
    week * campaign * (0.7 + 0.6 * day as f64 / DAYS as f64) * (0.9 + 0.2 * story.chance.part())
}

/// Who may come: made once, so that texts are shared.
struct Crowd {
    people: Vec<(Arc<KnownAgent>, f64)>,
    programs: Vec<(Arc<KnownAgent>, f64)>,
    places: Vec<Arc<Place>>,
}

impl Crowd {
    fn new() -> Self {
        let agents = Agents::published();
        let known = |list: &[(&str, f64)]| list.iter().map(|(text, weight)| (agents.of(text), *weight)).collect();
        Self { people: known(BROWSERS), programs: known(PROGRAMS), places: ORIGINS.iter().map(|origin| Arc::new(place(origin))).collect() }
    }
}

fn place(Origin(country, region, city, zone, ..): &Origin) -> Place {
    let text = |text: &str| Place::text(text);
    Place { country: Country::parse(country), region: text(region), city: text(city), time_zone: text(zone) }
}

/// A click on a day, unless that would be in the future, or nobody opens anything then.
fn click(story: &Story, links: &[DemoLink], crowd: &Crowd, day: i64) -> Option<ClickRow> {
    let chance = &story.chance;
    let link = chance.weighted(links, |link| if link.since <= day { link.weight * fading(day - link.since) } else { 0.0 });
    let origin = chance.below(1_000_000);
    let index = pick(origin, &ORIGINS.iter().map(|origin| origin.4).collect::<Vec<_>>());
    let hours = HOURS.iter().enumerate().collect::<Vec<_>>();
    let (hour, _) = chance.weighted(&hours, |(_, weight)| **weight);
    let hour = (i64::try_from(*hour).unwrap_or(0) - ORIGINS[index].5).rem_euclid(24);
    let within = SignedDuration::from_millis(hour * 3_600_000 + i64::try_from(chance.below(3_600_000)).unwrap_or(0));
    let at = story.day(day) + within;
    let at = Timestamp::from_millisecond(at.as_millisecond()).ok().filter(|at| *at < story.until && link.since <= day)?;
    Some(row(story, link, crowd, &crowd.places[index], at))
}

/// A link is opened most when it is new.
fn fading(age: i64) -> f64 {
    0.5 + 1.2 * (-(age as f64) / 14.0).exp()
}

fn pick(throw: usize, weights: &[f64]) -> usize {
    let mut rest = throw as f64 / 1_000_000.0 * weights.iter().sum::<f64>();
    let found = weights.iter().position(|weight| {
        rest -= weight;
        rest < 0.0
    });
    found.unwrap_or(0)
}

fn row(story: &Story, link: &DemoLink, crowd: &Crowd, place: &Arc<Place>, at: Timestamp) -> ClickRow {
    let chance = &story.chance;
    let is_program = chance.happens(0.07);
    let (agent, _) = chance.weighted(if is_program { &crowd.programs } else { &crowd.people }, |(_, weight)| *weight);
    let signals = Signals { is_prefetch: !is_program && chance.happens(0.01), ..Signals::default() };
    let is_datacenter = !is_program && chance.happens(0.012);
    let language = place.country.as_ref().and_then(|country| Language::first_accepted(language_of(country.as_str())));
    ClickRow {
        id: ClickId(uuid_at(at, &**chance)),
        link: link.id,
        at,
        traffic: TrafficClass::of(agent.kind, signals, is_datacenter),
        destination: DestinationKind::Original,
        platform: agent.platform,
        signals,
        is_datacenter,
        address: None,
        place: Arc::clone(place),
        language,
        referrer: link.referrer.filter(|_| chance.happens(0.8)).map(Arc::from),
        user_agent: Arc::clone(&agent.user_agent),
        visitor: visitor(story, at),
        utm: link.utm.clone(),
        metadata: Vec::new(),
    }
}

/// One of a crowd that is larger than a day's clicks; known again on the same day only, as real visitors are.
fn visitor(story: &Story, at: Timestamp) -> Option<VisitorHash> {
    let day = u64::try_from(at.as_second() / 86_400).unwrap_or(0);
    let who = u64::try_from(story.chance.below(4_000)).unwrap_or(0);
    NonZeroU64::new((day << 24) | (who + 1))
        .map(|number| VisitorHash(NonZeroU64::new(number.get().wrapping_mul(0x9e37_79b9_7f4a_7c15)).unwrap_or(number)))
}

fn language_of(country: &str) -> &'static str {
    match country {
        "DE" | "AT" | "CH" => "de",
        "FR" => "fr",
        "ES" | "MX" => "es",
        "BR" => "pt",
        "NL" => "nl",
        "JP" => "ja",
        _ => "en",
    }
}
