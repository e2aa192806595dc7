//! Every sentence people see, in Vietnamese and English. Vietnamese is the source; a test holds
//! the two key sets equal. Messages are Fluent files, one per slice, embedded in the binary.
//! Those without variables are formatted once at start; the others when asked.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use rust_embed::RustEmbed;

/// The languages of the product; Vietnamese unless somebody chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    #[default]
    Vi,
    En,
}

impl Lang {
    pub const ALL: [Self; 2] = [Self::Vi, Self::En];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lang| lang.code() == code)
    }

    /// The language the page is not in.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Vi => Self::En,
            Self::En => Self::Vi,
        }
    }

    /// Whichever of two texts is in this language.
    #[must_use]
    pub fn pick<'a>(self, vi: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Vi => vi,
            Self::En => en,
        }
    }

    /// A number with the thousands mark of the language: 1.350 or 1,350.
    #[must_use]
    pub fn number(self, number: i64) -> String {
        match self {
            Self::Vi => crate::numbers::vi(number),
            Self::En => crate::numbers::en(number),
        }
    }

    /// The length of a file: 640 KB, 1,2 MB; a KB is 1,024 bytes, as on everybody's screen.
    #[must_use]
    pub fn file_size(self, bytes: i64) -> String {
        const KB: i64 = 1024;
        let kb = (bytes + KB - 1) / KB;
        if kb < KB {
            return format!("{} KB", self.number(kb));
        }
        let tenths = (kb * 10 + KB / 2) / KB;
        let mark = match self {
            Self::Vi => ',',
            Self::En => '.',
        };
        match tenths % 10 {
            0 => format!("{} MB", self.number(tenths / 10)),
            rest => format!("{}{mark}{rest} MB", self.number(tenths / 10)),
        }
    }

    /// The message of `key`. An unknown key shows itself; a test keeps that from happening.
    #[must_use]
    pub fn text(self, key: &str) -> Cow<'static, str> {
        match catalogue(self).fixed.get(key) {
            Some(text) => Cow::Borrowed(text.as_str()),
            None => Cow::Owned(self.with(key, &[])),
        }
    }

    /// The message of `key` with its variables filled in. Numbers get the language's plural
    /// forms and thousands marks.
    #[must_use]
    pub fn with(self, key: &str, values: &[(&str, Value<'_>)]) -> String {
        let bundle = &catalogue(self).bundle;
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        let mut args = FluentArgs::new();
        for (name, value) in values {
            args.set(*name, value.to_fluent());
        }
        bundle
            .format_pattern(pattern, Some(&args), &mut Vec::new())
            .into_owned()
    }
}

/// What a message may be filled in with.
#[derive(Debug, Clone)]
pub enum Value<'a> {
    Text(Cow<'a, str>),
    Number(i64),
}

impl Value<'_> {
    fn to_fluent(&self) -> FluentValue<'_> {
        match self {
            Self::Text(text) => FluentValue::from(text.as_ref()),
            Self::Number(number) => FluentValue::from(*number),
        }
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}
impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}
impl<'a> From<&&'a str> for Value<'a> {
    fn from(text: &&'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}
impl<'a> From<Cow<'a, str>> for Value<'a> {
    fn from(text: Cow<'a, str>) -> Self {
        Self::Text(text)
    }
}
impl<'a> From<&'a Cow<'a, str>> for Value<'a> {
    fn from(text: &'a Cow<'a, str>) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}
impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}
impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}
impl From<&i64> for Value<'_> {
    fn from(number: &i64) -> Self {
        Self::Number(*number)
    }
}
impl From<i32> for Value<'_> {
    fn from(number: i32) -> Self {
        Self::Number(number.into())
    }
}
impl From<&i32> for Value<'_> {
    fn from(number: &i32) -> Self {
        Self::Number((*number).into())
    }
}
impl From<usize> for Value<'_> {
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}
impl From<&usize> for Value<'_> {
    fn from(number: &usize) -> Self {
        Self::from(*number)
    }
}

#[derive(RustEmbed)]
#[folder = "src/i18n/messages"]
struct Messages;

struct Catalogue {
    bundle: FluentBundle<FluentResource>,
    /// Messages without variables, ready to show.
    fixed: HashMap<String, String>,
}

fn catalogue(lang: Lang) -> &'static Catalogue {
    static VI: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::load(Lang::Vi));
    static EN: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::load(Lang::En));
    match lang {
        Lang::Vi => &VI,
        Lang::En => &EN,
    }
}

impl Catalogue {
    fn load(lang: Lang) -> Self {
        let locale = match lang {
            Lang::Vi => "vi-VN",
            Lang::En => "en-GB",
        };
        let mut bundle = FluentBundle::new_concurrent(locale.parse().into_iter().collect());
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match lang {
            Lang::Vi => |value, _| whole_number(value, crate::numbers::vi),
            Lang::En => |value, _| whole_number(value, crate::numbers::en),
        }));
        let mut keys = Vec::new();
        for source in sources(lang) {
            keys.extend(message_keys(&source));
            let resource = FluentResource::try_new(source).unwrap_or_else(|(readable, _)| readable);
            bundle.add_resource_overriding(resource);
        }
        let mut fixed = HashMap::new();
        for key in keys {
            let Some(pattern) = bundle.get_message(&key).and_then(|message| message.value()) else {
                continue;
            };
            let mut errors = Vec::new();
            let text = bundle
                .format_pattern(pattern, None, &mut errors)
                .into_owned();
            if errors.is_empty() {
                fixed.insert(key, text);
            }
        }
        Self { bundle, fixed }
    }
}

fn whole_number(value: &FluentValue<'_>, show: fn(i64) -> String) -> Option<String> {
    match value {
        // Counts are whole; what is not fits no message and shows as Fluent would.
        #[expect(clippy::cast_possible_truncation, reason = "counts come from i64")]
        FluentValue::Number(number) if number.value.fract() == 0.0 => {
            Some(show(number.value as i64))
        }
        _ => None,
    }
}

/// The Fluent sources of a language, for loading and for the tests that compare languages.
#[must_use]
pub fn sources(lang: Lang) -> Vec<String> {
    let mut names: Vec<_> = Messages::iter()
        .filter(|name| name.starts_with(lang.code()))
        .collect();
    names.sort();
    names
        .iter()
        .filter_map(|name| Messages::get(name))
        .map(|file| String::from_utf8_lossy(&file.data).into_owned())
        .collect()
}

/// Keys defined in one Fluent source, in order.
#[must_use]
pub fn message_keys(source: &str) -> Vec<String> {
    source
        .lines()
        .filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase()))
        .filter_map(|line| line.split_once('='))
        .map(|(key, _)| key.trim().to_owned())
        .collect()
}
