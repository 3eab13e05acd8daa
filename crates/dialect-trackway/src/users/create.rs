//! `POST /api/users`: makes somebody who can sign in.

use crate::failure::Failure;
use crate::report::Fields;
use crate::users::row::row;
use crate::users::{must_be_owner, role};
use crate::{Trackway, door};
use axum::Json;
use axum::extract::{Request, State};
use http::StatusCode;
use serde_json::Value;
use trackway_app::users::create::{NewUser, create as create_user};
use trackway_app::workspaces;
use trackway_domain::key::KeyScope;
use trackway_domain::text::Name;
use trackway_domain::user::{Email, Password, Role};
use trackway_web::body::{Object, read_object};

pub(crate) async fn create(State(state): State<Trackway>, request: Request) -> Result<(StatusCode, Json<Value>), Failure> {
    let actor = door::allowed(request.extensions(), KeyScope::Admin)?;
    let new = read(&read_object(request).await?)?;
    if new.role == Role::Owner {
        must_be_owner(&state, &actor).await?;
    }
    let workspace = workspaces::find::own(&state.app, &actor).await?;
    let member = create_user(&state.app, &workspace, actor.doer(), new).await?;
    Ok((StatusCode::CREATED, Json(row(&member))))
}

fn read(object: &Object) -> Result<NewUser, Failure> {
    let mut fields = Fields::of(object, &["email", "name", "role", "password"]);
    let email = fields.required("email", |text| Email::parse(text).map_err(|error| error.to_string()));
    let name = fields.required("name", |text| Name::parse(text).map_err(|error| error.to_string()));
    let role = fields.required("role", role);
    let password = fields.required("password", |text| Password::new(text).map_err(|error| error.to_string()));
    let read = email.zip(name).zip(role).zip(password);
    let read = read.map(|(((email, name), role), password)| NewUser { email, name, role, password });
    fields.finish(read).map_err(Failure::Invalid)
}
