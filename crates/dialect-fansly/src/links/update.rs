//! `PUT …/tracking-links`: changes what the body names and leaves the rest alone.

use super::{fields, wire};
use crate::Fansly;
use crate::access::Writing;
use crate::answer::Answer;
use crate::error::Error;
use axum::extract::{Request, State};
use http::StatusCode;
use std::num::NonZeroU32;
use trackway_app::links;
use trackway_domain::link::LinkSettings;
use trackway_domain::text::{Description, Name};
use trackway_web::body::{Object, read_object};

pub(crate) async fn update(State(fansly): State<Fansly>, Writing(access): Writing, request: Request) -> Result<Answer, Error> {
    let object = read_object(request).await?;
    let (id, change) = (fields::id(&object, "id")?.ok_or_else(|| fields::required("id"))?, Change::parse(&object)?);
    let (app, within, key) = (&fansly.app, access.within(), fields::key("id", id)?);
    let view = match change {
        // Nothing to change is no change: the link's last one stays when it was.
        Change { label: None, description: None, max_clicks: None } => links::find::find(app, within, &key).await?,
        change => links::update::update(app, within, access.actor.doer(), &key, move |settings| change.apply(settings)).await?,
    };
    let link = wire::link(app.short_url_of(&view), &view);
    Ok(Answer::response(StatusCode::OK, "Tracking link updated successfully", link))
}

struct Change {
    label: Option<Name>,
    description: Option<Option<Description>>,
    max_clicks: Option<Option<NonZeroU32>>,
}

impl Change {
    fn parse(object: &Object) -> Result<Self, Error> {
        Ok(Self { label: fields::label(object)?, description: fields::description(object)?, max_clicks: fields::max_clicks(object)? })
    }

    fn apply(&self, settings: &mut LinkSettings) {
        if let Some(label) = &self.label {
            settings.name = Some(label.clone());
        }
        if let Some(description) = &self.description {
            settings.description = description.clone();
        }
        if let Some(max_clicks) = self.max_clicks {
            settings.max_clicks = max_clicks;
        }
    }
}
