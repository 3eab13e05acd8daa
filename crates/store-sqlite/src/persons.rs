//! Persons: found by the account's id or by their click, described, merged; and listed by the links that they opened.

use crate::SqliteStore;
use crate::column::{bytes, document, parsed_option, time, time_option, uuid};
use crate::{credits, list_persons};
use async_trait::async_trait;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use trackway_domain::account::AccountId;
use trackway_domain::click::ClickId;
use trackway_domain::link::LinkId;
use trackway_domain::money::Mills;
use trackway_domain::person::{ExternalId, Fan, Person, PersonId, Profile};
use trackway_domain::workspace::WorkspaceId;
use trackway_store::StoreError;
use trackway_store::conversions::NewConversion;
use trackway_store::page::Page;
use trackway_store::persons::{FanCounts, LinkPerson, PeopleQuery, PersonQuery, Persons, Remarks};
use uuid::Uuid;

#[async_trait]
impl Persons for SqliteStore {
    async fn list(&self, query: &PeopleQuery) -> Result<Page<Person>, StoreError> {
        let query = query.clone();
        self.read(move |connection| list_persons::list(connection, &query)).await
    }

    async fn of_link(&self, query: PersonQuery) -> Result<Page<LinkPerson>, StoreError> {
        self.read(move |connection| of_link(connection, query)).await
    }

    async fn remarks(&self, link: LinkId, person: PersonId) -> Result<Option<Remarks>, StoreError> {
        self.read(move |connection| {
            // A touch without a click says nothing, so the latest that is a click is asked first.
            let select = "SELECT utm, metadata FROM touches JOIN persons ON persons.id = person
                WHERE link = ? AND person = ? AND external_id IS NOT NULL ORDER BY click IS NULL, at DESC, click DESC LIMIT 1";
            let remarks = |row: &Row<'_>| {
                let is_there = |name| Ok::<_, rusqlite::Error>(row.get::<_, Option<String>>(name)?.is_some());
                Ok(Remarks {
                    utm: if is_there("utm")? { document(row, "utm")? } else { Default::default() },
                    metadata: if is_there("metadata")? { document(row, "metadata")? } else { Vec::new() },
                })
            };
            connection.prepare_cached(select)?.query_row((link.0.to_i64(), bytes(&person.0)), remarks).optional()
        })
        .await
    }

    async fn count_fans(&self, account: AccountId) -> Result<FanCounts, StoreError> {
        self.read(move |connection| {
            let count = |condition: &str| {
                let select = format!(
                    "SELECT count(*) FROM persons WHERE account = ? AND {condition} AND (external_id IS NOT NULL OR was_identified)"
                );
                connection.prepare_cached(&select)?.query_row([bytes(&account.0)], |row| row.get::<_, u64>(0))
            };
            Ok(FanCounts { followers: count("followed_at IS NOT NULL")?, subscribers: count("is_subscriber = 1")? })
        })
        .await
    }
}

fn of_link(connection: &Connection, query: PersonQuery) -> rusqlite::Result<Page<LinkPerson>> {
    let select = "SELECT persons.*, clicked_at FROM (SELECT person, max(at) AS clicked_at FROM touches WHERE link = ?1 GROUP BY person)
        JOIN persons ON persons.id = person
        WHERE external_id IS NOT NULL AND (?2 IS NULL OR clicked_at >= ?2) AND (?3 IS NULL OR clicked_at < ?3)
        AND (?4 IS NULL OR (clicked_at, id) < (?4, ?5)) ORDER BY clicked_at DESC, id DESC LIMIT ?6";
    let milliseconds = |at: Option<Timestamp>| at.map(Timestamp::as_millisecond);
    let row = params![
        query.link.0.to_i64(),
        milliseconds(query.clicked_from),
        milliseconds(query.clicked_before),
        query.behind.map(|behind| behind.clicked_at.as_millisecond()),
        query.behind.as_ref().map(|behind| bytes(&behind.person.0)),
        i64::from(query.limit) + 1,
    ];
    let read = |row: &Row<'_>| Ok((person(row)?, time(row, "clicked_at")?));
    let found = connection.prepare_cached(select)?.query_map(row, read)?.collect::<Result<Vec<_>, _>>()?;
    let page = Page::from_one_more(found, query.limit);
    let bound = page.items.first().and_then(|(person, _)| person.account).map(|account| top_bound(connection, account)).transpose()?;
    let bound = bound.flatten().unwrap_or(i64::MAX);
    let items = page.items.into_iter().map(|(person, clicked_at)| {
        let is_top_spender = person.fan.spent.0 >= bound;
        LinkPerson { person, clicked_at, is_top_spender }
    });
    Ok(Page { items: items.collect(), has_more: page.has_more })
}

/// What the last of the hundredth who spent most has spent; of fewer than a hundred it is one.
fn top_bound(connection: &Connection, account: AccountId) -> rusqlite::Result<Option<i64>> {
    let select = "SELECT spent_mills FROM persons WHERE account = ?1 AND spent_mills > 0 ORDER BY spent_mills DESC LIMIT 1
        OFFSET (SELECT (count(*) + 99) / 100 - 1 FROM persons WHERE account = ?1 AND spent_mills > 0)";
    connection.prepare_cached(select)?.query_row([bytes(&account.0)], |row| row.get(0)).optional()
}

/// A person as a row has him.
pub(crate) fn person(row: &Row<'_>) -> rusqlite::Result<Person> {
    Ok(Person {
        id: PersonId(uuid(row, "id")?),
        account: row.get::<_, Option<[u8; 16]>>("account")?.map(|bytes| AccountId(Uuid::from_bytes(bytes))),
        external_id: parsed_option(row, "external_id", |text: String| ExternalId::parse(&text).ok())?,
        profile: Profile {
            handle: row.get("handle")?,
            display_name: row.get("display_name")?,
            nickname: row.get("nickname")?,
            avatar_url: row.get("avatar_url")?,
        },
        first_seen_at: time(row, "first_seen_at")?,
        fan: Fan {
            followed_at: time_option(row, "followed_at")?,
            subscribed_at: time_option(row, "subscribed_at")?,
            is_subscriber: row.get("is_subscriber")?,
            spent: Mills(row.get("spent_mills")?),
        },
    })
}

/// The accounts that know somebody under this id.
pub(crate) fn accounts_of(connection: &Connection, workspace: WorkspaceId, id: &ExternalId) -> rusqlite::Result<Vec<AccountId>> {
    let select = "SELECT account FROM persons WHERE workspace = ? AND external_id = ? AND account IS NOT NULL LIMIT 2";
    let mut select = connection.prepare_cached(select)?;
    select.query_map((bytes(&workspace.0), id.as_str()), |row| Ok(AccountId(uuid(row, "account")?)))?.collect()
}

/// The person whom an account knows under this id; without an account, whoever still waits for one.
pub(crate) fn find(
    connection: &Connection,
    workspace: WorkspaceId,
    account: Option<AccountId>,
    id: &ExternalId,
) -> rusqlite::Result<Option<PersonId>> {
    let select = "SELECT id FROM persons WHERE workspace = ? AND external_id = ? AND account IS ?";
    let row = params![bytes(&workspace.0), id.as_str(), account.as_ref().map(|account| bytes(&account.0))];
    connection.prepare_cached(select)?.query_row(row, |row| Ok(PersonId(uuid(row, "id")?))).optional()
}

/// Those who opened a link by this click, or say so, and whether they are known by name.
pub(crate) fn of_click(connection: &Connection, workspace: WorkspaceId, click: ClickId) -> rusqlite::Result<Vec<(PersonId, bool)>> {
    let select = "SELECT id, external_id IS NOT NULL AS is_identified FROM persons WHERE workspace = ?1 AND id IN
        (SELECT person FROM touches WHERE click = ?2 UNION SELECT person FROM pending_clicks WHERE click = ?2)";
    let found = |row: &Row<'_>| Ok((PersonId(uuid(row, "id")?), row.get("is_identified")?));
    connection.prepare_cached(select)?.query_map((bytes(&workspace.0), bytes(&click.0)), found)?.collect()
}

pub(crate) fn insert(
    connection: &Connection,
    new: &NewConversion,
    account: Option<AccountId>,
    at: Timestamp,
) -> rusqlite::Result<PersonId> {
    let external_id = new.report.person.as_ref().map(|identity| identity.external_id.as_str());
    let account = account.as_ref().map(|account| bytes(&account.0));
    let row = params![bytes(&new.person.0), bytes(&new.workspace.0), account, external_id, at.as_millisecond()];
    let insert = "INSERT INTO persons (id, workspace, account, external_id, first_seen_at) VALUES (?, ?, ?, ?, ?)";
    connection.prepare_cached(insert)?.execute(row)?;
    Ok(new.person)
}

/// Keeps what is said of a person; what is not said stays.
pub(crate) fn describe(connection: &Connection, person: PersonId, profile: &Profile) -> rusqlite::Result<()> {
    if *profile == Profile::default() {
        return Ok(());
    }
    let Profile { handle, display_name, nickname, avatar_url } = profile;
    let update = "UPDATE persons SET handle = ifnull(?, handle), display_name = ifnull(?, display_name), nickname = ifnull(?, nickname),
        avatar_url = ifnull(?, avatar_url) WHERE id = ?";
    connection.prepare_cached(update)?.execute((handle, display_name, nickname, avatar_url, bytes(&person.0)))?;
    Ok(())
}

pub(crate) fn seen(connection: &Connection, person: PersonId, at: Timestamp) -> rusqlite::Result<()> {
    let update = "UPDATE persons SET first_seen_at = min(first_seen_at, ?) WHERE id = ?";
    connection.prepare_cached(update)?.execute((at.as_millisecond(), bytes(&person.0)))?;
    Ok(())
}

pub(crate) fn set_fan(connection: &Connection, person: PersonId, fan: &Fan) -> rusqlite::Result<()> {
    let update = "UPDATE persons SET followed_at = ?, subscribed_at = ?, is_subscriber = ?, spent_mills = ? WHERE id = ?";
    let milliseconds = |at: Option<Timestamp>| at.map(Timestamp::as_millisecond);
    let row = params![milliseconds(fan.followed_at), milliseconds(fan.subscribed_at), fan.is_subscriber, fan.spent.0, bytes(&person.0)];
    connection.prepare_cached(update)?.execute(row)?;
    Ok(())
}

/// Makes one person of two: all that the first did is the second's. What the second gives must be settled afterwards.
pub(crate) fn merge(connection: &Connection, from: PersonId, into: PersonId) -> rusqlite::Result<()> {
    credits::withdraw(connection, from)?;
    let (from, into) = (bytes(&from.0), bytes(&into.0));
    for table in ["touches", "pending_clicks", "conversions"] {
        connection.prepare_cached(&format!("UPDATE OR IGNORE {table} SET person = ? WHERE person = ?"))?.execute((into, from))?;
        // What is left is what the second had already.
        connection.prepare_cached(&format!("DELETE FROM {table} WHERE person = ?"))?.execute([from])?;
    }
    let earlier = "UPDATE persons SET first_seen_at = min(first_seen_at, (SELECT first_seen_at FROM persons WHERE id = ?2)) WHERE id = ?1";
    connection.prepare_cached(earlier)?.execute((into, from))?;
    connection.prepare_cached("DELETE FROM persons WHERE id = ?")?.execute([from])?;
    Ok(())
}

/// A click has arrived that tells whose a person is: gives him his account, and makes him one with whom the account knows by his id
/// already. None where the click is of another workspace or account than he.
pub(crate) fn settle_account(
    connection: &Connection,
    person: PersonId,
    (workspace, account): (WorkspaceId, AccountId),
) -> rusqlite::Result<Option<PersonId>> {
    let columns = |row: &Row<'_>| {
        let own = row.get::<_, Option<[u8; 16]>>("account")?.map(|bytes| AccountId(Uuid::from_bytes(bytes)));
        Ok((WorkspaceId(uuid(row, "workspace")?), own, parsed_option(row, "external_id", |text: String| ExternalId::parse(&text).ok())?))
    };
    let select = "SELECT workspace, account, external_id FROM persons WHERE id = ?";
    let (own_workspace, own, external_id) = connection.prepare_cached(select)?.query_row([bytes(&person.0)], columns)?;
    if own_workspace != workspace {
        return Ok(None);
    }
    if let Some(own) = own {
        return Ok((own == account).then_some(person));
    }
    let known = external_id.map(|id| find(connection, workspace, Some(account), &id)).transpose()?.flatten();
    if let Some(known) = known {
        merge(connection, person, known)?;
        return Ok(Some(known));
    }
    connection.prepare_cached("UPDATE persons SET account = ? WHERE id = ?")?.execute((bytes(&account.0), bytes(&person.0)))?;
    Ok(Some(person))
}
