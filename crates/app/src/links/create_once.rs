//! Making a link for a user of an app: asked again for the same, he gets the same.

use crate::links::create::{NewLink, create};
use crate::{Actor, App, Error};
use trackway_domain::install::app_link::content;
use trackway_store::links::{LinkKey, LinkView};

/// A link, and whether it was there before. One that is for nobody in particular is always a new one.
///
/// # Errors
/// Those of [`create`].
pub async fn create_once(app: &App, actor: &Actor, new: NewLink) -> Result<(LinkView, bool), Error> {
    let Some(content) = content(&new.settings) else { return Ok((create(app, actor, new).await?, false)) };
    let (installs, links, within) = (app.store.installs(), app.store.links(), actor.within());
    if let Some(known) = installs.app_link(actor.workspace, content).await?
        && let Some(view) = links.find(within, &LinkKey::Id(known)).await?
    {
        return Ok((view, true));
    }
    let made = create(app, actor, new).await?;
    let kept = installs.keep_app_link(actor.workspace, content, made.link.id).await?;
    if kept == made.link.id {
        return Ok((made, false));
    }
    // Somebody asked for the same at the same moment, and was first.
    match links.find(within, &LinkKey::Id(kept)).await? {
        Some(first) => {
            links.delete(within, &LinkKey::Id(made.link.id), app.clock.now()).await?;
            Ok((first, true))
        }
        None => Ok((made, false)),
    }
}
