//! What every question has in common: which clicks, when, beside what; and what every answer says of it.

use super::parameters::Parameters;
use super::period::{self, Chosen};
use super::{filters, numbers};
use crate::Trackway;
use crate::attribution::row::names;
use crate::failure::Failure;
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use trackway_app::stats::{Asked, earliest};
use trackway_app::{Actor, links};
use trackway_domain::attribution::rules::ModelKind;
use trackway_domain::key::KeyScope;
use trackway_domain::stats::{Dimension, Filter, Period};
use trackway_store::links::LinkKey;
use uuid::Uuid;

/// A question, read.
pub(super) struct Read {
    pub(super) asked: Asked,
    /// The period to compare with, where one was asked for.
    pub(super) previous: Option<Period>,
    /// When it was asked: later clicks are in no answer.
    now: Timestamp,
}

/// Reads what is left of the query once an endpoint has taken its own parameters.
pub(super) async fn read(state: &Trackway, actor: &Actor, mut parameters: Parameters) -> Result<Read, Failure> {
    let now = state.app.clock.now();
    let chosen = period::read(&mut parameters, now);
    let mut filters = filters::read(&mut parameters);
    let compare = parameters.read_one("compare", |text| (text == "previous").then_some(()), "previous").is_some();
    for filter in &mut filters {
        find_links(state, actor, filter, &mut parameters).await?;
    }
    let model = parameters.read_one("model", ModelKind::parse, &format!("one of {}", names()));
    parameters.finish()?;
    let period = match chosen {
        Some(Chosen::Period(period)) => period,
        Some(Chosen::All(zone)) => {
            let from = earliest::earliest(&state.app, actor.workspace, &zone).await?;
            Period::exact(from, now, zone, now).map_err(|error| Failure::field("range", error))?
        }
        None => return Err(Failure::field("range", "cannot be read")),
    };
    let before = || period.previous().map_err(|error| Failure::field("compare", format!("is not possible: the period before {error}")));
    let previous = if compare { Some(before()?) } else { None };
    let sees_destinations = actor.may(KeyScope::LinksRead);
    Ok(Read { asked: Asked { within: actor.within(), period, filters, sees_destinations, model }, previous, now })
}

/// Links may be named by their codes.
async fn find_links(state: &Trackway, actor: &Actor, filter: &mut Filter, parameters: &mut Parameters) -> Result<(), Failure> {
    let is_code = |text: &&String| Uuid::try_parse(text).is_err();
    let codes = filter.values.iter().flatten().filter(is_code).cloned().collect::<Vec<_>>();
    for code in codes.into_iter().filter(|_| filter.by == Dimension::Link) {
        match links::find::find(&state.app, actor.within(), &LinkKey::Code(code.clone())).await {
            Ok(view) => drop(filter.values.insert(Some(view.link.uuid.to_string()))),
            Err(trackway_app::Error::NotFound(_)) => parameters.fault("link", format!("names no link: {code}")),
            Err(error) => return Err(error.into()),
        }
        filter.values.remove(&Some(code));
    }
    Ok(())
}

impl Read {
    /// The beginning of an answer: what was asked, and what to know of it.
    pub(super) fn head(&self, state: &Trackway) -> Map<String, Value> {
        let period = &self.asked.period;
        let mut range = numbers::span(period.span, &period.zone);
        range["timezone"] = period.zone.iana_name().into();
        let previous = self.previous.as_ref().map(|period| numbers::span(period.span, &period.zone));
        let head = json!({
            "range": range,
            "previousRange": previous,
            "asOf": numbers::instant(self.now, &period.zone),
            "visitorDays": state.visitor_days,
            "notes": self.notes(state.visitor_days.get()),
        });
        match head {
            Value::Object(head) => head,
            _ => Map::new(),
        }
    }

    fn notes(&self, visitor_days: u16) -> Vec<String> {
        let length = if visitor_days == 1 { "one UTC day".to_owned() } else { format!("{visitor_days} UTC days") };
        let note = format!(
            "Visitors are known again for {length} and no longer: over a longer range, whoever comes back counts once per such period."
        );
        self.asked.period.is_longer_than(visitor_days).then_some(note).into_iter().collect()
    }
}
