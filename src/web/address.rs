//! Addresses as they come in and as they are sent out: what cannot be read is refused, and
//! nobody is sent to another site.

use std::fmt;

use super::forms::decode;

/// An address on this site, safe to redirect to or to post to: one slash, then printable ASCII
/// only, as browsers send it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalPath(String);

impl LocalPath {
    /// `None` for another site (`//evil.example`, `/\evil.example`, `https:…`) and for what is
    /// no address.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let rest = text.strip_prefix('/')?;
        let is_plain = |byte: u8| byte.is_ascii_graphic() && byte != b'\\';
        (!rest.starts_with('/') && rest.bytes().all(is_plain)).then(|| Self(text.to_owned()))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for LocalPath {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LocalPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What is wrong with the path and query of a request, as a message key: damaged escapes, bytes
/// that are no UTF-8, control characters. The framework would guess at the first two, and
/// PostgreSQL would fail on NUL.
pub(super) fn fault(path: &str, query: &str) -> Option<&'static str> {
    let halves = query.split('&').flat_map(|pair| pair.splitn(2, '='));
    [path]
        .into_iter()
        .chain(halves)
        .find_map(|text| decode(text.as_bytes()).1)
}

/// `text` as one value in a query.
#[must_use]
pub fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_this_site_are_local() {
        for here in ["/", "/xu-ly", "/xu-ly/KK24-0001?trang=2&q=%C4%91", "/a//b"] {
            assert_eq!(LocalPath::parse(here).unwrap().as_str(), here);
        }
        for elsewhere in [
            "",
            "xu-ly",
            "//evil.example",
            "/\\evil.example",
            "\\/evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            "/a\r\nSet-Cookie: a=b",
            "/\t/evil.example",
            "/ /evil.example",
            "/xử-lý",
        ] {
            assert_eq!(LocalPath::parse(elsewhere), None, "{elsewhere}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        assert_eq!(
            fault("/kho-khan", "q=g%E1%BB%91m+s%E1%BB%A9&trang=2&x"),
            None
        );
        assert_eq!(fault("/kho-khan", "q=%00"), Some("error-bad-input-control"));
        assert_eq!(fault("/kho-khan", "q=a%0Ab"), None);
        assert_eq!(
            fault("/kho-khan", "q=%ZZ"),
            Some("error-bad-input-encoding")
        );
        assert_eq!(
            fault("/kho-khan", "%FF=1"),
            Some("error-bad-input-encoding")
        );
        assert_eq!(fault("/ho-so/%C3%28", ""), Some("error-bad-input-encoding"));
    }

    #[test]
    fn an_address_fits_into_a_query() {
        assert_eq!(
            encode("/xu-ly?q=gốm&trang=2"),
            "/xu-ly%3Fq%3Dg%E1%BB%91m%26trang%3D2"
        );
    }
}
