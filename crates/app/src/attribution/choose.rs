//! Choosing the model of a workspace's totals.

use crate::{App, Error, audit};
use serde_json::json;
use trackway_domain::attribution::Rules;
use trackway_domain::attribution::rules::{HalfLife, ModelKind};
use trackway_domain::audit::{Action, Doer};
use trackway_domain::workspace::WorkspaceId;

/// Chooses a model, a half-life or both; what is not said stays. What comes follows the new rules at once, what was follows in the background.
///
/// # Errors
/// The store's trouble.
pub async fn choose(
    app: &App,
    workspace: WorkspaceId,
    doer: Doer,
    kind: Option<ModelKind>,
    half_life: Option<HalfLife>,
) -> Result<Rules, Error> {
    let before = app.store.models().rules(workspace).await?;
    let kind = kind.unwrap_or_else(|| ModelKind::of(before.model));
    let rules = Rules::of(kind, half_life.unwrap_or(before.half_life));
    let details = json!({"model": rules.model.as_str()});
    let store = audit::noting(app, workspace, doer, Action::AttributionChosen, &workspace, details);
    store.models().choose(workspace, rules, app.clock.now()).await?;
    Ok(rules)
}
