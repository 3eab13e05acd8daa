//! Changing and deleting links: in place, one after the other, once.

use super::house::House;
use super::links::keys;
use super::samples::{self, at};
use super::together::together;
use super::{Outcome, Place, cases};
use crate::error::EditError;
use crate::links::{Edit, LinkKey, LinkQuery, LinkView};
use std::sync::Arc;
use trackway_domain::link::{Link, LinkSettings};

cases! { "link_edits":
    an_edit_changes_the_settings_and_when_they_changed,
    an_edit_sees_what_the_one_before_it_wrote,
    of_many_edits_at_once_none_is_lost,
    an_edit_that_panics_changes_nothing_and_stops_nobody,
    an_edit_that_cannot_be_kept_changes_nothing,
    lists_follow_an_edit,
    a_deleted_link_is_given_as_it_was_and_not_found_any_more,
    a_link_is_deleted_once,
    of_many_deletions_at_once_one_is_done,
}

async fn an_edit_changes_the_settings_and_when_they_changed(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let other = house.made(1, samples::named("untouched")).await?;
    let link = house.made(2, samples::named("before")).await?;
    for (key, seconds) in keys(&link).into_iter().zip([10, 20, 15]) {
        let settings = LinkSettings { name: Some(samples::name(&format!("at {seconds}"))), ..samples::full_settings(house.template.id) };
        let (new, template_slug) = (settings.clone(), Some(house.template.slug.clone()));
        let changed = house.store.links().update(house.within(), &key, at(seconds), Box::new(move |settings| *settings = new)).await?;
        let expected = Link { settings, updated_at: at(seconds), ..link.clone() };
        assert_eq!(changed, Some(LinkView { template_slug, ..house.unopened(expected) }), "{key:?}");
        assert_eq!(house.store.links().find(house.within(), &key).await?, changed, "{key:?}");
    }
    let to_nothing: Edit = Box::new(|settings| *settings = LinkSettings::default());
    let emptied = house.store.links().update(house.within(), &LinkKey::Id(link.id), at(30), to_nothing).await?;
    assert_eq!(emptied, Some(house.unopened(Link { settings: LinkSettings::default(), updated_at: at(30), ..link })));
    assert_eq!(house.store.links().find(house.within(), &LinkKey::Id(other.id)).await?, Some(house.unopened(other)));
    Ok(())
}

async fn an_edit_sees_what_the_one_before_it_wrote(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let other_handle = house.again(&*place).await?;
    let key = LinkKey::Id(house.made(1, LinkSettings::default()).await?.id);
    for (number, house) in (1..=10).zip([&house, &other_handle].into_iter().cycle()) {
        let view = house.store.links().update(house.within(), &key, at(number), count_one()).await?.ok_or("the link is there")?;
        assert_eq!(counted(&view), number);
    }
    Ok(())
}

async fn of_many_edits_at_once_none_is_lost(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let handles = [house.clone(), house.again(&*place).await?];
    let key = LinkKey::Id(house.made(1, LinkSettings::default()).await?.id);
    let edit = |number: u32| {
        let (house, key) = (handles[number as usize % 2].clone(), key.clone());
        async move { house.store.links().update(house.within(), &key, at(number), count_one()).await }
    };
    let views = together((0..32).map(edit)).await.into_iter().collect::<Result<Option<Vec<_>>, _>>()?.ok_or("the link is there")?;
    let mut seen = views.iter().map(counted).collect::<Vec<_>>();
    seen.sort_unstable();
    assert_eq!(seen, (1..=32).collect::<Vec<_>>(), "each saw another number");
    let last = views.into_iter().max_by_key(counted);
    assert_eq!(house.store.links().find(house.within(), &key).await?, last);
    Ok(())
}

/// Counts in the link's name.
fn count_one() -> Edit {
    Box::new(|settings| {
        let before = settings.name.as_ref().map_or(0, |name| name.as_str().parse::<u32>().expect("a number"));
        settings.name = Some(samples::name(&(before + 1).to_string()));
    })
}

fn counted(view: &LinkView) -> u32 {
    view.link.settings.name.as_ref().map_or(0, |name| name.as_str().parse().expect("a number"))
}

async fn an_edit_that_panics_changes_nothing_and_stops_nobody(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let link = house.made(1, samples::named("before")).await?;
    let (asker, key) = (house.clone(), LinkKey::Id(link.id));
    let panics: Edit = Box::new(|settings| {
        settings.name = None;
        panic!("an edit that panics, as this case wants it to");
    });
    let panicked = tokio::spawn(async move { asker.store.links().update(asker.within(), &key, at(9), panics).await }).await;
    assert!(!matches!(panicked, Ok(Ok(_))), "it did not succeed");
    let key = LinkKey::Id(link.id);
    assert_eq!(house.store.links().find(house.within(), &key).await?, Some(house.unopened(link)));
    house
        .store
        .links()
        .update(house.within(), &key, at(10), Box::new(|settings| settings.name = None))
        .await?
        .ok_or("the link is there")?;
    house.made(2, LinkSettings::default()).await?;
    Ok(())
}

async fn an_edit_that_cannot_be_kept_changes_nothing(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let (link, unknown) = (house.made(1, samples::named("before")).await?, house.template(7).id);
    let before = house.store.changes().newest().await?;
    let edit: Edit = Box::new(move |settings| (settings.name, settings.template) = (None, Some(unknown)));
    let edited = house.store.links().update(house.within(), &LinkKey::Id(link.id), at(9), edit).await;
    assert!(matches!(edited, Err(EditError::TemplateGone)), "{edited:?}");
    assert_eq!(house.store.links().find(house.within(), &LinkKey::Id(link.id)).await?, Some(house.unopened(link)));
    assert_eq!(house.store.changes().newest().await?, before);
    Ok(())
}

async fn lists_follow_an_edit(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let link = house.made(1, samples::named("before")).await?;
    let settings = LinkSettings { is_paused: true, template: Some(house.template.id), ..samples::named("after") };
    let edit: Edit = Box::new(move |old| *old = settings);
    house.store.links().update(house.within(), &LinkKey::Id(link.id), at(9), edit).await?.ok_or("the link is there")?;
    let all = LinkQuery::all(house.within(), 10);
    let cases = [
        (LinkQuery { search: Some("before".to_owned()), ..all.clone() }, 0),
        (LinkQuery { search: Some("after".to_owned()), ..all.clone() }, 1),
        (LinkQuery { is_paused: Some(true), ..all.clone() }, 1),
        (LinkQuery { is_paused: Some(false), ..all.clone() }, 0),
        (LinkQuery { template: Some(house.template.id), ..all.clone() }, 1),
        (LinkQuery { created_before: Some(at(2)), ..all }, 1),
    ];
    for (query, expected) in cases {
        assert_eq!(house.store.links().list(&query).await?.items.len(), expected, "{query:?}");
        assert_eq!(house.store.links().count(&query, 10).await? as usize, expected, "{query:?}");
    }
    Ok(())
}

async fn a_deleted_link_is_given_as_it_was_and_not_found_any_more(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let kept = house.made(9, LinkSettings::default()).await?;
    for (number, which) in [(1, 0), (2, 1), (3, 2)] {
        let link = house.made(number, samples::full_settings(house.template.id)).await?;
        assert_eq!(house.store.links().delete(house.within(), &keys(&link)[which], at(50)).await?, Some(link.clone()));
        for key in keys(&link) {
            assert_eq!(house.store.links().find(house.within(), &key).await?, None, "{key:?}");
            let edit: Edit = Box::new(|_| panic!("an edit of what is deleted"));
            assert_eq!(house.store.links().update(house.within(), &key, at(60), edit).await?, None, "{key:?}");
        }
        assert_eq!(house.store.links().resolve(link.code.as_str()).await?, None);
    }
    assert_eq!(house.store.links().list(&LinkQuery::all(house.within(), 10)).await?.items, [house.unopened(kept)]);
    assert_eq!(house.store.links().count(&LinkQuery::all(house.within(), 10), 10).await?, 1);
    Ok(())
}

async fn a_link_is_deleted_once(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let link = house.made(1, LinkSettings::default()).await?;
    assert_eq!(house.store.links().delete(house.within(), &LinkKey::Id(link.id), at(5)).await?, Some(link.clone()));
    for key in keys(&link) {
        assert_eq!(house.store.links().delete(house.within(), &key, at(6)).await?, None, "{key:?}");
    }
    Ok(())
}

async fn of_many_deletions_at_once_one_is_done(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let (handles, link) = ([house.clone(), house.again(&*place).await?], house.made(1, LinkSettings::default()).await?);
    let delete = |number: u32| {
        let (house, key) = (handles[number as usize % 2].clone(), LinkKey::Id(link.id));
        async move { house.store.links().delete(house.within(), &key, at(number)).await }
    };
    let deleted = together((2..10).map(delete)).await.into_iter().collect::<Result<Vec<_>, _>>()?;
    assert_eq!(deleted.into_iter().flatten().collect::<Vec<_>>(), [link]);
    Ok(())
}
