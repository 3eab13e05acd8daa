//! Installs by day, platform, rule and link; and the way from clicks to money.

use super::events::span;
use crate::clicks::QUARTER;
use crate::column::{bytes, count, parsed, uuid};
use crate::stats;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Params, Row};
use trackway_domain::install::decision::Rule;
use trackway_domain::money::{Currency, Mills};
use trackway_domain::platform::Platform;
use trackway_domain::stats::{Dimension, Filter, Question, Span};
use trackway_domain::traffic::TrafficClass;
use trackway_domain::utc_day::UtcDay;
use trackway_store::installs::{Funnel, InstallCount, InstallNumbers, InstallQuestion, LinkInstalls};

/// Installs of a question. Those of one link or project are those that it led to.
const ASKED: &str = "FROM installs WHERE workspace = ?1 AND opened_at >= ?2 AND opened_at < ?3 AND (?4 IS NULL OR link = ?4)
    AND (?5 IS NULL OR link IN (SELECT id FROM links WHERE project = ?5))";

const MILLISECONDS_A_DAY: i64 = 24 * 60 * 60 * 1_000;

pub(super) fn numbers(connection: &Connection, question: &InstallQuestion) -> rusqlite::Result<InstallNumbers> {
    let days = format!(
        "SELECT opened_at / {MILLISECONDS_A_DAY} AS day, count(*) AS installs, count(link) AS credited {ASKED} GROUP BY day ORDER BY day"
    );
    let platforms = format!(
        "SELECT platform, count(*) AS installs, count(link) AS credited {ASKED} GROUP BY platform ORDER BY installs DESC, platform"
    );
    let rules = format!("SELECT rule, count(*) AS installs {ASKED} AND rule IS NOT NULL GROUP BY rule ORDER BY installs DESC, rule");
    let links = format!(
        "SELECT links.uuid, links.code, links.name, found.installs FROM
        (SELECT link, count(*) AS installs {ASKED} AND link IS NOT NULL GROUP BY link) AS found
        JOIN links ON links.id = found.link ORDER BY found.installs DESC, links.id DESC LIMIT 10"
    );
    let days: Vec<(UtcDay, InstallCount)> =
        all(connection, &days, question, |row| Ok((UtcDay::from_number(row.get("day")?), counted(row)?)))?;
    let total = days.iter().fold(InstallCount::default(), |sum, (_, day)| InstallCount {
        installs: sum.installs + day.installs,
        credited: sum.credited + day.credited,
    });
    let platform = |row: &Row<'_>| Ok((parsed(row, "platform", |text: String| Platform::parse(&text))?, counted(row)?));
    Ok(InstallNumbers {
        total,
        days,
        platforms: all(connection, &platforms, question, platform)?,
        rules: all(connection, &rules, question, |row| Ok((parsed(row, "rule", |text: String| rule(&text))?, count(row, "installs")?)))?,
        links: all(connection, &links, question, |row| {
            Ok(LinkInstalls { link: uuid(row, "uuid")?, code: row.get("code")?, name: row.get("name")?, installs: count(row, "installs")? })
        })?,
    })
}

pub(super) fn funnel(connection: &Connection, question: &InstallQuestion) -> rusqlite::Result<Funnel> {
    let clicks = clicks(connection, question)?;
    let credited = format!("{ASKED} AND link IS NOT NULL");
    let of_installs = format!("FROM install_events JOIN (SELECT id AS found {credited}) ON install = found");
    let one = |select: &str| connection.prepare_cached(select)?.query_row(asked(question), |row| row.get::<_, i64>(0));
    let revenue =
        format!("SELECT currency, sum(gross_mills) AS mills {of_installs} WHERE is_vouched = 1 AND currency IS NOT NULL GROUP BY currency");
    let money = |row: &Row<'_>| Ok((parsed(row, "currency", |text: String| Currency::parse(&text))?, Mills(row.get("mills")?)));
    Ok(Funnel {
        clicks,
        installs: one(&format!("SELECT count(*) {credited}"))?.unsigned_abs(),
        active_installs: one(&format!("SELECT count(DISTINCT install) {of_installs}"))?.unsigned_abs(),
        paying_installs: one(&format!("SELECT count(DISTINCT install) {of_installs} WHERE is_vouched = 1 AND gross_mills > 0"))?
            .unsigned_abs(),
        events: one(&format!("SELECT count(*) {of_installs}"))?.unsigned_abs(),
        revenue: all(connection, &revenue, question, money)?,
    })
}

/// People's clicks, in the quarters of an hour that the question touches.
fn clicks(connection: &Connection, question: &InstallQuestion) -> rusqlite::Result<u64> {
    let (from, to) = span(question.from, question.to);
    let time = |quarter: i64| Timestamp::from_millisecond(quarter.saturating_mul(QUARTER));
    let (first, last) = (time(from.div_euclid(QUARTER)), time(to.div_euclid(QUARTER) + i64::from(to.rem_euclid(QUARTER) > 0)));
    let (first, last) = (first.unwrap_or(Timestamp::MIN), last.unwrap_or(Timestamp::MAX));
    let mut filters = vec![Filter::only(Dimension::Traffic, [Some(TrafficClass::Human.as_str().to_owned())])];
    if let Some(link) = question.link {
        let select = "SELECT uuid FROM links WHERE id = ?";
        let link = connection.prepare_cached(select)?.query_row([link.0.to_i64()], |row| uuid(row, "uuid")).optional()?;
        filters.push(Filter::only(Dimension::Link, link.map(|uuid| Some(uuid.to_string()))));
    }
    filters.extend(question.project.as_ref().map(|project| Filter::only(Dimension::Project, [Some(project.to_string())])));
    let asked = Question {
        workspace: question.workspace,
        span: Span::new(first, last.max(first)).map_err(|_| rusqlite::Error::InvalidQuery)?,
        filters,
    };
    stats::clicks(connection, asked)
}

fn all<T>(
    connection: &Connection,
    select: &str,
    question: &InstallQuestion,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Vec<T>> {
    connection.prepare_cached(select)?.query_map(asked(question), read)?.collect()
}

fn asked(question: &InstallQuestion) -> impl Params {
    let (from, to) = span(question.from, question.to);
    let (link, project) = (question.link.map(|link| link.0.to_i64()), question.project.map(|project| *bytes(&project.0)));
    (*bytes(&question.workspace.0), from, to, link, project)
}

fn counted(row: &Row<'_>) -> rusqlite::Result<InstallCount> {
    Ok(InstallCount { installs: count(row, "installs")?, credited: count(row, "credited")? })
}

fn rule(text: &str) -> Option<Rule> {
    [Rule::ClickId, Rule::InstallReferrer, Rule::Fingerprint].into_iter().find(|rule| rule.as_str() == text)
}
