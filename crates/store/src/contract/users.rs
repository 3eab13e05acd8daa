//! People who sign in.

use super::house::House;
use super::people::{consent, email, member, owner, session};
use super::samples::{self, at, name};
use super::together::together;
use super::{Outcome, Place, cases};
use crate::users::EmailError;
use std::sync::Arc;
use trackway_domain::user::{Member, PasswordHash, Role, User};

cases! { "users":
    a_person_reads_back_equal,
    members_are_listed_oldest_first_and_by_workspace,
    an_address_is_one_persons,
    of_many_at_once_one_gets_the_address,
    the_owner_is_introduced_once,
    another_password_ends_all_sessions_of_that_person,
    a_role_is_changed_in_its_workspace,
    shutting_out_ends_what_the_person_has,
    a_person_may_be_a_member_of_several_workspaces,
    leaving_a_workspace_ends_what_the_person_has_there,
}

async fn a_person_reads_back_equal(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let plain = member(&house.workspace, 1);
    let bare =
        User { email: None, password: None, disabled_at: Some(at(9)), name: name("Zoë «x» 🎆"), ..member(&house.workspace, 2).user };
    let bare = Member { user: bare, role: Role::Viewer, ..plain.clone() };
    for person in [&plain, &bare] {
        house.store.users().create(person).await?;
        assert_eq!(house.store.users().find(person.user.id).await?.as_ref(), Some(&person.user));
        assert_eq!(house.store.users().member(house.workspace.id, person.user.id).await?.as_ref(), Some(person));
    }
    assert_eq!(house.store.users().find_by_email(&email("person-1@example.com")).await?, Some(plain.user));
    assert_eq!(house.store.users().find_by_email(&email("nobody@example.com")).await?, None);
    assert_eq!(house.store.users().find(member(&house.workspace, 7).user.id).await?, None);
    Ok(())
}

async fn members_are_listed_oldest_first_and_by_workspace(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let person = |number| member(&house.workspace, number);
    for number in [2, 3, 1] {
        house.store.users().create(&person(number)).await?;
    }
    assert_eq!(house.store.users().members(house.workspace.id).await?, [owner(&house.workspace), person(1), person(2), person(3)]);
    assert_eq!(house.store.users().members(samples::stranger()).await?, []);
    assert_eq!(house.store.users().member(samples::stranger(), person(1).user.id).await?, None);
    Ok(())
}

async fn an_address_is_one_persons(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    house.store.users().create(&member(&house.workspace, 1)).await?;
    let mut twin = member(&house.workspace, 2);
    twin.user.email = member(&house.workspace, 1).user.email;
    assert!(matches!(house.store.users().create(&twin).await, Err(EmailError::Taken)));
    let owner = User { id: house.workspace.owner, ..twin.user.clone() };
    assert!(matches!(house.store.users().introduce(&owner).await, Err(EmailError::Taken)));
    assert_eq!(house.store.users().find(twin.user.id).await?, None, "nothing of him is there");
    assert_eq!(house.store.users().members(house.workspace.id).await?.len(), 2);
    Ok(())
}

async fn of_many_at_once_one_gets_the_address(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let handles = [house.clone(), house.again(&*place).await?];
    let create = |number: u32| {
        let house = handles[number as usize % 2].clone();
        async move {
            let mut person = member(&house.workspace, number);
            person.user.email = Some(email("one@example.com"));
            house.store.users().create(&person).await.is_ok()
        }
    };
    assert_eq!(together((1..=8).map(create)).await.into_iter().filter(|is_made| *is_made).count(), 1);
    Ok(())
}

async fn the_owner_is_introduced_once(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let owner = owner(&house.workspace).user;
    let known = User { id: owner.id, created_at: owner.created_at, ..member(&house.workspace, 1).user };
    assert!(house.store.users().introduce(&known).await?);
    assert_eq!(house.store.users().find(owner.id).await?.as_ref(), Some(&known));
    let again = User { email: Some(email("other@example.com")), ..known.clone() };
    assert!(!house.store.users().introduce(&again).await?);
    assert!(!house.store.users().introduce(&member(&house.workspace, 7).user).await?);
    assert_eq!(house.store.users().find(owner.id).await?, Some(known));
    Ok(())
}

async fn another_password_ends_all_sessions_of_that_person(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let (users, sessions) = (house.store.users(), house.store.sessions());
    let [person, other] = [1, 2].map(|number| member(&house.workspace, number));
    for (person, number) in [(&person, 1), (&person, 2), (&other, 3)] {
        if number != 2 {
            users.create(person).await?;
        }
        sessions.create(&session(person.user.id, number)).await?;
    }
    let password = PasswordHash::stored("another".to_owned());
    assert!(users.set_password(person.user.id, &password).await?);
    assert_eq!(users.find(person.user.id).await?, Some(User { password: Some(password.clone()), ..person.user.clone() }));
    for (number, is_left) in [(1, false), (2, false), (3, true)] {
        assert_eq!(sessions.find(&session(person.user.id, number).hash).await?.is_some(), is_left, "{number}");
    }
    assert!(!users.set_password(member(&house.workspace, 7).user.id, &password).await?);
    Ok(())
}

async fn a_role_is_changed_in_its_workspace(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let (users, person) = (house.store.users(), member(&house.workspace, 1));
    users.create(&person).await?;
    assert!(users.set_role(house.workspace.id, person.user.id, Role::Admin).await?);
    assert!(!users.set_role(samples::stranger(), person.user.id, Role::Viewer).await?);
    assert_eq!(users.member(house.workspace.id, person.user.id).await?, Some(Member { role: Role::Admin, ..person }));
    Ok(())
}

async fn shutting_out_ends_what_the_person_has(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let first = house.allowed().await?;
    let person = member(&house.workspace, 1);
    house.store.users().create(&person).await?;
    let second = trackway_domain::oauth::consent::Consent { user: person.user.id, ..consent(&house, 1) };
    house.store.consents().create(&second, &super::people::code(1)).await?;
    house.store.sessions().create(&session(person.user.id, 1)).await?;

    assert!(house.store.users().disable(person.user.id, at(5)).await?);
    assert!(!house.store.users().disable(person.user.id, at(6)).await?);
    assert_eq!(house.store.users().find(person.user.id).await?.and_then(|user| user.disabled_at), Some(at(5)));
    assert_eq!(house.store.sessions().find(&session(person.user.id, 1).hash).await?, None);
    assert!(!house.stands(&second).await?);
    assert!(house.stands(&first).await?, "another's stands");
    Ok(())
}

async fn a_person_may_be_a_member_of_several_workspaces(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let (users, person) = (house.store.users(), member(&house.workspace, 1));
    users.create(&person).await?;
    let (here, id) = (house.workspace.id, person.user.id);
    assert_eq!(users.memberships(id).await?, [(here, person.role)]);
    let other = samples::founding(1);
    house.store.workspaces().found(&other).await?;
    let there = other.workspace.id;
    assert!(users.join(there, id, Role::Viewer).await?);
    assert!(!users.join(there, id, Role::Owner).await?, "he is one already, and stays what he is");
    assert_eq!(users.memberships(id).await?, [(here, person.role), (there, Role::Viewer)]);
    assert_eq!(users.member(there, id).await?.map(|member| (member.user, member.role)), Some((person.user.clone(), Role::Viewer)));
    assert_eq!(users.member(here, id).await?, Some(person));
    assert_eq!(users.memberships(member(&house.workspace, 7).user.id).await?, []);
    Ok(())
}

async fn leaving_a_workspace_ends_what_the_person_has_there(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let (users, person) = (house.store.users(), member(&house.workspace, 1));
    users.create(&person).await?;
    let other = house.allowed().await?;
    let consent = trackway_domain::oauth::consent::Consent { user: person.user.id, ..consent(&house, 1) };
    house.store.consents().create(&consent, &super::people::code(1)).await?;
    house.store.sessions().create(&session(person.user.id, 1)).await?;

    let here = house.workspace.id;
    assert!(users.leave(here, person.user.id, at(5)).await?);
    assert!(!users.leave(here, person.user.id, at(6)).await?);
    assert_eq!(users.memberships(person.user.id).await?, []);
    assert_eq!((house.stands(&consent).await?, house.stands(&other).await?), (false, true));
    assert_eq!(users.find(person.user.id).await?, Some(person.user.clone()), "he is still somebody");
    assert!(house.store.sessions().find(&session(person.user.id, 1).hash).await?.is_some(), "and still signed in");
    Ok(())
}
