//! What people have allowed clients, and the codes and tokens that live on it.

use crate::SqliteStore;
use crate::column::{broken, bytes, document, parsed, time, time_option, to_document, uuid};
use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use trackway_domain::account::AccountId;
use trackway_domain::oauth::client::ClientId;
use trackway_domain::oauth::consent::{AuthorizationCode, Consent, ConsentId, RefreshToken};
use trackway_domain::oauth::pkce::PkceChallenge;
use trackway_domain::oauth::redirect_uri::RedirectUri;
use trackway_domain::oauth::scope::ScopeSet;
use trackway_domain::secret::SecretHash;
use trackway_domain::workspace::{UserId, WorkspaceId};
use trackway_store::StoreError;
use trackway_store::consents::{CodeTaken, Consents, Rotation, Standing};
use uuid::Uuid;

/// How long a consent stays on which nothing lives.
const DAY: SignedDuration = SignedDuration::from_hours(24);

#[async_trait]
impl Consents for SqliteStore {
    async fn create(&self, consent: &Consent, code: &AuthorizationCode) -> Result<(), StoreError> {
        let (consent, code) = (consent.clone(), code.clone());
        self.write(move |transaction| {
            insert(transaction, &consent)?;
            let row = params![
                code.hash,
                bytes(&consent.id.0),
                code.redirect_uri.as_str(),
                code.challenge.as_bytes(),
                code.nonce,
                code.expires_at.as_millisecond(),
            ];
            let insert = "INSERT INTO authorization_codes (hash, consent, redirect_uri, challenge, nonce, expires_at)
                VALUES (?, ?, ?, ?, ?, ?)";
            transaction.execute(insert, row).map(|_| ()).map_err(broken)
        })
        .await
    }

    async fn find(&self, id: ConsentId) -> Result<Option<Consent>, StoreError> {
        self.read(move |connection| find(connection, id)).await
    }

    async fn list(&self, workspace: WorkspaceId) -> Result<Vec<Consent>, StoreError> {
        let select = "SELECT * FROM consents WHERE workspace = ? AND ended_at IS NULL ORDER BY created_at DESC, id DESC";
        self.read(move |connection| connection.prepare_cached(select)?.query_map([bytes(&workspace.0)], consent)?.collect()).await
    }

    async fn take_code(&self, hash: &SecretHash, client: ClientId, at: Timestamp) -> Result<CodeTaken, StoreError> {
        let hash = *hash;
        self.write(move |transaction| take_code(transaction, &hash, client, at).map_err(broken)).await
    }

    async fn begin_chain(&self, id: ConsentId, first: &RefreshToken) -> Result<(), StoreError> {
        let first = first.clone();
        self.write(move |transaction| link(transaction, id, &first).map_err(broken)).await
    }

    async fn find_by_refresh_token(&self, hash: &SecretHash) -> Result<Option<Consent>, StoreError> {
        let (select, hash) = ("SELECT consents.* FROM refresh_tokens JOIN consents ON consents.id = consent WHERE hash = ?", *hash);
        self.read(move |connection| connection.prepare_cached(select)?.query_row([hash], consent).optional()).await
    }

    async fn rotate(&self, hash: &SecretHash, next: &RefreshToken, at: Timestamp, grace: SignedDuration) -> Result<Rotation, StoreError> {
        let (hash, next) = (*hash, next.clone());
        self.write(move |transaction| rotate(transaction, &hash, &next, at, grace).map_err(broken)).await
    }

    async fn end(&self, id: ConsentId, at: Timestamp) -> Result<bool, StoreError> {
        self.write(move |transaction| end(transaction, id, at).map_err(broken)).await
    }

    async fn deny_token(&self, token: Uuid, until: Timestamp) -> Result<(), StoreError> {
        let upsert = "INSERT INTO denied_tokens VALUES (?, ?) ON CONFLICT DO UPDATE SET until = max(until, excluded.until)";
        self.write(move |transaction| transaction.execute(upsert, (bytes(&token), until.as_millisecond())).map(|_| ()).map_err(broken))
            .await
    }

    async fn standing(&self, token: Uuid, client: &str, consent: Option<ConsentId>) -> Result<Standing, StoreError> {
        let client = Uuid::try_parse(client).ok();
        self.read(move |connection| {
            let ended = "SELECT EXISTS (SELECT 1 FROM denied_tokens WHERE id = ?)
                OR EXISTS (SELECT 1 FROM oauth_clients WHERE id = ? AND revoked_at IS NOT NULL)";
            let row = (bytes(&token), client.as_ref().map(bytes));
            if connection.prepare_cached(ended)?.query_row(row, |row| row.get::<_, bool>(0))? {
                return Ok(Standing::Ended);
            }
            let Some(id) = consent else { return Ok(Standing::Good(None)) };
            let live = find(connection, id)?.filter(|consent| consent.ended_at.is_none());
            Ok(live.map_or(Standing::Ended, |consent| Standing::Good(Some(consent))))
        })
        .await
    }

    async fn forget(&self, now: Timestamp) -> Result<(), StoreError> {
        self.write(move |transaction| {
            let (day_ago, now) = ((now - DAY).as_millisecond(), now.as_millisecond());
            transaction.execute("DELETE FROM denied_tokens WHERE until <= ?", [now]).map_err(broken)?;
            let delete = "DELETE FROM consents WHERE ended_at <= ?1 OR created_at <= ?1 AND NOT EXISTS
                (SELECT 1 FROM refresh_tokens WHERE consent = consents.id AND expires_at > ?2)";
            transaction.execute(delete, (day_ago, now)).map_err(broken)?;
            transaction.execute("DELETE FROM refresh_tokens WHERE expires_at <= ?", [now]).map(|_| ()).map_err(broken)
        })
        .await
    }
}

fn insert(connection: &Connection, consent: &Consent) -> Result<(), StoreError> {
    let row = params![
        bytes(&consent.id.0),
        bytes(&consent.workspace.0),
        bytes(&consent.user.0),
        bytes(&consent.client.0),
        bytes(&consent.account.0),
        to_document(&consent.creators)?,
        consent.scopes.to_string(),
        consent.signed_in_at.as_millisecond(),
        consent.created_at.as_millisecond(),
        consent.ended_at.map(Timestamp::as_millisecond),
    ];
    let insert = "INSERT INTO consents (id, workspace, user, client, account, creators, scopes, signed_in_at, created_at, ended_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    connection.execute(insert, row).map(|_| ()).map_err(broken)
}

fn find(connection: &Connection, id: ConsentId) -> rusqlite::Result<Option<Consent>> {
    connection.prepare_cached("SELECT * FROM consents WHERE id = ?")?.query_row([bytes(&id.0)], consent).optional()
}

fn end(connection: &Connection, id: ConsentId, at: Timestamp) -> rusqlite::Result<bool> {
    let update = "UPDATE consents SET ended_at = ? WHERE id = ? AND ended_at IS NULL";
    connection.execute(update, (at.as_millisecond(), bytes(&id.0))).map(|changed| changed > 0)
}

fn take_code(connection: &Connection, hash: &SecretHash, client: ClientId, at: Timestamp) -> rusqlite::Result<CodeTaken> {
    let columns = |row: &Row<'_>| Ok((code(row)?, ConsentId(uuid(row, "consent")?), time_option(row, "used_at")?));
    let found = connection.query_row("SELECT * FROM authorization_codes WHERE hash = ?", [hash], columns).optional()?;
    let Some((code, id, used_at)) = found else { return Ok(CodeTaken::Unknown) };
    let Some(consent) = find(connection, id)?.filter(|consent| consent.client == client) else { return Ok(CodeTaken::Unknown) };
    if used_at.is_some() {
        end(connection, id, at)?;
        return Ok(CodeTaken::Replayed);
    }
    if code.expires_at <= at || consent.ended_at.is_some() {
        return Ok(CodeTaken::Unknown);
    }
    connection.execute("UPDATE authorization_codes SET used_at = ? WHERE hash = ?", (at.as_millisecond(), hash))?;
    Ok(CodeTaken::Taken(Box::new((code, consent))))
}

fn rotate(
    connection: &Connection,
    hash: &SecretHash,
    next: &RefreshToken,
    at: Timestamp,
    grace: SignedDuration,
) -> rusqlite::Result<Rotation> {
    let select = "SELECT refresh_tokens.*, ended_at FROM refresh_tokens JOIN consents ON consents.id = consent WHERE hash = ?";
    let columns = |row: &Row<'_>| {
        let (id, is_over) = (ConsentId(uuid(row, "consent")?), time_option(row, "ended_at")?.is_some());
        Ok((id, is_over, time(row, "expires_at")?, time_option(row, "used_at")?))
    };
    let found = connection.query_row(select, [hash], columns).optional()?;
    let Some((id, false, expires_at, used_at)) = found else { return Ok(Rotation::Unknown) };
    let rotation = match used_at {
        Some(used_at) if at.duration_since(used_at) > grace => Rotation::Reused,
        _ if expires_at <= at => Rotation::Expired,
        Some(_) => Rotation::WithinGrace,
        None => Rotation::Rotated,
    };
    match rotation {
        Rotation::Rotated | Rotation::WithinGrace => {
            let update = "UPDATE refresh_tokens SET used_at = ifnull(used_at, ?) WHERE hash = ?";
            connection.execute(update, (at.as_millisecond(), hash))?;
            link(connection, id, next)?;
        }
        Rotation::Reused => drop(end(connection, id, at)?),
        Rotation::Expired | Rotation::Unknown => {}
    }
    Ok(rotation)
}

fn link(connection: &Connection, id: ConsentId, token: &RefreshToken) -> rusqlite::Result<()> {
    let insert = "INSERT INTO refresh_tokens (hash, consent, expires_at) VALUES (?, ?, ?)";
    connection.execute(insert, (token.hash, bytes(&id.0), token.expires_at.as_millisecond())).map(|_| ())
}

fn consent(row: &Row<'_>) -> rusqlite::Result<Consent> {
    Ok(Consent {
        id: ConsentId(uuid(row, "id")?),
        workspace: WorkspaceId(uuid(row, "workspace")?),
        user: UserId(uuid(row, "user")?),
        client: ClientId(uuid(row, "client")?),
        account: AccountId(uuid(row, "account")?),
        creators: document(row, "creators")?,
        scopes: parsed(row, "scopes", |text: String| ScopeSet::parse(&text).ok())?,
        signed_in_at: time(row, "signed_in_at")?,
        created_at: time(row, "created_at")?,
        ended_at: time_option(row, "ended_at")?,
    })
}

fn code(row: &Row<'_>) -> rusqlite::Result<AuthorizationCode> {
    Ok(AuthorizationCode {
        hash: row.get("hash")?,
        redirect_uri: RedirectUri::stored(row.get("redirect_uri")?),
        challenge: PkceChallenge::stored(row.get("challenge")?),
        nonce: row.get("nonce")?,
        expires_at: time(row, "expires_at")?,
    })
}
