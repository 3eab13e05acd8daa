//! Templates changed and deleted.

use super::house::House;
use super::samples::{self, at};
use super::{Outcome, Place, cases};
use crate::changes::Change;
use crate::links::LinkKey;
use crate::templates::Deletion;
use std::sync::Arc;
use trackway_domain::link::LinkSettings;
use trackway_domain::template::{Slug, Template};
use trackway_domain::workspace::WorkspaceId;

cases! { "template_edits":
    a_change_is_kept_with_its_time,
    nothing_else_of_a_template_changes,
    a_template_that_becomes_the_default_takes_that_place,
    the_default_stays_one,
    another_workspace_changes_and_deletes_no_template,
    a_template_in_use_is_not_deleted,
    a_template_of_deleted_links_is_deleted,
    the_default_is_not_deleted,
    a_deleted_template_is_gone_and_its_slug_stays_taken,
    each_change_of_a_template_is_logged,
}

async fn a_change_is_kept_with_its_time(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let edit = |template: &mut Template| {
        template.name = samples::name("Changed");
        template.settings = samples::full_template_settings();
    };
    let changed = house.store.templates().update(house.workspace.id, house.template.id, at(50), Box::new(edit)).await?;
    let (name, settings) = (samples::name("Changed"), samples::full_template_settings());
    assert_eq!(changed, Some(Template { name, settings, updated_at: at(50), ..house.template.clone() }));
    assert_eq!(house.store.templates().find(house.workspace.id, house.template.id).await?, changed);
    Ok(())
}

async fn nothing_else_of_a_template_changes(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let edit = |template: &mut Template| {
        let before = template.clone();
        *template = Template { slug: Slug::stored("other".to_owned()), workspace: samples::stranger(), created_at: at(99), ..before };
    };
    let changed = house.store.templates().update(house.workspace.id, house.template.id, at(50), Box::new(edit)).await?;
    assert_eq!(changed, Some(Template { updated_at: at(50), ..house.template.clone() }));
    assert_eq!(house.store.templates().find(house.workspace.id, house.template.id).await?, changed);
    Ok(())
}

async fn a_template_that_becomes_the_default_takes_that_place(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let other = house.template(1);
    house.store.templates().create(&other).await?;
    let edit = |template: &mut Template| template.is_default = true;
    house.store.templates().update(house.workspace.id, other.id, at(50), Box::new(edit)).await?;
    let listed = house.store.templates().list(house.workspace.id).await?;
    let expected = [Template { is_default: true, updated_at: at(50), ..other }, Template { is_default: false, ..house.template.clone() }];
    assert_eq!(listed, expected);
    Ok(())
}

async fn the_default_stays_one(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let edit = |template: &mut Template| template.is_default = false;
    let changed = house.store.templates().update(house.workspace.id, house.template.id, at(50), Box::new(edit)).await?;
    assert_eq!(changed, Some(Template { updated_at: at(50), ..house.template.clone() }));
    Ok(())
}

async fn another_workspace_changes_and_deletes_no_template(place: Arc<dyn Place>) -> Outcome {
    let (house, stranger) = (House::found(&*place).await?, samples::stranger());
    let edit = |_: &mut Template| panic!("it is not theirs");
    assert_eq!(house.store.templates().update(stranger, house.template.id, at(50), Box::new(edit)).await?, None);
    assert_eq!(deleted(&house, stranger, &house.template).await?, Deletion::NotFound);
    assert_eq!(house.store.templates().find(house.workspace.id, house.template.id).await?, Some(house.template.clone()));
    Ok(())
}

async fn a_template_in_use_is_not_deleted(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let template = used(&house, 3).await?;
    assert_eq!(deleted(&house, house.workspace.id, &template).await?, Deletion::InUse(3));
    assert_eq!(house.store.templates().find(house.workspace.id, template.id).await?, Some(template));
    Ok(())
}

async fn a_template_of_deleted_links_is_deleted(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let template = used(&house, 2).await?;
    for number in 1..=2 {
        house.store.links().delete(house.within(), &LinkKey::Id(house.link(number).id), at(40)).await?;
    }
    assert_eq!(deleted(&house, house.workspace.id, &template).await?, Deletion::Done);
    Ok(())
}

async fn the_default_is_not_deleted(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    assert_eq!(deleted(&house, house.workspace.id, &house.template).await?, Deletion::IsDefault);
    Ok(())
}

async fn a_deleted_template_is_gone_and_its_slug_stays_taken(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let template = used(&house, 0).await?;
    for expected in [Deletion::Done, Deletion::NotFound] {
        assert_eq!(deleted(&house, house.workspace.id, &template).await?, expected);
    }
    assert_eq!(house.store.templates().list(house.workspace.id).await?, std::slice::from_ref(&house.template));
    let again = Template { slug: template.slug, ..house.template(2) };
    assert!(house.store.templates().create(&again).await.is_err());
    Ok(())
}

async fn each_change_of_a_template_is_logged(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let template = used(&house, 0).await?;
    let before = house.store.changes().newest().await?;
    house.store.templates().update(house.workspace.id, template.id, at(50), Box::new(|_| {})).await?;
    deleted(&house, house.workspace.id, &template).await?;
    deleted(&house, house.workspace.id, &template).await?;
    let logged = house.store.changes().after(before, 10).await?.into_iter().map(|(_, change)| change).collect::<Vec<_>>();
    assert_eq!(logged, [Change::Template(template.id), Change::Template(template.id)]);
    Ok(())
}

async fn deleted(house: &House, workspace: WorkspaceId, template: &Template) -> Result<Deletion, crate::StoreError> {
    house.store.templates().delete(workspace, template.id).await
}

/// Template 1, which this many links name.
async fn used(house: &House, links: u32) -> Outcome<Template> {
    let template = house.template(1);
    house.store.templates().create(&template).await?;
    for number in 1..=links {
        house.made(number, LinkSettings { template: Some(template.id), ..LinkSettings::default() }).await?;
    }
    Ok(template)
}
