//! What browsers and clients see, request by request. The scripts are in `golden/`, the answers in `snapshots/`.

mod support;

use jiff::SignedDuration;
use support::{OFFLINE, Stage};
use trackway_domain::oauth::consent::RefreshToken;

/// Runs a script on a new stage and compares the transcript with its snapshot.
macro_rules! golden {
    ($($script:ident),* $(,)?) => {$(
        #[tokio::test(flavor = "current_thread")]
        async fn $script() {
            let stage = Stage::new().await;
            insta::assert_snapshot!(stringify!($script), stage.play(include_str!(concat!("golden/", stringify!($script), ".http"))).await);
        }
    )*};
}
golden!(documents, authorize, consent, roles, token_refusals, tokens, revoke, sign_in);

#[tokio::test(flavor = "current_thread")]
async fn sign_in_with_key() {
    let stage = Stage::new().await.with_keys().await;
    insta::assert_snapshot!("sign_in_with_key", stage.play(include_str!("golden/sign_in_with_key.http")).await);
}

#[tokio::test(flavor = "current_thread")]
async fn a_refresh_token_that_is_used_again_after_its_grace_kills_its_chain() {
    let stage = Stage::new().await;
    let first = stage.exchange(&stage.code(OFFLINE).await).await;
    let old = first["refresh_token"].as_str().expect("a refresh token").to_owned();
    let newer = stage.refresh(&old).await.expect("a rotation");
    stage.testbed.clock.move_by(SignedDuration::from_secs(30));
    let sibling = stage.refresh(&old).await.expect("a sibling, for a client that missed the answer");
    let newest = stage.refresh(&newer).await.expect("the chain goes on");
    stage.testbed.clock.move_by(SignedDuration::from_secs(1));
    assert_eq!(stage.refresh(&old).await, None, "somebody uses it again");
    for token in [newer, sibling, newest] {
        assert_eq!(stage.refresh(&token).await, None, "and the chain is dead");
    }
    assert!(!stage.is_good(&first).await, "its access tokens too");
}

#[tokio::test(flavor = "current_thread")]
async fn codes_and_tokens_end_in_their_time() {
    let stage = Stage::new().await;
    let [early, late] = [stage.code(OFFLINE).await, stage.code(OFFLINE).await];
    stage.testbed.clock.move_by(SignedDuration::from_secs(59));
    let tokens = stage.exchange(&early).await;
    stage.testbed.clock.move_by(SignedDuration::from_secs(1));
    assert_eq!(stage.exchange(&late).await["error"], "invalid_grant", "a minute is over");
    stage.testbed.clock.move_by(SignedDuration::from_secs(3_598));
    assert!(stage.is_good(&tokens).await);
    stage.testbed.clock.move_by(SignedDuration::from_secs(1));
    assert!(!stage.is_good(&tokens).await, "an hour is over");
    stage.testbed.clock.move_by(RefreshToken::LIFETIME);
    let token = tokens["refresh_token"].as_str().expect("a refresh token");
    assert_eq!(stage.refresh(token).await, None, "a month is over");
}

#[tokio::test(flavor = "current_thread")]
async fn a_code_that_is_shown_twice_takes_its_tokens_along() {
    let stage = Stage::new().await;
    let code = stage.code(OFFLINE).await;
    let tokens = stage.exchange(&code).await;
    assert!(stage.is_good(&tokens).await);
    assert_eq!(stage.exchange(&code).await["error"], "invalid_grant");
    assert!(!stage.is_good(&tokens).await);
}

#[tokio::test(flavor = "current_thread")]
async fn a_new_key_signs_and_the_old_one_vouches_until_its_last_token_has_ended() {
    let stage = Stage::new().await;
    let old = stage.exchange(&stage.code("read:self").await).await;
    trackway_identity::key_ring::rotate(&*stage.testbed.app.store, stage.now()).await.expect("another key");
    assert_eq!(stage.public_keys().await.len(), 2);
    let new = stage.exchange(&stage.code("read:self").await).await;
    assert!(stage.is_good(&old).await && stage.is_good(&new).await);
    stage.testbed.clock.move_by(SignedDuration::from_secs(3_599));
    assert!(stage.is_good(&old).await && stage.is_good(&new).await, "to their last second");
    stage.testbed.clock.move_by(SignedDuration::from_mins(6));
    assert_eq!(stage.public_keys().await.len(), 1, "nothing is left that the old one could vouch for");
}

#[tokio::test(flavor = "current_thread")]
async fn signing_in_is_tried_ten_times_a_minute() {
    let stage = Stage::new().await;
    for _ in 0..10 {
        assert_eq!(stage.try_to_sign_in("mia@example.com", "wrong").await.0, 401);
    }
    let (status, retry_after) = stage.try_to_sign_in(" MIA@example.com", "correct horse").await;
    assert_eq!(status, 429, "the right password does not help now");
    assert!(retry_after.is_some_and(|seconds| (1..=60).contains(&seconds)));
    assert_eq!(stage.try_to_sign_in("vic@example.com", "wrong").await.0, 401, "others may try");
    for _ in 0..9 {
        stage.try_to_sign_in("vic@example.com", "wrong").await;
    }
    assert_eq!(stage.try_to_sign_in("somebody@example.com", "wrong").await.0, 429, "an address tries twenty times");
    stage.testbed.clock.move_by(SignedDuration::from_secs(121));
    assert_eq!(stage.try_to_sign_in("mia@example.com", "correct horse").await.0, 303);
}

#[tokio::test(flavor = "current_thread")]
async fn the_store_may_hold_a_key_from_a_file() {
    let stage = Stage::new().await;
    let kept = stage.testbed.app.store.signing_keys().list().await.expect("keys");
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].pem, support::PEM);
}

#[tokio::test(flavor = "current_thread")]
async fn tokens_of_others_are_none() {
    let (stage, elsewhere) = (Stage::new().await, Stage::new().await);
    let ours = stage.exchange(&stage.code("read:self").await).await;
    assert!(stage.is_good(&ours).await);
    let token = ours["access_token"].as_str().expect("a token");
    let [head, claims, signature] = token.split('.').collect::<Vec<_>>()[..] else { panic!("three parts") };
    let none = "eyJhbGciOiJub25lIn0";
    let id_token = stage.exchange(&stage.code("openid").await).await["id_token"].clone();
    let forged = [
        format!("{head}.e30.{signature}"),
        format!("{head}.{claims}."),
        format!("{none}.{claims}."),
        format!("{none}.{claims}.{signature}"),
        id_token.as_str().expect("an id token").to_owned(),
        String::new(),
        "..".to_owned(),
    ];
    for token in forged {
        assert!(!stage.is_good(&serde_json::json!({"access_token": token})).await, "{token}");
    }
    trackway_identity::key_ring::rotate(&*elsewhere.testbed.app.store, elsewhere.now()).await.expect("another key");
    let theirs = elsewhere.exchange(&elsewhere.code("read:self").await).await;
    assert!(elsewhere.is_good(&theirs).await);
    assert!(!stage.is_good(&theirs).await, "the same account, client and installation, but not our key");
}
