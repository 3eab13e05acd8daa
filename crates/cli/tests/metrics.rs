//! `/metrics`: the numbers follow what happens, they are those that are documented, and strangers do not see them.

mod support;

use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::Duration;
use support::{Connection, DESKTOP, Family, Installation, Metrics, Request, Site, becomes_true};

const TOKEN: &str = "a-token-for-tests-only";

/// A site whose server has a listener for metrics, and the code of a link that was there before it was started.
fn watched() -> (Site, String) {
    let mut site = Site::new();
    let code = site.codes(1).remove(0);
    site.take_server().stop();
    site.start_with(&[Metrics::ON]);
    (site, code)
}

#[test]
fn numbers_follow_what_happens() {
    let (site, code) = watched();
    let before = Metrics::of(site.server());
    let now = || Metrics::of(site.server());
    let requests = |metrics: &Metrics, dialect: &str, status: &str| {
        metrics.count(&format!("trackway_http_requests_total{{dialect=\"{dialect}\",status=\"{status}\"}}"))
    };
    for _ in 0..5 {
        site.open(&format!("/{code}")).expect(302);
    }
    site.open("/nothing").expect(404);
    site.linkforty("GET", "/api/nothing", "").expect(404);
    site.fanvue("GET", "/tracking-links", "").expect(200);
    site.fansly("GET", "").expect(200);
    site.fansly("POST", "[]").expect(400);

    assert!(becomes_true(Duration::from_secs(5), || now().count("trackway_clicks_ingested_total") == 5));
    let after = now();
    let counts = [
        ("trackway_clicks_recorded_total", 5),
        ("trackway_clicks_unrecorded_total", 0),
        ("trackway_clicks_quarantined_total", 0),
        ("trackway_journal_backlog_bytes", 0),
        ("trackway_link_cache_entries", 1),
        // The link, and that there is nothing.
        ("trackway_link_cache_misses_total", 2),
        ("trackway_ready{check=\"database\"}", 1),
        ("trackway_ready{check=\"journal\"}", 1),
        ("trackway_build_info{version=\"0.1.0\"}", 1),
        ("trackway_http_request_duration_seconds_count{dialect=\"linkforty\"}", 1),
        ("trackway_http_request_duration_seconds_bucket{le=\"+Inf\",dialect=\"fansly\"}", 2),
    ];
    for (sample, expected) in counts {
        assert_eq!(after.count(sample), expected, "{sample}");
    }
    let answered = [("linkforty", "2xx", 0), ("linkforty", "4xx", 1), ("fanvue", "2xx", 1), ("fansly", "2xx", 1), ("fansly", "4xx", 1)];
    for (dialect, status, expected) in answered {
        assert_eq!(requests(&before, dialect, status), 0);
        assert_eq!(requests(&after, dialect, status), expected, "{dialect} {status}");
    }
    assert!(after.count("trackway_link_cache_bytes") > 100);
    assert!(after.count("process_resident_memory_bytes") > 1 << 20);
    assert!(after.count("process_open_fds") > 3);
    assert!(after.value("process_start_time_seconds") > 1.7e9);
}

#[test]
fn clicks_that_wait_are_seen_to_wait() {
    let (mut site, code) = watched();
    // Somebody else has the database: clicks are read from the journal and cannot be put there.
    let taken = rusqlite::Connection::open(site.installation.data().join("trackway.db")).expect("a database");
    taken.execute_batch("BEGIN IMMEDIATE").expect("a lock");
    site.open(&format!("/{code}")).expect(302);
    let lag = || Metrics::of(site.server()).value("trackway_ingestion_lag_seconds");
    assert!(becomes_true(Duration::from_secs(20), || lag() > 0.5), "{}", lag());
    taken.execute_batch("ROLLBACK").expect("the end of a lock");
    assert!(becomes_true(Duration::from_secs(20), || lag() == 0.0), "{}", lag());

    site.take_server().stop();
    site.start_with(&[Metrics::ON, ("TRACKWAY_INGESTION", "off")]);
    site.open(&format!("/{code}")).expect(302);
    let metrics = Metrics::of(site.server());
    assert!(metrics.count("trackway_journal_backlog_bytes") > 50);
    assert_eq!((metrics.count("trackway_clicks_recorded_total"), metrics.count("trackway_clicks_ingested_total")), (1, 0));
}

#[test]
fn strangers_do_not_see_them() {
    let ask = |site: &Site, token: Option<&str>| {
        let request = Request::get("/metrics").agent(DESKTOP);
        site.server().call(&match token {
            Some(token) => request.header("authorization", token),
            None => request,
        })
    };
    let (mut site, _) = watched();
    // No token is set, so that none is right.
    for token in [None, Some("Bearer "), Some("Bearer a-token-for-tests-only")] {
        assert_eq!(ask(&site, token).status, 404, "{token:?}");
    }
    // The listener for them serves nothing else.
    let mut scraper = Connection::open(site.server().metrics_address().expect("a listener")).expect("a connection");
    for path in ["/", "/health", "/api/links", "/dashboard"] {
        assert_eq!(scraper.call(&Request::get(path)).expect("an answer").status, 404, "{path}");
    }

    site.take_server().stop();
    site.start_with(&[("TRACKWAY_METRICS_TOKEN", TOKEN)]);
    for token in [None, Some("Bearer "), Some("Bearer a-token-for-tests-onlY"), Some(TOKEN), Some("Basic a-token-for-tests-only")] {
        let refused = ask(&site, token).expect(401);
        assert_eq!(refused.header("www-authenticate"), Some("Bearer"), "{token:?}");
        assert!(!refused.text().contains("clicks"), "{token:?}");
    }
    let shown = ask(&site, Some(&format!("Bearer {TOKEN}"))).expect(200);
    assert_eq!(shown.header("content-type"), Some("application/openmetrics-text; version=1.0.0; charset=utf-8"));
    assert_eq!(Metrics::read(shown.text()).count("trackway_clicks_recorded_total"), 0);
    let log = site.take_server().stop();
    assert!(!log.contains(TOKEN), "{log}");
}

#[test]
fn a_token_that_is_no_good_is_refused_and_not_repeated() {
    let installation = Installation::new();
    for token in ["short-and-easy", "a token with spaces in it", "4815162342111111"] {
        let refused = installation.run_with(&["serve", "--listen", "127.0.0.1:0"], &[("TRACKWAY_METRICS_TOKEN", token)]);
        assert!(refused.code == 1 && refused.stderr.contains("METRICS_TOKEN"), "{refused:?}");
        assert!(!refused.stderr.contains(token), "{refused:?}");
    }
}

#[test]
fn the_documentation_names_them_all_and_no_others() {
    let (site, _) = watched();
    let documentation = documentation("metrics.md");
    let rows = documentation.lines().filter_map(|line| line.strip_prefix("| `")?.strip_suffix(" |"));
    let mut documented = rows
        .map(|row| {
            let cells = row.split(" | ").map(str::trim).collect::<Vec<_>>();
            let [name, kind, unit, meaning] = cells[..] else { panic!("'{row}' has not four cells") };
            let [name, kind, unit, meaning] = [name.trim_end_matches('`'), kind, unit.trim_matches('–'), meaning].map(str::to_owned);
            Family { name, kind, unit, meaning }
        })
        .collect::<Vec<_>>();
    documented.sort();
    assert_eq!(documented, Metrics::of(site.server()).families());
}

#[test]
fn the_dashboard_asks_for_what_there_is() {
    let (site, _) = watched();
    let metrics = Metrics::of(site.server());
    let there = metrics.samples().into_iter().collect::<BTreeSet<_>>();
    let dashboard: Value = serde_json::from_str(&documentation("grafana-dashboard.json")).expect("JSON");
    let panels = dashboard["panels"].as_array().expect("panels");
    let expressions = panels.iter().flat_map(|panel| panel["targets"].as_array().cloned().unwrap_or_default());
    let expressions = expressions.map(|target| support::text(&target["expr"])).collect::<Vec<_>>();
    assert!(expressions.len() >= panels.len() && panels.len() > 5);
    let mut asked = BTreeSet::new();
    for expression in &expressions {
        let names = expression.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
        let names = names.filter(|name| name.starts_with("trackway_") || name.starts_with("process_")).collect::<Vec<_>>();
        assert!(!names.is_empty(), "{expression} asks for nothing");
        for name in names {
            assert!(there.contains(name), "{expression} asks for {name}, which is not there");
            asked.insert(name);
        }
    }
    for name in ["trackway_clicks_unrecorded_total", "trackway_journal_backlog_bytes", "trackway_ready"] {
        assert!(asked.contains(name), "{name} is looked at first when something is wrong");
    }
}

fn documentation(name: &str) -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(name);
    fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}
