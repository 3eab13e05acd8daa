//! `GET /users/me`: the account that the credential acts for.

use crate::Fanvue;
use crate::access::Oneself;
use crate::error::Error;
use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};
use trackway_app::persons;

/// What an account has no place for is null or empty, as for a creator who has filled in nothing. Fans are those who were reported.
pub(crate) async fn me(State(fanvue): State<Fanvue>, Oneself(account): Oneself) -> Result<Json<Value>, Error> {
    let fans = persons::find::count_fans(&fanvue.app, account.id).await?;
    Ok(Json(json!({
        "uuid": account.id.0,
        "email": account.email,
        "handle": account.handle.as_str(),
        "displayName": account.name.as_str(),
        "bio": "",
        "isCreator": true,
        "createdAt": format!("{:.3}", account.created_at),
        "updatedAt": null,
        "avatarUrl": null,
        "bannerUrl": null,
        "fanCounts": {"followersCount": fans.followers, "subscribersCount": fans.subscribers},
    })))
}
