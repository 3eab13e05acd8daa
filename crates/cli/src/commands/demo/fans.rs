//! The demo's people: some of those who click tell who they are, and then follow, subscribe, buy, and now and then want their money back.

use super::Story;
use super::visits::DemoClick;
use jiff::{SignedDuration, Timestamp};
use trackway_app::conversions::record::{Reported, record};
use trackway_domain::conversion::{Amount, ConversionKind, IdempotencyKey, Report};
use trackway_domain::money::{Currency, Mills};
use trackway_domain::person::{ExternalId, Identity, Profile};
use trackway_domain::text::Name;
use trackway_store::links::{LinkKey, Within};

/// Reports in a transaction.
const BATCH: usize = 500;

/// How many of the people who click tell who they are.
const KNOWN: f64 = 0.018;

/// Makes the reports and sends them in the order of time; says how many there were.
pub(super) async fn make(story: &Story, clicks: &[DemoClick]) -> anyhow::Result<usize> {
    let mut told = Vec::new();
    let mut number = 0_u32;
    for click in clicks.iter().filter(|click| click.is_human) {
        if !story.chance.happens(KNOWN) {
            continue;
        }
        // One in five has been here before.
        let known = usize::try_from(number).unwrap_or(0);
        let person = if known > 20 && story.chance.happens(0.2) { story.chance.below(known) } else { known };
        number += u32::from(person == known);
        told.extend(Life { story, click, person }.events()?);
    }
    told.sort_by_key(|report| report.report.occurred_at);
    let within = Within { workspace: story.workspace.id, account: None };
    let count = told.len();
    let mut rest = told.into_iter().peekable();
    while rest.peek().is_some() {
        let batch = rest.by_ref().take(BATCH).collect::<Vec<_>>();
        if let Some(at) = batch.last().and_then(|last| last.report.occurred_at) {
            story.clock.set(at);
        }
        record(&story.app, within, batch).await?;
    }
    Ok(count)
}

/// What one click led to.
struct Life<'a> {
    story: &'a Story,
    click: &'a DemoClick,
    person: usize,
}

impl Life<'_> {
    fn events(&self) -> anyhow::Result<Vec<Reported>> {
        let chance = &self.story.chance;
        let mut events = vec![self.event(ConversionKind::Claim, 0.0, None, None)?];
        if chance.happens(0.62) {
            events.push(self.event(ConversionKind::Follow, 0.02, None, None)?);
        }
        if chance.happens(0.24) {
            let (plan, price) = [("Monthly", 9_990), ("Monthly", 9_990), ("Yearly", 89_000)][chance.below(3)];
            events.push(self.event(ConversionKind::Subscribe, 1.0, Some(plan), Some(price))?);
        }
        if chance.happens(0.3) {
            let (thing, price) = [("Recipe book", 24_900), ("Presets", 39_000), ("Workshop", 149_000), ("Tip", 5_000)][chance.below(4)];
            events.push(self.event(ConversionKind::Sale, 3.0, Some(thing), Some(price))?);
        }
        if chance.happens(0.03) {
            events.push(self.event(ConversionKind::Unfollow, 12.0, None, None)?);
        }
        if chance.happens(0.012) {
            events.push(self.event(ConversionKind::Refund, 9.0, None, Some(9_990))?);
        }
        // What has not happened yet is not reported.
        events.retain(|event| event.report.occurred_at.is_some_and(|at| at < self.story.until));
        Ok(events)
    }

    /// Something that happens within so many days.
    fn event(&self, kind: ConversionKind, days: f64, name: Option<&str>, mills: Option<i64>) -> anyhow::Result<Reported> {
        let delay = SignedDuration::from_millis((1_000.0 + days * self.story.chance.part() * 86_400_000.0) as i64);
        let at = Timestamp::from_millisecond((self.click.at + delay).as_millisecond())?;
        let amount = mills.map(|mills| Amount::new(Mills(mills), Some(Mills(mills * 4 / 5)), Currency::USD)).transpose()?;
        let external_id = ExternalId::parse(&format!("fan-{}", self.person + 1))?;
        let profile = Profile { display_name: Some(format!("Fan {}", self.person + 1)), ..Profile::default() };
        let report = Report {
            kind,
            person: Some(Identity { external_id, profile }),
            click: matches!(kind, ConversionKind::Claim).then_some(self.click.id),
            link: None,
            account: None,
            occurred_at: Some(at),
            amount,
            name: name.map(Name::parse).transpose()?,
            data: None,
            refunds: None,
            key: IdempotencyKey::parse(&format!("demo-{}-{}", self.click.id, kind.as_str()))?,
        };
        let link = matches!(kind, ConversionKind::Claim).then_some(LinkKey::Id(self.click.link));
        Ok(Reported { report, link })
    }
}
