//! `GET /share/{token}`: what a share shows, to whoever has its address: a page, or JSON for whoever asks for that.

use super::{numbers, page};
use crate::failure::Failure;
use crate::{Trackway, door};
use axum::Json;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse as _, Response};
use http::HeaderMap;
use http::header::{ACCEPT, RETRY_AFTER};
use trackway_app::shares::look::look;
use trackway_domain::secret::Secret;

pub(crate) async fn show(State(state): State<Trackway>, Path(token): Path<String>, request: Request) -> Response {
    let verdict = door::count(&state, None, request.extensions());
    let found = match verdict.is_allowed {
        true => look(&state.app, &Secret::presented(&token)).await.map_err(Failure::from),
        false => Err(Failure::TooMany { retry_after: verdict.retry_after }),
    };
    let mut response = match (found, wants_json(request.headers())) {
        (Ok(look), true) => Json(numbers::row(&look)).into_response(),
        (Ok(look), false) => page::show(&look),
        (Err(failure), true) => failure.into_response(),
        (Err(failure), false) => refuse(failure),
    };
    page::keep_private(response.headers_mut());
    door::tell_limit(&mut response, verdict);
    response
}

fn wants_json(headers: &HeaderMap) -> bool {
    headers.get(ACCEPT).and_then(|value| value.to_str().ok()).is_some_and(|accept| accept.trim_start().starts_with("application/json"))
}

fn refuse(failure: Failure) -> Response {
    let sentence = match &failure {
        Failure::NotFound(_) => "Nothing is shared under this address, or not any more.",
        Failure::TooMany { .. } => "Too many requests; please try again later.",
        Failure::Unavailable => "Please try again in a moment.",
        _ => "Something went wrong on our side.",
    };
    let answer = failure.into_response();
    let mut page = page::notice(answer.status(), sentence);
    page.headers_mut().extend(answer.headers().get(RETRY_AFTER).map(|value| (RETRY_AFTER, value.clone())));
    page
}
