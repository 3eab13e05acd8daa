//! Tables that are up to date, and say so.

use super::{Outcome, Place, cases};
use std::sync::Arc;

cases! { "migrations":
    an_opened_store_has_taken_every_step,
    opening_again_takes_none_twice,
}

async fn an_opened_store_has_taken_every_step(place: Arc<dyn Place>) -> Outcome {
    let found = place.open().await?.migrations().await?;
    assert!(found.is_current(), "{found:?}");
    assert!(found.done > 0, "tables come from somewhere");
    Ok(())
}

async fn opening_again_takes_none_twice(place: Arc<dyn Place>) -> Outcome {
    let first = place.open().await?.migrations().await?;
    assert_eq!(place.open().await?.migrations().await?, first);
    Ok(())
}
