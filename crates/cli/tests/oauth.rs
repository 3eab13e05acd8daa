//! The authorization server as the real process: apps that people let in, and that lose it again.

mod support;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use support::{Answer, Person, Request, Site, text};

/// The example of RFC 7636.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const CALLBACK: &str = "https://planner.example.com/callback";
const PASSWORD: &str = "correct horse";
const OWN: &str = "openid offline_access read:self read:tracking_links write:tracking_links";

/// A site with a person who has signed in, and an app.
struct Stage {
    site: Site,
    owner: Person,
    app: (String, String),
}

impl Stage {
    fn new() -> Self {
        let site = Site::new();
        site.installation.user("Mia", "owner", PASSWORD);
        let owner = Person::signed_in(site.server(), "mia@example.com", PASSWORD);
        let app = site.installation.json(&["oauth-clients", "create", "--name", "Planner", "--redirect-uri", CALLBACK]);
        Self { site, owner, app: (text(&app["clientId"]), text(&app["clientSecret"])) }
    }

    fn address(&self, scope: &str) -> String {
        let fields = [
            ("response_type", "code"),
            ("client_id", &self.app.0),
            ("redirect_uri", CALLBACK),
            ("scope", scope),
            ("state", "s-1"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ];
        format!("/oauth2/auth?{}", url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish())
    }

    /// What the app gets when the person allows it this for mia, and these creators.
    fn allowed(&mut self, scope: &str, creators: &[&str]) -> Value {
        let (address, mia) = (self.address(scope), text(&self.site.mia["uuid"]));
        let mut fields = vec![("decision", "allow"), ("account", mia.as_str())];
        fields.extend(creators.iter().map(|creator| ("creator", *creator)));
        let answer = self.owner.fill_in(self.site.server(), &address, &fields).expect(303);
        let location = url::Url::parse(answer.location()).expect("an address");
        let found = |name: &str| location.query_pairs().find(|(known, _)| known == name).map(|(_, value)| value.into_owned());
        assert_eq!((found("state").as_deref(), found("iss").as_deref()), (Some("s-1"), Some(support::PUBLIC_URL)));
        let code = found("code").expect("a code");
        self.token(&[("grant_type", "authorization_code"), ("code", &code), ("redirect_uri", CALLBACK), ("code_verifier", VERIFIER)])
            .expect(200)
            .json()
    }

    fn token(&self, fields: &[(&str, &str)]) -> Answer {
        self.as_app("/oauth2/token", fields)
    }

    fn refreshed(&self, tokens: &Value) -> Answer {
        self.token(&[("grant_type", "refresh_token"), ("refresh_token", &text(&tokens["refresh_token"]))])
    }

    fn as_app(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let (id, secret) = &self.app;
        let basic = STANDARD.encode(format!("{id}:{secret}"));
        self.site.server().call(&Request::new("POST", path).header("authorization", &format!("Basic {basic}")).form(fields))
    }

    /// Asks the API with an access token.
    fn ask(&self, tokens: &Value, method: &str, path: &str) -> Answer {
        let request = Request::new(method, path).header("x-fanvue-api-version", "2025-06-26");
        self.site.server().call(&request.header("authorization", &format!("Bearer {}", text(&tokens["access_token"]))))
    }

    fn is_good(&self, tokens: &Value) -> bool {
        match self.ask(tokens, "GET", "/users/me").status {
            200 => true,
            401 => false,
            other => panic!("neither good nor bad: {other}"),
        }
    }
}

#[test]
fn a_person_lets_an_app_in_and_it_goes_on_alone() {
    let mut stage = Stage::new();
    let tokens = stage.allowed(OWN, &[]);
    assert_eq!((&tokens["token_type"], &tokens["expires_in"], &tokens["scope"]), (&json!("bearer"), &json!(3_600), &json!(OWN)));
    assert_eq!(stage.ask(&tokens, "GET", "/users/me").expect(200).json()["uuid"], stage.site.mia["uuid"]);
    stage.ask(&tokens, "GET", "/v1/tracking-links").expect(200);

    let next = stage.refreshed(&tokens).expect(200).json();
    let sibling = stage.refreshed(&tokens).expect(200).json();
    assert!(stage.is_good(&tokens) && stage.is_good(&next) && stage.is_good(&sibling));

    stage.as_app("/oauth2/revoke", &[("token", &text(&next["access_token"]))]).expect(200);
    assert!(!stage.is_good(&next) && stage.is_good(&sibling), "an access token goes alone");
    stage.as_app("/oauth2/revoke", &[("token", &text(&sibling["refresh_token"]))]).expect(200);
    assert!(!stage.is_good(&tokens) && !stage.is_good(&sibling), "a refresh token takes its chain along");
    assert_eq!(stage.refreshed(&next).expect(400).json()["error"], "invalid_grant");
}

#[test]
fn what_was_allowed_outlives_the_server() {
    let mut stage = Stage::new();
    let tokens = stage.allowed(OWN, &[]);
    stage.site.take_server().stop();
    stage.site.start();
    assert!(stage.is_good(&tokens));
    let next = stage.refreshed(&tokens).expect(200).json();
    assert!(stage.is_good(&next));
    let address = stage.address(OWN);
    stage.owner.get(stage.site.server(), &address).expect(200);
}

#[test]
fn scopes_are_held_one_by_one() {
    let mut stage = Stage::new();
    let tokens = stage.allowed("read:tracking_links", &[]);
    assert_eq!(tokens.get("refresh_token").or(tokens.get("id_token")), None, "nobody asked for these");
    stage.ask(&tokens, "GET", "/tracking-links").expect(200);
    let missing = |method, path| stage.ask(&tokens, method, path).expect(403).json()["error"].clone();
    assert_eq!(missing("POST", "/tracking-links"), "Forbidden: missing scope write:tracking_links");
    assert_eq!(missing("GET", "/users/me"), "Forbidden: missing scope read:self");
    assert_eq!(missing("GET", "/creators"), "Forbidden: missing scope read:creator");
}

#[test]
fn an_app_reaches_the_creators_that_were_chosen_and_no_other() {
    let mut stage = Stage::new();
    let make = |handle: &str| {
        let url = format!("https://profiles.example.com/{handle}");
        let account = stage.site.installation.json(&["accounts", "create", "--handle", handle, "--profile-url", &url]);
        text(&account["uuid"])
    };
    let [ben, zoe] = [make("ben"), make("zoe")];
    let scope = "read:self read:creator write:creator read:tracking_links write:tracking_links";
    let tokens = stage.allowed(scope, &[&ben]);
    let listed = |tokens: &Value| {
        let creators = stage.ask(tokens, "GET", "/creators").expect(200).json();
        creators["data"].as_array().expect("creators").iter().map(|creator| text(&creator["handle"])).collect::<Vec<_>>()
    };
    assert_eq!(listed(&tokens), ["ben"]);
    stage.ask(&tokens, "GET", &format!("/creators/{ben}/tracking-links")).expect(200);
    let unknown = "00000000-0000-4000-8000-000000000001";
    for other in [&zoe, unknown] {
        let answer = stage.ask(&tokens, "GET", &format!("/creators/{other}/tracking-links")).expect(404);
        assert_eq!(answer.json(), json!({"message": "Creator not found"}), "not chosen is as not there");
    }
    let tokens = stage.allowed(scope, &["all"]);
    assert_eq!(stage.ask(&tokens, "GET", "/creators").expect(200).json()["data"].as_array().map(Vec::len), Some(4));
    let script = stage.site.installation.json(&["tokens", "issue", "--account", "mia", "--scopes", scope]);
    assert_eq!(stage.ask(&script, "GET", &format!("/creators/{zoe}/tracking-links")).status, 200, "scripts reach them all");
}

#[test]
fn a_key_is_changed_beneath_live_tokens() {
    let mut stage = Stage::new();
    let old = stage.allowed(OWN, &[]);
    let rotated = stage.site.installation.json(&["oauth-keys", "rotate"]);
    let new = stage.refreshed(&old).expect(200).json();
    assert_eq!(key_of(&new), rotated["kid"], "a running server signs with it at once");
    assert_ne!(key_of(&old), rotated["kid"]);
    assert!(stage.is_good(&old) && stage.is_good(&new));
    let keys = stage.site.server().call(&Request::get("/.well-known/jwks.json")).expect(200).json();
    let ids = keys["keys"].as_array().expect("keys").iter().map(|key| &key["kid"]).collect::<Vec<_>>();
    assert_eq!(ids, [&key_of(&new), &key_of(&old)]);
    assert!(!keys.to_string().contains("\"d\""), "no private half");
}

#[test]
fn whoever_is_shut_out_takes_his_apps_along() {
    let mut stage = Stage::new();
    let tokens = stage.allowed(OWN, &[]);
    stage.site.installation.json(&["users", "disable", "--email", "mia@example.com"]);
    assert!(!stage.is_good(&tokens));
    assert_eq!(stage.refreshed(&tokens).expect(400).json()["error"], "invalid_grant");
    let address = stage.address(OWN);
    let answer = stage.owner.get(stage.site.server(), &address).expect(303);
    assert!(answer.location().starts_with("/sign-in?return_to="), "his session is over: {}", answer.location());
}

#[test]
fn another_password_ends_sessions_and_another_role_narrows_tokens() {
    let mut stage = Stage::new();
    let tokens = stage.allowed(OWN, &[]);
    stage.site.installation.json(&["users", "set-role", "--email", "mia@example.com", "--role", "viewer"]);
    let narrowed = stage.refreshed(&tokens).expect(200).json();
    assert_eq!(narrowed["scope"], "openid offline_access read:self read:tracking_links");
    let made = stage.site.installation.json(&["users", "set-password", "--email", "mia@example.com"]);
    let address = stage.address(OWN);
    stage.owner.get(stage.site.server(), &address).expect(303);
    stage.owner = Person::signed_in(stage.site.server(), "MIA@example.com", &text(&made["password"]));
    stage.owner.get(stage.site.server(), &address).expect(200);
}

#[test]
fn a_revoked_client_has_nothing_left() {
    let mut stage = Stage::new();
    let tokens = stage.allowed(OWN, &[]);
    let script = stage.site.linkforty("POST", "/api/oauth/clients", r#"{"name": "Nightly"}"#).expect(201).json();
    let app = std::mem::replace(&mut stage.app, (text(&script["clientId"]), text(&script["client_secret"])));
    let scripted = stage.token(&[("grant_type", "client_credentials"), ("account", "mia")]).expect(200).json();
    assert!(stage.is_good(&scripted));
    stage.site.linkforty("DELETE", &format!("/api/oauth/clients/{}", stage.app.0), "").expect(200);
    assert!(!stage.is_good(&scripted));
    assert_eq!(stage.token(&[("grant_type", "client_credentials")]).expect(401).json()["error"], "invalid_client");

    stage.site.installation.json(&["oauth-clients", "revoke", &app.0]);
    stage.app = app;
    assert!(!stage.is_good(&tokens));
    assert_eq!(stage.refreshed(&tokens).expect(401).json()["error"], "invalid_client");
    let address = stage.address(OWN);
    let page = stage.owner.get(stage.site.server(), &address).expect(400);
    assert!(page.text().contains("not registered here"));
}

#[test]
fn what_was_allowed_is_listed_and_taken_back() {
    let mut stage = Stage::new();
    let (mine, other) = (stage.allowed(OWN, &[]), stage.allowed("read:tracking_links", &[]));
    let listed = stage.site.installation.json(&["consents", "list"]);
    let rows = listed.as_array().expect("a list");
    let about = rows.iter().map(|row| (text(&row["user"]), text(&row["client"]), text(&row["account"]))).collect::<Vec<_>>();
    let expected = ("mia@example.com".to_owned(), "Planner".to_owned(), "mia".to_owned());
    assert_eq!(about, [expected.clone(), expected]);
    let (newest, oldest) = (text(&rows[0]["id"]), text(&rows[1]["id"]));

    assert_eq!(stage.site.installation.json(&["consents", "end", &oldest]), json!({"id": oldest, "ended": true}));
    assert_ne!(stage.site.installation.run(&["consents", "end", &oldest]).code, 0, "it is over already");
    assert!(!stage.is_good(&mine));
    assert_eq!(stage.refreshed(&mine).expect(400).json()["error"], "invalid_grant");

    let left = stage.site.linkforty("GET", "/api/oauth/consents", "").expect(200).json();
    assert_eq!((left.as_array().map(Vec::len), &left[0]["id"]), (Some(1), &json!(newest)));
    let read = |stage: &Stage| stage.ask(&other, "GET", "/tracking-links").status;
    assert_eq!(read(&stage), 200);
    stage.site.linkforty("DELETE", &format!("/api/oauth/consents/{newest}"), "").expect(200);
    assert_eq!(read(&stage), 401);
}

#[test]
fn a_database_that_is_away_costs_nobody_his_tokens() {
    let mut stage = Stage::new();
    let tokens = stage.allowed(OWN, &[]);
    let file = stage.site.installation.data().join("trackway.db");
    let other = rusqlite::Connection::open(file).expect("a connection");
    other.execute_batch("BEGIN IMMEDIATE").expect("a transaction of another program, for too long");
    let answer = stage.refreshed(&tokens).expect(503);
    assert_eq!((answer.header("retry-after"), &answer.json()["error"]), (Some("5"), &json!("temporarily_unavailable")));
    let address = stage.address(OWN);
    let mia = text(&stage.site.mia["uuid"]);
    let fields = [("decision", "allow"), ("account", mia.as_str())];
    let page = stage.owner.fill_in(stage.site.server(), &address, &fields).expect(503);
    assert!(page.header("retry-after").is_some() && page.text().contains("Please try again"));
    other.execute_batch("ROLLBACK").expect("its end");
    let next = stage.refreshed(&tokens).expect(200).json();
    assert!(stage.is_good(&next), "the token was not used up");
}

#[test]
fn secrets_are_in_no_log_and_not_in_the_database() {
    let mut stage = Stage::new();
    let tokens = stage.allowed(OWN, &[]);
    stage.refreshed(&tokens).expect(200);
    let log = stage.site.take_server().stop();
    let mut kept = std::fs::read(stage.site.installation.data().join("trackway.db")).expect("a file");
    kept.extend(std::fs::read(stage.site.installation.data().join("trackway.db-wal")).unwrap_or_default());
    let secrets = [stage.app.1.clone(), text(&tokens["refresh_token"]), text(&tokens["access_token"]), PASSWORD.to_owned()];
    for secret in secrets {
        assert!(!log.contains(&secret), "the log");
        assert!(!kept.windows(secret.len()).any(|window| window == secret.as_bytes()), "the database");
    }
}

/// The name of the key that signed an access token.
fn key_of(tokens: &Value) -> Value {
    let token = text(&tokens["access_token"]);
    let head = URL_SAFE_NO_PAD.decode(token.split('.').next().expect("a head")).expect("base64url");
    serde_json::from_slice::<Value>(&head).expect("JSON")["kid"].clone()
}
