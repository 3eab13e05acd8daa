//! `POST /api/settings/api-keys`.

use crate::LinkForty;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::keys::row::row;
use crate::request::{Admin, Body};
use crate::row::Row;
use crate::values::{list, named, time};
use axum::Json;
use axum::extract::State;
use http::StatusCode;
use trackway_app::keys::create::NewKey;
use trackway_app::{keys, workspaces};
use trackway_domain::key::{KeyScope, KeyScopes};
use trackway_domain::text::Name;
use trackway_web::body::Object;

/// Makes a key. Its secret is in the answer and nowhere else.
pub(crate) async fn create(
    State(state): State<LinkForty>,
    Admin(actor): Admin,
    Body(object): Body,
) -> Result<(StatusCode, Json<Row>), Failure> {
    let new = read(&object)?;
    let workspace = workspaces::find::own(&state.app, &actor).await?;
    let (key, secret) = keys::create::create(&state.app, &workspace, actor.doer(), new).await?;
    let mut row = row(&key);
    row.insert("key".to_owned(), secret.reveal().into());
    Ok((StatusCode::CREATED, Json(row)))
}

fn read(object: &Object) -> Result<NewKey, Failure> {
    let mut fields = Fields::new(object);
    let name = fields.required_one("name", named(Name::parse));
    let names = KeyScope::ALL.map(KeyScope::as_str).join(", ");
    let scopes = fields.one(&["scopes"], list(KeyScope::parse, &names));
    // A key that may do nothing is no use, and one that nobody limited may do everything but administer.
    if scopes.as_ref().is_some_and(Vec::is_empty) {
        fields.fault("scopes", &format!("must name at least one of {names}"));
    }
    let scopes = scopes.unwrap_or_else(|| KeyScope::ALL.into_iter().filter(|scope| *scope != KeyScope::Admin).collect());
    let expires_at = fields.one(&["expiresAt"], time);
    let new = name.map(|name| NewKey { name, scopes: KeyScopes::new(scopes), expires_at });
    Ok(fields.finish(new)?.expect("a name that is not there is a fault"))
}
