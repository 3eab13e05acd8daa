//! Programs that people can allow something.

use super::house::House;
use super::people::client;
use super::samples::{self, at, name};
use super::{Outcome, Place, cases};
use std::sync::Arc;
use trackway_domain::oauth::client::OauthClient;
use trackway_domain::oauth::redirect_uri::RedirectUri;
use trackway_domain::oauth::scope::ScopeSet;

cases! { "oauth_clients":
    a_client_reads_back_equal,
    clients_are_listed_newest_first_and_by_workspace,
    a_client_is_revoked_once_with_all_it_was_allowed,
    another_workspace_revokes_no_client,
}

async fn a_client_reads_back_equal(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let uris = ["https://a.example.com/cb?x=\"y\"", "com.example.app:/cb"].map(|text| RedirectUri::parse(text).expect("an address"));
    let full = OauthClient { name: name("Zoë's «app» 🎆"), redirect_uris: uris.to_vec(), ..client(&house.workspace, 1) };
    let bare = OauthClient {
        secret: None,
        redirect_uris: Vec::new(),
        scopes: ScopeSet::default(),
        acts_for_workspace: true,
        revoked_at: Some(at(5)),
        ..client(&house.workspace, 2)
    };
    for client in [full, bare] {
        house.store.oauth_clients().create(&client).await?;
        assert_eq!(house.store.oauth_clients().find(client.id).await?, Some(client));
    }
    assert_eq!(house.store.oauth_clients().find(client(&house.workspace, 7).id).await?, None);
    Ok(())
}

async fn clients_are_listed_newest_first_and_by_workspace(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let made = |number| client(&house.workspace, number);
    for number in [2, 3, 1] {
        house.store.oauth_clients().create(&made(number)).await?;
    }
    assert_eq!(house.store.oauth_clients().list(house.workspace.id).await?, [made(3), made(2), made(1)]);
    assert_eq!(house.store.oauth_clients().list(samples::stranger()).await?, []);
    Ok(())
}

async fn a_client_is_revoked_once_with_all_it_was_allowed(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let consent = house.chained().await?;
    let clients = house.store.oauth_clients();
    assert!(clients.revoke(house.workspace.id, consent.client, at(5)).await?);
    assert!(!clients.revoke(house.workspace.id, consent.client, at(6)).await?);
    assert_eq!(clients.find(consent.client).await?.and_then(|client| client.revoked_at), Some(at(5)));
    assert_eq!(house.store.consents().find(consent.id).await?.and_then(|consent| consent.ended_at), Some(at(5)));
    Ok(())
}

async fn another_workspace_revokes_no_client(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let consent = house.allowed().await?;
    assert!(!house.store.oauth_clients().revoke(samples::stranger(), consent.client, at(5)).await?);
    assert!(house.stands(&consent).await?);
    assert_eq!(house.store.oauth_clients().list(house.workspace.id).await?, [client(&house.workspace, 0)]);
    Ok(())
}
