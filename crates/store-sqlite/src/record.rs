//! Recording a report: its key, its person, its touch, its conversion, and what that gives to links. All in the caller's transaction;
//! what is refused is refused before anything is written.

use crate::clicks::log;
use crate::column::{bytes, uuid};
use crate::{credits, histories, persons, touches};
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use std::collections::BTreeSet;
use trackway_domain::account::AccountId;
use trackway_domain::click::ClickId;
use trackway_domain::conversion::ConversionId;
use trackway_domain::link::LinkId;
use trackway_domain::person::{Identity, PersonId};
use trackway_domain::text::Name;
use trackway_domain::workspace::WorkspaceId;
use trackway_store::clicks::ClickRow;
use trackway_store::conversions::{Answer, Attribution, NewConversion, Recording, Refusal};
use uuid::Uuid;

pub(crate) fn record(connection: &Connection, new: &NewConversion) -> rusqlite::Result<Recording> {
    if let Some(answered) = answered(connection, new)? {
        return Ok(answered);
    }
    let click = match new.report.click {
        Some(id) => known_click(connection, new.workspace, id)?,
        None => None,
    };
    let account = match account(connection, new, click.as_ref())? {
        Ok(account) => account,
        Err(refusal) => return Ok(Recording::Refused(refusal)),
    };
    let person = person(connection, new, account)?;
    insert(connection, new, person)?;
    touch(connection, new, person, click.as_ref())?;
    let (standing, model) = credits::settle(connection, person)?;
    let touch = standing.touch_of(new.id);
    let attribution = touch.map(|touch| histories::attribution(connection, touch, model)).transpose()?;
    remember(connection, new.id, attribution.as_ref())?;
    Ok(Recording::Recorded(Answer { id: new.id, attribution }))
}

/// What was said when the key was used before; None where it is new.
fn answered(connection: &Connection, new: &NewConversion) -> rusqlite::Result<Option<Recording>> {
    let select = "SELECT id, fingerprint, answered_link, answered_click, answered_model FROM conversions WHERE workspace = ? AND key = ?";
    let mut select = connection.prepare_cached(select)?;
    let before = |row: &Row<'_>| {
        if row.get::<_, [u8; 32]>("fingerprint")? != new.report.fingerprint() {
            return Ok(Recording::Conflict);
        }
        let link = row.get::<_, Option<[u8; 16]>>("answered_link")?.map(Uuid::from_bytes);
        let click = row.get::<_, Option<[u8; 16]>>("answered_click")?.map(|bytes| ClickId(Uuid::from_bytes(bytes)));
        let model = row.get::<_, Option<String>>("answered_model")?.unwrap_or_default();
        let attribution = link.map(|link| Attribution { link, click, model });
        Ok(Recording::Duplicate(Answer { id: ConversionId(uuid(row, "id")?), attribution }))
    };
    let answered = select.query_row((bytes(&new.workspace.0), new.report.key.as_str()), before).optional()?;
    answered.map_or_else(|| erased(connection, new), |answered| Ok(Some(answered)))
}

/// Who did it was erased, and with him what was answered; that it was recorded was not.
fn erased(connection: &Connection, new: &NewConversion) -> rusqlite::Result<Option<Recording>> {
    let select = "SELECT conversion FROM erased_keys WHERE workspace = ? AND hash = ?";
    let before = |row: &Row<'_>| Ok(Recording::Duplicate(Answer { id: ConversionId(uuid(row, "conversion")?), attribution: None }));
    connection.prepare_cached(select)?.query_row((bytes(&new.workspace.0), new.report.key.hash()), before).optional()
}

fn remember(connection: &Connection, id: ConversionId, attribution: Option<&Attribution>) -> rusqlite::Result<()> {
    let Some(Attribution { link, click, model }) = attribution else { return Ok(()) };
    let update = "UPDATE conversions SET answered_link = ?, answered_click = ?, answered_model = ? WHERE id = ?";
    let row = params![bytes(link), click.as_ref().map(|click| bytes(&click.0)), model, bytes(&id.0)];
    connection.prepare_cached(update)?.execute(row)?;
    Ok(())
}

/// The click, with the account of its link; another workspace's click is as unknown as one that has not arrived.
fn known_click(connection: &Connection, workspace: WorkspaceId, id: ClickId) -> rusqlite::Result<Option<(ClickRow, AccountId)>> {
    let Some(click) = log::find(connection, id)? else { return Ok(None) };
    let place = link_place(connection, click.link)?.filter(|(owner, _)| *owner == workspace);
    Ok(place.map(|(_, account)| (click, account)))
}

/// Whose a link is, even a deleted one.
pub(crate) fn link_place(connection: &Connection, link: LinkId) -> rusqlite::Result<Option<(WorkspaceId, AccountId)>> {
    let place = |row: &Row<'_>| Ok((WorkspaceId(uuid(row, "workspace")?), AccountId(uuid(row, "account")?)));
    connection.prepare_cached("SELECT workspace, account FROM links WHERE id = ?")?.query_row([link.0.to_i64()], place).optional()
}

/// With whom it was done: the click's account, the link's, the one that is named; else the person's only one, else the workspace's only
/// one. None while a click is awaited that will tell.
fn account(
    connection: &Connection,
    new: &NewConversion,
    click: Option<&(ClickRow, AccountId)>,
) -> rusqlite::Result<Result<Option<AccountId>, Refusal>> {
    let linked = new.report.link.map(|link| link_place(connection, link)).transpose()?.flatten().map(|(_, account)| account);
    let named = [click.map(|(_, account)| *account), linked, new.report.account];
    let named = named.into_iter().flatten().collect::<BTreeSet<_>>();
    if named.len() > 1 {
        return Ok(Err(Refusal::Contradiction));
    }
    if let Some(account) = named.first() {
        return Ok(Ok(Some(*account)));
    }
    let identity = new.report.person.as_ref();
    let known = identity.map(|identity| persons::accounts_of(connection, new.workspace, &identity.external_id)).transpose()?;
    let known = known.filter(|accounts| !accounts.is_empty());
    let mut candidates = match known {
        Some(accounts) => accounts,
        None => accounts_in(connection, new.workspace)?,
    };
    match (candidates.len(), new.report.click) {
        (1, _) => Ok(Ok(candidates.pop())),
        (_, Some(_)) => Ok(Ok(None)),
        (_, None) => Ok(Err(Refusal::AccountUnclear)),
    }
}

fn accounts_in(connection: &Connection, workspace: WorkspaceId) -> rusqlite::Result<Vec<AccountId>> {
    let mut select = connection.prepare_cached("SELECT id FROM accounts WHERE workspace = ? LIMIT 2")?;
    select.query_map([bytes(&workspace.0)], |row| Ok(AccountId(uuid(row, "id")?)))?.collect()
}

/// The person, made where he is new. Whoever was known by the click alone turns out to be him.
fn person(connection: &Connection, new: &NewConversion, account: Option<AccountId>) -> rusqlite::Result<PersonId> {
    let at = new.report.occurred_at.unwrap_or(new.recorded_at);
    let by_click = match new.report.click {
        Some(click) => persons::of_click(connection, new.workspace, click)?,
        None => Vec::new(),
    };
    let found = match &new.report.person {
        Some(Identity { external_id, .. }) => persons::find(connection, new.workspace, account, external_id)?,
        // Whoever is known by name before whoever is not, then whoever came first.
        None => by_click.iter().min_by_key(|(person, is_identified)| (!is_identified, *person)).map(|(person, _)| *person),
    };
    let person = match found {
        Some(person) => person,
        None => persons::insert(connection, new, account, at)?,
    };
    if let Some(identity) = &new.report.person {
        persons::describe(connection, person, &identity.profile)?;
        for (nameless, _) in by_click.into_iter().filter(|(other, is_identified)| !is_identified && *other != person) {
            persons::merge(connection, nameless, person)?;
        }
    }
    persons::seen(connection, person, at)?;
    Ok(person)
}

fn insert(connection: &Connection, new: &NewConversion, person: PersonId) -> rusqlite::Result<()> {
    let report = &new.report;
    let row = params![
        bytes(&new.id.0),
        bytes(&new.workspace.0),
        bytes(&person.0),
        report.kind.as_str(),
        report.occurred_at.unwrap_or(new.recorded_at).as_millisecond(),
        new.recorded_at.as_millisecond(),
        report.amount.map(|amount| amount.gross.0),
        report.amount.map(|amount| amount.net.0),
        report.amount.as_ref().map(|amount| amount.currency.as_str()),
        report.name.as_ref().map(Name::as_str),
        report.data,
        report.refunds,
        report.key.as_str(),
        report.fingerprint(),
    ];
    let insert =
        "INSERT INTO conversions (id, workspace, person, kind, occurred_at, recorded_at, gross_mills, net_mills, currency, name, data,
        refunds, key, fingerprint) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    connection.prepare_cached(insert)?.execute(row)?;
    Ok(())
}

fn touch(connection: &Connection, new: &NewConversion, person: PersonId, click: Option<&(ClickRow, AccountId)>) -> rusqlite::Result<()> {
    match (click, new.report.click, new.report.link) {
        (Some((click, _)), _, _) => touches::insert(connection, person, click),
        (None, Some(awaited), _) => touches::wait(connection, person, awaited),
        (None, None, Some(link)) if new.report.kind.follows_a_visit() => {
            touches::insert_without_click(connection, person, link, new.report.occurred_at.unwrap_or(new.recorded_at))
        }
        (None, None, _) => Ok(()),
    }
}
