//! Links that let only so many people through: exactly as many under load, and never more when the server dies in the middle of it.

mod support;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;
use support::{DESKTOP, IPHONE, Request, Site, becomes_true};

const PEOPLE: usize = 64;

/// Visits of each of them.
const VISITS: usize = 25;

/// How many people may pass: fewer than there are visits, and no multiple of what a server takes from the store at once.
const CAP: usize = 1_003;

/// A site with a link that lets so many people through.
fn capped() -> (Site, String) {
    let mut site = Site::new();
    let code = site.codes(1).remove(0);
    site.take_server().stop();
    let database = rusqlite::Connection::open(site.installation.data().join("trackway.db")).expect("a database");
    let cap = "UPDATE links SET settings = json_set(settings, '$.max_clicks', ?) WHERE code = ?";
    assert_eq!(database.execute(cap, (CAP, &code)).expect("a row"), 1);
    drop(database);
    site.start();
    (site, code)
}

/// What was answered.
#[derive(Default)]
struct Answers {
    sent_on: AtomicUsize,
    refused: AtomicUsize,
}

impl Answers {
    fn note(&self, status: u16) {
        match status {
            302 => self.sent_on.fetch_add(1, Ordering::Relaxed),
            410 => self.refused.fetch_add(1, Ordering::Relaxed),
            other => panic!("a capped link answers {other}"),
        };
    }

    fn counts(&self) -> (usize, usize) {
        (self.sent_on.load(Ordering::Relaxed), self.refused.load(Ordering::Relaxed))
    }
}

/// Lets everybody open the link, each over a connection of his own, until he has done it often enough or the server is gone.
fn everybody(site: &Site, code: &str, answers: &Answers, meanwhile: impl FnOnce()) {
    let person = |number: usize| {
        let mut connection = site.server().connect();
        let visit = Request::get(&format!("/{code}")).agent([DESKTOP, IPHONE][number % 2]);
        (0..VISITS).map_while(|_| connection.call(&visit).ok()).for_each(|answer| answers.note(answer.status));
    };
    let person = &person;
    thread::scope(|scope| {
        (0..PEOPLE).for_each(|number| drop(scope.spawn(move || person(number))));
        meanwhile();
    });
}

#[test]
fn exactly_so_many_people_pass() {
    let (mut site, code) = capped();
    let (people, programs) = (Answers::default(), Answers::default());
    let program = || site.server().open(&format!("/{code}"), "curl/8.10.0").status;
    everybody(&site, &code, &people, || (0..50).for_each(|_| programs.note(program())));
    assert_eq!(people.counts(), (CAP, PEOPLE * VISITS - CAP));
    assert_eq!(program(), 410, "programs go through for as long as people would");
    site.open(&format!("/{code}")).expect(410);
    let shown = || site.installation.json(&["links", "show", &code]);
    let (through, _) = programs.counts();
    assert!(through > 0, "programs went through too");
    let is_counted = || shown()["clicks"] == CAP && shown()["visits"] == CAP + through;
    assert!(becomes_true(Duration::from_secs(10), is_counted), "{}", shown());

    site.take_server().stop();
    site.start();
    site.open(&format!("/{code}")).expect(410);
}

#[test]
fn across_crashes_never_more() {
    let (mut site, code) = capped();
    let people = Answers::default();
    for _ in 0..3 {
        everybody(&site, &code, &people, || {
            let (before, _) = people.counts();
            becomes_true(Duration::from_secs(30), || people.counts().0 >= before + 150);
            site.server().signal("KILL");
        });
        site.take_server().kill();
        site.start();
    }
    everybody(&site, &code, &people, || ());
    everybody(&site, &code, &people, || ());
    let (sent_on, _) = people.counts();
    assert!(sent_on <= CAP, "{sent_on} people passed");
    // Each crash costs what was taken from the store and not used, and the answers that were on their way.
    assert!(sent_on >= CAP - 3 * (16 + PEOPLE), "{sent_on} people passed");
    site.open(&format!("/{code}")).expect(410);
    let clicks = || site.installation.json(&["links", "show", &code])["clicks"].as_u64().expect("a count");
    assert!(becomes_true(Duration::from_secs(10), || clicks() >= sent_on as u64) && clicks() <= CAP as u64, "{}", clicks());
}
