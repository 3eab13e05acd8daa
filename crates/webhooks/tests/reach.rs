//! Where deliveries go, and where they do not, whatever the address says and whatever its name means at the moment.

mod support;

use std::net::Ipv4Addr;
use std::sync::Arc;
use support::{Names, Receiver, RootCertStore, courier_to, deliveries, hook, status, test};
use trackway_testbed::Testbed;

/// This machine, in all the spellings that a URL can have.
#[tokio::test(flavor = "current_thread")]
async fn this_machine_is_out_of_reach_however_it_is_spelt() {
    let (bed, mut receiver) = (Testbed::new().await, Receiver::saying(&status(200, "")).await);
    for host in [
        "127.0.0.1",
        "127.1",
        "127.0.0.1.",
        "2130706433",
        "017700000001",
        "0x7f000001",
        "0x7f.0.0.1",
        "0177.0.0.01",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::127.0.0.1]",
        "[64:ff9b::127.0.0.1]",
        "[2002:7f00:1::]",
        "%31%32%37.0.0.1",
        "１２７.0.0.1",
        "0",
        "localhost",
        "inside.example.com",
    ] {
        let hook = hook(&bed, &format!("http://{host}:{}/", receiver.address.port())).await;
        test(&bed, &hook).await;
        // An address is no name: nobody is asked what it means, in whatever way it is spelt.
        let names = if host.contains("host") || host.contains("example") { Names::saying(&[&["127.0.0.1", "::1"]]) } else { Names::none() };
        courier_to(&bed, &[], names, RootCertStore::empty()).round().await.expect("a store");
        let attempts = deliveries(&bed, &hook).await.remove(0).attempts;
        let error = attempts[0].error.as_deref().expect("it fails");
        assert!(error.contains("may not be reached"), "{host}: {error}");
    }
    assert!(receiver.so_far().is_empty(), "nobody was reached");
}

#[tokio::test(flavor = "current_thread")]
async fn what_the_operator_allows_is_reached_and_nothing_beside_it() {
    let (bed, mut receiver) = (Testbed::new().await, Receiver::saying(&status(200, "")).await);
    for (allowed, is_reached) in [("127.0.0.1/32", true), ("127.0.0.0/8", true), ("127.0.0.2/32", false), ("10.0.0.0/8", false)] {
        let hook = hook(&bed, &receiver.url()).await;
        test(&bed, &hook).await;
        courier_to(&bed, &[allowed], Names::none(), RootCertStore::empty()).round().await.expect("a store");
        assert_eq!(receiver.so_far().len(), usize::from(is_reached), "{allowed}");
        trackway_app::webhooks::delete::delete(&bed.app, &support::admin(&bed), hook.id).await.expect("a webhook");
    }
}

/// A name that means something harmless when it is looked at and this machine a moment later: the connection goes to what was looked at.
#[tokio::test(flavor = "current_thread")]
async fn the_connection_goes_to_the_address_that_was_looked_at() {
    let bed = Testbed::new().await;
    let says = || Arc::new(|_: &support::Received| Some(format!("{}connection: close\r\n\r\n", "HTTP/1.1 204 No Content\r\n")));
    let mut inside = Receiver::on(Ipv4Addr::LOCALHOST, says()).await;
    let port = inside.address.port();
    let outside = Ipv4Addr::new(127, 0, 0, 2);
    let listener = tokio::net::TcpListener::bind((outside, port)).await.expect("the same port");
    let (sender, mut received) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(support::serve(stream, says(), sender.clone()));
        }
    });
    // Each look at the name says something else; a client that looks twice goes wrong.
    let answers: [&[&str]; 5] = [&["127.0.0.2"], &["127.0.0.1"], &["127.0.0.1", "127.0.0.2"], &["127.0.0.2", "127.0.0.1"], &["127.0.0.1"]];
    let courier = courier_to(&bed, &["127.0.0.2/32"], Names::saying(&answers), RootCertStore::empty());
    let hook = hook(&bed, &format!("http://rebinding.example.com:{port}/")).await;
    let mut reached = Vec::new();
    for _ in answers {
        test(&bed, &hook).await;
        courier.round().await.expect("a store");
        bed.clock.move_by(jiff::SignedDuration::from_mins(2));
        reached.push(std::iter::from_fn(|| received.try_recv().ok()).count());
    }
    assert!(inside.so_far().is_empty(), "what may not be reached was not");
    assert!(reached.iter().sum::<usize>() >= 3, "{reached:?}");
    let refused = deliveries(&bed, &hook).await.into_iter().flat_map(|delivery| delivery.attempts).filter_map(|attempt| attempt.error);
    assert!(refused.clone().count() >= 2);
    refused.for_each(|error| assert!(error.contains("127.0.0.1 may not be reached"), "{error}"));
}

#[tokio::test(flavor = "current_thread")]
async fn a_name_without_an_address_is_told_as_that() {
    let bed = Testbed::new().await;
    let hook = hook(&bed, "http://nobody.example.com/").await;
    test(&bed, &hook).await;
    courier_to(&bed, &[], Names::none(), RootCertStore::empty()).round().await.expect("a store");
    let attempts = deliveries(&bed, &hook).await.remove(0).attempts;
    assert_eq!(attempts[0].error.as_deref(), Some("cannot connect: the name has no address"));
}
