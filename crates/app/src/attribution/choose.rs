//! Choosing the model of a workspace's totals.

use crate::{App, Error};
use trackway_domain::attribution::Rules;
use trackway_domain::attribution::rules::{HalfLife, ModelKind};
use trackway_domain::workspace::WorkspaceId;

/// Chooses a model, a half-life or both; what is not said stays. What comes follows the new rules at once, what was follows in the background.
///
/// # Errors
/// The store's trouble.
pub async fn choose(app: &App, workspace: WorkspaceId, kind: Option<ModelKind>, half_life: Option<HalfLife>) -> Result<Rules, Error> {
    let before = app.store.models().rules(workspace).await?;
    let kind = kind.unwrap_or_else(|| ModelKind::of(before.model));
    let rules = Rules::of(kind, half_life.unwrap_or(before.half_life));
    app.store.models().choose(workspace, rules, app.clock.now()).await?;
    Ok(rules)
}
