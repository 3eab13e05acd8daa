//! Host names of workspaces: named by many, known to be one's.

use super::house::House;
use super::samples::{self, at, stranger};
use super::{Outcome, Place, cases};
use crate::changes::Change;
use crate::domains::Verification;
use std::sync::Arc;
use trackway_domain::custom_domain::{CustomDomain, CustomDomainId, Hostname};
use trackway_domain::workspace::WorkspaceId;

cases! { "domains":
    a_name_reads_back_equal,
    a_name_is_kept_once_for_a_workspace,
    a_name_is_known_to_be_one_workspaces_at_most,
    another_workspace_neither_sees_nor_changes_a_name,
    every_change_of_names_is_told,
}

fn domain(number: u32, workspace: WorkspaceId, host: &str) -> CustomDomain {
    CustomDomain {
        id: CustomDomainId(samples::uuid(30, number)),
        workspace,
        host: Hostname::parse(host).expect("a host name"),
        proof: format!("proof-{number}"),
        created_at: at(1),
        verified_at: None,
    }
}

async fn a_name_reads_back_equal(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let (one, two) = (domain(1, house.workspace.id, "go.example.com"), domain(2, house.workspace.id, "a.example.com"));
    for domain in [&one, &two] {
        assert!(house.store.domains().create(domain).await?);
    }
    let store = house.again(&*place).await?.store;
    assert_eq!(store.domains().find(house.workspace.id, one.id).await?.as_ref(), Some(&one));
    assert_eq!(store.domains().find(house.workspace.id, CustomDomainId(samples::uuid(30, 9))).await?, None);
    assert_eq!(store.domains().list(house.workspace.id).await?, [two.clone(), one.clone()]);
    assert_eq!(store.domains().verified().await?, []);
    let known = CustomDomain { verified_at: Some(at(5)), ..one.clone() };
    assert_eq!(store.domains().verify(house.workspace.id, one.id, at(5)).await?, Verification::Done(known.clone()));
    assert_eq!(store.domains().verify(house.workspace.id, one.id, at(6)).await?, Verification::Done(known.clone()), "it stays as it was");
    assert_eq!(store.domains().verified().await?, std::slice::from_ref(&known));
    assert_eq!(store.domains().list(house.workspace.id).await?, [two, known]);
    Ok(())
}

async fn a_name_is_kept_once_for_a_workspace(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let first = domain(1, house.workspace.id, "go.example.com");
    assert!(house.store.domains().create(&first).await?);
    assert!(!house.store.domains().create(&domain(2, house.workspace.id, "go.example.com")).await?);
    assert_eq!(house.store.domains().list(house.workspace.id).await?, std::slice::from_ref(&first));
    assert!(house.store.domains().delete(house.workspace.id, first.id).await?);
    assert!(!house.store.domains().delete(house.workspace.id, first.id).await?);
    assert!(house.store.domains().create(&domain(2, house.workspace.id, "go.example.com")).await?, "it can be named again");
    Ok(())
}

async fn a_name_is_known_to_be_one_workspaces_at_most(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let founding = samples::founding(1);
    house.store.workspaces().found(&founding).await?;
    let second = founding.workspace.id;
    let (ours, theirs) = (domain(1, house.workspace.id, "go.example.com"), domain(2, second, "go.example.com"));
    for domain in [&ours, &theirs] {
        assert!(house.store.domains().create(domain).await?, "whoever names it first does not keep it from others");
    }
    let domains = house.store.domains();
    assert!(matches!(domains.verify(second, theirs.id, at(2)).await?, Verification::Done(_)));
    assert_eq!(domains.verify(house.workspace.id, ours.id, at(3)).await?, Verification::Taken);
    assert!(domains.delete(second, theirs.id).await?);
    assert!(matches!(domains.verify(house.workspace.id, ours.id, at(4)).await?, Verification::Done(_)));
    Ok(())
}

async fn another_workspace_neither_sees_nor_changes_a_name(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let ours = domain(1, house.workspace.id, "go.example.com");
    let domains = house.store.domains();
    assert!(domains.create(&ours).await?);
    assert_eq!(domains.find(stranger(), ours.id).await?, None);
    assert_eq!(domains.list(stranger()).await?, []);
    assert_eq!(domains.verify(stranger(), ours.id, at(2)).await?, Verification::NotFound);
    assert!(!domains.delete(stranger(), ours.id).await?);
    assert_eq!(domains.list(house.workspace.id).await?, [ours]);
    Ok(())
}

async fn every_change_of_names_is_told(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let ours = domain(1, house.workspace.id, "go.example.com");
    let (domains, changes) = (house.store.domains(), house.store.changes());
    let before = changes.newest().await?;
    domains.create(&ours).await?;
    domains.verify(house.workspace.id, ours.id, at(2)).await?;
    domains.delete(house.workspace.id, ours.id).await?;
    let told = changes.after(before, 10).await?.into_iter().map(|(_, change)| change).collect::<Vec<_>>();
    assert_eq!(told, [Change::Domains, Change::Domains, Change::Domains]);
    Ok(())
}
