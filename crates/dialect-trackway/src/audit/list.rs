//! `GET /api/audit`: what was administered in the workspace, the last first, in portions.

use crate::failure::Failure;
use crate::{Trackway, door};
use axum::Json;
use axum::extract::{Query, State};
use http::{Extensions, Uri};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use trackway_app::audit;
use trackway_domain::audit::AuditRow;
use trackway_domain::key::KeyScope;

/// How many are given where nothing is said, and at most.
const USUAL: u32 = 50;
const MOST: u32 = 100;

pub(crate) async fn list(State(state): State<Trackway>, uri: Uri, extensions: Extensions) -> Result<Json<Value>, Failure> {
    let actor = door::allowed(&extensions, KeyScope::Admin)?;
    let Query(parameters) = Query::<BTreeMap<String, String>>::try_from_uri(&uri).map_err(|error| Failure::field("query", error))?;
    let limit = parameters.get("limit").map_or(Some(USUAL), |text| text.parse().ok().filter(|limit| (1..=MOST).contains(limit)));
    let limit = limit.ok_or_else(|| Failure::field("limit", format!("must be a whole number from 1 to {MOST}")))?;
    let number = |text: &String| text.parse::<u64>().ok().filter(|number| i64::try_from(*number).is_ok());
    let behind =
        parameters.get("cursor").map(|text| number(text).ok_or_else(|| Failure::field("cursor", "must be one that was given out")));
    let page = audit::list::list(&state.app, Some(actor.workspace), behind.transpose()?, limit).await?;
    let next = page.items.last().filter(|_| page.has_more).map(|row| row.number);
    Ok(Json(json!({"entries": page.items.iter().map(row).collect::<Vec<_>>(), "nextCursor": next})))
}

fn row(row: &AuditRow) -> Value {
    let at = Timestamp::from_millisecond(row.at_milliseconds).ok();
    json!({
        "number": row.number,
        "at": at.map(|at| format!("{at:.3}")),
        "doer": row.doer,
        "action": row.action,
        "subject": row.subject,
        "details": serde_json::from_str::<Value>(&row.details).unwrap_or_default(),
        "hash": row.hash.iter().fold(String::new(), |mut text, byte| {
            // A string takes everything.
            let _ = write!(text, "{byte:02x}");
            text
        }),
    })
}
