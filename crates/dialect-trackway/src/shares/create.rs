//! `POST /api/shares`: makes an address under which others may look at the numbers of one link or one tag. The address is shown once.

use super::row;
use crate::failure::{Failure, Faults};
use crate::{Trackway, door};
use axum::Json;
use axum::extract::{Request, State};
use http::StatusCode;
use serde_json::Value;
use trackway_app::shares;
use trackway_app::shares::create::{NewShare, Of};
use trackway_domain::key::KeyScope;
use trackway_domain::text::{Name, Tag};
use trackway_store::links::LinkKey;
use trackway_web::body::{Object, read_object};
use uuid::Uuid;

pub(crate) async fn create(State(state): State<Trackway>, request: Request) -> Result<(StatusCode, Json<Value>), Failure> {
    let actor = door::for_whole_workspace(request.extensions(), KeyScope::LinksWrite)?;
    let new = read(&read_object(request).await?)?;
    let (share, secret) = shares::create::create(&state.app, actor.within(), actor.doer(), new).await?;
    Ok((StatusCode::CREATED, Json(row::new(&state.app, &share, &secret))))
}

fn read(object: &Object) -> Result<NewShare, Failure> {
    let (mut name, mut of, mut hides_money, mut faults) = (None, Vec::new(), false, Faults::new());
    for (field, value) in object {
        let text = value.as_str().ok_or_else(|| "must be a string".to_owned());
        let read = match field.as_str() {
            "name" => text.and_then(|text| Name::parse(text).map_err(|error| error.to_string())).map(|parsed| name = Some(parsed)),
            "linkId" => text
                .and_then(|text| Uuid::try_parse(text).map_err(|_| "must be a link's id".to_owned()))
                .map(|id| of.push(Of::Link(LinkKey::Uuid(id)))),
            "tag" => text.and_then(|text| Tag::parse(text).map_err(|error| error.to_string())).map(|tag| of.push(Of::Tag(tag))),
            "hideMoney" => value.as_bool().ok_or_else(|| "must be true or false".to_owned()).map(|hides| hides_money = hides),
            _ => Err("is not known".to_owned()),
        };
        faults.extend(read.err().map(|fault| (field.clone(), fault)));
    }
    if name.is_none() && !object.contains_key("name") {
        faults.push(("name".to_owned(), "is required".to_owned()));
    }
    if !object.contains_key("linkId") && !object.contains_key("tag") {
        faults.push(("linkId".to_owned(), "is required where no tag is given".to_owned()));
    }
    if object.contains_key("linkId") && object.contains_key("tag") {
        faults.push(("tag".to_owned(), "goes without linkId".to_owned()));
    }
    match (name, of.pop()) {
        (Some(name), Some(of)) if faults.is_empty() => Ok(NewShare { name, of, hides_money }),
        _ => Err(Failure::Invalid(faults)),
    }
}
