//! Stories of one person, and what each gives to whom. docs/attribution.md tells the same.
//!
//! A story is a line of steps `<day> <what>`: `click A`, `claim`, `follow`, `unfollow`, `subscribe 10`, `unsubscribe`, `sale 20` (dollars; `eur`
//! behind it for euros), `refund 20`, `refund 20 of <day>`. What is expected is a line for each link: claims, follows, subscriptions, acquired
//! followers/subscribers, current followers/subscribers, gross in dollars.

use super::{Contribution, Event, History, Model, Touch, standing};
use crate::conversion::{Amount, ConversionId, ConversionKind, IdempotencyKey};
use crate::link::LinkId;
use crate::money::{Currency, Mills};
use crate::snowflake::Snowflake;
use crate::window::AttributionWindow;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use std::collections::BTreeMap;
use uuid::Uuid;

const STORIES: &[(&str, Model, &str, &str)] = &[
    (
        "clicked A, then B, then followed",
        Model::First,
        "1 click A; 2 click B; 3 claim; 3 follow",
        "A c1 f1 s0 a1/0 n1/0 0.00; B c1 f0 s0 a0/0 n1/0 0.00",
    ),
    (
        "the same, by the last click",
        Model::Last,
        "1 click A; 2 click B; 3 claim; 3 follow",
        "A c1 f0 s0 a1/0 n1/0 0.00; B c1 f1 s0 a0/0 n1/0 0.00",
    ),
    ("followed, unfollowed, subscribed", Model::First, "1 click A; 2 follow; 3 unfollow; 4 subscribe 10", "A c1 f1 s1 a1/1 n0/1 10.00"),
    (
        "subscribed, left, subscribed again",
        Model::First,
        "1 click A; 2 subscribe 10; 30 unsubscribe; 40 subscribe 10",
        "A c1 f0 s2 a0/1 n0/1 20.00",
    ),
    ("a renewal is no new subscription", Model::First, "1 click A; 2 subscribe 10; 32 subscribe 10", "A c1 f0 s1 a0/1 n0/1 20.00"),
    ("left for good", Model::First, "1 click A; 2 subscribe 10; 30 unsubscribe", "A c1 f0 s1 a0/1 n0/0 10.00"),
    ("followed again", Model::First, "1 click A; 2 follow; 3 unfollow; 4 follow", "A c1 f1 s0 a1/0 n1/0 0.00"),
    ("reported twice", Model::Last, "1 click A; 2 follow; 3 click B; 4 follow", "A c1 f1 s0 a1/0 n1/0 0.00; B c1 f0 s0 a0/0 n1/0 0.00"),
    ("bought and was paid back", Model::First, "1 click A; 2 sale 20; 5 refund 20", "A c1 f0 s0 a0/0 n0/0 0.00 earned"),
    ("half was paid back", Model::First, "1 click A; 2 sale 20; 5 refund 10", "A c1 f0 s0 a0/0 n0/0 10.00"),
    (
        "the refund names its sale",
        Model::Last,
        "1 click A; 2 sale 20; 3 click B; 4 sale 20; 5 refund 20 of 2",
        "A c1 f0 s0 a0/0 n0/0 0.00 earned; B c1 f0 s0 a0/0 n0/0 20.00",
    ),
    (
        "the refund names none",
        Model::Last,
        "1 click A; 2 sale 20; 3 click B; 4 sale 20; 5 refund 20",
        "A c1 f0 s0 a0/0 n0/0 20.00; B c1 f0 s0 a0/0 n0/0 0.00 earned",
    ),
    (
        "two refunds, two sales",
        Model::Last,
        "1 click A; 2 sale 20; 3 click B; 4 sale 20; 5 refund 20; 6 refund 20",
        "A c1 f0 s0 a0/0 n0/0 0.00 earned; B c1 f0 s0 a0/0 n0/0 0.00 earned",
    ),
    (
        "the newest of which enough is left",
        Model::Last,
        "1 click A; 2 sale 30; 3 click B; 4 sale 20; 5 refund 25",
        "A c1 f0 s0 a0/0 n0/0 5.00; B c1 f0 s0 a0/0 n0/0 20.00",
    ),
    ("a refund of nothing known", Model::First, "1 click A; 5 refund 20", "A c1 f0 s0 a0/0 n0/0 -20.00"),
    ("euros are not in the totals", Model::First, "1 click A; 2 sale 20 eur", "A c1 f0 s0 a0/0 n0/0 0.00"),
    ("a euro's refund is of a euro's sale", Model::First, "1 click A; 2 sale 20; 3 refund 20 eur", "A c1 f0 s0 a0/0 n0/0 20.00"),
    (
        "three links share a dollar",
        Model::Linear,
        "1 click A; 2 click B; 3 click C; 4 sale 1",
        "A c1 f0 s0 a0/0 n0/0 0.334; B c1 f0 s0 a0/0 n0/0 0.333; C c1 f0 s0 a0/0 n0/0 0.333",
    ),
    (
        "two halves paid back leave nothing",
        Model::Linear,
        "1 click A; 2 click B; 3 click C; 4 sale 1; 5 refund 0.5; 6 refund 0.5",
        "A c1 f0 s0 a0/0 n0/0 0.00 earned; B c1 f0 s0 a0/0 n0/0 0.00 earned; C c1 f0 s0 a0/0 n0/0 0.00 earned",
    ),
    ("came by himself", Model::First, "2 follow; 3 sale 20", ""),
    ("followed before he clicked", Model::First, "1 follow; 2 click A", "A c1 f0 s0 a0/0 n1/0 0.00"),
    ("bought before and after", Model::First, "1 sale 5; 2 click A; 3 sale 7", "A c1 f0 s0 a0/0 n0/0 7.00"),
    ("clicked and never told who he is", Model::First, "1 click A", ""),
    ("within the window of W", Model::First, "1 click W; 2 sale 20", "W c1 f0 s0 a0/0 n0/0 20.00"),
    ("after the window of W", Model::First, "1 click W; 3 sale 20", "W c1 f0 s0 a0/0 n0/0 0.00"),
    (
        "after the window of W, within that of A",
        Model::First,
        "1 click W; 2 click A; 9 follow",
        "W c1 f0 s0 a0/0 n1/0 0.00; A c1 f1 s0 a0/0 n1/0 0.00",
    ),
    (
        "clicked A twice",
        Model::Linear,
        "1 click A; 2 click B; 3 click A; 4 sale 30",
        "A c1 f0 s0 a0/0 n0/0 20.00; B c1 f0 s0 a0/0 n0/0 10.00",
    ),
];

#[test]
fn stories() {
    for (title, model, story, expected) in STORIES {
        let (touches, events) = read(story);
        assert_eq!(told(&touches, &events, *model), *expected, "{title}");
    }
}

#[test]
fn somebody_without_a_name_claims_nothing_until_he_tells() {
    for (story, expected) in
        [("1 click A; 2 sale 20", "A c0 f0 s0 a0/0 n0/0 20.00"), ("1 click A; 2 sale 20; 3 claim", "A c1 f0 s0 a0/0 n0/0 20.00")]
    {
        let (touches, events) = read(story);
        let history = History { is_identified: false, touches: &touches, events: &events };
        assert_eq!(lines(standing(history, Model::First, &window).given), expected, "{story}");
    }
}

#[test]
fn a_full_refund_takes_back_what_had_arrived_of_it() {
    let (touches, mut events) = read("1 click A; 2 sale 20; 5 refund 20");
    events[0].amount = Amount::new(Mills(20_000), Some(Mills(16_000)), Currency::USD).ok();
    let history = History { is_identified: true, touches: &touches, events: &events };
    let net = standing(history, Model::First, &window).given.values().map(|given| given.net.0).sum::<i64>();
    assert_eq!(net, 0);
}

proptest! {
    #[test]
    fn the_order_of_arrival_changes_nothing(story in random_story(), seed in any::<u64>(), model in random_model()) {
        let (touches, events) = read(&story);
        let (mut other_touches, mut other_events) = (touches.clone(), events.clone());
        shuffle(&mut other_touches, seed);
        shuffle(&mut other_events, seed);
        prop_assert_eq!(told(&touches, &events, model), told(&other_touches, &other_events, model), "{}", story);
    }

    #[test]
    fn money_adds_up_and_people_count_once(story in random_story(), model in random_model()) {
        let (mut touches, events) = read(&story);
        // Somebody who clicked before everything and whom no window stops: all of his money is somebody's.
        touches.push(Touch { at: at("0"), link: link("A"), click: None });
        let given = standing(History { is_identified: true, touches: &touches, events: &events }, model, &|_| None).given;
        let paid = events.iter().filter_map(|event| Some((event.kind, event.amount?))).filter(|(_, amount)| amount.is_counted());
        let paid = paid.map(|(kind, amount)| if kind == ConversionKind::Refund { -amount.gross.0 } else { amount.gross.0 }).sum::<i64>();
        prop_assert_eq!(given.values().map(|given| given.gross.0).sum::<i64>(), paid, "{}", story);
        let sum = |number: fn(&Contribution) -> i64| given.values().map(number).sum::<i64>();
        prop_assert!(sum(|given| given.acquired_followers) <= 1 && sum(|given| given.acquired_subscribers) <= 1);
        for name in ["A", "B", "C", "W"] {
            let of = |number: fn(&Contribution) -> i64| given.iter().filter(|((to, _), _)| *to == link(name)).map(|(_, given)| number(given)).sum::<i64>();
            prop_assert!(of(|given| given.claims) <= 1 && of(|given| given.follows) <= 1 && of(|given| given.current_followers) <= 1);
        }
    }

    #[test]
    fn the_credits_of_each_conversion_add_up_to_its_amount_and_those_of_each_day_to_what_is_given(
        story in random_story(), model in random_model(), foreign in any::<bool>()
    ) {
        let (mut touches, mut events) = read(&story);
        touches.push(Touch { at: at("0"), link: link("A"), click: None });
        if foreign {
            for amount in events.iter_mut().filter_map(|event| event.amount.as_mut()) {
                amount.currency = Currency::parse("EUR").expect("euros");
            }
        }
        let told = standing(History { is_identified: true, touches: &touches, events: &events }, model, &|_| None);
        for event in &events {
            let Some(amount) = event.amount else { continue };
            let credited = told.credits.iter().filter(|credit| credit.conversion == Some(event.id)).filter_map(|credit| credit.money);
            let sum = credited.inspect(|money| assert_eq!(money.currency, amount.currency)).map(|money| money.gross.0).sum::<i64>();
            let whole = if event.kind == ConversionKind::Refund { -amount.gross.0 } else { amount.gross.0 };
            prop_assert_eq!(sum, whole, "{:?} of {}", event.kind, story);
        }
        let mut sums = BTreeMap::<_, Contribution>::new();
        for credit in &told.credits {
            sums.entry((credit.touch.link, crate::utc_day::UtcDay::of(credit.at))).or_default().add(credit);
        }
        for (cell, given) in &told.given {
            let sum = sums.remove(cell).unwrap_or_default();
            let of = |given: &Contribution| (given.claims, given.follows, given.subscriptions, given.gross, given.net, given.has_earned);
            prop_assert_eq!(of(&sum), of(given), "{}", story);
        }
        prop_assert!(sums.values().all(Contribution::is_nothing), "{}", story);
    }
}

fn random_model() -> impl Strategy<Value = Model> {
    prop_oneof![Just(Model::First), Just(Model::Last), Just(Model::Linear), Just(Model::TimeDecay { half_life: 24 }), Just(Model::Position)]
}

/// Several things of a kind on one day are the same thing, so a day is given out once.
fn random_story() -> impl Strategy<Value = String> {
    let step = prop_oneof![
        "click [ABCW]",
        Just("follow".to_owned()),
        Just("unfollow".to_owned()),
        Just("claim".to_owned()),
        Just("unsubscribe".to_owned()),
        (1..50_u32).prop_map(|dollars| format!("subscribe {dollars}")),
        (1..50_u32).prop_map(|dollars| format!("sale {dollars}.37")),
        (1..50_u32, 1..12_u32).prop_map(|(dollars, day)| format!("refund {dollars} of {day}")),
        (1..50_u32).prop_map(|dollars| format!("refund {dollars}.05")),
    ];
    prop::collection::vec(step, 0..14).prop_map(|steps| {
        let dated = steps.into_iter().enumerate().map(|(day, step)| format!("{} {step}", day + 1));
        dated.collect::<Vec<_>>().join("; ")
    })
}

fn shuffle<T>(items: &mut [T], mut seed: u64) {
    for index in (1..items.len()).rev() {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        items.swap(index, usize::try_from(seed >> 33).unwrap_or(0) % (index + 1));
    }
}

fn told(touches: &[Touch], events: &[Event], model: Model) -> String {
    lines(standing(History { is_identified: true, touches, events }, model, &window).given)
}

fn lines(given: BTreeMap<(LinkId, crate::utc_day::UtcDay), Contribution>) -> String {
    let mut links = BTreeMap::<LinkId, ([i64; Contribution::NUMBERS], bool)>::new();
    for ((link, _), contribution) in given {
        let (numbers, has_earned) = links.entry(link).or_default();
        *numbers = std::array::from_fn(|index| numbers[index] + contribution.numbers()[index]);
        *has_earned |= contribution.has_earned;
    }
    let mut ordered = links.into_iter().collect::<Vec<_>>();
    ordered.sort_by_key(|(link, _)| NAMES.iter().position(|name| super::stories::link(name) == *link));
    let line = |(link, ([claims, follows, subscriptions, af, r#as, cf, cs, gross, _], has_earned)): (LinkId, ([i64; 9], bool))| {
        let name = NAMES.iter().find(|name| super::stories::link(name) == link).expect("a link of a story");
        let earned = if has_earned && gross == 0 { " earned" } else { "" };
        format!("{name} c{claims} f{follows} s{subscriptions} a{af}/{as} n{cf}/{cs} {}{earned}", Mills(gross))
    };
    ordered.into_iter().map(line).collect::<Vec<_>>().join("; ")
}

/// In the order in which stories name them.
const NAMES: [&str; 4] = ["W", "A", "B", "C"];

fn read(story: &str) -> (Vec<Touch>, Vec<Event>) {
    let (mut touches, mut events) = (Vec::new(), Vec::new());
    for (number, step) in (1..).zip(story.split("; ").filter(|step| !step.is_empty())) {
        let words = step.split(' ').collect::<Vec<_>>();
        let at = at(words[0]);
        if words[1] == "click" {
            touches.push(Touch { at, link: link(words[2]), click: None });
            continue;
        }
        let currency = if words.last() == Some(&"eur") { Currency::parse("EUR").expect("euros") } else { Currency::USD };
        let amount = words.get(2).map(|gross| Amount::new(Mills::parse(gross).expect("money"), None, currency).expect("an amount"));
        events.push(Event {
            id: ConversionId(Uuid::from_u128(number)),
            key: IdempotencyKey::parse(&format!("day {}", words[0])).expect("a key"),
            kind: ConversionKind::parse(words[1]).expect("a kind"),
            at,
            amount,
            refunds: words.get(4).map(|day| format!("day {day}")),
        });
    }
    (touches, events)
}

fn at(day: &str) -> Timestamp {
    Timestamp::from_second(1_774_000_000).expect("a time") + SignedDuration::from_hours(24 * day.parse::<i64>().expect("a day"))
}

fn link(name: &str) -> LinkId {
    LinkId(Snowflake::from_i64(name.bytes().map(i64::from).sum()))
}

/// Of all links only W ends: after a day.
fn window(of: LinkId) -> Option<AttributionWindow> {
    (of == link("W")).then(|| AttributionWindow::from_hours(24).expect("a window"))
}
