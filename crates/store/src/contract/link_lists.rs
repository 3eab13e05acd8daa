//! Lists of links: newest first, filtered, in portions that stay true while links come and go.

use super::house::House;
use super::projects::project;
use super::samples::{self, at};
use super::{Outcome, Place, cases};
use crate::StoreError;
use crate::links::{LinkKey, LinkQuery, Within};
use std::sync::Arc;
use trackway_domain::link::{Link, LinkSettings};

cases! { "link_lists":
    links_are_listed_newest_first_as_they_are_found,
    more_is_announced_where_more_follows,
    an_offset_passes_links_over,
    a_cursor_stays_true_while_links_come_and_go,
    filters_choose_by_state_template_project_and_time,
    filters_hold_together,
    a_tag_lists_its_links_as_they_are_now,
    an_account_lists_its_own_links,
    counting_stops_where_it_was_told_to,
}

async fn links_are_listed_newest_first_as_they_are_found(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    for number in [2, 5, 1, 4] {
        house.made(number, LinkSettings::default()).await?;
    }
    house.made(3, samples::full_settings(house.template.id)).await?;
    let page = house.store.links().list(&LinkQuery::all(house.within(), 10)).await?;
    assert_eq!(page.items.iter().map(|view| view.link.id).collect::<Vec<_>>(), [5, 4, 3, 2, 1].map(|number| house.link(number).id));
    for view in page.items {
        assert_eq!(house.store.links().find(house.within(), &LinkKey::Id(view.link.id)).await?, Some(view));
    }
    Ok(())
}

async fn more_is_announced_where_more_follows(place: Arc<dyn Place>) -> Outcome {
    let house = many(&*place, 5).await?;
    for (limit, expected, has_more) in
        [(0, 0, true), (1, 1, true), (4, 4, true), (5, 5, false), (6, 5, false), (i32::MAX as u32, 5, false), (u32::MAX, 5, false)]
    {
        let page = house.store.links().list(&LinkQuery::all(house.within(), limit)).await?;
        assert_eq!((page.items.len(), page.has_more), (expected, has_more), "limit {limit}");
    }
    let nothing = LinkQuery { search: Some("nothing".to_owned()), ..LinkQuery::all(house.within(), 0) };
    assert!(!house.store.links().list(&nothing).await?.has_more);
    Ok(())
}

async fn an_offset_passes_links_over(place: Arc<dyn Place>) -> Outcome {
    let house = many(&*place, 5).await?;
    for (offset, limit, expected, has_more) in [
        (0, 2, &[5, 4][..], true),
        (2, 2, &[3, 2], true),
        (3, 2, &[2, 1], false),
        (4, 2, &[1], false),
        (5, 2, &[], false),
        (u32::MAX, 2, &[], false),
    ] {
        let page = listed(&house, LinkQuery { offset, ..LinkQuery::all(house.within(), limit) }).await?;
        assert_eq!(page, (expected.to_vec(), has_more), "offset {offset}");
    }
    let behind = LinkQuery { offset: 1, behind: Some(house.link(4).id), ..LinkQuery::all(house.within(), 10) };
    assert_eq!(listed(&house, behind).await?, (vec![2, 1], false));
    Ok(())
}

async fn a_cursor_stays_true_while_links_come_and_go(place: Arc<dyn Place>) -> Outcome {
    let house = many(&*place, 10).await?;
    let page = |behind: u32| LinkQuery { behind: Some(house.link(behind).id), ..LinkQuery::all(house.within(), 3) };
    assert_eq!(listed(&house, LinkQuery::all(house.within(), 3)).await?, (vec![10, 9, 8], true));
    house.made(11, LinkSettings::default()).await?;
    assert_eq!(listed(&house, page(8)).await?, (vec![7, 6, 5], true));
    for number in [9, 5, 3] {
        let id = house.link(number).id;
        house.store.links().delete(house.within(), &LinkKey::Id(id), at(99)).await?.ok_or("the link was there")?;
    }
    house.made(12, LinkSettings::default()).await?;
    assert_eq!(listed(&house, page(5)).await?, (vec![4, 2, 1], false), "the link that it stands behind may be gone");
    assert_eq!(listed(&house, page(1)).await?, (vec![], false));
    Ok(())
}

async fn filters_choose_by_state_template_project_and_time(place: Arc<dyn Place>) -> Outcome {
    let house = filterable(&*place).await?;
    let all = LinkQuery::all(house.within(), 10);
    let cases = [
        (LinkQuery { is_paused: Some(true), ..all.clone() }, vec![4, 2]),
        (LinkQuery { is_paused: Some(false), ..all.clone() }, vec![3, 1]),
        (LinkQuery { template: Some(house.template(1).id), ..all.clone() }, vec![4, 3]),
        (LinkQuery { template: Some(house.template.id), ..all.clone() }, vec![]),
        (LinkQuery { is_archived: Some(true), ..all.clone() }, vec![3]),
        (LinkQuery { is_archived: Some(false), ..all.clone() }, vec![4, 2, 1]),
        (LinkQuery { project: Some(project(&house, 1).id), ..all.clone() }, vec![4, 1]),
        (LinkQuery { project: Some(project(&house, 2).id), ..all.clone() }, vec![]),
        (LinkQuery { created_from: Some(at(3)), ..all.clone() }, vec![4, 3]),
        (LinkQuery { created_before: Some(at(3)), ..all.clone() }, vec![2, 1]),
        (LinkQuery { created_from: Some(at(2)), created_before: Some(at(4)), ..all.clone() }, vec![3, 2]),
        (LinkQuery { created_from: Some(at(5)), ..all.clone() }, vec![]),
    ];
    for (query, expected) in cases {
        assert_eq!(house.store.links().count(&query, 10).await? as usize, expected.len(), "{query:?}");
        assert_eq!(listed(&house, query.clone()).await?, (expected, false), "{query:?}");
    }
    Ok(())
}

async fn filters_hold_together(place: Arc<dyn Place>) -> Outcome {
    let house = filterable(&*place).await?;
    let query = LinkQuery {
        within: Within { account: Some(house.account.id), ..house.within() },
        search: Some("LINK".to_owned()),
        is_paused: Some(true),
        is_archived: Some(false),
        template: Some(house.template(1).id),
        project: Some(project(&house, 1).id),
        created_from: Some(at(1)),
        created_before: Some(at(5)),
        behind: Some(house.link(5).id),
        ..LinkQuery::all(house.within(), 10)
    };
    assert_eq!(listed(&house, query.clone()).await?, (vec![4], false));
    let none = [
        LinkQuery { behind: Some(house.link(4).id), ..query.clone() },
        LinkQuery { is_paused: Some(false), created_from: Some(at(4)), ..query.clone() },
        LinkQuery { search: Some("other".to_owned()), ..query.clone() },
        LinkQuery { is_archived: Some(true), ..query.clone() },
        LinkQuery { project: Some(project(&house, 2).id), ..query.clone() },
        LinkQuery { template: Some(house.template.id), ..query.clone() },
        LinkQuery { offset: 1, ..query },
    ];
    for query in none {
        assert_eq!(listed(&house, query.clone()).await?, (vec![], false), "{query:?}");
    }
    Ok(())
}

async fn a_tag_lists_its_links_as_they_are_now(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    for (number, tags) in (1..).zip([&["a"][..], &["a", "b, c"], &[], &["a"], &["A", "b, c"]]) {
        let settings =
            LinkSettings { tags: tags.iter().map(|text| samples::tag(text)).collect(), ..samples::named(&format!("Number {number}")) };
        house.made(number, settings).await?;
    }
    let links = house.store.links();
    links.delete(house.within(), &LinkKey::Id(house.link(4).id), at(9)).await?;
    let retagged = |link: &mut LinkSettings| link.tags = vec![samples::tag("b, c")];
    links.update(house.within(), &LinkKey::Id(house.link(1).id), at(9), Box::new(retagged)).await?;
    for (tag, search, limit, expected) in [
        ("a", None, 10, &[2][..]),
        ("A", None, 10, &[5]),
        ("b, c", None, 10, &[5, 2, 1]),
        ("b, c", None, 2, &[5, 2]),
        ("b, c", Some("number 2"), 10, &[2]),
        ("b, c", Some("2"), 10, &[2]),
        ("c", None, 10, &[]),
    ] {
        let query = LinkQuery { tag: Some(samples::tag(tag)), search: search.map(str::to_owned), ..LinkQuery::all(house.within(), limit) };
        let found = links.list(&query).await?.items;
        let expected = expected.iter().map(|number| house.link(*number).id).collect::<Vec<_>>();
        assert_eq!(found.iter().map(|view| view.link.id).collect::<Vec<_>>(), expected, "{tag} {search:?}");
        assert_eq!(links.count(&query, limit).await? as usize, expected.len(), "{tag} {search:?}");
    }
    let all = [("A", 1), ("a", 1), ("b, c", 3)].map(|(tag, links)| (samples::tag(tag), links));
    assert_eq!(links.tags(house.within()).await?, all);
    assert_eq!(links.tags(Within { workspace: samples::stranger(), account: None }).await?, []);
    assert_eq!(links.tags(Within { account: Some(house.account(1).id), ..house.within() }).await?, []);
    Ok(())
}

async fn an_account_lists_its_own_links(place: Arc<dyn Place>) -> Outcome {
    let house = many(&*place, 4).await?;
    let account = house.account(1);
    house.store.accounts().create(&account).await?;
    for number in [5, 6] {
        house.store.links().create(&Link { account: account.id, ..house.link(number) }).await?;
    }
    for (account, expected) in [(Some(account.id), vec![6, 5]), (Some(house.account.id), vec![4, 3, 2, 1]), (None, vec![6, 5, 4, 3, 2, 1])]
    {
        let query = LinkQuery::all(Within { account, ..house.within() }, 10);
        assert_eq!(house.store.links().count(&query, 10).await? as usize, expected.len());
        assert_eq!(listed(&house, query).await?, (expected, false));
    }
    Ok(())
}

async fn counting_stops_where_it_was_told_to(place: Arc<dyn Place>) -> Outcome {
    let house = many(&*place, 5).await?;
    for (up_to, expected) in [(0, 0), (1, 1), (4, 4), (5, 5), (6, 5), (u32::MAX, 5)] {
        let query = LinkQuery { offset: 3, ..LinkQuery::all(house.within(), 1) };
        assert_eq!(house.store.links().count(&query, up_to).await?, expected, "up to {up_to}, whatever the portion");
    }
    Ok(())
}

async fn many(place: &dyn Place, count: u32) -> Outcome<House> {
    let house = House::found(place).await?;
    for number in 1..=count {
        house.made(number, LinkSettings::default()).await?;
    }
    Ok(house)
}

/// Links 1–4: the even ones are paused, the last two have template 1, the first and last project 1, and the third is put away.
async fn filterable(place: &dyn Place) -> Outcome<House> {
    let house = House::found(place).await?;
    house.store.templates().create(&house.template(1)).await?;
    house.store.projects().create(&project(&house, 1)).await?;
    for number in 1..=4 {
        let template = (number > 2).then(|| house.template(1).id);
        let project = [1, 4].contains(&number).then(|| project(&house, 1).id);
        let (is_paused, is_archived) = (number % 2 == 0, number == 3);
        house.made(number, LinkSettings { is_paused, is_archived, template, project, ..samples::named("a link") }).await?;
    }
    Ok(house)
}

/// The numbers of the links in a portion, and whether more follow.
pub(super) async fn listed(house: &House, query: LinkQuery) -> Result<(Vec<u32>, bool), StoreError> {
    let page = house.store.links().list(&query).await?;
    let number = |id| (0..100).find(|number| house.link(*number).id == id).expect("a link of this case");
    Ok((page.items.iter().map(|view| number(view.link.id)).collect(), page.has_more))
}
