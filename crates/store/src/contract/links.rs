//! Links: made, and found by whom they belong to.

use super::house::House;
use super::samples::{self, at};
use super::{Outcome, Place, cases};
use crate::links::{Edit, LinkCaption, LinkKey, LinkQuery, LinkView, Within};
use crate::page::Page;
use std::sync::Arc;
use trackway_domain::link::{Link, LinkSettings};
use trackway_domain::totals::LinkTotals;
use trackway_domain::user::PasswordHash;
use trackway_domain::workspace::UserId;

cases! { "links":
    a_full_link_reads_back_equal_by_each_of_its_names,
    a_bare_link_reads_back_equal,
    codes_are_found_in_their_own_case_only,
    an_unknown_link_is_not_there,
    captions_name_a_workspaces_links_though_they_be_deleted,
    outside_its_workspace_and_account_a_link_is_not_there,
}

/// The names that a link goes by.
pub(super) fn keys(link: &Link) -> [LinkKey; 3] {
    [LinkKey::Id(link.id), LinkKey::Uuid(link.uuid), LinkKey::Code(link.code.to_string())]
}

async fn a_full_link_reads_back_equal_by_each_of_its_names(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let (account, template) = (house.account(1), house.template(1));
    house.store.accounts().create(&account).await?;
    house.store.templates().create(&template).await?;
    let settings = samples::full_settings(template.id);
    let link = Link { account: account.id, owner: UserId(samples::uuid(2, 5)), settings, updated_at: at(9), ..house.link(1) };
    house.store.links().create(&link).await?;
    for account in [None, Some(account.id)] {
        for key in keys(&link) {
            let found = house.store.links().find(Within { account, ..house.within() }, &key).await?;
            let expected = LinkView {
                link: link.clone(),
                account: house.account(1),
                template_slug: Some(template.slug.clone()),
                totals: LinkTotals::default(),
            };
            assert_eq!(found, Some(expected), "{key:?}");
        }
    }
    Ok(())
}

async fn a_bare_link_reads_back_equal(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    house.made(1, samples::named("another")).await?;
    let link = house.made(2, LinkSettings::default()).await?;
    for key in keys(&link) {
        assert_eq!(house.store.links().find(house.within(), &key).await?, Some(house.unopened(link.clone())), "{key:?}");
    }
    Ok(())
}

async fn codes_are_found_in_their_own_case_only(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    house.made(1, LinkSettings::default()).await?;
    for code in ["CODE0001", "Code0001", "code000_", "code%", "code0001 ", "code0001\u{0}", ""] {
        assert_eq!(house.store.links().find(house.within(), &LinkKey::Code(code.to_owned())).await?, None, "{code:?}");
    }
    Ok(())
}

async fn captions_name_a_workspaces_links_though_they_be_deleted(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let own = LinkSettings { destination: Some(samples::destination("https://shop.example.com/")), ..samples::named("Own") };
    let (named, bare) = (house.made(1, own).await?, house.made(2, LinkSettings::default()).await?);
    let warning = house.made(4, LinkSettings { warns: true, ..LinkSettings::default() }).await?;
    let locked = house.made(5, LinkSettings { lock: Some(PasswordHash::stored("hash".to_owned())), ..LinkSettings::default() }).await?;
    house.store.links().delete(house.within(), &LinkKey::Id(bare.id), at(9)).await?;
    let caption = |link: &Link, name: Option<&str>, destination: &str, is_deleted| LinkCaption {
        uuid: link.uuid,
        code: link.code.to_string(),
        name: name.map(str::to_owned),
        destination: samples::destination(destination),
        domain: None,
        is_guarded: link.settings.warns,
        is_deleted,
    };
    let profile = house.account.profile.as_str();
    let expected = [
        caption(&named, Some("Own"), "https://shop.example.com/", false),
        caption(&bare, None, profile, true),
        caption(&warning, None, profile, false),
        LinkCaption { is_guarded: true, ..caption(&locked, None, profile, false) },
    ];
    let uuids = || vec![locked.uuid, named.uuid, house.link(3).uuid, bare.uuid, warning.uuid];
    let mut captions = house.store.links().captions(house.workspace.id, uuids()).await?;
    captions.sort_by_key(|caption| caption.uuid);
    assert_eq!(captions, expected);
    assert_eq!(house.store.links().captions(samples::stranger(), uuids()).await?, []);
    assert_eq!(house.store.links().captions(house.workspace.id, Vec::new()).await?, []);
    Ok(())
}

async fn an_unknown_link_is_not_there(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    house.made(1, LinkSettings::default()).await?;
    for key in keys(&house.link(2)) {
        is_not_there(&house, house.within(), &key).await?;
    }
    Ok(())
}

async fn outside_its_workspace_and_account_a_link_is_not_there(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    house.store.accounts().create(&house.account(1)).await?;
    let link = house.made(1, LinkSettings::default()).await?;
    let outside = [
        Within { workspace: samples::stranger(), account: None },
        Within { workspace: samples::stranger(), account: Some(house.account.id) },
        Within { workspace: house.workspace.id, account: Some(house.account(1).id) },
        Within { workspace: house.workspace.id, account: Some(house.account(7).id) },
    ];
    for within in outside {
        for key in keys(&link) {
            is_not_there(&house, within, &key).await?;
        }
        let query = LinkQuery::all(within, 10);
        assert_eq!(house.store.links().list(&query).await?, Page { items: Vec::new(), has_more: false }, "{within:?}");
        assert_eq!(house.store.links().count(&query, 10).await?, 0, "{within:?}");
    }
    assert_eq!(house.store.links().find(house.within(), &LinkKey::Id(link.id)).await?, Some(house.unopened(link)));
    Ok(())
}

/// Tries all that can be done to one link.
async fn is_not_there(house: &House, within: Within, key: &LinkKey) -> Outcome {
    let links = house.store.links();
    let before = house.store.changes().newest().await?;
    assert_eq!(links.find(within, key).await?, None, "found {within:?} {key:?}");
    let edit: Edit = Box::new(|_| panic!("an edit of what is not there"));
    assert_eq!(links.update(within, key, at(50), edit).await?, None, "changed {within:?} {key:?}");
    assert_eq!(links.delete(within, key, at(50)).await?, None, "deleted {within:?} {key:?}");
    assert_eq!(house.store.changes().newest().await?, before, "logged {within:?} {key:?}");
    Ok(())
}
