//! `POST /api/accounts`: makes an account.

use crate::accounts::row::row;
use crate::failure::Failure;
use crate::report::{Fields, words};
use crate::{Trackway, door};
use axum::Json;
use axum::extract::{Request, State};
use http::StatusCode;
use serde_json::Value;
use trackway_app::accounts::create::{NewAccount, create as create_account};
use trackway_domain::account::Handle;
use trackway_domain::destination::Destination;
use trackway_domain::key::KeyScope;
use trackway_domain::targeting::Country;
use trackway_domain::text::Name;
use trackway_store::persons::FanCounts;
use trackway_web::body::{Object, read_object};

pub(crate) async fn create(State(state): State<Trackway>, request: Request) -> Result<(StatusCode, Json<Value>), Failure> {
    let actor = door::allowed(request.extensions(), KeyScope::Admin)?;
    let new = read(&read_object(request).await?)?;
    let account = create_account(&state.app, actor.workspace, actor.doer(), new).await?;
    Ok((StatusCode::CREATED, Json(row(&state.app.public_url, &account, FanCounts::default()))))
}

fn read(object: &Object) -> Result<NewAccount, Failure> {
    let mut fields = Fields::of(object, &["handle", "name", "profileUrl", "email", "country"]);
    let handle = fields.required("handle", |text| Handle::parse(text).map_err(|error| error.to_string()));
    let profile = fields.required("profileUrl", |text| Destination::parse(text).map_err(|error| error.to_string()));
    let name = fields.optional("name", |text| Name::parse(text).map_err(|error| error.to_string()));
    let email = fields.optional("email", words);
    let country = fields.optional("country", |text| Country::parse(text).ok_or_else(|| "must be an ISO 3166-1 alpha-2 code".to_owned()));
    let read = handle.zip(profile).map(|(handle, profile)| NewAccount { handle, profile, name, email, country });
    fields.finish(read).map_err(Failure::Invalid)
}
