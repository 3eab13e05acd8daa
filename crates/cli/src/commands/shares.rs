//! `trackway shares`: addresses under which others may look at the numbers of one link or one tag.

use crate::arguments::Place;
use crate::commands::block_on;
use crate::{installation, output};
use anyhow::Context as _;
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use trackway_app::shares;
use trackway_app::shares::create::{NewShare, Of};
use trackway_domain::audit::Doer;
use trackway_domain::share::{Share, ShareId, Shown};
use trackway_domain::text::{Name, Tag};
use trackway_store::links::{LinkKey, Within};
use uuid::Uuid;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a share and print its address: it cannot be shown again
    #[command(after_help = "Examples:
  trackway shares create --data ./data --name 'For Mia' --link spring-sale
  trackway shares create --data ./data --name Spring --tag spring --hide-money --json")]
    Create(Create),
    /// List the shares, newest first
    #[command(after_help = "Example:
  trackway shares list --data ./data --json")]
    List(Place),
    /// End a share: its address shows nothing any more
    #[command(after_help = "Example:
  trackway shares revoke --data ./data 01a1fdf6-668b-7a94-acd3-474ae2ad1de0")]
    Revoke(Revoke),
}

#[derive(Debug, Args)]
pub(crate) struct Create {
    #[command(flatten)]
    place: Place,
    /// What it is called, to whoever looks at it too
    #[arg(long)]
    name: String,
    /// The code of the link whose numbers it shows
    #[arg(long, required_unless_present = "tag", conflicts_with = "tag")]
    link: Option<String>,
    /// The tag of the links whose numbers it shows
    #[arg(long)]
    tag: Option<String>,
    /// Show no money
    #[arg(long)]
    hide_money: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Revoke {
    #[command(flatten)]
    place: Place,
    /// The share's id, as `shares list` prints it
    id: Uuid,
}

pub(crate) fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Create(options) => block_on(create(options)),
        Command::List(place) => block_on(list(place)),
        Command::Revoke(options) => block_on(revoke(options)),
    }
}

async fn create(options: Create) -> anyhow::Result<()> {
    let tag = options.tag.as_deref().map(|tag| Tag::parse(tag).context("--tag").map(Of::Tag)).transpose()?;
    let of = tag.or(options.link.map(|code| Of::Link(LinkKey::Code(code)))).context("name --link or --tag")?;
    let new = NewShare { name: Name::parse(&options.name).context("--name")?, of, hides_money: options.hide_money };
    let (_, app, workspace) = installation::for_command(&options.place).await?;
    let within = Within { workspace: workspace.id, account: None };
    let (share, secret) = shares::create::create(&app, within, Doer::CommandLine, new).await?;
    let mut printed = row(&share);
    printed["url"] = format!("{}/share/{}", app.public_url.as_str(), secret.reveal()).into();
    output::object(&printed, options.place.json);
    Ok(())
}

async fn list(place: Place) -> anyhow::Result<()> {
    let (_, app, workspace) = installation::for_command(&place).await?;
    let rows = shares::list::list(&app, workspace.id).await?.iter().map(row).collect::<Vec<_>>();
    output::table(&rows, &["id", "name", "link", "tag", "hideMoney", "createdAt", "revokedAt"], place.json);
    Ok(())
}

async fn revoke(options: Revoke) -> anyhow::Result<()> {
    let (_, app, workspace) = installation::for_command(&options.place).await?;
    shares::revoke::revoke(&app, workspace.id, Doer::CommandLine, ShareId(options.id)).await?;
    output::object(&json!({"id": options.id.to_string(), "revoked": true}), options.place.json);
    Ok(())
}

fn row(share: &Share) -> Value {
    let (link, tag) = match &share.shown {
        Shown::Link(link) => (Some(link.to_string()), None),
        Shown::Tag(tag) => (None, Some(tag.as_str())),
    };
    json!({
        "id": share.id.to_string(),
        "name": share.name.as_str(),
        "link": link,
        "tag": tag,
        "hideMoney": share.hides_money,
        "createdAt": share.created_at.to_string(),
        "revokedAt": share.revoked_at.map(|at| at.to_string()),
    })
}
