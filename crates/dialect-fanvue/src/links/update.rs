//! `PATCH …/tracking-links/{uuid}`: changes what the body names and leaves the rest alone.

use super::fields::{self, Said};
use super::wire::Link;
use crate::Fanvue;
use crate::access::{Named, Writing};
use crate::error::Error;
use axum::Json;
use axum::extract::{Request, State};
use trackway_app::links;
use trackway_domain::link::LinkSettings;
use trackway_domain::social::SocialPlatform;
use trackway_domain::text::Name;
use trackway_web::body::read_object;

pub(crate) async fn update(
    State(fanvue): State<Fanvue>,
    Writing(access): Writing,
    Named(key): Named,
    request: Request,
) -> Result<Json<Link>, Error> {
    let (app, within) = (&fanvue.app, access.actor.within());
    let view = match fields::optional(&read_object(request).await?)? {
        // Nothing to change is no change: the link's last one stays when it was.
        Said { name: None, platform: None, max_clicks: None } => links::find::find(app, within, &key).await?,
        said => links::update::update(app, within, access.actor.doer(), &key, move |settings| change(settings, &said)).await?,
    };
    Ok(Json(Link::new(app.short_url_of(&view), &view)))
}

fn change(settings: &mut LinkSettings, Said { name, platform, max_clicks }: &Said<Option<Name>, Option<SocialPlatform>>) {
    if let Some(name) = name {
        settings.name = Some(name.clone());
    }
    if let Some(platform) = platform {
        settings.social_platform = *platform;
    }
    if let Some(max_clicks) = max_clicks {
        settings.max_clicks = *max_clicks;
    }
}
