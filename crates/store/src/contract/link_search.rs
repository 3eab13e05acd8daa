//! Searching links: a text in the code, name or destination, in any case of any script, and nothing but the text.

use super::house::House;
use super::link_lists::listed;
use super::projects::project;
use super::samples::{self, at, destination};
use super::{Outcome, Place, cases};
use crate::StoreError;
use crate::links::{LinkKey, LinkQuery, Within};
use std::sync::Arc;
use trackway_domain::code::Code;
use trackway_domain::link::{Link, LinkSettings};

cases! { "link_search":
    a_search_finds_its_text_in_code_name_or_destination,
    a_search_takes_no_character_for_a_wildcard,
    a_search_knows_the_letters_of_every_script,
    a_search_follows_what_becomes_of_a_link,
    a_search_holds_together_with_filters,
}

async fn a_search_finds_its_text_in_code_name_or_destination(place: Arc<dyn Place>) -> Outcome {
    let house = searchable(&*place).await?;
    for (text, expected) in [
        ("sale", &[2, 1][..]),
        ("SALE", &[2, 1]),
        ("0003", &[3]),
        ("CODE0003", &[3]),
        ("spring", &[9, 8]),
        ("/SPRING?X=1", &[8]),
        ("https://", &[8]),
        ("", &[9, 8, 7, 6, 5, 4, 3, 2, 1]),
        ("nothing like it", &[]),
        ("0001sale", &[]),
        ("0001 sale", &[]),
        ("SpringCode ", &[]),
        ("') OR 1=1 --", &[]),
        ("\u{0}", &[]),
        (&"long ".repeat(20_000), &[]),
    ] {
        assert_eq!(found(&house, text).await?, expected, "{text:.40}");
    }
    Ok(())
}

async fn a_search_takes_no_character_for_a_wildcard(place: Arc<dyn Place>) -> Outcome {
    let house = searchable(&*place).await?;
    for (text, expected) in [
        ("50%", &[1][..]),
        ("%", &[1]),
        ("e_c", &[3]),
        ("_", &[3]),
        ("\\", &[5]),
        ("k\\s", &[5]),
        ("e*c", &[]),
        ("e?c", &[]),
        ("[a-z]", &[]),
        ("s.le", &[]),
    ] {
        assert_eq!(found(&house, text).await?, expected, "{text}");
    }
    Ok(())
}

async fn a_search_knows_the_letters_of_every_script(place: Arc<dyn Place>) -> Outcome {
    let house = searchable(&*place).await?;
    for (text, expected) in [
        ("Brûlée", &[6][..]),
        ("BRÛLÉE", &[6]),
        ("brulee", &[]),
        ("зима", &[6]),
        ("ЗИМА", &[6]),
        ("日本", &[7]),
        ("🎆", &[7]),
        ("本日", &[]),
    ] {
        assert_eq!(found(&house, text).await?, expected, "{text}");
    }
    Ok(())
}

async fn a_search_follows_what_becomes_of_a_link(place: Arc<dyn Place>) -> Outcome {
    let house = searchable(&*place).await?;
    let link = house.link(1);
    let edit = |settings: &mut LinkSettings| {
        settings.name = Some(samples::name("Autumn"));
        settings.destination = Some(destination("https://shop.example.com/leaves"));
    };
    house.store.links().update(house.within(), &LinkKey::Id(link.id), at(50), Box::new(edit)).await?;
    for (text, expected) in [("sale", &[2][..]), ("AUTUMN", &[1]), ("leaves", &[1]), ("code0001", &[1]), ("autumnhttps", &[])] {
        assert_eq!(found(&house, text).await?, expected, "{text}");
    }
    house.store.links().delete(house.within(), &LinkKey::Id(link.id), at(51)).await?;
    for text in ["autumn", "code0001"] {
        assert!(found(&house, text).await?.is_empty(), "{text}");
    }
    Ok(())
}

async fn a_search_holds_together_with_filters(place: Arc<dyn Place>) -> Outcome {
    let house = searchable(&*place).await?;
    house.store.projects().create(&project(&house, 1)).await?;
    let id = project(&house, 1).id;
    let edit = move |settings: &mut LinkSettings| {
        *settings = LinkSettings { project: Some(id), is_archived: true, is_paused: true, ..std::mem::take(settings) };
    };
    house.store.links().update(house.within(), &LinkKey::Id(house.link(2).id), at(50), Box::new(edit)).await?;
    let query = LinkQuery { search: Some("Sale".to_owned()), ..LinkQuery::all(house.within(), 10) };
    for (query, expected) in [
        (LinkQuery { project: Some(id), ..query.clone() }, &[2][..]),
        (LinkQuery { is_archived: Some(true), ..query.clone() }, &[2]),
        (LinkQuery { is_archived: Some(false), ..query.clone() }, &[1]),
        (LinkQuery { is_paused: Some(true), ..query.clone() }, &[2]),
        (LinkQuery { is_paused: Some(false), project: Some(id), ..query.clone() }, &[]),
        (LinkQuery { template: Some(house.template.id), ..query.clone() }, &[]),
        (LinkQuery { within: Within { account: Some(house.account.id), ..house.within() }, ..query.clone() }, &[2, 1]),
        (LinkQuery { within: Within { workspace: samples::stranger(), account: None }, ..query.clone() }, &[]),
        (LinkQuery { behind: Some(house.link(2).id), ..query.clone() }, &[1]),
        (LinkQuery { created_from: Some(at(2)), ..query.clone() }, &[2]),
        (LinkQuery { created_before: Some(at(2)), ..query.clone() }, &[1]),
        (LinkQuery { offset: 1, ..query.clone() }, &[1]),
    ] {
        assert_eq!(listed(&house, query.clone()).await?.0, expected, "{query:?}");
    }
    Ok(())
}

async fn searchable(place: &dyn Place) -> Outcome<House> {
    let house = House::found(place).await?;
    let names = ["Sale 50% off", "Sale 500 off", "snake_case", "snakeXcase", "back\\slash", "Crème Brûlée, Зима", "日本の夏 🎆"];
    for (number, name) in (1..).zip(names) {
        house.made(number, samples::named(name)).await?;
    }
    house
        .made(8, LinkSettings { destination: Some(destination("https://shop.example.com/Spring?x=1")), ..LinkSettings::default() })
        .await?;
    house.store.links().create(&Link { code: Code::stored("SpringCode".to_owned()), ..house.link(9) }).await?;
    Ok(house)
}

async fn found(house: &House, text: &str) -> Result<Vec<u32>, StoreError> {
    let query = LinkQuery { search: Some(text.to_owned()), ..LinkQuery::all(house.within(), 10) };
    let (numbers, _) = listed(house, query.clone()).await?;
    assert_eq!(house.store.links().count(&query, 10).await? as usize, numbers.len(), "{text:.40}");
    Ok(numbers)
}
