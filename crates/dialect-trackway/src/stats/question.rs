//! What every question has in common: which clicks, when, beside what; and what every answer says of it.

use super::numbers;
use super::period::{self, Chosen};
use crate::failure::Failure;
use crate::query::Parameters;
use crate::{Trackway, filters};
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use trackway_app::Actor;
use trackway_app::stats::{Asked, earliest};
use trackway_domain::key::KeyScope;
use trackway_domain::stats::Period;

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
    let filters = filters::of_people(state, actor, &mut parameters).await?;
    let compare = parameters.parsed("compare", "previous", |text| (text == "previous").then_some(())).is_some();
    let model = parameters.model();
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
