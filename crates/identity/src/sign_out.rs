//! `/sign-out`: a page with a button, so that no other site's picture signs anybody out.

use crate::Identity;
use crate::cookies::Cookie;
use crate::form::{Form, is_from_here};
use crate::pages::{self, sign_out};
use crate::sign_in::see_other;
use crate::visitor::Visitor;
use axum::extract::{Request, State};
use axum::response::Response;
use http::header::SET_COOKIE;
use http::{HeaderMap, StatusCode};
use trackway_app::{Error, sessions};

pub(crate) async fn show(State(identity): State<Identity>, headers: HeaderMap) -> Response {
    match Visitor::of(&identity.app, &headers).await {
        Ok(Some(visitor)) => sign_out::page(&visitor),
        Ok(None) => see_other(&format!("{}/sign-in", identity.app.public_url.path())),
        Err(error) => pages::trouble(&error),
    }
}

pub(crate) async fn sign_out(State(identity): State<Identity>, request: Request) -> Response {
    end(&identity, request).await.unwrap_or_else(|error| pages::trouble(&error))
}

async fn end(identity: &Identity, request: Request) -> Result<Response, Error> {
    let (app, headers) = (&identity.app, request.headers().clone());
    let form = Form::read(request).await.unwrap_or_default();
    if let Some(visitor) = Visitor::of(app, &headers).await? {
        if !is_from_here(&app.public_url, &headers) || !visitor.has_form_token(form.get("token").unwrap_or_default()) {
            return Ok(pages::notice(
                StatusCode::FORBIDDEN,
                "You are still signed in",
                "Please use the button on the page for signing out.",
            ));
        }
        sessions::end::end(app, &visitor.secret).await?;
    }
    let mut response = see_other(&format!("{}/sign-in", app.public_url.path()));
    response.headers_mut().append(SET_COOKIE, Cookie::Session.clear(&app.public_url));
    Ok(response)
}
