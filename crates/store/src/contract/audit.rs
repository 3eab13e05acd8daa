//! The audit log: an entry is there exactly where its change is, and each row follows from those before it.

use super::house::House;
use super::samples::at;
use super::together::together;
use super::{Outcome, Place, cases};
use crate::error::CreateError;
use std::sync::Arc;
use trackway_domain::audit::{Action, AuditChain, AuditEntry, AuditRow, Doer};
use trackway_domain::key::KeyId;
use trackway_domain::workspace::WorkspaceId;
use uuid::Uuid;

cases! { "audit":
    an_entry_is_written_with_its_change,
    what_changes_nothing_is_not_noted,
    what_fails_is_not_noted,
    one_change_is_noted_once,
    rows_form_a_chain_whoever_writes_them,
    rows_are_listed_last_first_and_by_workspace,
}

async fn an_entry_is_written_with_its_change(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let key = house.key(1);
    let entry = entry(&house, 1);
    house.store.audited(entry.clone()).keys().create(&key).await?;
    assert_eq!(house.store.keys().list(house.workspace.id).await?, [key]);
    let rows = house.again(&*place).await?.store.audit_log().after(0, 10).await?;
    assert_eq!(rows, [AuditRow::of(&entry, 1, &AuditChain::default().hash)]);
    Ok(())
}

async fn what_changes_nothing_is_not_noted(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let nobody = KeyId(Uuid::from_u128(9));
    assert!(!house.store.audited(entry(&house, 1)).keys().revoke(house.workspace.id, nobody, at(1)).await?);
    house.store.audited(entry(&house, 2)).keys().list(house.workspace.id).await?;
    assert_eq!(house.store.audit_log().after(0, 10).await?, []);
    Ok(())
}

async fn what_fails_is_not_noted(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let taken = house.store.audited(entry(&house, 1)).accounts().create(&house.account(0)).await;
    assert!(matches!(taken, Err(CreateError::PathTaken | CreateError::Store(_))), "{taken:?}");
    assert_eq!(house.store.audit_log().after(0, 10).await?, []);
    Ok(())
}

async fn one_change_is_noted_once(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let audited = house.store.audited(entry(&house, 1));
    for number in 1..4 {
        audited.keys().create(&house.key(number)).await?;
    }
    assert_eq!(house.store.audit_log().after(0, 10).await?.len(), 1);
    Ok(())
}

async fn rows_form_a_chain_whoever_writes_them(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let handles = [house.clone(), house.again(&*place).await?];
    let write = |number: u32| {
        let (store, entry, key) = (Arc::clone(&handles[number as usize % 2].store), entry(&house, number), house.key(number));
        async move { store.audited(entry).keys().create(&key).await }
    };
    together((0..20).map(write)).await.into_iter().collect::<Result<Vec<_>, _>>()?;
    let (mut chain, mut rows) = (AuditChain::default(), house.store.audit_log().after(0, 7).await?);
    rows.extend(house.store.audit_log().after(7, 100).await?);
    for row in &rows {
        chain.follow(row)?;
    }
    assert_eq!(chain.number, 20);
    Ok(())
}

async fn rows_are_listed_last_first_and_by_workspace(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let of = |number: u32| AuditEntry { workspace: Some(WorkspaceId(Uuid::from_u128(77))), ..entry(&house, number) };
    let entries = [entry(&house, 1), of(2), AuditEntry { workspace: None, ..entry(&house, 3) }, entry(&house, 4), entry(&house, 5)];
    for (number, entry) in (1..).zip(entries) {
        house.store.audited(entry).keys().create(&house.key(number)).await?;
    }
    let list = async |workspace, behind, limit| {
        let page = house.store.audit_log().list(workspace, behind, limit).await?;
        Ok::<_, crate::StoreError>((page.items.iter().map(|row| row.number).collect::<Vec<_>>(), page.has_more))
    };
    let own = Some(house.workspace.id);
    assert_eq!(list(own, None, 2).await?, (vec![5, 4], true));
    assert_eq!(list(own, Some(4), 2).await?, (vec![1], false));
    assert_eq!(list(None, None, 9).await?, (vec![5, 4, 3, 2, 1], false));
    Ok(())
}

fn entry(house: &House, number: u32) -> AuditEntry {
    AuditEntry {
        at: at(number),
        workspace: Some(house.workspace.id),
        doer: Doer::CommandLine,
        action: Action::KeyCreated,
        subject: format!("key {number}"),
        details: [("naïve \"key\"".to_owned(), number.into())].into_iter().collect(),
    }
}
