//! `GET /api/fansly/{account_id}/me`: whom the key reaches there. Clients ask it first, to try a key.

use crate::access::Reading;
use crate::answer::Answer;
use http::StatusCode;
use serde_json::json;

pub(crate) async fn me(Reading(access): Reading) -> Answer {
    let account = access.account;
    let account = json!({
        "id": account.number.to_string(),
        "username": account.handle.as_str(),
        "displayName": account.name.as_str(),
    });
    Answer::response(StatusCode::OK, "Success", json!({"account": account}))
}
