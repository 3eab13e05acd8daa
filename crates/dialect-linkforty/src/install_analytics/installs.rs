//! `GET /api/analytics/installs`, and of one link `GET /api/analytics/installs/{id}`.

use super::question::{Asked, NumberReader, rate, read};
use crate::LinkForty;
use crate::failure::Failure;
use crate::request::{Parameters, Segment};
use crate::row::{Row, time};
use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use trackway_app::{installs, links};
use trackway_domain::utc_day::UtcDay;
use trackway_store::installs::{InstallCount, InstallNumbers, InstallQuestion};

/// Installs of the workspace, or of a project's links.
pub(crate) async fn all(
    State(state): State<LinkForty>,
    NumberReader(actor): NumberReader,
    Parameters(parameters): Parameters,
) -> Result<Json<Row>, Failure> {
    let asked = read(&state, &actor, &parameters).await?;
    let numbers = installs::count::installs(&state.app, asked.question).await?;
    let mut row = row(&asked, &numbers);
    let links = numbers.links.iter().map(|one| json!({"id": one.link, "shortCode": one.code, "title": one.name, "installs": one.installs}));
    row.insert("topLinks".to_owned(), links.collect());
    Ok(Json(row))
}

/// Installs that one link led to.
pub(crate) async fn of_link(
    State(state): State<LinkForty>,
    NumberReader(actor): NumberReader,
    id: Segment,
    Parameters(parameters): Parameters,
) -> Result<Json<Row>, Failure> {
    let asked = read(&state, &actor, &parameters).await?;
    let link = links::find::find(&state.app, actor.within(), &id.link()?).await?.link;
    let asked = Asked { question: InstallQuestion { link: Some(link.id), ..asked.question }, ..asked };
    let numbers = installs::count::installs(&state.app, asked.question).await?;
    let mut row = row(&asked, &numbers);
    row.insert("linkId".to_owned(), json!(link.uuid));
    row.insert("shortCode".to_owned(), link.code.as_str().into());
    Ok(Json(row))
}

fn row(asked: &Asked, numbers: &InstallNumbers) -> Row {
    let total = numbers.total;
    let by_day = numbers.days.iter().copied().collect::<BTreeMap<_, _>>();
    let days = asked.each_day().map(|day| dated(day, by_day.get(&day).copied().unwrap_or_default()));
    let platforms = numbers
        .platforms
        .iter()
        .map(|(platform, count)| json!({"platform": platform.as_str(), "installs": count.installs, "attributed": count.credited}));
    let methods = numbers.rules.iter().map(|(rule, installs)| json!({"method": rule.as_str(), "installs": installs}));
    Row::from_iter([
        ("days".to_owned(), asked.days.into()),
        ("totalInstalls".to_owned(), total.installs.into()),
        ("attributedInstalls".to_owned(), total.credited.into()),
        ("organicInstalls".to_owned(), (total.installs - total.credited).into()),
        ("attributionRate".to_owned(), rate(total.credited, total.installs).into()),
        ("installsByDate".to_owned(), days.collect()),
        ("installsByPlatform".to_owned(), platforms.collect()),
        ("installsByMethod".to_owned(), methods.collect()),
    ])
}

fn dated(day: UtcDay, count: InstallCount) -> Value {
    let date = time(Timestamp::from_millisecond(day.start_milliseconds()).unwrap_or_default());
    json!({"date": date, "installs": count.installs, "attributed": count.credited})
}
