//! What a path leads to, with all that its route is compiled from.

use super::house::House;
use super::samples::{self, at};
use super::{Outcome, Place, cases};
use crate::links::{LinkKey, Resolved, Signpost};
use std::sync::Arc;
use trackway_domain::link::{Link, LinkSettings};
use trackway_domain::template::Template;

cases! { "resolving":
    a_code_leads_to_its_link_with_account_and_template,
    a_code_leads_to_a_link_without_a_template,
    a_handle_leads_to_its_account,
    slugs_deleted_links_and_unknown_paths_lead_nowhere,
    an_edit_is_seen_by_the_next_who_asks,
}

async fn a_code_leads_to_its_link_with_account_and_template(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let (account, template) = (house.account(1), Template { settings: samples::full_template_settings(), ..house.template(1) });
    house.store.accounts().create(&account).await?;
    house.store.templates().create(&template).await?;
    let link = Link { account: account.id, settings: samples::full_settings(template.id), ..house.link(1) };
    house.store.links().create(&link).await?;
    assert!(link.settings.is_paused, "whether a link works is not the store's to judge");
    let expected = Signpost { link: link.clone(), account, template: Some(template) };
    assert_eq!(house.store.links().resolve(link.code.as_str()).await?, Some(Resolved::Link(Box::new(expected))));
    Ok(())
}

async fn a_code_leads_to_a_link_without_a_template(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let link = house.made(1, LinkSettings::default()).await?;
    let expected = Signpost { link: link.clone(), account: house.account.clone(), template: None };
    assert_eq!(house.store.links().resolve(link.code.as_str()).await?, Some(Resolved::Link(Box::new(expected))));
    Ok(())
}

async fn a_handle_leads_to_its_account(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    house.store.accounts().create(&house.account(1)).await?;
    for account in [house.account.clone(), house.account(1)] {
        let resolved = house.store.links().resolve(account.handle.as_str()).await?;
        assert_eq!(resolved, Some(Resolved::Account(Box::new(account))));
    }
    Ok(())
}

async fn slugs_deleted_links_and_unknown_paths_lead_nowhere(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let link = house.made(1, samples::full_settings(house.template.id)).await?;
    house.store.links().delete(house.within(), &LinkKey::Id(link.id), at(2)).await?.ok_or("the link was there")?;
    house.made(2, LinkSettings::default()).await?;
    for segment in
        [house.template.slug.as_str(), link.code.as_str(), "unknown", "", "CODE0002", "code000_", "%", "code0002/", "日本", "a\u{0}b"]
    {
        assert_eq!(house.store.links().resolve(segment).await?, None, "{segment:?}");
    }
    Ok(())
}

async fn an_edit_is_seen_by_the_next_who_asks(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let other_handle = house.again(&*place).await?;
    let link = house.made(1, LinkSettings::default()).await?;
    for seconds in 2..20 {
        let title = samples::name(&format!("at {seconds}"));
        let new = title.clone();
        let edit = Box::new(move |settings: &mut LinkSettings| settings.name = Some(new));
        house.store.links().update(house.within(), &LinkKey::Id(link.id), at(seconds), edit).await?.ok_or("the link is there")?;
        let Some(Resolved::Link(signpost)) = other_handle.store.links().resolve(link.code.as_str()).await? else { panic!("no link") };
        assert_eq!((signpost.link.settings.name, signpost.link.updated_at), (Some(title), at(seconds)));
    }
    Ok(())
}
