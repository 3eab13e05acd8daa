//! `trackway accounts set-inbound`: agrees on a secret with a platform that reports what happens on it.

use crate::arguments::Place;
use crate::{installation, output};
use anyhow::{Context as _, ensure};
use clap::{Args, ValueEnum};
use serde_json::json;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use trackway_app::inbound;
use trackway_domain::audit::Doer;
use trackway_domain::inbound::{InboundPlatform, InboundSecret};

#[derive(Debug, Args)]
pub(crate) struct SetInbound {
    #[command(flatten)]
    place: Place,
    /// The account: its handle or its id
    #[arg(long)]
    account: String,
    /// Who will report
    #[arg(long, value_enum)]
    platform: Platform,
    /// A file with the secret that the platform shows you; '-' is standard input. Without it a new secret is made and printed
    #[arg(long, value_name = "FILE")]
    secret_file: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Platform {
    Fanvue,
    Fansly,
}

pub(super) async fn set_inbound(options: SetInbound) -> anyhow::Result<()> {
    let platform = match options.platform {
        Platform::Fanvue => InboundPlatform::Fanvue,
        Platform::Fansly => InboundPlatform::Fansly,
    };
    let given = options.secret_file.as_deref().map(|file| read(file, platform)).transpose()?;
    let is_made = given.is_none();
    let (_, app, workspace) = installation::for_command(&options.place).await?;
    let account = super::named(&app, &workspace, &options.account).await?;
    let secret = inbound::set_secret::set_secret(&app, Doer::CommandLine, &account, platform, given).await?;
    let shown = if is_made { secret.reveal() } else { "<secret>" };
    let base = format!("{}/inbound/{}/{}", app.public_url.as_str().trim_end_matches('/'), platform.as_str(), account.id.public());
    let url = match platform {
        InboundPlatform::Fanvue => base,
        InboundPlatform::Fansly => format!("{base}/{shown}"),
    };
    let secret = is_made.then(|| secret.reveal().to_owned());
    output::object(
        &json!({"account": account.id.public(), "platform": platform.as_str(), "url": url, "secret": secret}),
        options.place.json,
    );
    Ok(())
}

fn read(file: &Path, platform: InboundPlatform) -> anyhow::Result<InboundSecret> {
    let mut text = String::new();
    match file.to_str() {
        Some("-") => std::io::stdin().read_to_string(&mut text).map(|_| ()),
        _ => std::fs::File::open(file).and_then(|mut file| file.read_to_string(&mut text)).map(|_| ()),
    }
    .with_context(|| format!("--secret-file: cannot read {}", file.display()))?;
    let text = text.trim();
    let fits_an_address = || text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte));
    ensure!(
        platform != InboundPlatform::Fansly || fits_an_address(),
        "--secret-file: this secret stands in an address: letters, digits and -_.~ only"
    );
    InboundSecret::parse(text).context("--secret-file: a secret is 16-255 visible ASCII characters")
}
