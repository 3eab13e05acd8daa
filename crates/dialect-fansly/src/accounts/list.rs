//! `GET /api/fansly/accounts`: the accounts that the key can reach, oldest first.

use crate::Fansly;
use crate::access::Browsing;
use crate::answer::Answer;
use crate::error::Error;
use axum::extract::State;
use http::StatusCode;
use serde_json::{Value, json};
use trackway_app::accounts;
use trackway_domain::account::Account;
use trackway_domain::targeting::Country;

pub(crate) async fn list(State(fansly): State<Fansly>, Browsing(actor): Browsing) -> Result<Answer, Error> {
    let accounts = accounts::find::list(&fansly.app, &actor).await?;
    let accounts = accounts.iter().map(row).collect::<Vec<_>>();
    let data = json!({"success": true, "count": accounts.len(), "accounts": accounts});
    Ok(Answer::plain(StatusCode::OK, "Success", data))
}

fn row(account: &Account) -> Value {
    json!({
        // What stands in paths, since this is where clients learn it.
        "accountId": account.id.public(),
        "email": account.email,
        "name": account.name.as_str(),
        "country": account.country.as_ref().map(Country::as_str),
        "createdAt": format!("{:.3}", account.created_at),
    })
}
