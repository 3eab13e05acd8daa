//! `PATCH /api/me`: the first address and password of somebody who came in by a key; later, another password. Only for people who have
//! signed in: a key must not make itself a way in that outlives it.

use crate::Trackway;
use crate::failure::Failure;
use crate::me::find::told;
use crate::report::Fields;
use axum::Json;
use axum::extract::{Request, State};
use serde_json::Value;
use trackway_app::{Actor, users};
use trackway_domain::audit::Doer;
use trackway_domain::text::Name;
use trackway_domain::user::{Email, Member, Password};
use trackway_web::body::{Object, read_object};

pub(crate) async fn change(State(state): State<Trackway>, request: Request) -> Result<Json<Value>, Failure> {
    let actor = request.extensions().get::<Actor>().cloned().ok_or(Failure::Unauthorized)?;
    if actor.key.is_some() {
        return Err(Failure::NotYours("Only whoever has signed in changes his own password"));
    }
    let object = read_object(request).await?;
    let member = users::find::by_id(&state.app, actor.workspace, actor.user).await?;
    if member.user.email.is_none() {
        introduce(&state, member, &object).await?;
    } else {
        set_password(&state, &member, &object).await?;
    }
    told(&state, &actor).await
}

async fn introduce(state: &Trackway, member: Member, object: &Object) -> Result<(), Failure> {
    let mut fields = Fields::of(object, &["email", "name", "password"]);
    let email = fields.required("email", |text| Email::parse(text).map_err(|error| error.to_string()));
    let name = fields.required("name", |text| Name::parse(text).map_err(|error| error.to_string()));
    let password = fields.required("password", |text| Password::new(text).map_err(|error| error.to_string()));
    let read = email.zip(name).zip(password);
    let ((email, name), password) = fields.finish(read).map_err(Failure::Invalid)?;
    Ok(users::introduce::introduce(&state.app, member, email, name, password).await?)
}

/// Ends his sessions too, this one among them.
async fn set_password(state: &Trackway, member: &Member, object: &Object) -> Result<(), Failure> {
    let mut fields = Fields::of(object, &["password", "currentPassword"]);
    let current = fields.required("currentPassword", |text| Ok(Password::presented(text)));
    let password = fields.required("password", |text| Password::new(text).map_err(|error| error.to_string()));
    let (current, password) = fields.finish(current.zip(password)).map_err(Failure::Invalid)?;
    let verdict = state.password_guesses.admit(&member.user.id.to_string(), state.app.clock.now());
    if !verdict.is_allowed {
        return Err(Failure::TooMany { retry_after: verdict.retry_after });
    }
    if !state.app.passwords.fit(current, member.user.password.as_ref()).await? {
        return Err(Failure::field("currentPassword", "is not your password"));
    }
    Ok(users::set_password::set_password(&state.app, Doer::User(member.user.id), member, password).await?)
}
