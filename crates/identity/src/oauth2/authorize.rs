//! `GET /oauth2/auth`: a client has sent somebody here to be asked. He signs in where he has not, then sees what the client wants.

use crate::Identity;
use crate::oauth2::request::AuthorizationRequest;
use crate::pages::{self, consent};
use crate::sign_in::see_other;
use crate::visitor::Visitor;
use axum::extract::State;
use axum::response::Response;
use http::{HeaderMap, StatusCode, Uri};
use trackway_app::Error;
use trackway_app::oauth::offer::{Offer, offer};

pub(crate) async fn authorize(State(identity): State<Identity>, uri: Uri, headers: HeaderMap) -> Response {
    match AuthorizationRequest::read(&identity, uri.query()).await {
        Ok(request) => ask(&identity, &request, &headers).await.unwrap_or_else(|error| pages::trouble(&error)),
        Err(response) => response,
    }
}

async fn ask(identity: &Identity, request: &AuthorizationRequest, headers: &HeaderMap) -> Result<Response, Error> {
    let visitor = Visitor::of(&identity.app, headers).await?;
    let Some(visitor) = visitor.filter(|_| !request.prompt.signs_in_again) else {
        return Ok(match request.prompt.is_silent {
            true => request.way_back().with_error(identity, "login_required", "nobody has signed in"),
            false => see_other(&sign_in_address(identity, request)),
        });
    };
    let offer = match what_can_be_offered(identity, request, &visitor).await? {
        Ok(offer) => offer,
        Err(response) => return Ok(response),
    };
    if request.prompt.is_silent {
        return Ok(request.way_back().with_error(identity, "consent_required", "the person must be asked"));
    }
    Ok(consent::page(request, &visitor, &offer, &sign_in_address(identity, request), None))
}

/// What there is to allow, or what is answered where there is nothing.
pub(crate) async fn what_can_be_offered(
    identity: &Identity,
    request: &AuthorizationRequest,
    visitor: &Visitor,
) -> Result<Result<Offer, Response>, Error> {
    Ok(match offer(&identity.app, &request.client, visitor.user.id, &request.scopes).await? {
        None => Err(pages::notice(
            StatusCode::FORBIDDEN,
            "This app belongs to another workspace",
            "You are signed in as somebody who is no member of it. Sign out, and come back as somebody who is.",
        )),
        Some(offer) if offer.scopes.as_slice().is_empty() => {
            Err(request.way_back().with_error(identity, "access_denied", "the person's role does not let him allow any of it"))
        }
        Some(offer) => Ok(offer),
    })
}

/// The sign-in page, which leads back here.
pub(crate) fn sign_in_address(identity: &Identity, request: &AuthorizationRequest) -> String {
    let return_to = format!("/oauth2/auth?{}", request.query_after_sign_in);
    let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("return_to", &return_to).finish();
    format!("{}/sign-in?{query}", identity.app.public_url.path())
}
