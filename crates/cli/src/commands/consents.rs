//! `trackway consents`: what people have allowed programs.

use crate::arguments::Place;
use crate::commands::block_on;
use crate::{installation, output};
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use trackway_app::oauth::end_consent::end_consent;
use trackway_app::oauth::list_consents::{Allowed, list_consents};
use trackway_domain::audit::Doer;
use trackway_domain::oauth::consent::ConsentId;
use trackway_domain::user::Email;
use uuid::Uuid;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List what people allow at present, newest first
    #[command(after_help = "Example:
  trackway consents list --data ./data --json")]
    List(Place),
    /// End a consent: every token that lives on it is refused from now on
    #[command(after_help = "Example:
  trackway consents end --data ./data 01a1fdf6-668b-7a94-acd3-474ae2ad1de0")]
    End(End),
}

#[derive(Debug, Args)]
pub(crate) struct End {
    #[command(flatten)]
    place: Place,
    /// The consent's id, as `consents list` prints it
    id: Uuid,
}

pub(crate) fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::List(place) => block_on(list(place)),
        Command::End(options) => block_on(end(options)),
    }
}

async fn list(place: Place) -> anyhow::Result<()> {
    let (_, app, workspace) = installation::for_command(&place).await?;
    let rows = list_consents(&app, workspace.id).await?.iter().map(row).collect::<Vec<_>>();
    output::table(&rows, &["id", "user", "client", "account", "scopes", "createdAt"], place.json);
    Ok(())
}

async fn end(options: End) -> anyhow::Result<()> {
    let (_, app, workspace) = installation::for_command(&options.place).await?;
    end_consent(&app, workspace.id, Doer::CommandLine, ConsentId(options.id)).await?;
    output::object(&json!({"id": options.id.to_string(), "ended": true}), options.place.json);
    Ok(())
}

fn row(Allowed { consent, user, client, account }: &Allowed) -> Value {
    json!({
        "id": consent.id.to_string(),
        "user": user.as_ref().and_then(|user| user.email.as_ref()).map(Email::as_str),
        "client": client.as_ref().map(|client| client.name.as_str()),
        "clientId": consent.client.to_string(),
        "account": account.as_ref().map(|account| account.handle.as_str()),
        "accountId": consent.account.to_string(),
        "creatorIds": consent.creators.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "scopes": consent.scopes.as_slice().iter().map(|scope| scope.as_str()).collect::<Vec<_>>(),
        "createdAt": consent.created_at.to_string(),
    })
}
