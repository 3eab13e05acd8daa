//! Defaults for links.

use super::house::House;
use super::samples;
use super::together::together;
use super::{Outcome, Place, cases};
use crate::error::CreateError;
use std::sync::Arc;
use trackway_domain::template::Template;
use trackway_domain::text::Description;

cases! { "templates":
    a_template_reads_back_equal,
    the_default_is_listed_first_then_by_name,
    a_new_default_takes_the_place_of_the_old_one,
    of_many_new_defaults_at_once_one_remains,
    a_template_that_was_refused_changes_nothing,
    another_workspace_sees_no_template,
}

async fn a_template_reads_back_equal(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let description = Some(Description::parse("Two\r\nlines\tand «Ж» 🎆").expect("a description"));
    let full = Template { description, settings: samples::full_template_settings(), updated_at: samples::at(99), ..house.template(1) };
    for template in [full, house.template(2)] {
        house.store.templates().create(&template).await?;
        assert_eq!(house.store.templates().find(house.workspace.id, template.id).await?, Some(template));
    }
    Ok(())
}

async fn the_default_is_listed_first_then_by_name(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    for (number, name) in [(3, "delta"), (1, "charlie"), (2, "alpha"), (5, "bravo"), (4, "bravo")] {
        house.store.templates().create(&Template { name: samples::name(name), ..house.template(number) }).await?;
    }
    let listed = house.store.templates().list(house.workspace.id).await?;
    let listed = listed.iter().map(|template| (template.slug.as_str(), template.name.as_str())).collect::<Vec<_>>();
    let expected =
        [("slug0000", "Template 0"), ("slug0002", "alpha"), ("slug0004", "bravo"), ("slug0005", "bravo"), ("slug0001", "charlie")];
    assert_eq!(listed[..5], expected);
    assert_eq!(listed[5..], [("slug0003", "delta")]);
    Ok(())
}

async fn a_new_default_takes_the_place_of_the_old_one(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let (first, second) = (house.template.clone(), Template { is_default: true, ..house.template(1) });
    house.store.templates().create(&second).await?;
    assert_eq!(house.store.templates().list(house.workspace.id).await?, [second.clone(), Template { is_default: false, ..first.clone() }]);
    house.store.templates().create(&house.template(2)).await?;
    assert_eq!(house.store.templates().find(house.workspace.id, second.id).await?, Some(second));
    Ok(())
}

async fn of_many_new_defaults_at_once_one_remains(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let handles = [house.clone(), house.again(&*place).await?];
    let create = |number: u32| {
        let (store, template) = (Arc::clone(&handles[number as usize % 2].store), house.template(number));
        async move { store.templates().create(&Template { is_default: true, ..template }).await }
    };
    together((1..=8).map(create)).await.into_iter().collect::<Result<(), _>>()?;
    let templates = house.store.templates().list(house.workspace.id).await?;
    assert_eq!((templates.len(), templates.iter().filter(|template| template.is_default).count()), (9, 1));
    Ok(())
}

async fn a_template_that_was_refused_changes_nothing(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let refused = Template { slug: house.template.slug.clone(), is_default: true, ..house.template(1) };
    assert!(matches!(house.store.templates().create(&refused).await, Err(CreateError::PathTaken)));
    let same_id = Template { id: house.template.id, is_default: true, ..house.template(2) };
    assert!(matches!(house.store.templates().create(&same_id).await, Err(CreateError::Store(_))));
    let listed = house.store.templates().list(house.workspace.id).await?;
    assert_eq!(listed, std::slice::from_ref(&house.template));
    house.store.templates().create(&house.template(2)).await?;
    Ok(())
}

async fn another_workspace_sees_no_template(place: Arc<dyn Place>) -> Outcome {
    let (house, stranger) = (House::found(&*place).await?, samples::stranger());
    assert_eq!(house.store.templates().find(stranger, house.template.id).await?, None);
    assert_eq!(house.store.templates().find(house.workspace.id, house.template(7).id).await?, None);
    assert_eq!(house.store.templates().list(stranger).await?, []);
    Ok(())
}
