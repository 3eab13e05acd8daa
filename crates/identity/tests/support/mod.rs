//! An installation with people, accounts and clients, and what tests do with it.

use axum::Router;
use axum::body::Body;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, RETRY_AFTER};
use http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt as _;
use jiff::Timestamp;
use serde_json::Value;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use tower::ServiceExt as _;
use trackway_app::oauth::register_client::{NewClient, register_client};
use trackway_app::tokens::authenticate::authenticate;
use trackway_app::users::create::{NewUser, create};
use trackway_app::users::sign_in::sign_in;
use trackway_domain::account::Account;
use trackway_domain::audit::Doer;
use trackway_domain::oauth::client::ClientKind;
use trackway_domain::oauth::redirect_uri::RedirectUri;
use trackway_domain::oauth::scope::ScopeSet;
use trackway_domain::secret::Secret;
use trackway_domain::session::form_token;
use trackway_domain::text::Name;
use trackway_domain::user::{Email, Password, Role};
use trackway_identity::{Identity, TokenIssuer, router};
use trackway_testbed::Testbed;
use trackway_testbed::transcript::{Variables, transcript};
use trackway_web::client::ClientAddress;

/// A key for tests: with it, tokens are the same every time.
pub(crate) const PEM: &str = include_str!("signing-key.pem");

/// The example of RFC 7636.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// Scopes with which a client can go on alone.
pub(crate) const OFFLINE: &str = "openid offline_access read:self read:tracking_links";

const CALLBACK: &str = "https://app.example.com/callback";
const FORM: &str = "application/x-www-form-urlencoded";

pub(crate) struct Stage {
    pub(crate) testbed: Testbed,
    router: Router,
    tokens: Arc<TokenIssuer>,
    mia: Account,
    cookie: Secret,
    client: (String, Option<String>),
    variables: Variables,
}

impl Stage {
    /// Mia is an owner and has signed in; Vic is a viewer and has signed in.
    pub(crate) async fn new() -> Self {
        let testbed = Testbed::new().await;
        let app = &testbed.app;
        let issuer = TokenIssuer::open(
            Arc::clone(&app.store),
            app.public_url.as_str().to_owned(),
            "installation".to_owned(),
            Some(PEM.to_owned()),
            app.clock.now(),
        );
        let tokens = Arc::new(issuer.await.expect("keys"));
        let router = router(Identity { app: Arc::clone(app), tokens: Arc::clone(&tokens), sign_in_limits: Arc::default() });
        let mia = testbed.account("mia").await;
        let [cookie, viewer_cookie] = [person(&testbed, "Mia", Role::Owner).await, person(&testbed, "Vic", Role::Viewer).await];
        let client = client(&testbed, "Planner <b>", &[CALLBACK], false, "").await;
        let other = client_basic(&testbed, "Other", &[CALLBACK], "").await;
        let public = self::client(&testbed, "Phone", &[CALLBACK], true, "").await;
        let script = client_basic(&testbed, "Nightly", &[], "read:creator read:tracking_links").await;
        let reader = self::client(&testbed, "Reader", &[CALLBACK], false, "read:self").await;
        let mark = Secret::presented("mark-of-a-browser");
        let secret = client.1.clone().expect("a secret");
        let named = [
            ("client", client.0.clone()),
            ("basic", basic(&client.0, &secret)),
            ("wrong basic", basic(&client.0, "tw_client_00000000000000000000000000000000")),
            ("secret", secret),
            ("other client", other.0),
            ("other basic", other.1),
            ("public client", public.0.clone()),
            ("script basic", script.1),
            ("reader", reader.0),
            ("verifier", VERIFIER.to_owned()),
            ("challenge", CHALLENGE.to_owned()),
            ("mia", mia.id.to_string()),
            ("cookie", format!("theirs=1; __Host-trackway={}", cookie.reveal())),
            ("viewer cookie", format!("__Host-trackway={}", viewer_cookie.reveal())),
            ("form token", form_token(&cookie)),
            ("form cookie", format!("__Host-trackway-form={}", mark.reveal())),
            ("sign-in token", form_token(&mark)),
        ];
        let variables = named.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let mut stage = Self { testbed, router, tokens, mia, cookie, client, variables };
        for name in ["code", "second code", "third code"] {
            let code = stage.code(OFFLINE).await;
            stage.variables.insert(name.to_owned(), code);
        }
        let code = stage.code_for(&public.0, "read:tracking_links").await;
        stage.variables.insert("public code".to_owned(), code);
        stage
    }

    /// The same with two API keys.
    pub(crate) async fn with_keys(mut self) -> Self {
        for (name, scopes) in [("admin key", "admin"), ("reading key", "links:read")] {
            self.variables.insert(name.to_owned(), self.testbed.key(scopes).await);
        }
        self
    }

    /// Runs a script. The style of the pages is left out.
    pub(crate) async fn play(&self, script: &str) -> String {
        let written = transcript(&self.router, script, self.variables.clone()).await;
        let style = include_str!("../../src/pages/style.css");
        let mut pieces = written.split("'sha256-").map(str::to_owned).collect::<Vec<_>>();
        for piece in pieces.iter_mut().skip(1) {
            *piece = piece.split_once('\'').map(|(_, rest)| format!("(style){rest}")).expect("the end of a source");
        }
        pieces.concat().replace(style, "(style)")
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.testbed.app.clock.now()
    }

    /// A code for which Mia has allowed this.
    pub(crate) async fn code(&self, scope: &str) -> String {
        self.code_for(&self.client.0, scope).await
    }

    async fn code_for(&self, client: &str, scope: &str) -> String {
        let query = encoded(&[
            ("response_type", "code"),
            ("client_id", client),
            ("redirect_uri", CALLBACK),
            ("scope", scope),
            ("nonce", "n-0S6_WzA2Mj"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ]);
        let body = encoded(&[("decision", "allow"), ("account", &self.mia.id.to_string()), ("token", &form_token(&self.cookie))]);
        let request = Request::post(format!("/oauth2/auth?{query}"))
            .header(COOKIE, format!("__Host-trackway={}", self.cookie.reveal()))
            .header(CONTENT_TYPE, FORM);
        let (_, headers, _) = self.send(request.body(Body::from(body)).expect("a request")).await;
        let location = url::Url::parse(headers["location"].to_str().expect("text")).expect("an address");
        let (_, code) = location.query_pairs().find(|(name, _)| name == "code").expect("a code");
        code.into_owned()
    }

    /// What comes of a code.
    pub(crate) async fn exchange(&self, code: &str) -> Value {
        self.token(&[("grant_type", "authorization_code"), ("code", code), ("redirect_uri", CALLBACK), ("code_verifier", VERIFIER)]).await
    }

    /// The next refresh token, where there is one.
    pub(crate) async fn refresh(&self, token: &str) -> Option<String> {
        let answer = self.token(&[("grant_type", "refresh_token"), ("refresh_token", token)]).await;
        answer["refresh_token"].as_str().map(str::to_owned)
    }

    async fn token(&self, fields: &[(&str, &str)]) -> Value {
        let (id, secret) = &self.client;
        let request = Request::post("/oauth2/token")
            .header(AUTHORIZATION, format!("Basic {}", basic(id, secret.as_deref().expect("a secret"))))
            .header(CONTENT_TYPE, FORM);
        let (_, _, body) = self.send(request.body(Body::from(encoded(fields))).expect("a request")).await;
        serde_json::from_str(&body).expect("JSON")
    }

    /// True where the access token among these is taken.
    pub(crate) async fn is_good(&self, tokens: &Value) -> bool {
        let token = tokens["access_token"].as_str().expect("an access token");
        authenticate(&self.testbed.app, &*self.tokens, token).await.expect("a store").is_some()
    }

    pub(crate) async fn public_keys(&self) -> Vec<Value> {
        let (_, _, body) = self.send(Request::get("/.well-known/jwks.json").body(Body::empty()).expect("a request")).await;
        serde_json::from_str::<Value>(&body).expect("JSON")["keys"].as_array().expect("keys").clone()
    }

    /// The status of the answer, and the seconds that it says to wait.
    pub(crate) async fn try_to_sign_in(&self, email: &str, password: &str) -> (u16, Option<i64>) {
        let body = encoded(&[("email", email), ("password", password), ("token", &self.variables["sign-in token"])]);
        let request = Request::post("/sign-in").header(COOKIE, &self.variables["form cookie"]).header(CONTENT_TYPE, FORM);
        let request = request.extension(ClientAddress(IpAddr::V4(Ipv4Addr::new(198, 51, 100, 7))));
        let (status, headers, _) = self.send(request.body(Body::from(body)).expect("a request")).await;
        (status.as_u16(), headers.get(RETRY_AFTER).map(|value| value.to_str().expect("text").parse().expect("seconds")))
    }

    async fn send(&self, request: Request<Body>) -> (StatusCode, HeaderMap, String) {
        let (head, body) = self.router.clone().oneshot(request).await.expect("an answer").into_parts();
        let body = body.collect().await.expect("a body").to_bytes();
        (head.status, head.headers, String::from_utf8(body.to_vec()).expect("text"))
    }
}

/// Makes a person and signs him in; gives his cookie.
async fn person(testbed: &Testbed, name: &str, role: Role) -> Secret {
    let email = format!("{}@example.com", name.to_lowercase());
    let new = NewUser {
        email: Email::parse(&email).expect("an address"),
        name: Name::parse(name).expect("a name"),
        role,
        password: Password::new("correct horse").expect("a password"),
    };
    create(&testbed.app, &testbed.workspace, Doer::CommandLine, new).await.expect("a person");
    sign_in(&testbed.app, &email, Password::presented("correct horse")).await.expect("a store").expect("a session")
}

/// Registers a client for these scopes, or for all where none are named; gives id and secret.
async fn client(testbed: &Testbed, name: &str, uris: &[&str], is_public: bool, scopes: &str) -> (String, Option<String>) {
    let uris = uris.iter().map(|uri| RedirectUri::parse(uri).expect("an address")).collect();
    let new = NewClient {
        name: Name::parse(name).expect("a name"),
        kind: ClientKind::new(uris, is_public, false).expect("a kind"),
        scopes: if scopes.is_empty() { ScopeSet::all() } else { ScopeSet::parse(scopes).expect("scopes") },
    };
    let (client, secret) = register_client(&testbed.app, testbed.workspace.id, Doer::CommandLine, new).await.expect("a client");
    (client.id.to_string(), secret.map(|secret| secret.reveal().to_owned()))
}

async fn client_basic(testbed: &Testbed, name: &str, uris: &[&str], scopes: &str) -> (String, String) {
    let (id, secret) = client(testbed, name, uris, false, scopes).await;
    let basic = basic(&id, &secret.expect("a secret"));
    (id, basic)
}

fn basic(id: &str, secret: &str) -> String {
    STANDARD.encode(format!("{id}:{secret}"))
}

fn encoded(fields: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}
