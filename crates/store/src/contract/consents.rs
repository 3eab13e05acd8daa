//! What people have allowed clients, and what stands against a token.

use super::house::House;
use super::people::{client, code, consent, refresh_token};
use super::samples::{self, at, uuid};
use super::{Outcome, Place, cases};
use crate::consents::{Rotation, Standing};
use jiff::SignedDuration;
use std::sync::Arc;
use trackway_domain::oauth::consent::Consent;
use trackway_domain::oauth::scope::ScopeSet;

cases! { "consents":
    a_consent_reads_back_equal,
    consents_are_listed_newest_first_and_by_workspace,
    a_consent_ends_once,
    a_token_stands_with_its_consent,
    a_denied_token_does_not_stand,
    a_token_falls_with_its_client,
    what_can_say_no_to_nobody_is_forgotten,
}

async fn a_consent_reads_back_equal(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let full = house.allowed().await?;
    let bare = Consent { creators: Vec::new(), scopes: ScopeSet::default(), ended_at: Some(at(9)), ..consent(&house, 1) };
    house.store.consents().create(&bare, &code(1)).await?;
    for consent in [full, bare] {
        assert_eq!(house.store.consents().find(consent.id).await?, Some(consent));
    }
    assert_eq!(house.store.consents().find(consent(&house, 7).id).await?, None);
    Ok(())
}

async fn consents_are_listed_newest_first_and_by_workspace(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let oldest = house.allowed().await?;
    let made = |number| consent(&house, number);
    for number in [2, 3, 1] {
        house.store.consents().create(&made(number), &code(number)).await?;
    }
    assert_eq!(house.store.consents().list(house.workspace.id).await?, [made(3), made(2), made(1), oldest.clone()]);
    house.store.consents().end(made(2).id, at(9)).await?;
    assert_eq!(house.store.consents().list(house.workspace.id).await?, [made(3), made(1), oldest]);
    assert_eq!(house.store.consents().list(samples::stranger()).await?, []);
    Ok(())
}

async fn a_consent_ends_once(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let consent = house.allowed().await?;
    assert!(house.store.consents().end(consent.id, at(5)).await?);
    assert!(!house.store.consents().end(consent.id, at(6)).await?);
    assert_eq!(house.store.consents().find(consent.id).await?.and_then(|consent| consent.ended_at), Some(at(5)));
    Ok(())
}

async fn a_token_stands_with_its_consent(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let consent = house.allowed().await?;
    let (consents, client) = (house.store.consents(), consent.client.to_string());
    assert_eq!(consents.standing(uuid(20, 1), &client, Some(consent.id)).await?, Standing::Good(Some(consent.clone())));
    assert_eq!(consents.standing(uuid(20, 1), &client, None).await?, Standing::Good(None));
    assert_eq!(consents.standing(uuid(20, 1), "by hand", None).await?, Standing::Good(None));
    assert_eq!(consents.standing(uuid(20, 1), &client, Some(super::people::consent(&house, 7).id)).await?, Standing::Ended);
    consents.end(consent.id, at(5)).await?;
    assert_eq!(consents.standing(uuid(20, 1), &client, Some(consent.id)).await?, Standing::Ended);
    Ok(())
}

async fn a_denied_token_does_not_stand(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let consents = house.store.consents();
    for until in [50, 40] {
        consents.deny_token(uuid(20, 1), at(until)).await?;
    }
    for (now, expected) in [(45, Standing::Ended), (50, Standing::Good(None))] {
        consents.forget(at(now)).await?;
        assert_eq!(consents.standing(uuid(20, 1), "by hand", None).await?, expected, "{now}");
    }
    assert_eq!(consents.standing(uuid(20, 2), "by hand", None).await?, Standing::Good(None));
    Ok(())
}

async fn a_token_falls_with_its_client(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let [one, other] = [1, 2].map(|number| client(&house.workspace, number));
    for client in [&one, &other] {
        house.store.oauth_clients().create(client).await?;
    }
    house.store.oauth_clients().revoke(house.workspace.id, one.id, at(5)).await?;
    assert_eq!(house.store.consents().standing(uuid(20, 1), &one.id.to_string(), None).await?, Standing::Ended);
    assert_eq!(house.store.consents().standing(uuid(20, 1), &other.id.to_string(), None).await?, Standing::Good(None));
    Ok(())
}

async fn what_can_say_no_to_nobody_is_forgotten(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let (chained, consents) = (house.chained().await?, house.store.consents());
    let (lonely, ended) = (consent(&house, 1), Consent { ended_at: Some(at(2)), ..consent(&house, 2) });
    let long_lived = consent(&house, 3);
    for (number, consent) in [(1, &lonely), (2, &ended), (3, &long_lived)] {
        consents.create(consent, &code(number)).await?;
    }
    let day = SignedDuration::from_hours(24);
    let mut token = refresh_token(3);
    token.expires_at = at(3) + day * 2;
    consents.begin_chain(long_lived.id, &token).await?;
    let left = async || {
        let mut left = Vec::new();
        for (name, consent) in [("chained", &chained), ("lonely", &lonely), ("ended", &ended), ("long-lived", &long_lived)] {
            left.extend(consents.find(consent.id).await?.map(|_| name));
        }
        Ok::<_, crate::StoreError>(left)
    };
    consents.forget(at(0) + day - SignedDuration::from_secs(1)).await?;
    assert_eq!(left().await?, ["chained", "lonely", "ended", "long-lived"], "a token that is over can still be used again by a thief");
    consents.forget(at(3) + day).await?;
    assert_eq!(left().await?, ["long-lived"]);
    let used = consents.rotate(&token.hash, &refresh_token(4), at(4) + day, super::people::GRACE).await?;
    assert_eq!(used, Rotation::Rotated);
    consents.forget(at(3) + day * 2).await?;
    assert_eq!(left().await?, Vec::<&str>::new());
    Ok(())
}
