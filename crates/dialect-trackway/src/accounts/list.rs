//! `GET /api/accounts`: the accounts, oldest first, with the fans that each has now.

use crate::accounts::row::row;
use crate::failure::Failure;
use crate::{Trackway, door};
use axum::Json;
use axum::extract::State;
use http::Extensions;
use serde_json::Value;
use trackway_app::{accounts, persons};
use trackway_domain::key::KeyScope;

pub(crate) async fn list(State(state): State<Trackway>, extensions: Extensions) -> Result<Json<Vec<Value>>, Failure> {
    let actor = door::allowed(&extensions, KeyScope::LinksRead)?;
    let mut rows = Vec::new();
    for account in accounts::find::list(&state.app, &actor).await? {
        let fans = persons::find::count_fans(&state.app, account.id).await?;
        rows.push(row(&state.app.public_url, &account, fans));
    }
    Ok(Json(rows))
}
