//! Rules of attribution as this dialect shows them.

use serde_json::{Value, json};
use trackway_domain::attribution::Rules;
use trackway_domain::attribution::rules::ModelKind;
use trackway_store::models::Recompute;

/// The rules, and what waits to follow them.
pub(crate) fn row(rules: Rules, waiting: &[Recompute]) -> Value {
    json!({
        "model": rules.model.as_str(),
        "halfLifeHours": rules.half_life.hours(),
        "recomputes": waiting.iter().map(recompute).collect::<Vec<_>>(),
    })
}

/// `linkId` is the link whose window has changed, or null for everybody.
fn recompute(recompute: &Recompute) -> Value {
    json!({
        "linkId": recompute.link.map(|link| link.to_string()),
        "askedAt": format!("{:.3}", recompute.asked_at),
        "personsDone": recompute.done,
        "persons": recompute.all,
    })
}

/// The names of the models, for whoever gave another.
pub(crate) fn names() -> String {
    ModelKind::ALL.map(ModelKind::as_str).join(", ")
}
