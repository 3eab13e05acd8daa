//! Where visitors go, through the real server: each kind of link, each kind of visitor, each way in which there is no link.

mod support;

use serde_json::{Value, json};
use support::{ANDROID, DESKTOP, IPHONE, Request, Site, text};

/// What Instagram's own browser on an iPhone says it is.
const IN_APP: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Instagram 400.0.0";

/// What the fetcher of a messenger's link previews says it is.
const PREVIEW: &str = "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)";

#[test]
fn each_platform_goes_its_own_way() {
    let site = Site::new();
    site.make(json!({
        "customCode": "shop", "originalUrl": "https://example.com/original", "webFallbackUrl": "https://example.com/web",
        "iosUrl": "https://apps.example.com/ios", "androidUrl": "https://apps.example.com/android",
    }));
    site.make(json!({
        "customCode": "links", "originalUrl": "https://example.com/original", "iosUrl": "https://apps.example.com/ios",
        "iosUniversalLink": "https://app.example.com/ios", "androidAppLink": "https://app.example.com/android",
    }));
    site.make(json!({"customCode": "plain", "originalUrl": "https://example.com/original"}));
    let cases = [
        ("/shop", IPHONE, "https://apps.example.com/ios"),
        ("/shop", ANDROID, "https://apps.example.com/android"),
        ("/shop", DESKTOP, "https://example.com/web"),
        ("/shop", "", "https://example.com/web"),
        ("/shop", IN_APP, "https://example.com/web"),
        ("/links", IPHONE, "https://app.example.com/ios"),
        ("/links", ANDROID, "https://app.example.com/android"),
        ("/links", IN_APP, "https://app.example.com/ios"),
        ("/links", DESKTOP, "https://example.com/original"),
        ("/plain", IPHONE, "https://example.com/original"),
        ("/plain/", ANDROID, "https://example.com/original"),
    ];
    let mut connection = site.server().connect();
    for (path, agent, expected) in cases {
        for method in ["GET", "HEAD"] {
            let answer = connection.call(&Request::new(method, path).agent(agent)).expect("an answer").expect(302);
            assert_eq!(answer.location(), expected, "{method} {path} {agent}");
            assert_eq!((answer.header("cache-control"), answer.text()), (Some("private, no-store"), ""), "{method} {path}");
        }
    }
}

#[test]
fn what_stands_before_a_code_must_be_the_link_s_own() {
    let site = Site::new();
    let (slug, mia) = (&site.template.1, text(&site.mia["uuid"]));
    site.make(json!({"customCode": "mains"}));
    site.make(json!({"customCode": "mias", "accountId": mia}));
    let numbered = site.fanvue("POST", "/tracking-links", json!({"name": "Bio", "externalSocialPlatform": "tiktok"}).to_string());
    let code = text(&numbered.expect(201).json()["linkUrl"]);
    let profile = "https://profiles.example.com/mia";
    let cases = [
        ("/mains".to_owned(), Some("https://example.com/")),
        (format!("/{slug}/mains"), Some("https://example.com/")),
        ("/main/mains".to_owned(), Some("https://example.com/")),
        ("/mia/mains".to_owned(), None),
        ("/nobody/mains".to_owned(), None),
        (format!("/{}/mains", slug.to_uppercase()), None),
        ("/Mains".to_owned(), None),
        ("/mia/mias".to_owned(), Some("https://example.com/")),
        ("/mia?c=mias".to_owned(), Some("https://example.com/")),
        ("/mia?c=mains".to_owned(), None),
        ("/mia?c=nothing".to_owned(), None),
        (format!("/{code}"), Some(profile)),
        (format!("/mia/{code}"), Some(profile)),
        (format!("/mia?c={code}"), Some(profile)),
        (format!("/mia?utm_source=x&c={code}"), Some(profile)),
        (format!("/main/{code}"), None),
        (format!("/main?c={code}"), None),
        ("/mia".to_owned(), Some(profile)),
        ("/mia?x=y".to_owned(), Some(profile)),
        ("/mia/mia".to_owned(), None),
        (format!("/{slug}"), None),
        ("/mia/preview".to_owned(), None),
    ];
    for (path, expected) in cases {
        let answer = site.open(&path);
        assert_eq!((answer.status, answer.header("location")), (if expected.is_some() { 302 } else { 404 }, expected), "{path}");
    }
}

#[test]
fn a_link_that_is_not_open_says_so() {
    let site = Site::new();
    site.make(json!({"customCode": "over", "expiresAt": "2024-06-30T23:59:59Z"}));
    site.make(json!({"customCode": "moved", "expiresAt": "2024-06-30T23:59:59Z", "expiredUrl": "https://example.com/over"}));
    site.make(json!({"customCode": "paused", "isActive": false}));
    let page = |path: &str| site.server().call(&Request::get(path).agent(DESKTOP).header("accept", "text/html,*/*;q=0.8"));
    let data = |path: &str| site.server().call(&Request::get(path).agent(DESKTOP).header("accept", "application/json"));

    assert!(page("/over").expect(410).text().contains("This link has expired."));
    assert_eq!(data("/over").expect(410).json(), json!({"error": "This link has expired."}));
    assert_eq!(page("/moved").expect(302).location(), "https://example.com/over");
    for path in ["/paused", "/nothing", "/nothing/preview"] {
        let (page, data) = (page(path).expect(404), data(path).expect(404));
        assert!(page.text().starts_with("<!doctype html>") && page.text().contains("Link not found"), "{path}: {}", page.text());
        assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
        assert_eq!(data.json(), json!({"error": "Link not found"}));
        assert_eq!((page.header("cache-control"), data.header("cache-control")), (Some("private, no-store"), Some("private, no-store")));
    }
}

#[test]
fn a_link_for_some_sends_the_rest_elsewhere() {
    let site = Site::new();
    site.make(
        json!({"customCode": "phones", "targetingRules": {"platforms": ["ios", "android"]}, "webFallbackUrl": "https://example.com/web"}),
    );
    site.make(json!({"customCode": "german", "targetingRules": {"languages": ["de"]}}));
    site.make(json!({"customCode": "swiss", "targetingRules": {"countries": ["CH"]}, "webFallbackUrl": "https://example.com/abroad"}));
    let cases = [
        ("/phones", IPHONE, "en", Some("https://example.com/web")),
        ("/phones", DESKTOP, "en", Some("https://example.com/web")),
        ("/german", DESKTOP, "de-CH,de;q=0.9,en;q=0.5", Some("https://example.com/")),
        ("/german", DESKTOP, "en,de;q=0.9", None),
        ("/german", DESKTOP, "", None),
        // No file says where addresses are, so that nobody is known to be in Switzerland.
        ("/swiss", DESKTOP, "de-CH", Some("https://example.com/abroad")),
    ];
    for (path, agent, languages, expected) in cases {
        let answer = site.server().call(&Request::get(path).agent(agent).header("accept-language", languages));
        let status = if expected.is_some() { 302 } else { 404 };
        assert_eq!((answer.status, answer.header("location")), (status, expected), "{path} {agent} {languages}");
    }
}

#[test]
fn parameters_are_the_link_s_and_only_where_it_says_so_the_visitor_s() {
    let site = Site::new();
    let utm = json!({"utm_source": "mail", "utm_medium": "news letter", "utm_campaign": "", "utm_content": "a&b"});
    let original = "https://example.com/p?utm_source=old&keep=1#part";
    site.make(json!({"customCode": "tagged", "originalUrl": original, "utmParameters": utm, "deepLinkParameters": {"id": 7, "on": true}}));
    site.make(json!({"customCode": "forwards", "originalUrl": "https://example.com/p?keep=1", "forwardQuery": true}));
    site.make(json!({"customCode": "numbers", "appendClickId": true}));
    let tagged = "https://example.com/p?keep=1&utm_source=mail&utm_medium=news%20letter&utm_content=a%26b&id=7&on=true#part";
    assert_eq!(site.open("/tagged").location(), tagged);
    for query in ["url=https://evil.example", "utm_source=mine", "c=numbers", "redirect=https://evil.example&keep=2"] {
        assert_eq!(site.open(&format!("/tagged?{query}")).location(), tagged, "{query}");
    }
    assert_eq!(site.open("/forwards?a=1&b=%20x").location(), "https://example.com/p?keep=1&a=1&b=%20x");
    let numbered = site.open("/numbers");
    let id = numbered.header("x-click-id").expect("a click's id");
    assert_eq!(numbered.location(), format!("https://example.com/?lf_click={id}"));
    assert_ne!(site.open("/numbers").location(), numbered.location());
}

#[test]
fn an_app_s_own_address_is_tried_by_a_page() {
    let site = Site::new();
    site.make(json!({
        "customCode": "deep", "title": "Internal", "ogTitle": "<b>Shoes</b> & more", "originalUrl": "https://example.com/shoes", "appScheme": "exampleshop",
        "deepLinkPath": "/product/7", "deepLinkParameters": {"size": 42}, "utmParameters": {"utm_source": "mail"},
    }));
    for agent in [IPHONE, ANDROID] {
        let answer = site.server().open("/deep", agent).expect(200);
        let page = answer.text();
        assert!(page.contains("exampleshop://product/7?size=42") || page.contains("exampleshop:///product/7?size=42"), "{page}");
        assert!(page.contains("<a href=\"https://example.com/shoes?utm_source=mail&amp;size=42\""), "the other way: {page}");
        assert!(page.contains("&lt;b&gt;Shoes&lt;/b&gt; &amp; more") && !page.contains("<b>") && !page.contains("Internal"), "{page}");
        let policy = answer.header("content-security-policy").expect("a policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("script-src 'sha256-") && !policy.contains("script-src 'unsafe"));
        assert_eq!(answer.header("x-robots-tag"), Some("noindex"));
        assert_eq!(answer.header("cache-control"), Some("private, no-store"));
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert!(answer.header("x-click-id").is_some(), "it is a click");
        let head = site.server().connect().call(&Request::new("HEAD", "/deep").agent(agent)).expect("a head").expect(200);
        assert_eq!(head.text(), "");
    }
    assert_eq!(site.open("/deep").expect(302).location(), "https://example.com/shoes?utm_source=mail&size=42");
}

#[test]
fn a_link_shows_its_card_to_those_who_fetch_cards() {
    let site = Site::new();
    site.make(json!({
        "customCode": "card", "ogTitle": "Shoes \"<7>\"", "ogDescription": "Half the price", "ogImageUrl": "https://example.com/og.png",
    }));
    site.make(json!({"customCode": "bare", "title": "Bare"}));
    let (fetched, asked) = (site.server().open("/card", PREVIEW).expect(200), site.open("/card/preview").expect(200));
    assert_eq!(fetched.text(), asked.text());
    let tags = [
        "<meta property=\"og:title\" content=\"Shoes &quot;&lt;7&gt;&quot;\">",
        "<meta property=\"og:description\" content=\"Half the price\">",
        "<meta property=\"og:image\" content=\"https://example.com/og.png\">",
        "<meta property=\"og:url\" content=\"https://go.example.com/card\">",
        "<meta name=\"twitter:card\" content=\"summary_large_image\">",
    ];
    for tag in tags {
        assert!(asked.text().contains(tag), "{tag}: {}", asked.text());
    }
    assert!(!asked.text().contains("<script"));
    assert!(asked.header("content-security-policy").is_some_and(|policy| policy.contains("default-src 'none'")));
    assert_eq!(site.open("/card").expect(302).location(), "https://example.com/", "people go on");
    let bare = site.open("/bare/preview").expect(200).text().to_owned();
    assert!(
        bare.contains("<meta property=\"og:title\" content=\"bare\">") && !bare.contains("Bare"),
        "a title is its maker's business: {bare}"
    );
    assert_eq!(site.server().open("/bare", PREVIEW).expect(302).location(), "https://example.com/", "no card of its own: the page's");
}

#[test]
fn addresses_that_are_not_a_link_s_are_not_redirected() {
    let site = Site::new();
    site.make(json!({"customCode": "real"}));
    let cases = [
        ("GET", "http://go.example.com/real", 400),
        ("GET", "http://evil.example/real", 400),
        ("HEAD", "http://evil.example/real", 400),
        ("GET", "/re%61l", 404),
        ("GET", "/real//", 404),
        ("GET", "//real", 404),
        ("GET", "/real/real/real", 404),
        ("GET", "/../real", 404),
        ("GET", "/dashboard/real", 200),
        ("GET", "/login", 404),
        ("GET", "/robots.txt", 404),
    ];
    for (method, target, expected) in cases {
        let answer = site.server().connect().call(&Request::new(method, target).agent(DESKTOP)).expect("an answer");
        assert_eq!((answer.status, answer.header("location")), (expected, None), "{method} {target}");
    }
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
        let answer = site.server().call(&Request::new(method, "/real"));
        assert!(matches!(answer.status, 404 | 405) && answer.header("location").is_none(), "{method}: {}", answer.status);
    }
}

#[test]
fn reserved_words_are_nobody_s() {
    let site = Site::new();
    for code in ["dashboard", "Dashboard", "tracking-links", "fv-12", "openapi.json", "a.b.c", "abc"] {
        let fields = json!({"templateId": site.template.0, "originalUrl": "https://example.com/", "customCode": code});
        let refused = site.linkforty("POST", "/api/links", fields.to_string()).expect(400).json();
        assert!(refused["validation"]["customCode"].is_string(), "{code}: {refused}");
    }
    // Nor is a path given twice, not even after its link is gone.
    let row = site.make(json!({"customCode": "once"}));
    site.linkforty("DELETE", &format!("/api/links/{}", text(&row["id"])), "").expect(200);
    for code in ["once", "main", &site.template.1] {
        let fields = json!({"templateId": site.template.0, "originalUrl": "https://example.com/", "customCode": code});
        assert_eq!(site.linkforty("POST", "/api/links", fields.to_string()).status, 409, "{code}");
    }
}

#[test]
fn no_short_address_is_built_from_what_a_request_says() {
    let site = Site::new();
    let fields = json!({"templateId": site.template.0, "originalUrl": "https://example.com/", "customCode": "true-host"});
    let bytes = format!(
        "POST /api/links HTTP/1.1\r\nhost: evil.example\r\nx-forwarded-host: evil.example\r\nauthorization: Bearer {}\r\ncontent-length: {}\r\n\r\n{fields}",
        site.key,
        fields.to_string().len()
    );
    let mut connection = site.server().connect();
    connection.write(bytes.as_bytes()).expect("a socket");
    let row: Value = connection.read().expect("an answer").expect(201).json();
    assert_eq!(row["short_url"], json!("https://go.example.com/true-host"));
    assert!(!row.to_string().contains("evil"));
}
