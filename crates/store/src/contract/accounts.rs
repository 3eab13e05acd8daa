//! Creators and apps.

use super::house::House;
use super::samples;
use super::{Outcome, Place, cases};
use crate::changes::Change;
use crate::error::CreateError;
use std::sync::Arc;
use trackway_domain::account::{Account, Handle};
use trackway_domain::targeting::Country;

cases! { "accounts":
    an_account_reads_back_equal,
    accounts_are_listed_oldest_first,
    an_account_gets_another_page_and_the_log_says_so,
    another_workspace_sees_no_account,
    an_account_that_was_refused_is_not_there,
}

async fn an_account_reads_back_equal(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let full = Account {
        handle: Handle::parse("Im.Full_of-It").expect("a handle"),
        name: samples::name("Zoë «Ж» 日本"),
        profile: samples::destination("https://profile.example.com/ünï?q=1#x"),
        email: Some("zoë@example.com".to_owned()),
        country: Country::parse("XK"),
        ..house.account(1)
    };
    for account in [full, house.account(2)] {
        house.store.accounts().create(&account).await?;
        let accounts = house.store.accounts();
        assert_eq!(accounts.find(house.workspace.id, account.id).await?, Some(account.clone()));
        assert_eq!(accounts.find_anywhere(account.id).await?, Some(account.clone()));
        assert_eq!(accounts.find_by_handle(house.workspace.id, account.handle.as_str()).await?, Some(account.clone()));
        assert!(accounts.list(house.workspace.id).await?.contains(&account));
    }
    Ok(())
}

async fn accounts_are_listed_oldest_first(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    for number in [3, 1, 2] {
        house.store.accounts().create(&house.account(number)).await?;
    }
    let expected = [house.account.clone(), house.account(1), house.account(2), house.account(3)];
    assert_eq!(house.store.accounts().list(house.workspace.id).await?, expected);
    Ok(())
}

async fn an_account_gets_another_page_and_the_log_says_so(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let (accounts, account, page) = (house.store.accounts(), &house.account, samples::destination("https://profile.example.com/new"));
    let before = house.store.changes().newest().await?;
    assert!(!accounts.set_profile(samples::stranger(), account.id, &page).await?);
    assert!(accounts.set_profile(house.workspace.id, account.id, &page).await?);
    assert_eq!(accounts.find_anywhere(account.id).await?, Some(Account { profile: page, ..account.clone() }));
    let changes = house.store.changes().after(before, 10).await?;
    assert!(changes.iter().any(|(_, change)| *change == Change::Account(account.id)));
    Ok(())
}

async fn another_workspace_sees_no_account(place: Arc<dyn Place>) -> Outcome {
    let (house, stranger) = (House::found(&*place).await?, samples::stranger());
    let (accounts, account) = (house.store.accounts(), &house.account);
    assert_eq!(accounts.find(stranger, account.id).await?, None);
    assert_eq!(accounts.find_by_handle(stranger, account.handle.as_str()).await?, None);
    assert_eq!(accounts.list(stranger).await?, []);

    let unknown = house.account(7).id;
    assert_eq!(accounts.find(house.workspace.id, unknown).await?, None);
    assert_eq!(accounts.find_anywhere(unknown).await?, None);
    for handle in ["unknown", "CREATOR-0", "creator-_", "creator-%", ""] {
        assert_eq!(accounts.find_by_handle(house.workspace.id, handle).await?, None, "{handle}");
    }
    Ok(())
}

async fn an_account_that_was_refused_is_not_there(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let refused = Account { handle: house.account.handle.clone(), ..house.account(1) };
    let before = house.store.changes().newest().await?;
    assert!(matches!(house.store.accounts().create(&refused).await, Err(CreateError::PathTaken)));
    assert_eq!(house.store.accounts().find_anywhere(refused.id).await?, None);
    assert_eq!(house.store.changes().newest().await?, before);

    let same_id = Account { id: house.account.id, ..house.account(2) };
    assert!(matches!(house.store.accounts().create(&same_id).await, Err(CreateError::Store(_))));
    house.store.accounts().create(&house.account(2)).await?;
    Ok(())
}
