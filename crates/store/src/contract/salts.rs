//! Salts: one a period, for everybody, until it is thrown away.

use super::house::House;
use super::together::together;
use super::{Outcome, Place, cases};
use std::sync::Arc;
use trackway_domain::visitor::Salt;

cases! { "salts":
    whoever_asks_first_decides,
    of_many_at_once_all_get_the_same,
    what_is_thrown_away_is_gone,
}

async fn whoever_asks_first_decides(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let other = house.again(&*place).await?;
    assert_eq!(house.store.salts().of_period(-3, Salt([1; 16])).await?, Salt([1; 16]));
    assert_eq!(other.store.salts().of_period(-3, Salt([2; 16])).await?, Salt([1; 16]));
    assert_eq!(other.store.salts().of_period(20_000, Salt([3; 16])).await?, Salt([3; 16]));
    Ok(())
}

async fn of_many_at_once_all_get_the_same(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let ask = |number: u8| {
        let store = Arc::clone(&house.store);
        async move { store.salts().of_period(1, Salt([number; 16])).await }
    };
    let salts = together((0..8).map(ask)).await.into_iter().collect::<Result<Vec<_>, _>>()?;
    assert!(salts.iter().all(|salt| *salt == salts[0]));
    Ok(())
}

async fn what_is_thrown_away_is_gone(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    for period in 1..=3 {
        house.store.salts().of_period(period, Salt([1; 16])).await?;
    }
    house.store.salts().forget_before(3).await?;
    let fresh = Salt([9; 16]);
    for (period, expected) in [(1, fresh), (2, fresh), (3, Salt([1; 16]))] {
        assert_eq!(house.store.salts().of_period(period, fresh).await?, expected, "period {period}");
    }
    Ok(())
}
