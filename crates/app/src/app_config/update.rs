//! Reading and changing what is said of a workspace's app.

use crate::{Actor, App, Error, audit};
use serde_json::json;
use trackway_domain::app_config::AppConfig;
use trackway_domain::audit::Action;

/// What is said; where nothing is, an empty one.
///
/// # Errors
/// The store's trouble.
pub async fn find(app: &App, actor: &Actor) -> Result<AppConfig, Error> {
    Ok(app.store.app_configs().find(actor.workspace).await?)
}

/// Changes it in place. Phones hear of it when they next ask, which may take Apple a day.
///
/// # Errors
/// The store's trouble.
pub async fn update(app: &App, actor: &Actor, edit: impl FnOnce(&mut AppConfig) + Send + 'static) -> Result<AppConfig, Error> {
    let store = audit::noting(app, actor.workspace, actor.doer(), Action::AppConfigChanged, &actor.workspace, json!({}));
    Ok(store.app_configs().update(actor.workspace, Box::new(edit)).await?)
}
