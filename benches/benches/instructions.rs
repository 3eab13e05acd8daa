//! Instructions of one redirect, counted by callgrind: the same today and tomorrow, on a busy machine too.
//!
//! One request over loopback to a server on the same thread, so the count is all that happens outside the kernel: the client, which is
//! the same in each row, tokio, hyper, and what the row is about. `hyper` answers a fixed 302; what is above it is ours. Whatever other
//! threads do is not counted.

#![allow(missing_docs, reason = "what the macros write has none")]

use gungraun::prelude::*;
use std::hint::black_box;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::runtime::Runtime;
use trackway_app::links::create::CodeChoice;
use trackway_benches::inside::Inside;
use trackway_benches::load::{self, AGENTS};
use trackway_benches::{bare, seed};
use trackway_domain::code::Code;
use trackway_domain::deep_link::{AppScheme, DeepLink};
use trackway_domain::destination::Destination;
use trackway_domain::link::LinkSettings;
use trackway_domain::platform::Platform;
use trackway_domain::targeting::{Language, Targeting};
use trackway_web::heads::Heads;

/// The one link of each row.
const CODE: &str = "instructions";

/// A visitor with a connection, and the server on its other end.
struct Visitor {
    runtime: Runtime,
    stream: TcpStream,
    request: Vec<u8>,
    /// As much as any answer here is long.
    answer: Vec<u8>,
    _inside: Option<(Inside, TempDir)>,
}

impl Visitor {
    /// Of a server that has answered with this status a few times, so that nothing is done for the first time.
    fn of(runtime: Runtime, stream: TcpStream, inside: Option<(Inside, TempDir)>, status: &str) -> Self {
        let request = load::request(&(CODE.to_owned(), AGENTS[0]));
        let mut visitor = Self { runtime, stream, request, answer: vec![0; 16 * 1024], _inside: inside };
        for _ in 0..20 {
            visitor.ask();
            assert!(visitor.answer.starts_with(format!("HTTP/1.1 {status} ").as_bytes()), "{}", String::from_utf8_lossy(&visitor.answer));
        }
        visitor
    }

    /// Sends the request and reads the answer, which comes in one piece; gives its length.
    fn ask(&mut self) -> usize {
        let Self { runtime, stream, request, answer, .. } = self;
        runtime.block_on(async {
            stream.write_all(request).await.expect("a socket");
            stream.read(answer).await.expect("a socket")
        })
    }
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}

fn bare_hyper() -> Visitor {
    let runtime = runtime();
    let stream = runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(bare::serve(listener));
        TcpStream::connect(address).await.expect("a connection")
    });
    Visitor::of(runtime, stream, None, "302")
}

fn link(settings: LinkSettings, status: &str) -> Visitor {
    let folder = TempDir::new().expect("a folder");
    seed::link(folder.path(), CodeChoice::Custom(Code::custom(CODE).expect("a code")), settings).expect("a link");
    let (runtime, inside) = (runtime(), Inside::open(folder.path(), |_| {}).expect("a Trackway"));
    let stream = runtime.block_on(async {
        let address = inside.serve().await.expect("a port");
        TcpStream::connect(address).await.expect("a connection")
    });
    Visitor::of(runtime, stream, Some((inside, folder)), status)
}

fn plain() -> LinkSettings {
    LinkSettings { destination: Destination::parse("https://example.com/product/123?utm_source=bench").ok(), ..LinkSettings::default() }
}

fn targeted() -> LinkSettings {
    let languages = ["de", "fr", "en"].into_iter().filter_map(Language::parse).collect();
    let targeting = Targeting { languages, platforms: vec![Platform::Ios, Platform::Android], ..Targeting::default() };
    LinkSettings { targeting, ..plain() }
}

/// Tries an app: a page instead of a redirect.
fn interstitial() -> LinkSettings {
    let deep_link = DeepLink { scheme: AppScheme::parse("bench").ok(), path: Some("/product/123".to_owned()), ..DeepLink::default() };
    LinkSettings { deep_link, ..plain() }
}

#[library_benchmark]
#[bench::hyper(bare_hyper())]
#[bench::plain(link(plain(), "302"))]
#[bench::targeted(link(targeted(), "302"))]
#[bench::interstitial(link(interstitial(), "200"))]
fn redirect(mut visitor: Visitor) -> Visitor {
    black_box(visitor.ask());
    // Taking it down is not counted.
    visitor
}

#[library_benchmark]
#[bench::browser(load::request(&(CODE.to_owned(), AGENTS[0])))]
fn line_ends(mut head: Vec<u8>) -> Vec<u8> {
    let mut heads = Heads::watched();
    heads.look(black_box(&mut head));
    head
}

library_benchmark_group!(name = redirects, benchmarks = [redirect, line_ends]);

main!(library_benchmark_groups = redirects);
