//! Who has signed in where.

use super::house::House;
use super::people::{hash, session};
use super::samples::at;
use super::{Outcome, Place, cases};
use std::sync::Arc;
use trackway_domain::session::Session;

cases! { "sessions":
    a_session_is_found_by_its_hash_and_reads_back_equal,
    a_session_that_has_ended_is_gone,
    the_last_sight_never_goes_back,
    what_is_not_live_is_forgotten,
}

async fn a_session_is_found_by_its_hash_and_reads_back_equal(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let session = Session { last_seen_at: at(9), ..session(house.workspace.owner, 1) };
    house.store.sessions().create(&session).await?;
    assert_eq!(house.store.sessions().find(&session.hash).await?, Some(session));
    assert_eq!(house.store.sessions().find(&hash(1, 2)).await?, None);
    Ok(())
}

async fn a_session_that_has_ended_is_gone(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let sessions = house.store.sessions();
    for number in [1, 2, 3] {
        sessions.create(&session(house.workspace.owner, number)).await?;
    }
    sessions.end(&hash(1, 1)).await?;
    sessions.end(&hash(1, 1)).await?;
    assert_eq!(sessions.find(&hash(1, 1)).await?, None);
    assert!(sessions.find(&hash(1, 2)).await?.is_some());
    sessions.end_all(super::people::member(&house.workspace, 1).user.id).await?;
    assert!(sessions.find(&hash(1, 2)).await?.is_some());
    sessions.end_all(house.workspace.owner).await?;
    assert_eq!((sessions.find(&hash(1, 2)).await?, sessions.find(&hash(1, 3)).await?), (None, None));
    Ok(())
}

async fn the_last_sight_never_goes_back(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let (sessions, session) = (house.store.sessions(), session(house.workspace.owner, 1));
    sessions.create(&session).await?;
    for (seen, expected) in [(20, 20), (10, 20), (30, 30)] {
        sessions.touch(&session.hash, at(seen)).await?;
        assert_eq!(sessions.find(&session.hash).await?.map(|session| session.last_seen_at), Some(at(expected)));
    }
    sessions.touch(&hash(1, 7), at(1)).await?;
    Ok(())
}

async fn what_is_not_live_is_forgotten(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let (sessions, now) = (house.store.sessions(), at(0) + Session::LIFETIME);
    let made = |number, created_at, last_seen_at| Session { created_at, last_seen_at, ..session(house.workspace.owner, number) };
    let all = [made(1, at(0), now), made(2, at(1), now), made(3, at(5), now - Session::IDLE), made(4, now, now)];
    for session in &all {
        sessions.create(session).await?;
    }
    sessions.forget(now).await?;
    for session in all {
        assert_eq!(sessions.find(&session.hash).await?.is_some(), session.is_live(now), "{session:?}");
    }
    Ok(())
}
