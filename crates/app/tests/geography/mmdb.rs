//! Writes a small database in MaxMind's format: a binary tree over IPv4 addresses, the records behind it, and what describes both.

use ipnet::Ipv4Net;

/// What a record is made of.
pub(crate) enum Value {
    /// UTF-8, at most 284 bytes.
    Text(String),
    /// An unsigned number of 16 bits.
    Short(u16),
    /// One of 32 bits.
    Number(u32),
    /// One of 64 bits.
    Long(u64),
    /// Names and values, at most 28.
    Map(Vec<(&'static str, Value)>),
    /// Values, at most 28.
    List(Vec<Value>),
}

/// Where a branch of the tree leads.
#[derive(Clone, Copy)]
enum Branch {
    Nowhere,
    Node(usize),
    /// Offset of a record in the data.
    Record(usize),
}

/// Bytes between the tree and the data.
const SEPARATOR: usize = 16;

/// A file with these ranges, none of which may be inside another.
pub(crate) fn file(ranges: &[(&str, Value)]) -> Vec<u8> {
    let (mut nodes, mut data) = (vec![[Branch::Nowhere; 2]], Vec::new());
    for (range, value) in ranges {
        let record = Branch::Record(data.len());
        encode(value, &mut data);
        insert(&mut nodes, range.parse().expect("a range"), record);
    }
    let mut file = Vec::new();
    for branch in nodes.iter().flatten() {
        let pointer = match branch {
            Branch::Nowhere => nodes.len(),
            Branch::Node(index) => *index,
            Branch::Record(offset) => nodes.len() + SEPARATOR + offset,
        };
        file.extend_from_slice(&u32::try_from(pointer).expect("a small file").to_be_bytes()[1..]);
    }
    file.extend_from_slice(&[0; SEPARATOR]);
    file.append(&mut data);
    file.extend_from_slice(b"\xab\xcd\xefMaxMind.com");
    encode(&description(nodes.len()), &mut file);
    file
}

fn insert(nodes: &mut Vec<[Branch; 2]>, range: Ipv4Net, record: Branch) {
    let bits = range.network().to_bits();
    let side = |depth: u8| usize::from(bits & (1 << (31 - depth)) != 0);
    let mut node = 0;
    for depth in 0..range.prefix_len() - 1 {
        node = match nodes[node][side(depth)] {
            Branch::Node(next) => next,
            _ => {
                nodes.push([Branch::Nowhere; 2]);
                nodes[node][side(depth)] = Branch::Node(nodes.len() - 1);
                nodes.len() - 1
            }
        };
    }
    nodes[node][side(range.prefix_len() - 1)] = record;
}

fn description(nodes: usize) -> Value {
    Value::Map(vec![
        ("node_count", Value::Number(u32::try_from(nodes).expect("a small file"))),
        ("record_size", Value::Short(24)),
        ("ip_version", Value::Short(4)),
        ("database_type", Value::Text("Test-City".into())),
        ("languages", Value::List(vec![Value::Text("en".into())])),
        ("binary_format_major_version", Value::Short(2)),
        ("binary_format_minor_version", Value::Short(0)),
        ("build_epoch", Value::Long(1)),
        ("description", Value::Map(Vec::new())),
    ])
}

/// A control byte says kind and size; kinds above 7 take a byte of their own, and so do sizes from 29.
fn encode(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Text(text) => {
            control(2, text.len(), out);
            out.extend_from_slice(text.as_bytes());
        }
        Value::Short(number) => {
            control(5, 2, out);
            out.extend_from_slice(&number.to_be_bytes());
        }
        Value::Number(number) => {
            control(6, 4, out);
            out.extend_from_slice(&number.to_be_bytes());
        }
        Value::Long(number) => {
            out.extend_from_slice(&[8, 9 - 7]);
            out.extend_from_slice(&number.to_be_bytes());
        }
        Value::Map(entries) => {
            control(7, entries.len(), out);
            for (name, value) in entries {
                encode(&Value::Text((*name).into()), out);
                encode(value, out);
            }
        }
        Value::List(values) => {
            out.push(u8::try_from(values.len()).expect("a short list"));
            out.push(11 - 7);
            values.iter().for_each(|value| encode(value, out));
        }
    }
}

fn control(kind: u8, size: usize, out: &mut Vec<u8>) {
    match u8::try_from(size) {
        Ok(size @ ..29) => out.push(kind << 5 | size),
        _ => out.extend_from_slice(&[kind << 5 | 29, u8::try_from(size - 29).expect("a short text")]),
    }
}
