//! Two workspaces in one installation: nothing of the one is seen, changed or named from the other, through any route that the server
//! documents. A new route with a variable in its path fails here until somebody says what stands in for it.

mod support;

use serde_json::{Value, json};
use support::{Answer, NameServer, Person, Request, Server, Site, text};

/// What stands in every name that the first workspace gives. It must never be in an answer to the second.
const MARKER: &str = "Confidential";

/// Routes whose path carries the secret that opens them; there is no other key.
const OPENED_BY_THEIR_PATH: [&str; 4] =
    ["/share/{token}", "/postback/{token}", "/inbound/fanvue/{account}", "/inbound/fansly/{account}/{secret}"];

const PASSWORD: &str = "correct horse";

/// Who asks, in each API.
struct Tenant {
    key: String,
    token: String,
    account: Value,
}

impl Tenant {
    fn ask(&self, server: &Server, document: &Document, method: &str, path: &str, body: &str) -> Answer {
        let request = Request::new(method, &format!("{}{path}", document.prefix));
        let request = match document.door {
            Door::Key => request.header("authorization", &format!("Bearer {}", self.key)),
            Door::Token => request.header("authorization", &format!("Bearer {}", self.token)).header("x-fanvue-api-version", "2025-06-26"),
            Door::Fansly => request.header("x-api-key", &self.key),
        };
        server.call(&if body.is_empty() { request } else { request.body(body) })
    }
}

enum Door {
    Key,
    Token,
    Fansly,
}

struct Document {
    address: &'static str,
    prefix: &'static str,
    door: Door,
}

const LINKFORTY: Document = Document { address: "/api/openapi.json", prefix: "", door: Door::Key };
const TRACKWAY: Document = Document { address: "/openapi/trackway.json", prefix: "", door: Door::Key };
const FANVUE: Document = Document { address: "/openapi/fanvue.json", prefix: "", door: Door::Token };
const FANSLY: Document = Document { address: "/api/fansly/openapi.json", prefix: "/api/fansly", door: Door::Fansly };

/// Two workspaces, and what the first of them has.
struct Stage {
    site: Site,
    first: Tenant,
    second: Tenant,
    second_id: String,
    name_server: NameServer,
    /// By the start of a path, what stands for its first variable.
    known: Vec<(&'static str, String)>,
    /// A person of the first one's account.
    person: String,
}

impl Stage {
    fn new() -> Self {
        let mut site = Site::new();
        let name_server = NameServer::start();
        site.take_server().stop();
        site.start_with(&[("TRACKWAY_NAME_SERVER", &name_server.address)]);
        let handles =
            ["accounts", "create", "--handle", "secretive", "--name", MARKER, "--profile-url", "https://example.com/Confidential"];
        let first = site.installation.json(&handles);
        let other = ["workspaces", "create", "--name", "Other", "--handle", "other", "--profile-url", "https://example.com/other"];
        let other = site.installation.json(&other);
        let (second_id, key) = (text(&other["id"]), text(&other["key"]));
        let accounts = site.installation.json(&["accounts", "list", "--workspace", &second_id]);
        let scopes = "read:self read:creator write:creator read:tracking_links write:tracking_links";
        let token = |arguments: &[&str]| {
            text(&site.installation.json(&[&["tokens", "issue", "--scopes", scopes], arguments].concat())["access_token"])
        };
        let second = Tenant { key, token: token(&["--account", "other", "--workspace", &second_id]), account: accounts[0].clone() };
        let first = Tenant { key: site.key.clone(), token: token(&["--account", "secretive"]), account: first };
        let mut stage = Self { site, first, second, second_id, name_server, known: Vec::new(), person: String::new() };
        stage.furnish();
        stage
    }

    /// Gives the first workspace one of everything.
    fn furnish(&mut self) {
        let make = |path: &str, body: Value| self.site.linkforty("POST", path, body.to_string()).expect(201).json();
        let uuid = text(&self.first.account["uuid"]);
        let link = make(
            "/api/links",
            json!({"title": MARKER, "originalUrl": "https://example.com/Confidential", "templateId": self.site.template.0, "accountId": uuid}),
        );
        let template = make("/api/templates", json!({"name": MARKER}));
        let project = make("/api/projects", json!({"name": MARKER}));
        let domain = make("/api/domains", json!({"host": "confidential.example.com"}));
        self.name_server.say(&text(&domain["record_name"]), &text(&domain["record_value"]));
        let key = make("/api/settings/api-keys", json!({"name": MARKER, "scopes": ["links:read"]}));
        let webhook = make("/api/webhooks", json!({"name": MARKER, "url": "https://example.com/Confidential", "events": ["link_event"]}));
        let client = make("/api/oauth/clients", json!({"name": MARKER, "redirectUris": ["https://example.com/Confidential"]}));
        let person = json!({"externalId": "fan-1", "handle": "fan", "displayName": MARKER});
        let conversion =
            make("/api/conversions", json!({"type": "follow", "linkId": link["id"], "person": person, "idempotencyKey": "once"}));
        let share = make("/api/shares", json!({"name": MARKER, "linkId": link["id"]}));
        let user = text(&self.site.installation.user("Ann", "viewer", PASSWORD)["id"]);
        let consent = self.consent(&text(&client["clientId"]));
        let answer = |method: &str, path: &str, body: &str| self.site.linkforty(method, path, body).expect(200).json();
        let install = answer("POST", "/api/sdk/v1/install", r#"{"userAgent": "Shop/1", "deviceId": "phone"}"#);
        self.site.linkforty("POST", &format!("/api/webhooks/{}/test", text(&webhook["id"])), "{}").expect(202);
        let deliveries = answer("GET", &format!("/api/webhooks/{}/deliveries", text(&webhook["id"])), "");
        let workspaces = self.site.installation.json(&["workspaces", "list"]);
        let of_fanvue = self.first.ask(self.site.server(), &FANVUE, "GET", &format!("/tracking-links/{}/users", text(&link["id"])), "");
        self.person = text(&of_fanvue.expect(200).json()["data"][0]["uuid"]);
        let number =
            self.first.ask(self.site.server(), &FANSLY, "GET", &format!("/{}/tracking-links", text(&self.first.account["id"])), "");
        let number = text(&number.expect(200).json()["data"]["data"]["response"][0]["id"]);
        self.known = vec![
            ("/api/links/discover/", text(&link["short_code"])),
            ("/api/links/", text(&link["id"])),
            ("/api/templates/", text(&template["id"])),
            ("/api/projects/", text(&project["id"])),
            ("/api/workspaces/", text(&workspaces[0]["id"])),
            ("/api/settings/api-keys/", text(&key["id"])),
            ("/api/webhooks/", text(&webhook["id"])),
            ("/api/domains/", text(&domain["id"])),
            ("/api/conversions/", text(&conversion["id"])),
            ("/api/people/", self.person.clone()),
            ("/api/shares/", text(&share["id"])),
            ("/api/oauth/clients/", text(&client["clientId"])),
            ("/api/oauth/consents/", consent),
            ("/creators/", uuid),
            ("/tracking-links/", text(&link["id"])),
            // What Fansly's paths begin with.
            ("/", text(&self.first.account["id"])),
            ("/api/users/", user),
            ("/api/accounts/", text(&self.first.account["uuid"])),
            ("/api/analytics/links/", text(&link["id"])),
            ("/api/analytics/projects/", text(&project["id"])),
            ("/api/analytics/installs/", text(&link["id"])),
            ("/api/installs/", text(&install["installId"])),
            ("number", number),
            ("{code}", text(&link["short_code"])),
            ("{slug}", self.site.template.1.clone()),
            ("{fingerprint}", text(&install["fingerprint"])),
            ("{deliveryId}", text(&deliveries[0]["id"])),
        ];
    }

    /// What a person of the first workspace has allowed a client of it.
    fn consent(&self, client: &str) -> String {
        self.site.installation.user("Mia", "owner", PASSWORD);
        let mut owner = Person::signed_in(self.site.server(), "mia@example.com", PASSWORD);
        let query = [
            ("response_type", "code"),
            ("client_id", client),
            ("redirect_uri", "https://example.com/Confidential"),
            ("scope", "openid read:tracking_links"),
            ("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"),
            ("code_challenge_method", "S256"),
        ];
        let address = format!("/oauth2/auth?{}", url::form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish());
        let fields = [("decision", "allow"), ("account", &*text(&self.first.account["uuid"]))];
        owner.fill_in(self.site.server(), &address, &fields).expect(303);
        text(&self.site.installation.json(&["consents", "list"])[0]["id"])
    }

    /// The path with what the first workspace has in place of its variables.
    fn filled(&self, path: &str) -> String {
        let known = |start: &str| self.known.iter().find(|(known, _)| *known == start).map(|(_, id)| id.clone());
        let mut filled = String::new();
        for part in path.split('/').skip(1) {
            let id = match part {
                "{userUuid}" => Some(self.person.clone()),
                // Behind a creator there is a link's uuid, behind a Fansly account a link's number.
                "{uuid}" if filled.starts_with("/creators/") => known("/tracking-links/"),
                "{id}" if path.starts_with("/{account_id}/") => known("number"),
                variable if variable.starts_with('{') => known(variable).or_else(|| known(&format!("{filled}/"))),
                _ => Some(part.to_owned()),
            };
            let id = id.unwrap_or_else(|| panic!("{path}: say what stands for {part} behind {filled}/"));
            filled = format!("{filled}/{id}");
        }
        filled
    }

    /// A body that the operation takes.
    fn body(&self, method: &str, path: &str) -> String {
        let body = match (method, path.rsplit('/').next().unwrap_or_default()) {
            ("PUT", "tracking-links") => json!({"id": self.known("number"), "label": "new"}),
            ("DELETE", "tracking-links") => json!({"trackingLinkId": self.known("number")}),
            ("GET" | "DELETE", _) => return String::new(),
            (_, "app-config") => json!({"appScheme": "example"}),
            ("PUT", "install-matching") => json!({"enabled": false}),
            ("PUT" | "PATCH", _) if path.starts_with("/api/accounts/") => json!({"profileUrl": "https://example.com/Confidential"}),
            ("PUT" | "PATCH", _) if path.starts_with("/api/users/") => json!({"role": "admin"}),
            ("PUT" | "PATCH", _) if path.starts_with("/api/links/") => json!({"title": MARKER}),
            ("PUT" | "PATCH", _) if path.starts_with("/api/webhooks/") => json!({"name": MARKER}),
            ("PUT" | "PATCH", _) if path.starts_with("/api/templates/") => json!({"name": MARKER}),
            ("POST", "tracking-links") if path.starts_with("/creators/") => json!({"name": "new", "externalSocialPlatform": "other"}),
            ("POST", "tracking-links") => json!({"label": "new"}),
            (_, "{uuid}") => json!({"name": "new"}),
            _ => json!({}),
        };
        body.to_string()
    }

    /// What the first workspace has, by the start of the path that it is asked for by.
    fn known(&self, start: &str) -> &str {
        self.known.iter().find(|(known, _)| *known == start).map(|(_, id)| id).expect("known")
    }

    /// Every documented operation: its document, its method and its path.
    fn operations(&self) -> Vec<(Document, String, String)> {
        let mut operations = Vec::new();
        for document in [LINKFORTY, TRACKWAY, FANVUE, FANSLY] {
            let paths = self.site.server().call(&Request::get(document.address)).expect(200).json();
            for (path, methods) in paths["paths"].as_object().expect("paths") {
                for method in methods.as_object().expect("methods").keys() {
                    let Document { address, prefix, door: _ } = document;
                    let door = match address {
                        "/openapi/fanvue.json" => Door::Token,
                        "/api/fansly/openapi.json" => Door::Fansly,
                        _ => Door::Key,
                    };
                    operations.push((Document { address, prefix, door }, method.to_uppercase(), path.clone()));
                }
            }
        }
        operations
    }
}

#[test]
fn nothing_of_another_workspace_is_seen_or_changed() {
    let stage = Stage::new();
    let server = stage.site.server();
    let operations = stage.operations();
    let named = operations.iter().filter(|(_, _, path)| path.contains('{') && !OPENED_BY_THEIR_PATH.contains(&path.as_str()));
    let mut wrong = Vec::new();
    for (document, method, path) in named.clone() {
        let answer = stage.second.ask(server, document, method, &stage.filled(path), &stage.body(method, path));
        if answer.status != 404 || answer.text().contains(MARKER) {
            wrong.push(format!("{method} {path}: {} {}", answer.status, answer.text()));
        }
    }
    assert!(wrong.is_empty(), "to a stranger:\n{}", wrong.join("\n"));
    // Whoever has it is answered by the same requests: nothing else was wrong with them, and nothing is gone.
    for (document, method, path) in named.filter(|(_, method, _)| method != "DELETE") {
        let answer = stage.first.ask(server, document, method, &stage.filled(path), &stage.body(method, path));
        if !(200..300).contains(&answer.status) {
            wrong.push(format!("{method} {path}: {} {}", answer.status, answer.text()));
        }
    }
    assert!(wrong.is_empty(), "to its owner:\n{}", wrong.join("\n"));
}

#[test]
fn no_list_shows_what_another_workspace_has() {
    let stage = Stage::new();
    let mut telling = 0;
    for (document, method, path) in stage.operations() {
        if method == "GET" && !path.contains('{') {
            let of = |tenant: &Tenant| tenant.ask(stage.site.server(), &document, &method, &path, "").text().contains(MARKER);
            assert!(!of(&stage.second), "{path} shows another workspace's");
            telling += usize::from(of(&stage.first));
        }
    }
    assert!(telling >= 8, "only {telling} lists have anything to hide");
}

/// What stands in every address that the guarded link of the next test leads to.
const HIDDEN: &str = "hidden-place";

fn tells(answer: &Answer) -> bool {
    String::from_utf8_lossy(&answer.body).contains(HIDDEN) || answer.location().contains(HIDDEN)
}

/// Every documented route and every page, asked by nobody, and by keys and tokens that may do all but see links: where a link leads that asks
/// for a password, warns or is blocked is in no answer, and in no line of the log.
#[test]
fn a_guarded_link_tells_only_those_where_it_leads_who_may_see_links() {
    let mut stage = Stage::new();
    let name_server = stage.name_server.address.clone();
    let list = stage.site.installation.folder().join("blocklist.txt");
    std::fs::write(&list, "# nothing yet\n").expect("a file");
    stage.site.take_server().stop();
    stage.site.start_with(&[
        ("TRACKWAY_BLOCKLIST", list.to_str().expect("text")),
        ("TRACKWAY_SDK_RATE", "100000"),
        ("TRACKWAY_LOG", "trace"),
        ("TRACKWAY_NAME_SERVER", &name_server),
    ]);
    let key =
        text(&stage.site.installation.json(&["keys", "create", "--name", "numbers", "--scopes", "stats:read conversions:write"])["key"]);
    let scopes = ["tokens", "issue", "--scopes", "read:self read:creator", "--account", "secretive"];
    let token = text(&stage.site.installation.json(&scopes)["access_token"]);
    let limited = Tenant { key, token, account: stage.first.account.clone() };

    let id = stage.known("/api/links/").to_owned();
    let to = |name: &str| json!(format!("https://{name}.example/{HIDDEN}"));
    let destinations = json!({
        "originalUrl": to("original"), "iosUrl": to("ios"), "androidUrl": to("android"), "webFallbackUrl": to("web"),
        "iosUniversalLink": to("universal"), "androidAppLink": to("applink"), "expiredUrl": to("over"), "ogTitle": "Card",
    });
    stage.first.ask(stage.site.server(), &LINKFORTY, "PATCH", &format!("/api/links/{id}"), &destinations.to_string()).expect(200);
    let share = json!({"name": "shared", "linkId": id}).to_string();
    let share = stage.first.ask(stage.site.server(), &LINKFORTY, "POST", "/api/shares", &share).expect(201).json();
    let share = text(&share["url"]);
    let code = stage.known("/api/links/discover/").to_owned();
    // It has been opened, so that the numbers know it.
    stage.site.open(&format!("/{code}")).expect(302);

    let (mut leaks, mut told) = (Vec::new(), 0);
    for guard in ["password", "warning", "blocklist"] {
        let change = json!({"password": (guard == "password").then_some(PASSWORD), "warnBeforeLeaving": guard == "warning"});
        stage.first.ask(stage.site.server(), &LINKFORTY, "PATCH", &format!("/api/links/{id}"), &change.to_string()).expect(200);
        if guard == "blocklist" {
            std::fs::write(&list, "example\n").expect("a file");
            let is_blocked = || stage.site.open(&format!("/{code}")).status == 403;
            assert!(support::becomes_true(std::time::Duration::from_secs(30), is_blocked));
        }
        let server = stage.site.server();
        for (document, method, path) in stage.operations() {
            let (filled, body) = match path.as_str() {
                path if OPENED_BY_THEIR_PATH.contains(&path) => (path.replace(['{', '}'], "x"), stage.body(&method, path)),
                path => (stage.filled(path), stage.body(&method, path)),
            };
            let anonymous = Request::new(&method, &format!("{}{filled}", document.prefix));
            let anonymous = server.call(&if body.is_empty() { anonymous } else { anonymous.body(body.as_str()) });
            for (who, answer) in [("nobody", anonymous), ("a key for numbers", limited.ask(server, &document, &method, &filled, &body))] {
                if tells(&answer) {
                    leaks.push(format!("{guard}: {method} {path} to {who}: {}", String::from_utf8_lossy(&answer.body)));
                }
            }
            if method == "GET" {
                told += usize::from(tells(&stage.first.ask(server, &document, &method, &filled, "")));
            }
        }
        let (slug, short) = (&stage.site.template.1, format!("/{code}"));
        let pages = [
            short.clone(),
            format!("/{slug}{short}"),
            format!("/secretive{short}"),
            format!("/secretive?c={code}"),
            format!("{short}/preview"),
        ];
        let shared = share.replace(support::PUBLIC_URL, "");
        let others =
            ["/robots.txt", "/.well-known/apple-app-site-association", "/.well-known/assetlinks.json", "/metrics", shared.as_str()];
        for path in pages.iter().map(String::as_str).chain(others) {
            for agent in [support::IPHONE, support::ANDROID, support::DESKTOP, "Slackbot-LinkExpanding 1.0", ""] {
                for (method, accept, form) in
                    [("GET", "text/html", ""), ("GET", "application/json", ""), ("HEAD", "*/*", ""), ("POST", "text/html", "guess")]
                {
                    // A warning is passed by a form of any kind, as it should be.
                    if method == "POST" && guard == "warning" {
                        continue;
                    }
                    let request = Request::new(method, path).agent(agent).header("accept", accept);
                    let request = if form.is_empty() { request } else { request.form(&[("password", form)]) };
                    let answer = server.connect().call(&request).expect("an answer");
                    let is_told = tells(&answer);
                    leaks.extend(is_told.then(|| format!("{guard}: {method} {path} to {agent} wanting {accept}: {}", answer.text())));
                }
            }
        }
    }
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
    assert!(told >= 9, "whoever may see links sees it in {told} answers");
    let log = stage.site.take_server().stop();
    let lines = log.lines().filter(|line| line.contains(HIDDEN)).collect::<Vec<_>>();
    assert!(lines.is_empty(), "{}", lines.join("\n"));
}

/// What is another workspace's and what nobody has are answered alike.
#[test]
fn nothing_of_another_workspace_can_be_named() {
    const NOBODY: &str = "00000000-0000-7000-8000-000000000000";
    let stage = Stage::new();
    let own = stage.second.ask(stage.site.server(), &LINKFORTY, "GET", "/api/templates", "").expect(200).json();
    let new = |name: &str, value: &str| {
        let mut fields = json!({"originalUrl": "https://example.com/", "templateId": own[0]["id"]});
        fields[name] = value.into();
        fields
    };
    let report = |name: &str, value: &str| json!({"type": "follow", "person": {"externalId": "fan-2"}, name: value});
    let account = text(&stage.first.account["uuid"]);
    let (link, code) = (stage.known("/api/links/"), stage.known("/api/links/discover/"));
    type Body<'a> = Box<dyn Fn(&str) -> Value + 'a>;
    let cases: [(&str, Body<'_>, &str, &str); 7] = [
        ("/api/links", Box::new(|id| new("templateId", id)), stage.known("/api/templates/"), NOBODY),
        ("/api/links", Box::new(|id| new("accountId", id)), &account, NOBODY),
        ("/api/links", Box::new(|id| new("projectId", id)), stage.known("/api/projects/"), NOBODY),
        ("/api/conversions", Box::new(|id| report("linkId", id)), link, NOBODY),
        ("/api/conversions", Box::new(|code| report("code", code)), code, "nobodys"),
        ("/api/conversions", Box::new(|id| report("accountId", id)), &account, NOBODY),
        ("/api/debug/simulate", Box::new(|id| json!({"linkId": id})), link, NOBODY),
    ];
    for (path, body, theirs, nobodys) in cases {
        let answer = |id: &str| {
            let answer = stage.second.ask(stage.site.server(), &LINKFORTY, "POST", path, &body(id).to_string());
            (answer.status, answer.text().replace(id, "<id>"))
        };
        let (status, said) = answer(theirs);
        assert!((400..500).contains(&status), "{path} {}: {said}", body(theirs));
        assert_eq!((status, said), answer(nobodys), "{path} {}", body(theirs));
    }
    stage.second.ask(stage.site.server(), &LINKFORTY, "POST", "/api/links", &new("title", "ours").to_string()).expect(201);
}

#[test]
fn commands_work_in_the_workspace_that_they_are_told() {
    let stage = Stage::new();
    let run = |arguments: &[&str]| stage.site.installation.json(&[arguments, &["--workspace", &stage.second_id]].concat());
    assert_eq!(run(&["links", "list"]), json!([]));
    assert_eq!(run(&["accounts", "list"])[0]["handle"], "other");
    assert_eq!(stage.site.installation.json(&["workspaces", "list"]).as_array().map(Vec::len), Some(2));
    let key = run(&["keys", "create", "--name", "more"]);
    assert_eq!(text(&key["workspaceId"]), stage.second_id);
    let nobody = stage.site.installation.run(&["links", "list", "--workspace", "00000000-0000-4000-8000-000000000000"]);
    assert_eq!((nobody.code, nobody.stderr.contains("there is no workspace")), (1, true), "{}", nobody.stderr);
}
