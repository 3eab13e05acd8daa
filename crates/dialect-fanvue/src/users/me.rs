//! `GET /users/me`: the account that the credential acts for.

use crate::access::Oneself;
use axum::Json;
use serde_json::{Value, json};

/// What an account has no place for is null or empty, as for a creator who has filled in nothing; nobody's fans are known yet.
pub(crate) async fn me(Oneself(account): Oneself) -> Json<Value> {
    Json(json!({
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
        "fanCounts": {"followersCount": 0, "subscribersCount": 0},
    }))
}
