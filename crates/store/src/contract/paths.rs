//! The one namespace of the redirect host: what is taken for a link, a handle or a slug is taken for all of them, for ever.

use super::house::House;
use super::samples::at;
use super::together::together;
use super::{Outcome, Place, cases};
use crate::changes::Change;
use crate::error::CreateError;
use crate::links::{LinkKey, Resolved};
use std::sync::Arc;
use trackway_domain::account::{Account, Handle};
use trackway_domain::code::Code;
use trackway_domain::link::{Link, LinkSettings};
use trackway_domain::template::{Slug, Template};

cases! { "paths":
    a_path_is_taken_once_whatever_it_names,
    paths_that_differ_in_case_are_different,
    a_deleted_code_stays_taken,
    of_many_who_take_one_path_at_once_one_gets_it,
    a_link_that_was_refused_leaves_its_code_free,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Link,
    Handle,
    Slug,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Link, Self::Handle, Self::Slug];

    async fn take(self, house: &House, number: u32, segment: &str) -> Result<(), CreateError> {
        match self {
            Self::Link => house.store.links().create(&Link { code: Code::stored(segment.to_owned()), ..house.link(number) }).await,
            Self::Handle => {
                let handle = Handle::parse(segment).expect("a handle");
                house.store.accounts().create(&Account { handle, ..house.account(number) }).await
            }
            Self::Slug => {
                house.store.templates().create(&Template { slug: Slug::stored(segment.to_owned()), ..house.template(number) }).await
            }
        }
    }
}

async fn a_path_is_taken_once_whatever_it_names(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    for (number, first) in (1..).zip(Kind::ALL) {
        let segment = format!("shared-{number}");
        first.take(&house, number, &segment).await?;
        let resolved = house.store.links().resolve(&segment).await?;
        for (other, second) in (10 * number..).zip(Kind::ALL) {
            let taken = second.take(&house, other, &segment).await;
            assert!(matches!(taken, Err(CreateError::PathTaken)), "{second:?} after {first:?}: {taken:?}");
        }
        assert_eq!(house.store.links().resolve(&segment).await?, resolved, "{first:?} is there as before");
    }
    Ok(())
}

async fn paths_that_differ_in_case_are_different(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    Kind::Link.take(&house, 1, "Segment").await?;
    Kind::Link.take(&house, 2, "segment").await?;
    Kind::Handle.take(&house, 3, "SEGMENT").await?;
    Kind::Handle.take(&house, 4, "sEGMENT").await?;
    Kind::Slug.take(&house, 5, "segmenT").await?;
    for (segment, expected) in [("Segment", 1), ("segment", 2)] {
        let found = house.store.links().find(house.within(), &LinkKey::Code(segment.to_owned())).await?;
        assert_eq!(found.map(|view| view.link.id), Some(house.link(expected).id), "{segment}");
    }
    for (segment, expected) in [("SEGMENT", 3), ("sEGMENT", 4)] {
        let found = house.store.accounts().find_by_handle(house.workspace.id, segment).await?;
        assert_eq!(found.map(|account| account.id), Some(house.account(expected).id), "{segment}");
    }
    assert_eq!(house.store.links().resolve("SEGMENt").await?, None);
    Ok(())
}

async fn a_deleted_code_stays_taken(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    Kind::Link.take(&house, 1, "gone-for-good").await?;
    house.store.links().delete(house.within(), &LinkKey::Id(house.link(1).id), at(2)).await?.ok_or("the link was there")?;
    for (number, kind) in (2..).zip(Kind::ALL) {
        let taken = kind.take(&house, number, "gone-for-good").await;
        assert!(matches!(taken, Err(CreateError::PathTaken)), "{kind:?}: {taken:?}");
    }
    assert_eq!(house.store.links().resolve("gone-for-good").await?, None);
    Ok(())
}

async fn of_many_who_take_one_path_at_once_one_gets_it(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let handles = [house.clone(), house.again(&*place).await?];
    for round in 0..5 {
        let take = |number: u32| {
            let (house, kind, segment) = (handles[number as usize % 2].clone(), Kind::ALL[number as usize % 3], format!("wanted-{round}"));
            async move { (number, kind, kind.take(&house, round * 100 + number, &segment).await) }
        };
        let (won, lost): (Vec<_>, Vec<_>) = together((1..=12).map(take)).await.into_iter().partition(|(.., taken)| taken.is_ok());
        assert_eq!(won.len(), 1, "one of them got it");
        assert!(lost.iter().all(|(.., taken)| matches!(taken, Err(CreateError::PathTaken))), "{lost:?}");
        let (number, kind, _) = won[0];
        let leads_to = house.store.links().resolve(&format!("wanted-{round}")).await?;
        let expected = match leads_to {
            Some(Resolved::Link(signpost)) => kind == Kind::Link && signpost.link.id == house.link(round * 100 + number).id,
            Some(Resolved::Account(account)) => kind == Kind::Handle && account.id == house.account(round * 100 + number).id,
            None => kind == Kind::Slug,
        };
        assert!(expected, "the path leads to the one that got it");
    }
    Ok(())
}

async fn a_link_that_was_refused_leaves_its_code_free(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    Kind::Link.take(&house, 1, "first").await?;
    let before = house.store.changes().newest().await?;
    let twins = [Link { id: house.link(1).id, ..house.link(2) }, Link { uuid: house.link(1).uuid, ..house.link(2) }];
    let orphan = Link { account: house.account(7).id, ..house.link(2) };
    for refused in twins.into_iter().chain([orphan]) {
        let created = house.store.links().create(&refused).await;
        assert!(matches!(created, Err(CreateError::Store(_))), "{created:?}");
    }
    let (template, settings) = (house.template(7).id, LinkSettings::default());
    let created = house.made(2, LinkSettings { template: Some(template), ..settings }).await;
    assert!(matches!(created, Err(CreateError::TemplateGone)), "a template that was deleted just now: {created:?}");
    assert_eq!(house.store.changes().newest().await?, before);
    let link = house.link(2);
    house.store.links().create(&link).await?;
    assert_eq!(house.store.changes().after(before, 10).await?.pop().map(|(_, change)| change), Some(Change::Path(link.code.to_string())));
    Ok(())
}
