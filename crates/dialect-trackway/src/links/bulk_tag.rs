//! `POST /api/links/bulk-tag`: gives up to a hundred links tags, and takes some away; whatever others each has stays.

use crate::failure::Failure;
use crate::report::{Fields, link_key};
use crate::{Trackway, door};
use axum::Json;
use axum::extract::{Request, State};
use serde_json::{Value, json};
use trackway_app::Actor;
use trackway_app::error::Thing;
use trackway_app::links::retag::{Retagging, retag};
use trackway_domain::key::KeyScope;
use trackway_domain::link::LinkSettings;
use trackway_domain::text::Tag;
use trackway_web::body::{Object, read_object};

/// How many links one request may name.
const MOST: usize = 100;

pub(crate) async fn bulk_tag(State(state): State<Trackway>, request: Request) -> Result<Json<Value>, Failure> {
    let actor = door::allowed(request.extensions(), KeyScope::LinksWrite)?;
    let (ids, retagging) = read(&read_object(request).await?)?;
    let (mut tagged, mut errors) = (0, Vec::new());
    for (index, id) in ids.iter().enumerate() {
        let message = match one(&state, &actor, id, &retagging).await {
            Ok(true) => {
                tagged += 1;
                continue;
            }
            Ok(false) => format!("It would have more than {} tags", LinkSettings::TAGS_MAX),
            // The store's trouble fails the whole request as long as nothing has been done; afterwards the client must be told what was.
            Err(failure @ (Failure::Unavailable | Failure::Broken)) if tagged == 0 => return Err(failure),
            Err(failure) => failure.message(),
        };
        errors.push(json!({"index": index, "message": message}));
    }
    Ok(Json(json!({"tagged": tagged, "errors": errors})))
}

async fn one(state: &Trackway, actor: &Actor, id: &str, retagging: &Retagging) -> Result<bool, Failure> {
    let key = link_key(id).ok_or(Failure::NotFound(Thing::Link))?;
    Ok(retag(&state.app, actor, &key, retagging).await?)
}

fn read(object: &Object) -> Result<(Vec<String>, Retagging), Failure> {
    let mut fields = Fields::of(object, &["ids", "add", "remove"]);
    let ids = texts(object, "ids").filter(|ids| (1..=MOST).contains(&ids.len()));
    if ids.is_none() {
        fields.fault("ids", &format!("must be a list of 1 to {MOST} ids of links"));
    }
    let mut tags = |name| {
        let tags = if fields.has(name) { read_tags(object, name) } else { Some(Vec::new()) };
        if tags.is_none() {
            fields.fault(name, &format!("must be a list of at most {} tags", LinkSettings::TAGS_MAX));
        }
        tags
    };
    let (add, remove) = (tags("add"), tags("remove"));
    if add.as_ref().zip(remove.as_ref()).is_some_and(|(add, remove)| add.is_empty() && remove.is_empty()) {
        fields.fault("add", "must name a tag, unless remove does");
    }
    let read = ids.zip(add.zip(remove)).map(|(ids, (add, remove))| (ids, Retagging { add, remove }));
    fields.finish(read).map_err(Failure::Invalid)
}

fn texts(object: &Object, name: &str) -> Option<Vec<String>> {
    object.get(name)?.as_array()?.iter().map(|value| value.as_str().map(str::to_owned)).collect()
}

fn read_tags(object: &Object, name: &str) -> Option<Vec<Tag>> {
    let texts = texts(object, name).filter(|texts| texts.len() <= LinkSettings::TAGS_MAX)?;
    texts.iter().map(|text| Tag::parse(text).ok()).collect()
}
