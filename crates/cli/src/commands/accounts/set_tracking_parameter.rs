//! `trackway accounts set-tracking-parameter`: tells an account's page which link led there.

use crate::arguments::Place;
use crate::{installation, output};
use anyhow::Context as _;
use clap::Args;
use serde_json::json;
use trackway_app::accounts;
use trackway_domain::account::TrackingParameter;
use trackway_domain::audit::Doer;

#[derive(Debug, Args)]
pub(crate) struct SetTrackingParameter {
    #[command(flatten)]
    place: Place,
    /// The account: its handle or its id
    #[arg(long)]
    account: String,
    /// The parameter that the platform reads, such as 'c'; without it none is sent
    #[arg(long)]
    name: Option<String>,
}

pub(super) async fn set_tracking_parameter(options: SetTrackingParameter) -> anyhow::Result<()> {
    let parse = |text: &str| TrackingParameter::parse(text).context("--name: 1-40 letters, digits, '_' and '-'");
    let parameter = options.name.as_deref().map(parse).transpose()?;
    let (_, app, workspace) = installation::for_command(&options.place).await?;
    let account = super::named(&app, &workspace, &options.account).await?;
    accounts::set_tracking_parameter::set_tracking_parameter(&app, Doer::CommandLine, &account, parameter.as_ref()).await?;
    let printed = json!({"account": account.id.public(), "trackingParameter": parameter.as_ref().map(TrackingParameter::as_str)});
    output::object(&printed, options.place.json);
    Ok(())
}
