//! Applying today's rules to the clicks of before. What an address was is kept from ingestion, since less than the address is kept.

use crate::clicks::agents::Agents;
use crate::{App, Error};
use std::sync::Arc;
use trackway_domain::traffic::TrafficClass;
use trackway_store::clicks::{LogPosition, Rule};

/// Reclassifies the whole log, a portion in each transaction, and gives how many clicks have another class now. `progress` is told how
/// many of how many have been looked at. Clicks that arrive meanwhile follow today's rules anyway.
///
/// # Errors
/// The store's trouble; what was done until then stays.
pub async fn reclassify(app: &App, agents: Arc<Agents>, progress: impl Fn(u64, u64) + Send + Sync) -> Result<u64, Error> {
    let rule: Rule = Arc::new(move |row| match row.address {
        // A click that was forgotten for somebody's sake has lost what its class follows from.
        None => row.traffic,
        Some(_) => TrafficClass::of(agents.of(&row.user_agent.text).kind, row.signals, row.is_datacenter),
    });
    let end = app.store.clicks().log_end().await?;
    let (mut after, mut changed) = (LogPosition::default(), 0);
    while after < end
        && let Some(portion) = app.store.clicks().reclassify(after, Arc::clone(&rule)).await?
    {
        (after, changed) = (portion.to, changed + portion.changed);
        progress(after.0.min(end.0), end.0);
    }
    Ok(changed)
}
