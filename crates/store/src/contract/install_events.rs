//! What is done in apps, and what installs add up to.

use super::house::House;
use super::install_samples::{event, install, naming};
use super::samples::{self, at};
use super::{Outcome, Place, cases};
use crate::events::Subject;
use crate::installs::{Funnel, InstallCount, InstallQuestion, NewEvent};
use std::sync::Arc;
use trackway_domain::install::InstallId;
use trackway_domain::install::decision::Rule;
use trackway_domain::link::{Link, LinkSettings};
use trackway_domain::money::{Currency, Mills};
use trackway_domain::platform::Platform;
use trackway_domain::project::{Project, ProjectId};
use trackway_domain::utc_day::UtcDay;
use trackway_domain::webhook::{Webhook, WebhookEvent, WebhookSettings};

cases! { "install_events":
    an_event_that_is_sent_again_is_kept_once,
    an_event_of_nobodys_install_is_not_kept,
    installs_are_counted_by_what_led_to_them,
    a_funnel_counts_what_came_of_clicks,
    numbers_are_those_of_a_time_and_a_project,
    an_app_makes_one_link_of_one_content,
    webhooks_are_told_of_installs_when_these_are_decided_on,
    webhooks_are_told_of_what_is_done_unless_it_is_a_conversion,
}

fn question(house: &House) -> InstallQuestion {
    InstallQuestion { workspace: house.workspace.id, link: None, project: None, from: at(0), to: at(1_000_000) }
}

/// Two installs of one link, and one that nothing led to, in this order.
async fn installed(house: &House, link: &Link) -> Outcome<[InstallId; 3]> {
    let clicks = [5, 6, 7].map(|number| samples::click(link, number));
    house.store.clicks().ingest(clicks.to_vec(), samples::step(1, 0, 1)).await?;
    let news = [naming(house, 20, clicks[0].id), naming(house, 21, clicks[1].id), install(house, 22, None)];
    for new in news.clone() {
        house.store.installs().record(new).await?;
    }
    Ok(news.map(|new| new.id))
}

async fn an_event_that_is_sent_again_is_kept_once(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let link = house.made(1, LinkSettings::default()).await?;
    let [install, ..] = installed(&house, &link).await?;
    let record = |new: NewEvent| house.store.installs().record_event(new);
    let first = NewEvent { is_vouched: false, ..event(&house, install, 30, Some(9_990)) };
    assert_eq!(record(first.clone()).await?, Some(first.id));
    let revenue = |funnel: Funnel| funnel.revenue;
    assert_eq!(revenue(house.store.installs().funnel(question(&house)).await?), [], "nobody vouches for it");
    let again = NewEvent { id: event(&house, install, 31, None).id, is_vouched: true, ..first.clone() };
    for _ in 0..2 {
        assert_eq!(record(again.clone()).await?, Some(first.id));
    }
    assert_eq!(revenue(house.store.installs().funnel(question(&house)).await?), [(Currency::USD, Mills(9_990))]);
    let mut timeless = event(&house, install, 32, None);
    timeless.event.at = None;
    for number in [32, 33] {
        let id = event(&house, install, number, None).id;
        assert_eq!(record(NewEvent { id, ..timeless.clone() }).await?, Some(id), "two may be alike");
    }
    Ok(())
}

async fn an_event_of_nobodys_install_is_not_kept(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let link = house.made(1, LinkSettings::default()).await?;
    let [install, ..] = installed(&house, &link).await?;
    let unknown = event(&house, InstallId(samples::uuid(20, 99)), 30, None);
    let strangers = NewEvent { workspace: samples::stranger(), ..event(&house, install, 30, None) };
    for new in [unknown, strangers] {
        assert_eq!(house.store.installs().record_event(new).await?, None);
    }
    Ok(())
}

async fn installs_are_counted_by_what_led_to_them(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let [link, other] = [house.made(1, samples::named("Spring")).await?, house.made(2, LinkSettings::default()).await?];
    installed(&house, &link).await?;
    let numbers = house.store.installs().numbers(question(&house)).await?;
    let (all, led) = (InstallCount { installs: 3, credited: 2 }, InstallCount { installs: 2, credited: 2 });
    assert_eq!((numbers.total, &numbers.days[..]), (all, &[(UtcDay::of(at(20)), all)][..]));
    assert_eq!((&numbers.platforms[..], &numbers.rules[..]), (&[(Platform::Ios, all)][..], &[(Rule::ClickId, 2)][..]));
    let [only] = &numbers.links[..] else { panic!("one link: {numbers:?}") };
    assert_eq!((only.link, only.code.as_str(), only.name.as_deref(), only.installs), (link.uuid, link.code.as_str(), Some("Spring"), 2));
    let of_link = |link: &Link| InstallQuestion { link: Some(link.id), ..question(&house) };
    assert_eq!(house.store.installs().numbers(of_link(&link)).await?.total, led);
    assert_eq!(house.store.installs().numbers(of_link(&other)).await?, Default::default());
    Ok(())
}

async fn a_funnel_counts_what_came_of_clicks(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let link = house.made(1, LinkSettings::default()).await?;
    let [one, two, organic] = installed(&house, &link).await?;
    for (number, install, mills) in [(30, one, Some(5_000)), (31, one, Some(2_500)), (32, two, None), (33, organic, Some(1_000))] {
        house.store.installs().record_event(event(&house, install, number, mills)).await?;
    }
    let revenue = vec![(Currency::USD, Mills(7_500))];
    let expected = Funnel { clicks: 3, installs: 2, active_installs: 2, paying_installs: 1, events: 3, revenue };
    assert_eq!(house.store.installs().funnel(question(&house)).await?, expected);
    Ok(())
}

async fn numbers_are_those_of_a_time_and_a_project(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let project = Project {
        id: ProjectId(samples::uuid(9, 1)),
        workspace: house.workspace.id,
        name: samples::name("App"),
        description: None,
        created_at: at(0),
    };
    house.store.projects().create(&project).await?;
    let link = house.made(1, LinkSettings { project: Some(project.id), ..LinkSettings::default() }).await?;
    installed(&house, &link).await?;
    let asked = question(&house);
    for (question, expected) in [
        (InstallQuestion { from: at(21), ..asked }, 2),
        (InstallQuestion { to: at(21), ..asked }, 1),
        (InstallQuestion { project: Some(project.id), ..asked }, 2),
        (InstallQuestion { project: Some(ProjectId(samples::uuid(9, 2))), ..asked }, 0),
        (InstallQuestion { workspace: samples::stranger(), ..asked }, 0),
    ] {
        assert_eq!(house.store.installs().numbers(question).await?.total.installs, expected, "{question:?}");
    }
    let of_project = InstallQuestion { project: Some(project.id), ..asked };
    let funnel = house.store.installs().funnel(of_project).await?;
    assert_eq!((funnel.clicks, funnel.installs), (3, 2));
    let funnel = house.store.installs().funnel(InstallQuestion { workspace: samples::stranger(), ..asked }).await?;
    assert_eq!(funnel, Funnel::default());
    Ok(())
}

async fn an_app_makes_one_link_of_one_content(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let [one, two] = [house.made(1, LinkSettings::default()).await?, house.made(2, LinkSettings::default()).await?];
    let (id, installs) = (house.workspace.id, house.store.installs());
    assert_eq!(installs.app_link(id, [1; 32]).await?, None);
    for (content, link, expected) in [([1; 32], &one, &one), ([1; 32], &two, &one), ([2; 32], &two, &two)] {
        assert_eq!(installs.keep_app_link(id, content, link.id).await?, expected.id);
        assert_eq!(installs.app_link(id, content).await?, Some(expected.id));
    }
    house.store.links().delete(house.within(), &crate::links::LinkKey::Id(one.id), at(50)).await?;
    assert_eq!(installs.app_link(id, [1; 32]).await?, None, "a deleted link is made anew");
    assert_eq!(installs.keep_app_link(id, [1; 32], two.id).await?, two.id);
    Ok(())
}

/// What a webhook is told, in that order.
async fn told(house: &House, webhook: &Webhook) -> Outcome<Vec<Subject>> {
    let errand = house.store.outbox().errand(webhook.id, at(1_000), 100).await?.expect("a webhook");
    Ok(errand.due.into_iter().map(|(_, event)| event.expect("a readable event").subject).collect())
}

async fn listening(house: &House, to: WebhookEvent) -> Outcome<Webhook> {
    let webhook = super::webhooks::webhook(house, 1);
    let settings = WebhookSettings { events: vec![to], ..webhook.settings.clone() };
    let webhook = Webhook { settings, ..webhook };
    house.store.webhooks().create(&webhook).await?;
    Ok(webhook)
}

async fn webhooks_are_told_of_installs_when_these_are_decided_on(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let (link, webhook) = (house.made(1, LinkSettings::default()).await?, listening(&house, WebhookEvent::Install).await?);
    let waited_for = samples::click(&link, 5);
    let waiting = house.store.installs().record(naming(&house, 20, waited_for.id)).await?;
    let organic = house.store.installs().record(install(&house, 21, None)).await?;
    house.store.installs().record(install(&house, 21, None)).await?;
    house.store.clicks().ingest(vec![waited_for.clone()], samples::step(1, 0, 1)).await?;
    let installs = told(&house, &webhook).await?.into_iter().map(|subject| match subject {
        Subject::Install(install) => (install.id, install.credit.map(|credit| (credit.view.link.id, credit.considered.click))),
        other => panic!("{other:?}"),
    });
    let expected = [(organic.id.0, None), (waiting.id.0, Some((link.id, waited_for.id)))];
    assert_eq!(installs.collect::<std::collections::BTreeMap<_, _>>(), expected.into_iter().collect());
    Ok(())
}

async fn webhooks_are_told_of_what_is_done_unless_it_is_a_conversion(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let (link, webhook) = (house.made(1, LinkSettings::default()).await?, listening(&house, WebhookEvent::Conversion).await?);
    let [one, _, organic] = installed(&house, &link).await?;
    let untold = NewEvent { is_vouched: false, ..event(&house, one, 32, Some(5_000)) };
    for new in [event(&house, one, 30, None), event(&house, one, 31, Some(5_000)), untold, event(&house, organic, 33, None)] {
        for _ in 0..2 {
            house.store.installs().record_event(new.clone()).await?;
        }
    }
    let events = told(&house, &webhook).await?.into_iter().map(|subject| match subject {
        Subject::Conversion(event) => (event.install, event.link, event.amount, event.at),
        other => panic!("{other:?}"),
    });
    let of = |install: InstallId, link, second| (Some(install.0), link, None, at(second));
    assert_eq!(events.collect::<Vec<_>>(), [of(one, Some(link.uuid), 30), of(one, Some(link.uuid), 32), of(organic, None, 33)]);
    Ok(())
}
