//! `trackway links`: a look at the links and their numbers.

use crate::arguments::Place;
use crate::commands::block_on;
use crate::{installation, output};
use anyhow::Context as _;
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use trackway_app::App;
use trackway_domain::destination::Destination;
use trackway_domain::link::LinkId;
use trackway_domain::snowflake::Snowflake;
use trackway_domain::text::{Name, Tag, TextError};
use trackway_store::links::{LinkKey, LinkQuery, LinkView, Within};
use uuid::Uuid;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List links, newest first
    #[command(after_help = "Examples:
  trackway links list --data ./data
  trackway links list --data ./data --search spring --limit 20 --json")]
    List(List),
    /// Show one link
    #[command(after_help = "Example:
  trackway links show --data ./data spring-sale --json")]
    Show(Show),
}

#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    place: Place,
    /// Only links with this text in their code, name or destination
    #[arg(long)]
    search: Option<String>,
    /// Only links with this tag
    #[arg(long, value_parser = tag)]
    tag: Option<Tag>,
    /// How many
    #[arg(long, default_value_t = 100)]
    limit: u32,
}

#[derive(Debug, Args)]
pub(crate) struct Show {
    #[command(flatten)]
    place: Place,
    /// The link's code, uuid or number
    link: String,
}

pub(crate) fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::List(options) => block_on(list(options)),
        Command::Show(options) => block_on(show(options)),
    }
}

async fn list(options: List) -> anyhow::Result<()> {
    let (_, app, workspace) = installation::for_command(&options.place).await?;
    let within = Within { workspace: workspace.id, account: None };
    let query = LinkQuery { search: options.search, tag: options.tag, ..LinkQuery::all(within, options.limit) };
    let links = app.store.links().list(&query).await?.items;
    let rows = links.iter().map(|view| row(&app, view)).collect::<Vec<_>>();
    output::table(&rows, &["code", "name", "destination", "account", "clicks", "visits", "createdAt"], options.place.json);
    Ok(())
}

async fn show(options: Show) -> anyhow::Result<()> {
    let (_, app, workspace) = installation::for_command(&options.place).await?;
    let within = Within { workspace: workspace.id, account: None };
    let mut found = None;
    for key in keys(&options.link) {
        found = found.or(app.store.links().find(within, &key).await?);
    }
    let view = found.with_context(|| format!("there is no link '{}'", options.link))?;
    output::object(&row(&app, &view), options.place.json);
    Ok(())
}

fn tag(text: &str) -> Result<Tag, TextError> {
    Tag::parse(text)
}

/// What a text may name a link by; a code of digits comes before a number.
fn keys(text: &str) -> Vec<LinkKey> {
    let uuid = Uuid::try_parse(text).ok().map(LinkKey::Uuid);
    let number = Snowflake::parse(text).map(|number| LinkKey::Id(LinkId(number)));
    [Some(LinkKey::Code(text.to_owned())), uuid, number].into_iter().flatten().collect()
}

fn row(app: &App, view: &LinkView) -> Value {
    let LinkView { link, account, totals, .. } = view;
    json!({
        "id": link.id.to_string(),
        "uuid": link.uuid.to_string(),
        "code": link.code.as_str(),
        "shortUrl": app.short_url_of(view),
        "name": link.settings.name.as_ref().map(Name::as_str),
        "destination": link.settings.destination.as_ref().map_or(account.profile.as_str(), Destination::as_str),
        "account": account.handle.as_str(),
        "tags": link.settings.tags.iter().map(Tag::as_str).collect::<Vec<_>>(),
        "isActive": !link.settings.is_paused,
        "expiresAt": link.settings.expires_at.map(|at| at.to_string()),
        "createdAt": link.created_at.to_string(),
        "clicks": totals.clicks,
        "visits": totals.visits,
    })
}
