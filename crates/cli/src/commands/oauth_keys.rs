//! `trackway oauth-keys`: the keys that sign tokens.

use crate::arguments::House;
use crate::commands::block_on;
use crate::{installation, output};
use clap::Subcommand;
use serde_json::json;
use trackway_domain::audit::{Action, AuditEntry, Doer};
use trackway_identity::key_ring;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Sign with a new key from now on; tokens of the one before are good until they end
    #[command(after_help = "Example:
  trackway oauth-keys rotate --data ./data --json")]
    Rotate(House),
    /// List the keys: the one that signs, then those before it
    #[command(after_help = "Example:
  trackway oauth-keys list --data ./data --json")]
    List(House),
}

pub(crate) fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Rotate(house) => block_on(rotate(house)),
        Command::List(house) => block_on(list(house)),
    }
}

async fn rotate(house: House) -> anyhow::Result<()> {
    let (folder, app) = installation::for_house(&house.data).await?;
    // The first key may still have to be made, or to be fetched from where an older version kept it: its tokens stay good too.
    folder.token_issuer(&app).await?;
    let entry = AuditEntry {
        at: app.clock.now(),
        workspace: None,
        doer: Doer::CommandLine,
        action: Action::SigningKeyRotated,
        subject: "oauth".to_owned(),
        details: serde_json::Map::new(),
    };
    let id = key_ring::rotate(&*app.store.audited(entry), app.clock.now()).await?;
    output::object(&json!({"kid": id, "signs": true}), house.json);
    Ok(())
}

async fn list(house: House) -> anyhow::Result<()> {
    let (_, app) = installation::for_house(&house.data).await?;
    let keys = app.store.signing_keys().list().await?;
    let rows = keys.iter().map(|key| {
        json!({
            "kid": key.id,
            "signs": key.retired_at.is_none(),
            "createdAt": key.created_at.to_string(),
            "retiredAt": key.retired_at.map(|at| at.to_string()),
        })
    });
    output::table(&rows.collect::<Vec<_>>(), &["kid", "signs", "createdAt", "retiredAt"], house.json);
    Ok(())
}
