//! `trackway audit`: what was administered, by whom.

use crate::arguments::House;
use crate::commands::block_on;
use crate::{installation, output};
use anyhow::{Context as _, bail, ensure};
use clap::{Args, Subcommand};
use jiff::Timestamp;
use serde_json::{Value, json};
use trackway_app::audit;
use trackway_domain::audit::{AuditHash, AuditRow};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List what was administered, the last first
    #[command(after_help = "Example:
  trackway audit list --data ./data --limit 20 --json")]
    List(List),
    /// Hold the log against its own hashes; names the first row that was touched, and fails then
    #[command(after_help = "Nothing in the log can tell that its end was cut off. Keep the hash that this prints elsewhere, and
ask later whether it is still there.

Examples:
  trackway audit verify --data ./data
  trackway audit verify --data ./data --contains 5c1a…")]
    Verify(Verify),
}

#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    house: House,
    /// How many to list at most, 1 to 1000
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    limit: u32,
    /// Only what comes before this row
    #[arg(long, value_name = "NUMBER")]
    before: Option<u64>,
}

#[derive(Debug, Args)]
pub(crate) struct Verify {
    #[command(flatten)]
    house: House,
    /// A hash that an earlier verification printed, and that must be in the log
    #[arg(long, value_name = "HASH")]
    contains: Option<String>,
}

pub(crate) fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::List(options) => block_on(list(options)),
        Command::Verify(options) => block_on(verify(options)),
    }
}

async fn list(options: List) -> anyhow::Result<()> {
    let List { house, limit, before } = options;
    let (_, app) = installation::for_house(&house.data).await?;
    let rows = audit::list::list(&app, None, before, limit).await?.items.iter().map(row).collect::<Vec<_>>();
    output::table(&rows, &["number", "at", "doer", "action", "subject", "details"], house.json);
    Ok(())
}

async fn verify(options: Verify) -> anyhow::Result<()> {
    let Verify { house, contains } = options;
    let contained = contains.as_deref().map(hash).transpose().context("--contains")?;
    let (_, app) = installation::for_house(&house.data).await?;
    let found = audit::verify::verify(&app, contained).await?;
    if let Some(fault) = found.fault {
        bail!("{fault}");
    }
    ensure!(found.is_contained, "the hash of --contains is not in the audit log: its end was cut off or written anew");
    output::object(&json!({"rows": found.end.number, "hash": hexadecimal(&found.end.hash)}), house.json);
    Ok(())
}

fn row(row: &AuditRow) -> Value {
    json!({
        "number": row.number,
        "at": Timestamp::from_millisecond(row.at_milliseconds).ok().map(|at| at.to_string()),
        "workspaceId": row.workspace.map(|workspace| workspace.to_string()),
        "doer": row.doer,
        "action": row.action,
        "subject": row.subject,
        "details": serde_json::from_str::<Value>(&row.details).unwrap_or_default(),
        "hash": hexadecimal(&row.hash),
    })
}

fn hexadecimal(hash: &AuditHash) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads what [`hexadecimal`] wrote.
fn hash(text: &str) -> anyhow::Result<AuditHash> {
    ensure!(text.len() == 64 && text.is_ascii(), "a hash has 64 hexadecimal digits");
    let mut hash = AuditHash::default();
    for (byte, digits) in hash.iter_mut().zip(text.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(digits)?, 16).context("a hash has 64 hexadecimal digits")?;
    }
    Ok(hash)
}
