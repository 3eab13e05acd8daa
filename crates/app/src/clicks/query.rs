//! What the query of a link, as a visitor opened it, says about the visit: campaign parameters and metadata.

use trackway_domain::utm::Utm;
use url::form_urlencoded;

/// How many metadata entries are kept.
pub const METADATA_MAX: usize = 10;
/// Longest name of a metadata entry, in characters; entries with longer ones are dropped.
pub const METADATA_NAME_MAX: usize = 40;
/// Longest value of a metadata entry, in characters; entries with longer ones are dropped.
pub const METADATA_VALUE_MAX: usize = 200;

/// What a query says. The first of several same-named campaign parameters counts, the last of several metadata entries.
#[must_use]
pub fn read(query: &str) -> (Utm, Vec<(String, String)>) {
    let mut utm: [Option<String>; 5] = std::array::from_fn(|_| None);
    let mut metadata = Vec::<(String, String)>::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        if let Some(index) = Utm::NAMES.iter().position(|known| *known == name) {
            let value = value.chars().take(Utm::MAX).collect();
            utm[index].get_or_insert(value);
        } else if let Some(key) = name.strip_prefix("metadata[").and_then(|rest| rest.strip_suffix(']')) {
            keep(&mut metadata, key, &value);
        }
    }
    (Utm::from_values(utm), metadata)
}

fn keep(metadata: &mut Vec<(String, String)>, key: &str, value: &str) {
    if key.is_empty() || key.chars().count() > METADATA_NAME_MAX || value.chars().count() > METADATA_VALUE_MAX {
        return;
    }
    match metadata.iter().position(|(name, _)| name == key) {
        Some(known) => value.clone_into(&mut metadata[known].1),
        None if metadata.len() < METADATA_MAX => metadata.push((key.to_owned(), value.to_owned())),
        None => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries() {
        let (utm, metadata) =
            read("utm_source=a%20b&utm_source=second&metadata[user]=7&metadata%5Buser%5D=8&metadata[]=x&other=1&utm_term=");
        assert_eq!(utm, Utm { source: Some("a b".to_owned()), ..Utm::default() });
        assert_eq!(metadata, [("user".to_owned(), "8".to_owned())]);
    }

    #[test]
    fn metadata_is_bounded() {
        let many = (0..20).map(|n| format!("metadata[k{n}]=v")).collect::<Vec<_>>().join("&");
        assert_eq!(read(&many).1.len(), METADATA_MAX);
        assert_eq!(read(&format!("metadata[{}]=v", "k".repeat(41))).1, []);
        assert_eq!(read(&format!("metadata[k]={}", "v".repeat(201))).1, []);
        assert_eq!(read(&format!("metadata[k]={}", "ü".repeat(200))).1.len(), 1);
    }
}
