//! Shares: found by their secret until they end.

use super::house::House;
use super::samples::{self, stranger, tag};
use super::{Outcome, Place, cases};
use std::sync::Arc;
use trackway_domain::link::LinkSettings;
use trackway_domain::share::{Share, ShareId, Shown};

cases! { "shares":
    a_share_reads_back_equal_by_its_secret,
    an_ended_share_is_listed_and_not_found,
    another_workspace_neither_sees_nor_ends_a_share,
}

async fn a_share_reads_back_equal_by_its_secret(place: Arc<dyn Place>) -> Outcome {
    let (house, shares) = house_with_shares(&*place).await?;
    for share in &shares {
        assert_eq!(house.again(&*place).await?.store.shares().open(share.hash).await?.as_ref(), Some(share));
    }
    assert_eq!(house.store.shares().open([9; 32]).await?, None);
    assert_eq!(house.store.shares().list(house.workspace.id).await?, [shares[1].clone(), shares[0].clone()]);
    Ok(())
}

async fn an_ended_share_is_listed_and_not_found(place: Arc<dyn Place>) -> Outcome {
    let (house, [first, second]) = house_with_shares(&*place).await?;
    let store = house.store.shares();
    assert!(store.revoke(house.workspace.id, first.id, samples::at(5)).await?);
    assert!(store.revoke(house.workspace.id, first.id, samples::at(6)).await?);
    assert_eq!(store.open(first.hash).await?, None);
    assert_eq!(store.list(house.workspace.id).await?, [second, Share { revoked_at: Some(samples::at(5)), ..first }]);
    Ok(())
}

async fn another_workspace_neither_sees_nor_ends_a_share(place: Arc<dyn Place>) -> Outcome {
    let (house, [first, _]) = house_with_shares(&*place).await?;
    assert_eq!(house.store.shares().list(stranger()).await?, []);
    assert!(!house.store.shares().revoke(stranger(), first.id, samples::at(5)).await?);
    assert!(house.store.shares().open(first.hash).await?.is_some());
    Ok(())
}

async fn house_with_shares(place: &dyn Place) -> Outcome<(House, [Share; 2])> {
    let house = House::found(place).await?;
    let link = house.made(1, LinkSettings::default()).await?;
    let share = |number: u32, shown| Share {
        id: ShareId(samples::uuid(12, number)),
        workspace: house.workspace.id,
        hash: [number.to_le_bytes()[0]; 32],
        name: samples::name(&format!("Share {number}")),
        shown,
        hides_money: number == 1,
        created_at: samples::at(number),
        revoked_at: None,
    };
    let shares = [share(1, Shown::Link(link.id)), share(2, Shown::Tag(tag("spring")))];
    for share in &shares {
        house.store.shares().create(share).await?;
    }
    Ok((house, shares))
}
