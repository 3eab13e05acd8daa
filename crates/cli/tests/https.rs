//! https, in programs that are built for it: with a certificate in files, and with one that a real ACME server gives (Debian's package `pebble`).
//! `cargo nextest run -p trackway-cli --features tls --test https`
#![cfg(feature = "tls")]

mod support;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, ClientConnection, DigitallySignedStruct, Error, SignatureScheme, StreamOwned};
use serde_json::json;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;
use support::{NameServer, Server, Site, becomes_true, text};

/// Longer than a certificate takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(90);

/// Takes any certificate, for whoever looks at it himself.
#[derive(Debug)]
struct AnyCertificate;

impl ServerCertVerifier for AnyCertificate {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        ring::default_provider().signature_verification_algorithms.supported_schemes()
    }
}

/// Opens a path by https under this name. Gives the certificate that was shown and the answer, or None where there was none.
fn open(address: SocketAddr, name: &str, path: &str) -> Option<(Vec<u8>, String)> {
    let config = ClientConfig::builder_with_provider(ring::default_provider().into()).with_safe_default_protocol_versions().expect("TLS");
    let config = config.dangerous().with_custom_certificate_verifier(Arc::new(AnyCertificate)).with_no_client_auth();
    let name_of_server = ServerName::try_from(name.to_owned()).expect("a name");
    let connection = ClientConnection::new(Arc::new(config), name_of_server).expect("a connection");
    let mut stream = StreamOwned::new(connection, TcpStream::connect(address).expect("a listener"));
    let request = format!("GET {path} HTTP/1.1\r\nhost: {name}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = Vec::new();
    // A server may close without saying goodbye.
    let _ = stream.read_to_end(&mut answer);
    let certificate = stream.conn.peer_certificates()?.first()?.to_vec();
    Some((certificate, String::from_utf8(answer).expect("text")))
}

fn secure_address(server: &Server) -> SocketAddr {
    let said = server.said.iter().find_map(|line| line.strip_prefix("listening on https://"));
    said.expect("a line that says where").parse().expect("an address")
}

/// Makes an authority and a certificate for `127.0.0.1` and `example.com`.
fn certificate(folder: &Path, name: &str) {
    let run = |arguments: &[&str]| {
        let done = Command::new("openssl").args(arguments).current_dir(folder).output().expect("openssl");
        assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    };
    let [key, request, made] = ["key.pem", "csr", "pem"].map(|end| format!("{name}.{end}"));
    std::fs::write(folder.join("extensions"), "subjectAltName=IP:127.0.0.1,DNS:example.com\nextendedKeyUsage=serverAuth\n")
        .expect("a file");
    if !folder.join("authority.pem").exists() {
        let subject = ["-subj", "/CN=test authority", "-addext", "keyUsage=critical,keyCertSign", "-days", "2"];
        run(&[&["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "authority.key", "-out", "authority.pem"], &subject[..]]
            .concat());
    }
    run(&["req", "-newkey", "rsa:2048", "-nodes", "-keyout", &key, "-out", &request, "-subj", "/CN=example.com"]);
    let by = ["-CA", "authority.pem", "-CAkey", "authority.key", "-CAcreateserial", "-days", "2", "-extfile", "extensions"];
    run(&[&["x509", "-req", "-in", &request, "-out", &made], &by[..]].concat());
}

#[test]
fn a_certificate_in_files_is_shown_and_followed() {
    let mut site = Site::new();
    site.make(json!({"customCode": "secure"}));
    let folder = site.installation.folder().to_owned();
    certificate(&folder, "first");
    certificate(&folder, "second");
    let shown = |name: &str| std::fs::copy(folder.join(format!("{name}.pem")), folder.join("shown.pem")).expect("a file");
    let key = |name: &str| std::fs::copy(folder.join(format!("{name}.key.pem")), folder.join("shown.key.pem")).expect("a file");
    shown("first");
    key("first");
    let settings =
        [("TRACKWAY_TLS_LISTEN", "127.0.0.1:0"), ("TRACKWAY_TLS_CERTIFICATE", "shown.pem"), ("TRACKWAY_TLS_KEY", "shown.key.pem")];
    site.take_server().stop();
    site.start_with(&settings);
    let address = secure_address(site.server());
    let (first, answer) = open(address, "example.com", "/secure").expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 302 ") && answer.contains("location: https://example.com/\r\n"), "{answer}");
    shown("second");
    key("second");
    assert!(becomes_true(PATIENCE, || open(address, "example.com", "/secure").is_some_and(|(now, _)| now != first)), "it is read again");
    site.take_server().stop();
    key("first");
    let refused = site.installation.run_with(&["serve", "--listen", "127.0.0.1:0"], &settings);
    assert!(refused.code != 0 && refused.stderr.contains("do not belong together"), "{}", refused.stderr);
    let refused = site.installation.run_with(&["config", "check"], &settings[..2]);
    assert!(refused.code != 0 && refused.stderr.contains("tls_key"), "{}", refused.stderr);
}

/// An ACME server, which ends with the value.
struct Pebble(Child);

impl Drop for Pebble {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Pebble {
    /// It looks on this port whether names are whose they should be.
    fn start(folder: &Path, directory: u16, looked_at: u16, name_server: &NameServer) -> Self {
        let settings = json!({"pebble": {
            "listenAddress": format!("127.0.0.1:{directory}"), "managementListenAddress": "127.0.0.1:0",
            "certificate": "first.pem", "privateKey": "first.key.pem", "httpPort": 5002, "tlsPort": looked_at,
            "ocspResponderURL": "", "externalAccountBindingRequired": false,
        }});
        std::fs::write(folder.join("pebble.json"), settings.to_string()).expect("a file");
        let mut command = Command::new("pebble");
        command.args(["-config", "pebble.json", "-dnsserver", &name_server.address]).current_dir(folder);
        command.env("PEBBLE_VA_NOSLEEP", "1").stdout(Stdio::null()).stderr(Stdio::null());
        Self(command.spawn().expect("pebble, which scripts/test.sh installs"))
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").port()
}

#[test]
fn an_acme_server_gives_certificates_for_our_names() {
    let name_server = NameServer::start();
    let mut site = Site::new();
    site.make(json!({"customCode": "secure"}));
    let folder = site.installation.folder().to_owned();
    certificate(&folder, "first");
    let (directory, secure) = (free_port(), free_port());
    let pebble = Pebble::start(&folder, directory, secure, &name_server);
    let settings = [
        ("TRACKWAY_TLS_LISTEN", format!("127.0.0.1:{secure}")),
        ("TRACKWAY_ACME_DIRECTORY", format!("https://127.0.0.1:{directory}/dir")),
        ("TRACKWAY_ACME_CONTACT", "operator@example.com".to_owned()),
        ("TRACKWAY_NAME_SERVER", name_server.address.clone()),
        ("SSL_CERT_FILE", folder.join("authority.pem").to_string_lossy().into_owned()),
    ];
    let settings = settings.each_ref().map(|(name, value)| (*name, value.as_str()));
    site.take_server().stop();
    site.start_with(&settings);
    let address = secure_address(site.server());
    let is_served = |name: &str| {
        let opened = open(address, name, "/secure");
        opened.is_some_and(|(certificate, answer)| {
            let is_pebble_s = certificate.windows(6).any(|window| window == b"Pebble");
            is_pebble_s && certificate.windows(name.len()).any(|window| window == name.as_bytes()) && answer.starts_with("HTTP/1.1 302 ")
        })
    };
    assert!(becomes_true(PATIENCE, || is_served("go.example.com")), "{}", site.take_server().kill());
    assert!(open(address, "links.brand.example", "/secure").is_none(), "no certificate for a name that is not ours");

    // A custom domain gets one when it is proven.
    let domain = site.linkforty("POST", "/api/domains", r#"{"host": "links.brand.example"}"#).expect(201).json();
    name_server.say(&text(&domain["recordName"]), &text(&domain["recordValue"]));
    site.linkforty("POST", &format!("/api/domains/{}/verify", text(&domain["id"])), "").expect(200);
    assert!(becomes_true(PATIENCE, || is_served("links.brand.example")), "{}", site.take_server().kill());

    // What was given is kept: the next start has it at once, with no ACME server to ask.
    drop(pebble);
    site.take_server().stop();
    site.start_with(&settings);
    assert!(becomes_true(Duration::from_secs(10), || is_served("go.example.com")), "out of the cache");
}
