//! `POST /api/webhooks`.

use crate::LinkForty;
use crate::failure::Failure;
use crate::request::{Admin, Body};
use crate::row::Row;
use crate::webhooks::fields;
use crate::webhooks::row::row;
use axum::Json;
use axum::extract::State;
use http::StatusCode;
use trackway_app::webhooks;

/// Makes a webhook. Its secret is in the answer and in no other.
pub(crate) async fn create(
    State(state): State<LinkForty>,
    Admin(actor): Admin,
    Body(object): Body,
) -> Result<(StatusCode, Json<Row>), Failure> {
    let webhook = webhooks::create::create(&state.app, &actor, fields::new(&object)?).await?;
    let mut row = row(&webhook);
    row.insert("secret".to_owned(), webhook.secret.reveal().into());
    Ok((StatusCode::CREATED, Json(row)))
}
