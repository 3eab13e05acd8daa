//! The rules that a workspace follows.

use crate::{App, Error};
use trackway_domain::attribution::rules::ModelKind;
use trackway_domain::attribution::{Model, Rules};
use trackway_domain::workspace::WorkspaceId;
use trackway_store::models::Recompute;

/// The rules of a workspace, and what waits to be worked out by them, the oldest first.
///
/// # Errors
/// The store's trouble.
pub async fn of_workspace(app: &App, workspace: WorkspaceId) -> Result<(Rules, Vec<Recompute>), Error> {
    let models = app.store.models();
    Ok((models.rules(workspace).await?, models.waiting(workspace).await?))
}

/// The model that somebody asks for, with the workspace's half-life. None where he asks for none: then what is stored answers.
///
/// # Errors
/// The store's trouble.
pub async fn model(app: &App, workspace: WorkspaceId, kind: Option<ModelKind>) -> Result<Option<Model>, Error> {
    match kind {
        None => Ok(None),
        Some(kind) => Ok(Some(app.store.models().rules(workspace).await?.model_of(kind))),
    }
}
