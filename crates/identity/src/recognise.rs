//! Lets people who have signed in use the APIs from the pages of this installation. The doors of the APIs are told which session is shown;
//! they, not this, say what it allows.
//!
//! A cookie goes along with whatever a browser sends, so a request that changes something counts only if a page of ours has sent it:
//! it carries a header that no other site's page may set, and the browser does not say that it comes from elsewhere.
//!
//! A person of several workspaces acts in one of them at a time. A page says which in a header; where it cannot send one (a picture, a file
//! to take along, the live feed) its cookie says so. That is no secret, and allows nothing that membership does not.

use crate::cookies::{Cookie, chosen_workspace};
use crate::form::is_from_here;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderMap, Method};
use std::sync::Arc;
use trackway_app::App;
use trackway_app::public_url::PublicUrl;
use trackway_app::sessions::act::ShownSession;
use trackway_domain::workspace::WorkspaceId;
use uuid::Uuid;

/// The header that pages of ours send along. A form cannot set it, and a script of another site's page only with a permission that we
/// give nobody.
pub const PAGE_HEADER: &str = "x-trackway-page";

/// The header in which pages of ours say in which workspace they act.
pub const WORKSPACE_HEADER: &str = "x-trackway-workspace";

/// Puts the session that is shown beside the request.
pub async fn recognise(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Response {
    if let Some(session) = shown(&app.public_url, request.method(), request.headers()) {
        request.extensions_mut().insert(session);
    }
    next.run(request).await
}

fn shown(public_url: &PublicUrl, method: &Method, headers: &HeaderMap) -> Option<ShownSession> {
    let is_harmless = matches!(*method, Method::GET | Method::HEAD);
    let is_ours = is_from_here(public_url, headers) && (is_harmless || headers.contains_key(PAGE_HEADER));
    let secret = Cookie::Session.read(public_url, headers).filter(|_| is_ours)?;
    let header = headers.get(WORKSPACE_HEADER).and_then(|value| value.to_str().ok());
    let workspace = header.or_else(|| chosen_workspace(headers));
    // What is no id names no workspace that anybody is a member of.
    let workspace = workspace.map(|text| WorkspaceId(Uuid::try_parse(text).unwrap_or_default()));
    Some(ShownSession { secret: Arc::new(secret), workspace })
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderName, HeaderValue};

    #[test]
    fn only_pages_of_ours_use_a_session() {
        let public_url = PublicUrl::parse("https://go.example.com").expect("a URL");
        let (cookie, page) = (("cookie", "__Host-trackway=s"), (PAGE_HEADER, "1"));
        type Headers<'a> = &'a [(&'static str, &'static str)];
        let cases: [(Method, Headers<'_>, bool); 9] = [
            (Method::GET, &[], false),
            (Method::GET, &[cookie], true),
            (Method::GET, &[cookie, ("sec-fetch-site", "cross-site")], false),
            (Method::POST, &[cookie], false),
            (Method::POST, &[cookie, page], true),
            (Method::POST, &[cookie, page, ("sec-fetch-site", "same-site")], false),
            (Method::DELETE, &[cookie, page, ("origin", "https://evil.example.net")], false),
            (Method::DELETE, &[cookie, page, ("origin", "https://go.example.com")], true),
            (Method::PATCH, &[page], false),
        ];
        for (method, headers, expected) in cases {
            let map = headers.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
            assert_eq!(shown(&public_url, &method, &map.collect()).is_some(), expected, "{method} {headers:?}");
        }
    }

    #[test]
    fn a_page_says_in_which_workspace_it_acts() {
        let public_url = PublicUrl::parse("https://go.example.com").expect("a URL");
        let (one, other) = ("019d0000-0000-7000-8000-000000000001", "019d0000-0000-7000-8000-000000000002");
        let session = "__Host-trackway=s".to_owned();
        let both = format!("{session}; trackway_workspace={one}");
        for (cookie, header, expected) in [
            (&session, None, None),
            (&both, None, Some(one)),
            (&both, Some(other), Some(other)),
            (&session, Some("everything"), Some("00000000-0000-0000-0000-000000000000")),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert("cookie", HeaderValue::from_str(cookie).expect("a header"));
            headers.extend(header.map(|id| (HeaderName::from_static(WORKSPACE_HEADER), HeaderValue::from_static(id))));
            let shown = shown(&public_url, &Method::GET, &headers).expect("a session");
            assert_eq!(shown.workspace.map(|id| id.to_string()).as_deref(), expected, "{cookie} {header:?}");
        }
    }
}
