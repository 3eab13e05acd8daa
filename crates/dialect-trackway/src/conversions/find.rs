//! `GET /api/conversions/{id}`: one conversion.

use super::row;
use crate::failure::Failure;
use crate::query::Parameters;
use crate::{Trackway, door};
use axum::Json;
use axum::extract::{Path, State};
use http::{Extensions, Uri};
use serde_json::Value;
use trackway_app::conversions;
use trackway_app::error::Thing;
use trackway_domain::conversion::ConversionId;
use trackway_domain::key::KeyScope;
use uuid::Uuid;

pub(crate) async fn find(
    State(state): State<Trackway>,
    Path(id): Path<String>,
    uri: Uri,
    extensions: Extensions,
) -> Result<Json<Value>, Failure> {
    let actor = door::allowed(&extensions, KeyScope::StatsRead)?;
    let mut parameters = Parameters::of(&uri);
    let model = parameters.model();
    parameters.finish()?;
    let id = Uuid::try_parse(&id).map_err(|_| Failure::NotFound(Thing::Conversion))?;
    let view = conversions::find::find(&state.app, actor.within(), ConversionId(id), model).await?;
    Ok(Json(row::view(&view)))
}
