//! `PUT /api/workspaces/{id}/install-matching`.

use super::row::{USUAL, row};
use crate::LinkForty;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::request::{Admin, Body, Segment};
use crate::values::{flag, whole};
use crate::workspaces::find::own;
use axum::Json;
use axum::extract::State;
use serde_json::Value;
use trackway_app::installs::compare;
use trackway_domain::window::AttributionWindow;

/// Switches comparing on or off.
pub(crate) async fn change(
    State(state): State<LinkForty>,
    Admin(actor): Admin,
    id: Segment,
    Body(object): Body,
) -> Result<Json<Value>, Failure> {
    own(&actor, &id)?;
    let mut fields = Fields::new(&object);
    let is_on = fields.required_one("enabled", flag);
    let hours = fields.one(&["capHours"], whole(1..=i64::from(compare::LONGEST)));
    let is_on = fields.finish(is_on)?.unwrap_or(false);
    let cap = AttributionWindow::from_hours(hours.unwrap_or(USUAL)).ok().filter(|_| is_on);
    compare::set_cap(&state.app, &actor, cap).await?;
    Ok(Json(row(cap)))
}
