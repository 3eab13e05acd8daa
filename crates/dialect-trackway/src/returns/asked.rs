//! Which links, and when. Costs are links' and not clicks', so that only what is a link's can be asked for.

use crate::failure::Failure;
use crate::query::Parameters;
use jiff::Timestamp;
use trackway_app::Actor;
use trackway_domain::stats::{Dimension, Filter, Question, Span};
use uuid::Uuid;

/// What is understood beside an endpoint's own parameters.
pub(super) const KNOWN: [&str; 7] = ["from", "to", "link", "template", "project", "account", "tag"];

/// The question: without `from` from the beginning, without `to` to the end of what was reported.
pub(super) fn question(actor: &Actor, parameters: &Parameters) -> Result<Question, Failure> {
    let from = parameters.instant("from")?.unwrap_or(Timestamp::UNIX_EPOCH);
    let before = parameters.instant("to")?.unwrap_or(Timestamp::MAX);
    let span = Span::new(from, before).map_err(|_| Failure::field("to", "must not come before from"))?;
    let mut filters = Vec::new();
    for by in [Dimension::Link, Dimension::Template, Dimension::Project, Dimension::Account, Dimension::Tag] {
        let id = |text: &str| Uuid::try_parse(text).ok().map(|id| id.to_string());
        let values = match by {
            Dimension::Tag => parameters.list(by.as_str(), "must be tags", |text| (!text.is_empty()).then(|| text.to_owned()))?,
            _ => parameters.list(by.as_str(), "must be ids", id)?,
        };
        filters.extend((!values.is_empty()).then(|| Filter::only(by, values.into_iter().map(Some))));
    }
    filters.extend(actor.account.map(|account| Filter::only(Dimension::Account, [Some(account.to_string())])));
    Ok(Question { workspace: actor.workspace, span, filters })
}
