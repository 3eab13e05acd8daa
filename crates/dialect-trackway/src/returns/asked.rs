//! Which links, and when. Costs are links' and not clicks', so that only what is a link's can be asked for.

use crate::failure::Failure;
use crate::query::Parameters;
use jiff::Timestamp;
use trackway_app::Actor;
use trackway_domain::stats::{Dimension, Filter, Question, Span};
use uuid::Uuid;

/// The question: without `from` from the beginning, without `to` to the end of what was reported.
pub(super) fn question(actor: &Actor, parameters: &mut Parameters) -> Result<Question, Failure> {
    let (from, before) = (parameters.instant("from"), parameters.instant("to"));
    between(actor, parameters, from, before)
}

/// The same of a span that the query says nothing about.
pub(super) fn between(
    actor: &Actor,
    parameters: &mut Parameters,
    from: Option<Timestamp>,
    before: Option<Timestamp>,
) -> Result<Question, Failure> {
    let span = Span::new(from.unwrap_or(Timestamp::UNIX_EPOCH), before.unwrap_or(Timestamp::MAX));
    let span = span.map_err(|_| Failure::field("to", "must not come before from"))?;
    let mut filters = Vec::new();
    for by in [Dimension::Link, Dimension::Template, Dimension::Project, Dimension::Account, Dimension::Tag] {
        let id = |text: &str| Uuid::try_parse(text).ok().map(|id| id.to_string());
        let values = match by {
            Dimension::Tag => parameters.list(by.as_str(), "tags", |text| (!text.is_empty()).then(|| text.to_owned())),
            _ => parameters.list(by.as_str(), "ids", id),
        };
        filters.extend((!values.is_empty()).then(|| Filter::only(by, values.into_iter().map(Some))));
    }
    filters.extend(actor.account.map(|account| Filter::only(Dimension::Account, [Some(account.to_string())])));
    Ok(Question { workspace: actor.workspace, span, filters })
}
