//! Streams of good requests pass untouched however they are cut; one bad line end anywhere in a head spoils that head and nothing before it.

use super::Heads;
use proptest::collection::vec;
use proptest::prelude::*;

/// A request in pieces: what heads are made of, and what is never looked at.
#[derive(Clone, Debug)]
enum Piece {
    Lines(String),
    Body(Vec<u8>),
}

fn request() -> impl Strategy<Value = Vec<Piece>> {
    let field = prop_oneof![
        Just("host: x"),
        Just("cookie: content-length: 7"),
        Just("te: trailers"),
        Just("content-type: text/plain"),
        Just("x-empty:"),
        Just("c:"),
        Just("transfer-encodings: chunked"),
    ];
    let body = prop_oneof![Just(b'\n'), Just(b'\r'), any::<u8>()];
    (vec(field, 0..5), 0..4, vec(vec(body, 1..20), 0..4), 0..3_u8).prop_map(|(fields, kind, bodies, blank)| {
        let mut head = "\r\n".repeat(blank.into()) + "POST /a?b HTTP/1.1\r\n";
        for field in fields {
            head += &format!("{field}\r\n");
        }
        match kind {
            0 => vec![Piece::Lines(head + "\r\n")],
            1 | 2 => {
                let body = bodies.concat();
                let name = if kind == 1 { "Content-Length" } else { "content-length" };
                vec![Piece::Lines(format!("{head}{name}:  {}\r\n\r\n", body.len())), Piece::Body(body)]
            }
            _ => {
                let mut pieces = vec![Piece::Lines(head + "Transfer-Encoding: chunked\r\nx: y\r\n\r\n")];
                for body in bodies {
                    // Sizes of chunks are hyper's to judge.
                    pieces.push(Piece::Body(format!("{:X};a=b\r\n", body.len()).into_bytes()));
                    pieces.push(Piece::Body([&body[..], b"\r\n"].concat()));
                }
                pieces.push(Piece::Body(b"0\r\n".to_vec()));
                pieces.push(Piece::Lines("x-sum: 7\r\n\r\n".to_owned()));
                pieces
            }
        }
    })
}

fn bytes_of(pieces: &[Piece]) -> Vec<u8> {
    let bytes = |piece: &Piece| match piece {
        Piece::Lines(text) => text.clone().into_bytes(),
        Piece::Body(body) => body.clone(),
    };
    pieces.iter().flat_map(bytes).collect()
}

/// Looks at a stream that comes in pieces of these lengths, over and over.
fn look(heads: &mut Heads, bytes: &[u8], lengths: &[usize]) -> Vec<u8> {
    let (mut rest, mut looked, mut turn) = (bytes, Vec::new(), 0);
    while !rest.is_empty() {
        let (now, later) = rest.split_at(lengths[turn % lengths.len()].min(rest.len()));
        let mut now = now.to_vec();
        heads.look(&mut now);
        looked.extend(now);
        (rest, turn) = (later, turn + 1);
    }
    looked
}

proptest! {
    #[test]
    fn good_requests_pass_untouched(requests in vec(request(), 1..5), lengths in vec(1..40_usize, 1..6)) {
        let bytes = bytes_of(&requests.concat());
        let mut heads = Heads::watched();
        prop_assert_eq!(&look(&mut heads, &bytes, &lengths), &bytes);
        prop_assert_eq!(heads.instead(), None);
        prop_assert_eq!(heads.at, super::NEXT_HEAD, "between two requests");
    }

    #[test]
    fn one_bad_line_end_spoils_its_head(
        requests in vec(request(), 1..5),
        lengths in vec(1..40_usize, 1..6),
        chosen in any::<prop::sample::Index>(),
    ) {
        let pieces = requests.concat();
        let mut ends = Vec::new();
        let mut start = 0;
        for piece in &pieces {
            let length = bytes_of(std::slice::from_ref(piece)).len();
            if let Piece::Lines(text) = piece {
                ends.extend(text.match_indices("\r\n").map(|(at, _)| start + at));
            }
            start += length;
        }
        let bad = *chosen.get(&ends);
        let mut bytes = bytes_of(&pieces);
        bytes.remove(bad);
        let mut heads = Heads::watched();
        let looked = look(&mut heads, &bytes, &lengths);
        prop_assert_eq!(looked[bad], 0);
        bytes[bad] = 0;
        prop_assert_eq!(looked, bytes, "nothing else changes");
        prop_assert_eq!(heads.instead(), Some(&b"\r\n\r\n"[..]));
        prop_assert_eq!(heads.instead(), Some(&b""[..]));
    }
}

#[test]
fn what_has_no_lines_is_not_looked_at() {
    let mut heads = Heads::unwatched();
    assert_eq!(look(&mut heads, b"a\nb\n\n", &[2]), b"a\nb\n\n");
}
