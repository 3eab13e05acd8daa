//! A name server that says what a test tells it: no other name has a text, and all names are this machine's.

use std::collections::HashMap;
use std::net::UdpSocket;
use std::sync::{Arc, Mutex};

pub(crate) struct NameServer {
    /// Where it is asked.
    pub(crate) address: String,
    texts: Arc<Mutex<HashMap<String, String>>>,
}

impl NameServer {
    pub(crate) fn start() -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").expect("a port");
        let address = socket.local_addr().expect("an address").to_string();
        let texts = Arc::<Mutex<HashMap<String, String>>>::default();
        let said = Arc::clone(&texts);
        // It ends with the test's process.
        std::thread::spawn(move || {
            let mut question = [0; 512];
            while let Ok((length, from)) = socket.recv_from(&mut question) {
                let answer = answer(&question[..length], &said.lock().expect("no panic"));
                socket.send_to(&answer, from).expect("an answer");
            }
        });
        Self { address, texts }
    }

    /// From now on the name has this text record.
    pub(crate) fn say(&self, name: &str, text: &str) {
        self.texts.lock().expect("no panic").insert(name.to_owned(), text.to_owned());
    }
}

/// The kinds of records that are asked for.
const ADDRESS: u8 = 1;
const TEXT: u8 = 16;

/// RFC 1035, section 4: the question again, and a record where there is one.
fn answer(question: &[u8], texts: &HashMap<String, String>) -> Vec<u8> {
    let (mut labels, mut at) = (Vec::new(), 12);
    while question[at] > 0 {
        let end = at + 1 + usize::from(question[at]);
        labels.push(String::from_utf8_lossy(&question[at + 1..end]).to_lowercase());
        at = end;
    }
    let asked = &question[12..at + 5];
    let (kind, text) = (question[at + 2], texts.get(&labels.join(".")));
    let data = match (kind, text) {
        (ADDRESS, _) => Some(vec![127, 0, 0, 1]),
        (TEXT, Some(text)) => Some([&[u8::try_from(text.len()).expect("a short text")], text.as_bytes()].concat()),
        _ => None,
    };
    let no_such_name = if kind == TEXT && text.is_none() { 3 } else { 0 };
    let head = [0x81, 0x80 | no_such_name, 0, 1, 0, u8::from(data.is_some()), 0, 0, 0, 0];
    let record = data.map(|data| {
        let length = u8::try_from(data.len()).expect("a short record");
        [&[0xc0, 12, 0, kind, 0, 1, 0, 0, 0, 60, 0, length], &data[..]].concat()
    });
    [&question[..2], &head, asked, &record.unwrap_or_default()].concat()
}
