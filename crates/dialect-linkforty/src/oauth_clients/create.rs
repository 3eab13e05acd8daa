//! `POST /api/oauth/clients`.

use crate::LinkForty;
use crate::failure::Failure;
use crate::faults::Fault;
use crate::fields::{Fields, Parsed};
use crate::oauth_clients::row::row;
use crate::request::{Admin, Body};
use crate::row::Row;
use crate::values::{flag, list, named};
use axum::Json;
use axum::extract::State;
use http::StatusCode;
use serde_json::Value;
use trackway_app::oauth::register_client::{NewClient, register_client};
use trackway_domain::oauth::client::ClientKind;
use trackway_domain::oauth::redirect_uri::RedirectUri;
use trackway_domain::oauth::scope::ScopeSet;
use trackway_domain::text::Name;
use trackway_web::body::Object;

/// Registers a client. Its secret is in this answer and in no other.
pub(crate) async fn create(
    State(state): State<LinkForty>,
    Admin(actor): Admin,
    Body(object): Body,
) -> Result<(StatusCode, Json<Row>), Failure> {
    let (client, secret) = register_client(&state.app, actor.workspace, actor.doer(), read(&object)?).await?;
    Ok((StatusCode::CREATED, Json(row(&client, secret.as_ref()))))
}

/// What an address must be.
const ADDRESSES: &str =
    "https addresses without a fragment, http ones on a loopback address, or an app's own such as com.example.app:/callback";

fn read(object: &Object) -> Result<NewClient, Failure> {
    let mut fields = Fields::new(object);
    let name = fields.one(&["name"], named(Name::parse));
    if name.is_none() {
        fields.require("name");
    }
    let redirect_uris = fields.one(&["redirectUris"], list(|text| RedirectUri::parse(text).ok(), ADDRESSES)).unwrap_or_default();
    let scopes = fields.one(&["scopes"], scopes).unwrap_or_else(ScopeSet::all);
    let is_public = fields.one(&["isPublic"], flag).unwrap_or(false);
    let acts_for_workspace = fields.one(&["actsForWorkspace"], flag).unwrap_or(false);
    let kind = ClientKind::new(redirect_uris, is_public, acts_for_workspace);
    if let Err(error) = &kind {
        fields.fault("isPublic", &error.to_string());
    }
    let new = name.zip(kind.ok()).map(|(name, kind)| NewClient { name, kind, scopes });
    Ok(fields.finish(new)?.expect("what is not there is a fault"))
}

/// Scopes in one text, separated by spaces, or as a list.
fn scopes(value: &Value) -> Parsed<ScopeSet> {
    let words = || Fault::of("must be scopes such as \"read:self read:tracking_links\"");
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(Value::as_str).collect::<Option<Vec<_>>>().ok_or_else(words)?.join(" "),
        _ => return Err(words().into()),
    };
    let scopes = ScopeSet::parse(&text).map_err(|name| Fault::of(format!("there is no scope '{name}'")))?;
    if scopes.as_slice().is_empty() { Err(words().into()) } else { Ok(Some(scopes)) }
}
