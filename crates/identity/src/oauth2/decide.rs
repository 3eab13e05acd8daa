//! `POST /oauth2/auth`: the person has decided. What he decided about stands in the query, and is read as carefully as the first time.

use crate::Identity;
use crate::form::{Form, is_from_here};
use crate::oauth2::authorize::{sign_in_address, what_can_be_offered};
use crate::oauth2::request::AuthorizationRequest;
use crate::pages::{self, consent};
use crate::sign_in::see_other;
use crate::visitor::Visitor;
use axum::extract::{Request, State};
use axum::response::Response;
use http::{HeaderMap, StatusCode};
use trackway_app::Error;
use trackway_app::oauth::allow::{Choice, Delivery, allow};
use trackway_app::oauth::offer::Offer;
use trackway_domain::account::AccountId;
use uuid::Uuid;

pub(crate) async fn decide(State(identity): State<Identity>, request: Request) -> Response {
    let headers = request.headers().clone();
    let asked = match AuthorizationRequest::read(&identity, request.uri().query()).await {
        Ok(asked) => asked,
        Err(response) => return response,
    };
    match Form::read(request).await {
        Ok(form) => follow(&identity, &asked, &headers, &form).await.unwrap_or_else(|error| pages::trouble(&error)),
        Err(error) => pages::notice(StatusCode::BAD_REQUEST, "That did not work", &format!("The form could not be read: {error}.")),
    }
}

async fn follow(identity: &Identity, asked: &AuthorizationRequest, headers: &HeaderMap, form: &Form) -> Result<Response, Error> {
    let Some(visitor) = Visitor::of(&identity.app, headers).await? else { return Ok(see_other(&sign_in_address(identity, asked))) };
    if !is_from_here(&identity.app.public_url, headers) || !visitor.has_form_token(form.get("token").unwrap_or_default()) {
        let sentence = "Nothing was allowed. Please go back to the app and start again.";
        return Ok(pages::notice(StatusCode::FORBIDDEN, "This form is not ours", sentence));
    }
    let offer = match what_can_be_offered(identity, asked, &visitor).await? {
        Ok(offer) => offer,
        Err(response) => return Ok(response),
    };
    match form.get("decision") {
        Some("deny") => Ok(asked.way_back().with_error(identity, "access_denied", "the person said no")),
        Some("allow") => send_code(identity, asked, &visitor, &offer, form).await,
        _ => Ok(ask_again(identity, asked, &visitor, &offer, "Please choose one of the two buttons.")),
    }
}

async fn send_code(
    identity: &Identity,
    asked: &AuthorizationRequest,
    visitor: &Visitor,
    offer: &Offer,
    form: &Form,
) -> Result<Response, Error> {
    let Some(choice) = choice(offer, form) else {
        return Ok(ask_again(identity, asked, visitor, offer, "Please choose the account that the app shall act for."));
    };
    let delivery = Delivery { redirect_uri: asked.redirect_uri.clone(), challenge: asked.challenge, nonce: asked.nonce.clone() };
    let code = allow(&identity.app, &asked.client, &visitor.session, offer, choice, delivery).await?;
    Ok(match code {
        Some(code) => asked.way_back().with(identity, &[("code", code.reveal())]),
        None => ask_again(identity, asked, visitor, offer, "Please choose among what is listed here."),
    })
}

/// What the form says was chosen; None where it names no account.
fn choice(offer: &Offer, form: &Form) -> Option<Choice> {
    let account = |text: &str| Uuid::try_parse(text).ok().map(AccountId);
    let creators = match form.all("creator").any(|value| value == consent::ALL_CREATORS) {
        true => offer.accounts.iter().map(|account| account.id).collect(),
        false => form.all("creator").map(account).collect::<Option<Vec<_>>>()?,
    };
    Some(Choice { account: form.get("account").and_then(account)?, creators })
}

fn ask_again(identity: &Identity, asked: &AuthorizationRequest, visitor: &Visitor, offer: &Offer, complaint: &str) -> Response {
    consent::page(asked, visitor, offer, &sign_in_address(identity, asked), Some(complaint))
}
