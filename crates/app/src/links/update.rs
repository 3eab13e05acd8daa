//! Changing a link.

use crate::error::Thing;
use crate::{App, Error, audit, domains};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use trackway_domain::audit::{Action, Doer};
use trackway_domain::link::LinkSettings;
use trackway_store::changes::Change;
use trackway_store::error::EditError;
use trackway_store::links::{LinkKey, LinkView, Within};

/// Changes a link's settings in place; the next visitor is sent the new way.
///
/// # Errors
/// [`Error::NotFound`] for the link, or for the template or host name that it would name, [`Error::Blocked`] for an address that it would get, or the
/// store's trouble.
pub async fn update(
    app: &App,
    within: Within,
    doer: Doer,
    key: &LinkKey,
    edit: impl Fn(&mut LinkSettings) + Send + 'static,
) -> Result<LinkView, Error> {
    let link = app.store.links().find(within, key).await?.ok_or(Error::NotFound(Thing::Link))?.link;
    let mut after = link.settings.clone();
    edit(&mut after);
    // What it leads to already may be blocked since, and can still be paused or renamed.
    app.blocklist.check(after.addresses().filter(|address| !link.settings.addresses().any(|before| before == *address)))?;
    if let Some(host) = after.domain.as_ref().filter(|_| after.domain != link.settings.domain) {
        domains::find::check(app, within.workspace, host).await?;
    }
    let details = json!({"code": link.code.as_str(), "changed": changed(&link.settings, &after)});
    let store = audit::noting(app, within.workspace, doer, Action::LinkChanged, &link.uuid, details);
    let changed = store.links().update(within, key, app.clock.now(), Box::new(edit)).await.map_err(|error| match error {
        EditError::TemplateGone => Error::NotFound(Thing::Template),
        EditError::Store(error) => error.into(),
    });
    let view = changed?.ok_or(Error::NotFound(Thing::Link))?;
    app.caches.forget(&Change::Path(view.link.code.to_string()));
    Ok(view)
}

/// The names of the settings that differ. Their values may be secrets.
fn changed(before: &LinkSettings, after: &LinkSettings) -> Vec<String> {
    let document = |settings| serde_json::to_value(settings).unwrap_or(Value::Null);
    let (before, after) = (document(before), document(after));
    let names = [&before, &after].into_iter().filter_map(Value::as_object).flat_map(Map::keys).collect::<BTreeSet<_>>();
    names.into_iter().filter(|name| before.get(name) != after.get(name)).cloned().collect()
}
