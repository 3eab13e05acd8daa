//! What workspaces say of their apps.

use super::house::House;
use super::samples::{self, destination};
use super::together::together;
use super::{Outcome, Place, cases};
use std::sync::Arc;
use trackway_domain::app_config::{AppConfig, BundleId, Fingerprint, PackageName, TeamId};
use trackway_domain::deep_link::AppScheme;

cases! { "app_configs":
    what_was_never_said_is_empty,
    what_is_said_reads_back_equal,
    changes_at_the_same_time_are_all_kept,
}

async fn what_was_never_said_is_empty(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    for workspace in [house.workspace.id, samples::stranger()] {
        assert_eq!(house.store.app_configs().find(workspace).await?, AppConfig::default());
    }
    assert_eq!(house.store.app_configs().list().await?, []);
    Ok(())
}

async fn what_is_said_reads_back_equal(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let full = AppConfig {
        scheme: AppScheme::parse("myshop").ok(),
        ios_team: TeamId::parse("ABCDE12345").ok(),
        ios_bundle: BundleId::parse("com.example.app").ok(),
        android_package: PackageName::parse("com.example.app").ok(),
        android_fingerprints: vec![Fingerprint::parse(&"AB".repeat(32))?],
        ios_store: Some(destination("https://ios.example.com/store")),
        android_store: Some(destination("https://android.example.com/store")),
        web_fallback: Some(destination("https://web.example.com/ünï")),
    };
    for config in [full, AppConfig::default()] {
        let said = config.clone();
        let edit = move |kept: &mut AppConfig| *kept = said;
        assert_eq!(house.store.app_configs().update(house.workspace.id, Box::new(edit)).await?, config);
        assert_eq!(house.store.app_configs().find(house.workspace.id).await?, config);
        assert_eq!(house.store.app_configs().list().await?, [config]);
    }
    assert_eq!(house.store.app_configs().find(samples::stranger()).await?, AppConfig::default());
    Ok(())
}

async fn changes_at_the_same_time_are_all_kept(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let handles = [house.clone(), house.again(&*place).await?];
    let add = |number: u8| {
        let (store, workspace) = (Arc::clone(&handles[usize::from(number) % 2].store), house.workspace.id);
        let fingerprint = Fingerprint::parse(&format!("{number:02X}").repeat(32)).expect("a fingerprint");
        let edit = move |config: &mut AppConfig| config.android_fingerprints.push(fingerprint);
        async move { store.app_configs().update(workspace, Box::new(edit)).await }
    };
    together((0..8).map(add)).await.into_iter().collect::<Result<Vec<_>, _>>()?;
    assert_eq!(house.store.app_configs().find(house.workspace.id).await?.android_fingerprints.len(), 8);
    Ok(())
}
