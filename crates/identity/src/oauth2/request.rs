//! What a client asks for at `/oauth2/auth`, read from the query. Until client and address are known to belong together nobody is sent
//! anywhere: a page says what is wrong.

use crate::Identity;
use crate::form::{Form, Repeated};
use crate::oauth2::send_back::WayBack;
use crate::pages;
use axum::response::Response;
use http::StatusCode;
use trackway_app::oauth::authenticate_client::find_client;
use trackway_domain::oauth::client::OauthClient;
use trackway_domain::oauth::pkce::PkceChallenge;
use trackway_domain::oauth::redirect_uri::RedirectUri;
use trackway_domain::oauth::scope::ScopeSet;

/// A request that is good in itself.
pub(crate) struct AuthorizationRequest {
    pub(crate) client: OauthClient,
    pub(crate) redirect_uri: RedirectUri,
    pub(crate) state: Option<String>,
    pub(crate) scopes: ScopeSet,
    pub(crate) challenge: PkceChallenge,
    pub(crate) nonce: Option<String>,
    pub(crate) prompt: Prompt,
    /// The query once more, for the way through the sign-in page: what that page has done is not asked for again.
    pub(crate) query_after_sign_in: String,
}

/// What the client wants the person to be shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Prompt {
    /// Nothing at all.
    pub(crate) is_silent: bool,
    /// The sign-in page, though he has signed in.
    pub(crate) signs_in_again: bool,
}

/// What is wrong with a request, for the client.
struct Fault(&'static str, String);

impl AuthorizationRequest {
    /// Reads a query, or says what answers it.
    pub(crate) async fn read(identity: &Identity, query: Option<&str>) -> Result<Self, Response> {
        let form = Form::parse(query.unwrap_or_default().as_bytes());
        let form = form.once().map_err(|Repeated(name)| refuse(&format!("The app has sent “{name}” twice.")))?;
        let found = find_client(&identity.app, form.get("client_id").unwrap_or_default()).await;
        let client =
            found.map_err(|error| pages::trouble(&error))?.ok_or_else(|| refuse("The app that sent you is not registered here."))?;
        let redirect_uri = form.get("redirect_uri").and_then(|text| client.redirect_uri(text)).cloned();
        let redirect_uri = redirect_uri.ok_or_else(|| refuse("The app wants you sent to an address that is not registered for it."))?;
        let way_back = WayBack { redirect_uri, state: form.get("state").map(str::to_owned) };
        let sent_back = |Fault(code, description)| way_back.with_error(identity, code, &description);
        let (scopes, challenge, prompt) = rest(&form, &client).map_err(sent_back)?;
        Ok(Self {
            client,
            scopes,
            challenge,
            prompt,
            nonce: form.get("nonce").map(str::to_owned),
            query_after_sign_in: form.rewritten(without_sign_in),
            redirect_uri: way_back.redirect_uri,
            state: way_back.state,
        })
    }

    pub(crate) fn way_back(&self) -> WayBack {
        WayBack { redirect_uri: self.redirect_uri.clone(), state: self.state.clone() }
    }
}

fn refuse(sentence: &str) -> Response {
    let sentence = format!("{sentence} Nothing was allowed; please tell whoever makes the app.");
    pages::notice(StatusCode::BAD_REQUEST, "This request is not good", &sentence)
}

fn rest(form: &Form, client: &OauthClient) -> Result<(ScopeSet, PkceChallenge, Prompt), Fault> {
    let invalid = |description: &str| Fault("invalid_request", description.to_owned());
    if form.get("request").is_some() {
        return Err(Fault("request_not_supported", "request objects are not taken".to_owned()));
    }
    if form.get("request_uri").is_some() {
        return Err(Fault("request_uri_not_supported", "request objects are not taken".to_owned()));
    }
    match form.get("response_type") {
        Some("code") => {}
        None => return Err(invalid("'response_type' is missing")),
        Some(_) => return Err(Fault("unsupported_response_type", "the only response type is 'code'".to_owned())),
    }
    if form.get("response_mode").is_some_and(|mode| mode != "query") {
        return Err(invalid("the only response mode is 'query'"));
    }
    if form.get("code_challenge_method") != Some("S256") {
        return Err(invalid("PKCE is required, with code_challenge_method=S256"));
    }
    let challenge = form.get("code_challenge").and_then(PkceChallenge::parse);
    let challenge = challenge.ok_or_else(|| invalid("'code_challenge' must be 43 characters of base64url"))?;
    Ok((scopes(form, client)?, challenge, prompt(form).map_err(invalid)?))
}

fn scopes(form: &Form, client: &OauthClient) -> Result<ScopeSet, Fault> {
    let invalid = |description: String| Fault("invalid_scope", description);
    let scopes = ScopeSet::parse(form.get("scope").unwrap_or_default()).map_err(|name| invalid(format!("there is no scope '{name}'")))?;
    if scopes.as_slice().is_empty() {
        return Err(invalid("'scope' is missing".to_owned()));
    }
    if client.scopes.contains_all(&scopes) { Ok(scopes) } else { Err(invalid("the client is not registered for that scope".to_owned())) }
}

fn prompt(form: &Form) -> Result<Prompt, &'static str> {
    let mut prompt = Prompt::default();
    let words = form.get("prompt").unwrap_or_default().split_ascii_whitespace().collect::<Vec<_>>();
    for word in &words {
        match *word {
            "none" => prompt.is_silent = true,
            "login" | "select_account" => prompt.signs_in_again = true,
            // The person is asked every time.
            "consent" => {}
            _ => return Err("there is no such prompt"),
        }
    }
    if prompt.is_silent && words.len() > 1 { Err("'none' stands alone") } else { Ok(prompt) }
}

fn without_sign_in(name: &str, value: &str) -> Option<String> {
    if name != "prompt" {
        return Some(value.to_owned());
    }
    let left = value.split_ascii_whitespace().filter(|word| !matches!(*word, "login" | "select_account")).collect::<Vec<_>>();
    (!left.is_empty()).then(|| left.join(" "))
}
