//! Today's rules, applied to the clicks of before.

use std::sync::Arc;
use trackway_app::clicks::agents::Agents;
use trackway_app::clicks::reclassify::reclassify;
use trackway_domain::agent::{Agent, UserAgent};
use trackway_domain::click::ClickId;
use trackway_domain::link::LinkId;
use trackway_domain::snowflake::Snowflake;
use trackway_store::clicks::{Checkpoint, ClickRow};
use trackway_testbed::{Testbed, samples};
use uuid::Uuid;

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

#[tokio::test]
async fn a_click_that_was_forgotten_keeps_its_class() {
    let bed = Testbed::new().await;
    let (store, at) = (&bed.app.store, bed.app.clock.now());
    let click = |number: u128, text: &str| ClickRow {
        address: Some([192, 0, 2, 0].into()),
        user_agent: Arc::new(UserAgent { text: text.into(), agent: Agent::default() }),
        ..samples::click(ClickId(Uuid::from_u128(number)), LinkId(Snowflake::from_i64(1)), at)
    };
    // All of them were taken for people's; today's rules know the second for a program's.
    let rows = vec![click(1, FIREFOX), click(2, "curl/8.10.0"), click(3, FIREFOX)];
    store.clicks().ingest(rows, Checkpoint { segment: Uuid::from_u128(9), from: 0, to: 1 }).await.expect("taken in");
    assert_eq!(store.upkeep().forget(vec![ClickId(Uuid::from_u128(3))]).await.expect("a store"), 1);
    let changed = reclassify(&bed.app, Arc::new(Agents::published()), |_, _| {}).await.expect("a store");
    assert_eq!(changed, 1);
}
