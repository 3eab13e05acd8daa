//! The answers of the redirect.

use crate::pages;
use bytes::Bytes;
use http::header::{
    ALLOW, CACHE_CONTROL, CONNECTION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, REFERRER_POLICY, RETRY_AFTER, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderName, HeaderValue, Response, StatusCode};
use http_body_util::Full;
use trackway_domain::click::ClickId;
use trackway_domain::href::Href;
use trackway_domain::route::Route;

/// An answer in one piece.
pub type Answer = Response<Full<Bytes>>;

/// Never kept by anybody: a redirect from a cache is a click that nobody counts.
const NOT_KEPT: HeaderValue = HeaderValue::from_static("private, no-store");

/// Sends a visitor on. Always 302, since a browser keeps a 301.
pub(crate) fn redirect(location: &str) -> Answer {
    let Ok(location) = HeaderValue::from_str(location) else {
        // An address that the URL parser wrote has no byte that a header refuses.
        return with_status(StatusCode::INTERNAL_SERVER_ERROR, Answer::default());
    };
    let mut answer = with_status(StatusCode::FOUND, Answer::default());
    answer.headers_mut().insert(LOCATION, location);
    answer.headers_mut().insert(CACHE_CONTROL, NOT_KEPT);
    answer
}

/// The page that tries an app.
pub(crate) fn open_app(route: &Route, app: &Href, fallback: &str) -> Answer {
    let mut answer = page(StatusCode::OK, pages::open_app::page(route.public_title(), app.as_str(), fallback));
    answer.headers_mut().insert(CONTENT_SECURITY_POLICY, pages::open_app::policy());
    answer
}

/// The link's card.
pub(crate) fn preview(route: &Route, short_url: &str) -> Answer {
    page(StatusCode::OK, pages::preview::page(route, short_url))
}

/// Sends on whoever has sent a form: the browser asks for the page there, and does not send the form again.
pub(crate) fn after_form(mut answer: Answer) -> Answer {
    if answer.status() == StatusCode::FOUND {
        *answer.status_mut() = StatusCode::SEE_OTHER;
    }
    answer
}

/// Asks for a link's password.
pub(crate) fn ask_password(route: &Route, as_json: bool) -> Answer {
    if as_json {
        return json(StatusCode::FORBIDDEN, r#"{"error":"This link asks for a password."}"#);
    }
    asking(StatusCode::OK, pages::ask::password(route.public_title(), None))
}

/// Asks again.
pub(crate) fn wrong_password(route: &Route) -> Answer {
    asking(StatusCode::FORBIDDEN, pages::ask::password(route.public_title(), Some("This is not the password of this link.")))
}

/// Asks again, later.
pub(crate) fn guessed_too_often(route: &Route, seconds: i64) -> Answer {
    let complaint = "That was too often. Please wait a minute and try again.";
    let mut answer = asking(StatusCode::TOO_MANY_REQUESTS, pages::ask::password(route.public_title(), Some(complaint)));
    answer.headers_mut().insert(RETRY_AFTER, seconds.into());
    answer
}

/// Says where the link leads, and asks.
pub(crate) fn warn(host: &str, as_json: bool) -> Answer {
    if as_json {
        return json(StatusCode::FORBIDDEN, r#"{"error":"This link asks before it leads on."}"#);
    }
    asking(StatusCode::OK, pages::ask::warning(host))
}

/// The link leads where no link may lead.
pub(crate) fn blocked(as_json: bool) -> Answer {
    if as_json {
        return json(StatusCode::FORBIDDEN, r#"{"error":"This link is blocked."}"#);
    }
    let sentence = "This link leads to a website that is blocked here. It may be harmful.";
    page(StatusCode::FORBIDDEN, pages::notice::page("Link blocked", sentence))
}

fn asking(status: StatusCode, html: String) -> Answer {
    let mut answer = page(status, html);
    answer.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(pages::ask::POLICY));
    answer
}

/// There is no such link, or it does not show itself.
pub(crate) fn not_found(as_json: bool) -> Answer {
    if as_json {
        return json(StatusCode::NOT_FOUND, r#"{"error":"Link not found"}"#);
    }
    page(StatusCode::NOT_FOUND, pages::notice::page("Link not found", "There is no link at this address."))
}

/// The link is over.
pub(crate) fn expired(instead: Option<&Href>, as_json: bool) -> Answer {
    match instead {
        Some(href) => redirect(href.as_str()),
        None if as_json => json(StatusCode::GONE, r#"{"error":"This link has expired."}"#),
        None => page(StatusCode::GONE, pages::notice::page("Link expired", "This link has expired.")),
    }
}

/// The store is away and the link is not at hand.
pub(crate) fn unavailable() -> Answer {
    let notice = pages::notice::page("Try again in a moment", "This link cannot be looked up right now.");
    let mut answer = page(StatusCode::SERVICE_UNAVAILABLE, notice);
    answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("5"));
    answer
}

/// The request makes no sense here, and what follows it on its connection is not to be trusted.
pub(crate) fn bad_request() -> Answer {
    let mut answer = with_status(StatusCode::BAD_REQUEST, Answer::default());
    answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    answer
}

/// Links are opened; nothing else can be done to them here.
pub(crate) fn method_not_allowed() -> Answer {
    let mut answer = with_status(StatusCode::METHOD_NOT_ALLOWED, Answer::default());
    answer.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
    answer
}

/// The same answer with the click's id in it.
pub(crate) fn showing(click: ClickId, mut answer: Answer) -> Answer {
    const X_CLICK_ID: HeaderName = HeaderName::from_static("x-click-id");
    if let Ok(value) = HeaderValue::from_str(&click.to_string()) {
        answer.headers_mut().insert(X_CLICK_ID, value);
    }
    answer
}

fn page(status: StatusCode, html: String) -> Answer {
    let mut answer = with_status(status, Response::new(Full::from(html)));
    let headers = answer.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(pages::POLICY));
    headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("strict-origin-when-cross-origin"));
    plain(answer)
}

fn json(status: StatusCode, body: &'static str) -> Answer {
    let mut answer = with_status(status, Response::new(Full::from(body)));
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    plain(answer)
}

fn plain(mut answer: Answer) -> Answer {
    answer.headers_mut().insert(CACHE_CONTROL, NOT_KEPT);
    answer.headers_mut().insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    answer
}

fn with_status(status: StatusCode, mut answer: Answer) -> Answer {
    *answer.status_mut() = status;
    answer
}
