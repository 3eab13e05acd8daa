//! A name server that says what a test tells it, and that there is no other name.

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

/// RFC 1035, section 4: the question again, and a text record where there is one.
fn answer(question: &[u8], texts: &HashMap<String, String>) -> Vec<u8> {
    let (mut labels, mut at) = (Vec::new(), 12);
    while question[at] > 0 {
        let end = at + 1 + usize::from(question[at]);
        labels.push(String::from_utf8_lossy(&question[at + 1..end]).to_lowercase());
        at = end;
    }
    let asked = &question[12..at + 5];
    let text = texts.get(&labels.join("."));
    let (code, count) = if text.is_some() { (0, 1) } else { (3, 0) };
    let mut answer = [&question[..2], &[0x81, 0x80 | code, 0, 1, 0, count, 0, 0, 0, 0], asked].concat();
    if let Some(text) = text {
        let length = u8::try_from(text.len()).expect("a short text");
        answer.extend([0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 60, 0, length + 1, length]);
        answer.extend(text.as_bytes());
    }
    answer
}
