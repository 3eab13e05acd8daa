//! Tenants: the first one comes to be once, whoever starts at the same time; others stand beside it.

use super::house::House;
use super::samples::{self, founding};
use super::together::together;
use super::{Outcome, Place, cases};
use crate::error::CreateError;
use crate::workspaces::Founding;
use std::sync::Arc;

cases! { "workspaces":
    an_open_store_answers,
    a_new_store_is_empty,
    the_founding_makes_workspace_account_and_template,
    a_second_founding_changes_nothing,
    of_many_foundings_at_once_one_is_done,
    another_workspace_stands_beside_the_first,
    a_handle_that_is_taken_founds_nothing,
    what_one_handle_writes_another_reads,
}

async fn an_open_store_answers(place: Arc<dyn Place>) -> Outcome {
    Ok(place.open().await?.ping().await?)
}

async fn a_new_store_is_empty(place: Arc<dyn Place>) -> Outcome {
    let (store, nobody) = (place.open().await?, samples::stranger());
    assert_eq!(store.workspaces().list().await?, []);
    assert_eq!(store.workspaces().find(nobody).await?, None);
    assert_eq!(store.accounts().list(nobody).await?, []);
    assert_eq!(store.templates().list(nobody).await?, []);
    assert_eq!(store.keys().list(nobody).await?, []);
    assert_eq!(store.users().members(nobody).await?, []);
    assert_eq!(store.oauth_clients().list(nobody).await?, []);
    assert_eq!(store.links().resolve("nothing").await?, None);
    assert_eq!(store.changes().newest().await?, 0);
    assert_eq!(store.changes().after(0, 10).await?, []);
    Ok(())
}

async fn the_founding_makes_workspace_account_and_template(place: Arc<dyn Place>) -> Outcome {
    let House { store, workspace, account, template } = House::found(&*place).await?;
    assert_eq!(store.workspaces().list().await?, std::slice::from_ref(&workspace));
    assert_eq!(store.workspaces().find(workspace.id).await?, Some(workspace.clone()));
    assert_eq!(store.workspaces().find(founding(1).workspace.id).await?, None);
    assert_eq!(store.users().members(workspace.id).await?, [super::people::owner(&workspace)]);
    assert_eq!(store.accounts().list(workspace.id).await?, [account]);
    assert_eq!(store.templates().list(workspace.id).await?, [template]);
    Ok(())
}

async fn a_second_founding_changes_nothing(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    for again in [founding(0), founding(1)] {
        assert!(!house.store.workspaces().found_first(&again).await?);
    }
    let other = founding(1);
    assert_eq!(house.store.workspaces().list().await?, std::slice::from_ref(&house.workspace));
    assert_eq!(house.store.accounts().find_anywhere(other.account.id).await?, None);
    assert_eq!(house.store.templates().list(other.workspace.id).await?, []);
    house.store.accounts().create(&house.account(1)).await?;
    house.store.templates().create(&house.template(1)).await?;
    Ok(())
}

async fn of_many_foundings_at_once_one_is_done(place: Arc<dyn Place>) -> Outcome {
    let handles = [place.open().await?, place.open().await?];
    let found = |number: u32| {
        let store = Arc::clone(&handles[number as usize % 2]);
        async move { store.workspaces().found_first(&founding(number)).await.map(|is_first| is_first.then_some(number)) }
    };
    let winners = together((0..12).map(found)).await.into_iter().collect::<Result<Vec<_>, _>>()?;
    let [winner] = winners.into_iter().flatten().collect::<Vec<_>>()[..] else { panic!("not exactly one of them founded") };
    let winner = founding(winner);
    assert_eq!(handles[0].workspaces().list().await?, std::slice::from_ref(&winner.workspace));
    assert_eq!(handles[1].accounts().list(winner.workspace.id).await?, [winner.account]);
    assert_eq!(handles[0].templates().list(winner.workspace.id).await?, [winner.template]);
    Ok(())
}

async fn another_workspace_stands_beside_the_first(place: Arc<dyn Place>) -> Outcome {
    let House { store, workspace, account, template } = House::found(&*place).await?;
    let Founding { workspace: other, owner, account: others, template: theirs } = founding(1);
    store.workspaces().found(&founding(1)).await?;
    assert_eq!(store.workspaces().list().await?, [workspace.clone(), other.clone()]);
    assert_eq!(store.users().members(other.id).await?, [owner]);
    assert_eq!(store.accounts().list(other.id).await?, std::slice::from_ref(&others));
    assert_eq!(store.templates().list(other.id).await?, [theirs]);
    assert_eq!(store.accounts().list(workspace.id).await?, [account]);
    assert_eq!(store.templates().list(workspace.id).await?, [template]);
    assert_eq!(store.accounts().find(workspace.id, others.id).await?, None);
    Ok(())
}

async fn a_handle_that_is_taken_founds_nothing(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let mut other = founding(1);
    other.account.handle = house.account.handle.clone();
    assert!(matches!(house.store.workspaces().found(&other).await, Err(CreateError::PathTaken)));
    assert_eq!(house.store.workspaces().list().await?, std::slice::from_ref(&house.workspace));
    assert_eq!(house.store.users().members(other.workspace.id).await?, []);
    assert_eq!(house.store.templates().list(other.workspace.id).await?, []);
    Ok(())
}

async fn what_one_handle_writes_another_reads(place: Arc<dyn Place>) -> Outcome {
    let here = House::found(&*place).await?;
    let there = here.again(&*place).await?;
    for number in 1..20 {
        let link = here.made(number, samples::full_settings(here.template.id)).await?;
        let seen = there.store.links().find(here.within(), &crate::links::LinkKey::Id(link.id)).await?;
        assert_eq!(seen.map(|view| view.link), Some(link));
    }
    Ok(())
}
