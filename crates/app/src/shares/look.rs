//! What a share shows: the numbers of its link or tag in all, and by day for the last thirty days in UTC.

use crate::error::Thing;
use crate::{App, Error};
use jiff::{SignedDuration, Timestamp};
use trackway_domain::link::LinkId;
use trackway_domain::secret::Secret;
use trackway_domain::share::{Share, Shown};
use trackway_domain::stats::{ClickNumbers, CreditNumbers, Dimension, Filter, Question, Span};
use trackway_domain::traffic::TrafficClass;
use trackway_domain::utc_day::UtcDay;
use trackway_store::credits::CreditQuestion;
use trackway_store::links::{LinkKey, Within};

/// How many days are shown, today's included.
const DAYS: i64 = 30;

/// What a share shows.
#[derive(Clone, Debug)]
pub struct Look {
    /// The share.
    pub share: Share,
    /// The name of the link, or else its code; the tag.
    pub subject: String,
    /// Clicks of people in all.
    pub clicks: ClickNumbers,
    /// What was credited in all. Without money where the share hides it.
    pub credits: CreditNumbers,
    /// The same by day, the oldest first.
    pub days: Vec<Day>,
}

/// A day in UTC.
#[derive(Clone, Debug)]
pub struct Day {
    /// Which.
    pub day: UtcDay,
    /// Clicks of people.
    pub clicks: ClickNumbers,
    /// What was credited.
    pub credits: CreditNumbers,
}

/// Opens a share by its secret. A share of a link that is deleted shows nothing any more.
///
/// # Errors
/// [`Error::NotFound`] where there is no such share, or it has ended; or the store's trouble.
pub async fn look(app: &App, secret: &Secret) -> Result<Look, Error> {
    let share = app.store.shares().open(secret.hash()).await?.ok_or(Error::NotFound(Thing::Share))?;
    let (subject, filter) = match &share.shown {
        Shown::Tag(tag) => (tag.to_string(), Filter::only(Dimension::Tag, [Some(tag.to_string())])),
        Shown::Link(link) => of_link(app, &share, *link).await?,
    };
    let now = app.clock.now();
    let since = |days| now.checked_sub(SignedDuration::from_hours(24 * days)).unwrap_or(Timestamp::MIN);
    let first = UtcDay::of(since(DAYS - 1));
    let edges = (first.number()..=first.number() + DAYS).map(|day| start(UtcDay::from_number(day))).collect::<Vec<_>>();
    let question = |from, before| {
        let filters = vec![filter.clone(), Filter::only(Dimension::Traffic, [Some(TrafficClass::Human.as_str().to_owned())])];
        Span::new(from, before).map(|span| Question { workspace: share.workspace, span, filters })
    };
    // Things may be said to happen in the future, and count then.
    let ever = question(Timestamp::UNIX_EPOCH, Timestamp::MAX);
    let shown = question(edges[0], edges[edges.len() - 1]);
    let (Ok(ever), Ok(shown)) = (ever, shown) else { return Err(Error::Broken) };
    let stored = |question: &Question| CreditQuestion { question: question.clone(), model: None };
    let clicks = app.store.stats().series(shown.clone(), edges.clone()).await?;
    let credits = app.store.credits().series(stored(&shown), edges).await?;
    let days = (first.number()..).map(UtcDay::from_number).zip(clicks.into_iter().zip(credits));
    let days = days.map(|(day, (clicks, credits))| Day { day, clicks, credits: shown_of(&share, credits) });
    Ok(Look {
        clicks: app.store.stats().totals(ever.clone()).await?,
        credits: shown_of(&share, app.store.credits().totals(stored(&ever)).await?),
        days: days.collect(),
        subject,
        share,
    })
}

async fn of_link(app: &App, share: &Share, id: LinkId) -> Result<(String, Filter), Error> {
    let within = Within { workspace: share.workspace, account: None };
    let link = app.store.links().find(within, &LinkKey::Id(id)).await?.ok_or(Error::NotFound(Thing::Share))?.link;
    let subject = link.settings.name.as_ref().map_or_else(|| link.code.to_string(), ToString::to_string);
    Ok((subject, Filter::only(Dimension::Link, [Some(link.uuid.to_string())])))
}

fn shown_of(share: &Share, mut credits: CreditNumbers) -> CreditNumbers {
    if share.hides_money {
        credits.money.clear();
    }
    credits
}

fn start(day: UtcDay) -> Timestamp {
    Timestamp::from_millisecond(day.start_milliseconds()).unwrap_or(Timestamp::MAX)
}
