//! `trackway attribution`: by which model totals are shared, and working them out anew.

use crate::arguments::Place;
use crate::commands::block_on;
use crate::{installation, output};
use anyhow::{Context as _, anyhow, ensure};
use clap::{Args, Subcommand};
use serde_json::json;
use trackway_app::App;
use trackway_app::attribution::{choose, recompute, rules};
use trackway_domain::attribution::rules::{HalfLife, ModelKind};
use trackway_domain::audit::Doer;
use trackway_domain::workspace::WorkspaceId;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show the model, and how many persons wait to be worked out by it
    #[command(after_help = "Example:
  trackway attribution show --data ./data --json")]
    Show(Place),
    /// Choose the model or its half-life, and work the totals out by it; a server may run meanwhile
    #[command(after_help = "Examples:
  trackway attribution set-model --data ./data linear
  trackway attribution set-model --data ./data time_decay --half-life-hours 72
  trackway attribution set-model --data ./data last --later")]
    SetModel(SetModel),
    /// Work all credit out anew; a server may run meanwhile, and a run that was broken off goes on where it stopped
    #[command(after_help = "Example:
  trackway attribution recompute --data ./data")]
    Recompute(Recompute),
}

#[derive(Debug, Args)]
pub(crate) struct SetModel {
    #[command(flatten)]
    place: Place,
    /// first, last, linear, time_decay or position; as it is where only the half-life changes
    model: Option<String>,
    /// After how many hours a visit weighs half as much, with time_decay
    #[arg(long, value_name = "HOURS")]
    half_life_hours: Option<i64>,
    /// Leave the totals to the server, which works them out in the background
    #[arg(long)]
    later: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Recompute {
    #[command(flatten)]
    place: Place,
    /// Only what waits already, such as what a run that was broken off has left
    #[arg(long)]
    waiting: bool,
}

pub(crate) fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Show(place) => block_on(show(place)),
        Command::SetModel(options) => block_on(set_model(options)),
        Command::Recompute(options) => block_on(recompute_all(options)),
    }
}

async fn show(place: Place) -> anyhow::Result<()> {
    let (_, app, workspace) = installation::for_command(&place).await?;
    print(&app, workspace.id, place.json).await
}

async fn set_model(options: SetModel) -> anyhow::Result<()> {
    let names = || ModelKind::ALL.map(ModelKind::as_str).join(", ");
    let kind = options.model.as_deref().map(|name| ModelKind::parse(name).with_context(|| format!("the models are {}", names())));
    let wrong = || anyhow!("--half-life-hours: must be from 1 to {}", HalfLife::MAX);
    let half_life = options.half_life_hours.map(|hours| HalfLife::from_hours(hours).ok_or_else(wrong)).transpose()?;
    let kind = kind.transpose()?;
    ensure!(kind.is_some() || half_life.is_some(), "name a model ({}) or --half-life-hours", names());
    let (_, app, workspace) = installation::for_command(&options.place).await?;
    choose::choose(&app, workspace.id, Doer::CommandLine, kind, half_life).await?;
    if !options.later {
        work(&app).await?;
    }
    print(&app, workspace.id, options.place.json).await
}

async fn recompute_all(options: Recompute) -> anyhow::Result<()> {
    let (_, app, workspace) = installation::for_command(&options.place).await?;
    if !options.waiting {
        recompute::ask(&app, workspace.id).await?;
    }
    work(&app).await?;
    print(&app, workspace.id, options.place.json).await
}

async fn work(app: &App) -> anyhow::Result<()> {
    let mut bar = None::<(u64, output::Bar)>;
    recompute::run(app, |done, all| {
        // Several may wait, each with persons of its own.
        if bar.as_ref().is_none_or(|(known, _)| *known != all) {
            bar.take().into_iter().for_each(|(_, bar)| bar.finish());
        }
        bar.get_or_insert_with(|| (all, output::Bar::new("recomputing", all))).1.at(done);
    })
    .await?;
    bar.into_iter().for_each(|(_, bar)| bar.finish());
    Ok(())
}

async fn print(app: &App, workspace: WorkspaceId, as_json: bool) -> anyhow::Result<()> {
    let (rules, waiting) = rules::of_workspace(app, workspace).await?;
    let persons = waiting.iter().map(|recompute| recompute.all.saturating_sub(recompute.done)).sum::<u64>();
    let printed = json!({"model": rules.model.as_str(), "halfLifeHours": rules.half_life.hours(), "recomputes": waiting.len(), "personsWaiting": persons});
    output::object(&printed, as_json);
    Ok(())
}
