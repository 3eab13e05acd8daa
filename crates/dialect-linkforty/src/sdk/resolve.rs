//! `GET /api/sdk/v1/resolve/{code}`, and the same behind a slug or handle: an app was opened by a link and asks what it means.

use crate::LinkForty;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::request::Parameters;
use crate::row::time;
use crate::sdk::deep_link;
use crate::sdk::door::Caller;
use crate::sdk::values::{perhaps, text};
use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse as _, Response};
use http::header::USER_AGENT;
use http::{HeaderMap, StatusCode};
use serde_json::json;
use trackway_app::Error;
use trackway_app::error::Thing;
use trackway_app::links::open_in_app::{AppVisit, Opened, open_in_app};
use trackway_domain::install::system_version::SystemVersion;
use trackway_domain::platform::Platform;

/// A code alone.
pub(crate) async fn resolve(
    state: State<LinkForty>,
    caller: Caller,
    path: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    query: RawQuery,
    parameters: Parameters,
) -> Result<Response, Failure> {
    let named = path.ok().map(|Path(code)| (None, code));
    answer(state, caller, named, headers, query, parameters).await
}

/// A code behind a template's slug or an account's handle.
pub(crate) async fn resolve_behind(
    state: State<LinkForty>,
    caller: Caller,
    path: Result<Path<(String, String)>, PathRejection>,
    headers: HeaderMap,
    query: RawQuery,
    parameters: Parameters,
) -> Result<Response, Failure> {
    let named = path.ok().map(|Path((slug, code))| (Some(slug), code));
    answer(state, caller, named, headers, query, parameters).await
}

async fn answer(
    State(state): State<LinkForty>,
    caller: Caller,
    named: Option<(Option<String>, String)>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    Parameters(parameters): Parameters,
) -> Result<Response, Failure> {
    // A path that is no text names nothing.
    let Some((slug, code)) = named else { return Ok(not_found()) };
    let mut fields = Fields::new(&parameters);
    let platform = fields.one(&["fp_platform"], perhaps(Platform::parse));
    let version = fields.one(&["fp_pv"], text(64)).zip(platform).and_then(|(said, platform)| SystemVersion::said_by_app(platform, &said));
    let language = fields.one(&["fp_lang"], text(64)).unwrap_or_default();
    fields.finish(())?;
    let own_agent = headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    let platform = platform.unwrap_or_else(|| Platform::of(own_agent));
    let visit = AppVisit {
        address: caller.address,
        platform,
        user_agent: &phone_agent(platform, version, own_agent),
        language: &language,
        query: query.as_deref().unwrap_or_default(),
    };
    match open_in_app(&state.app, &state.sdk.door, caller.within, slug.as_deref(), &code, visit).await {
        Ok(Opened::Link(view, _, at)) => Ok(Json(deep_link::of_opening(&view, time(at))).into_response()),
        Ok(Opened::Expired) => Ok((StatusCode::GONE, Json(json!({"error": "This link has expired."}))).into_response()),
        Ok(Opened::Held) => Ok((StatusCode::FORBIDDEN, Json(json!({"error": "This link opens in a browser only"}))).into_response()),
        Err(Error::NotFound(Thing::Link)) => Ok(not_found()),
        Err(error) => Err(error.into()),
    }
}

fn not_found() -> Response {
    (StatusCode::NOT_FOUND, Json(json!({"error": "Link not found"}))).into_response()
}

/// What the app says of its phone, as a page inside an app would say it: only so it is counted for its platform and system.
fn phone_agent(platform: Platform, version: Option<SystemVersion>, own_agent: &str) -> String {
    let number = |separator: &str, unknown: &str| {
        let minor = |version: SystemVersion| version.minor.map(|minor| format!("{separator}{minor}")).unwrap_or_default();
        version.map_or(unknown.to_owned(), |version| format!("{}{}", version.major, minor(version)))
    };
    match platform {
        Platform::Ios => {
            let version = number("_", "18_6");
            format!("Mozilla/5.0 (iPhone; CPU iPhone OS {version} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148")
        }
        Platform::Android => {
            let version = number(".", "10");
            format!(
                "Mozilla/5.0 (Linux; Android {version}; K) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/150.0.0.0 Mobile Safari/537.36"
            )
        }
        Platform::Web => own_agent.to_owned(),
    }
}
