//! `DELETE …/tracking-links`: deletes the link that the body names, or the query of clients that cannot send a body.

use super::fields;
use crate::Fansly;
use crate::access::Writing;
use crate::answer::Answer;
use crate::error::Error;
use axum::extract::{Query, Request, State};
use http::{StatusCode, Uri};
use serde::Deserialize;
use serde_json::json;
use trackway_app::links;
use trackway_web::body::{BodyError, read_object};

const FIELD: &str = "trackingLinkId";

pub(crate) async fn delete(State(fansly): State<Fansly>, Writing(access): Writing, request: Request) -> Result<Answer, Error> {
    let id = id(request).await?;
    links::delete::delete(&fansly.app, access.within(), access.actor.doer(), &fields::key(FIELD, &id)?).await?;
    Ok(Answer::nested(StatusCode::OK, "Success", json!({"success": true})))
}

async fn id(request: Request) -> Result<String, Error> {
    let in_query = in_query(request.uri())?;
    let in_body = match read_object(request).await {
        Ok(object) => fields::id(&object, FIELD)?.map(str::to_owned),
        Err(BodyError::Empty) => None,
        Err(error) => return Err(error.into()),
    };
    match (in_body, in_query) {
        // Deleting the wrong one cannot be mended, so a request that says two things is asked again.
        (Some(body), Some(query)) if body != query => Err(Error::Invalid(format!("{FIELD} differs between body and query"))),
        (body, query) => body.or(query).ok_or_else(|| fields::required(FIELD)),
    }
}

fn in_query(uri: &Uri) -> Result<Option<String>, Error> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Parameters {
        tracking_link_id: Option<String>,
    }
    // The one way to get this wrong.
    let parameters = Query::<Parameters>::try_from_uri(uri).map_err(|_| Error::Invalid(format!("{FIELD} must be given once")))?;
    Ok(parameters.0.tracking_link_id)
}
