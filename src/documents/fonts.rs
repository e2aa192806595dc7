//! The four faces that papers are set in, embedded: Tinos, with the widths of Times New Roman and
//! every Vietnamese letter. `fonts/OFL.txt` is its licence and says how the files were made.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use krilla::text::Font;
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

use super::{DocumentError, Run};

/// One of the four faces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Face {
    Regular,
    Bold,
    Italic,
    BoldItalic,
}

impl Face {
    pub(super) const fn of(run: &Run) -> Self {
        match (run.bold, run.italic) {
            (false, false) => Self::Regular,
            (true, false) => Self::Bold,
            (false, true) => Self::Italic,
            (true, true) => Self::BoldItalic,
        }
    }
}

/// One face: where its letters are and how wide they stand.
pub(super) struct Letters {
    pub font: Font,
    /// Number and width of each letter; the width in parts of the size.
    shapes: HashMap<char, (u32, f32)>,
}

impl Letters {
    fn read(bytes: &'static [u8]) -> Option<Self> {
        let font = FontRef::new(bytes).ok()?;
        let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
        let units = f32::from(
            font.metrics(Size::unscaled(), LocationRef::default())
                .units_per_em,
        );
        let shapes = font
            .charmap()
            .mappings()
            .filter_map(|(code, glyph)| {
                let width = metrics.advance_width(glyph)? / units;
                Some((char::from_u32(code)?, (glyph.to_u32(), width)))
            })
            .collect();
        Some(Self {
            font: Font::new(bytes.into(), 0)?,
            shapes,
        })
    }

    pub(super) fn shape(&self, letter: char) -> (u32, f32) {
        self.shapes.get(&letter).copied().unwrap_or_default()
    }

    pub(super) fn width(&self, text: &str, size: f32) -> f32 {
        text.chars().map(|letter| self.shape(letter).1).sum::<f32>() * size
    }
}

/// All four.
pub(super) struct Fonts([Letters; 4]);

static FONTS: LazyLock<Option<Fonts>> = LazyLock::new(|| {
    Some(Fonts([
        Letters::read(include_bytes!("fonts/Tinos-Regular.ttf"))?,
        Letters::read(include_bytes!("fonts/Tinos-Bold.ttf"))?,
        Letters::read(include_bytes!("fonts/Tinos-Italic.ttf"))?,
        Letters::read(include_bytes!("fonts/Tinos-BoldItalic.ttf"))?,
    ]))
});

impl Fonts {
    pub(super) fn load() -> Result<&'static Self, DocumentError> {
        FONTS
            .as_ref()
            .ok_or_else(|| DocumentError::Broken("the embedded fonts cannot be read".to_owned()))
    }

    pub(super) fn face(&self, face: Face) -> &Letters {
        let [regular, bold, italic, bold_italic] = &self.0;
        match face {
            Face::Regular => regular,
            Face::Bold => bold,
            Face::Italic => italic,
            Face::BoldItalic => bold_italic,
        }
    }

    /// The four faces have the same letters; a test holds them to it.
    fn has(&self, letter: char) -> bool {
        self.0.iter().all(|face| face.shapes.contains_key(&letter))
    }
}

/// Letters of `text` that the fonts do not have.
pub(super) fn missing(text: &str) -> impl Iterator<Item = char> {
    text.chars()
        .filter(|letter| FONTS.as_ref().is_some_and(|fonts| !fonts.has(*letter)))
}

/// `text` with the letters that the fonts lack as codes: `[U+1F600]`.
pub(super) fn spelled(text: &str) -> String {
    let mut spelled = String::with_capacity(text.len());
    for letter in text.chars() {
        if FONTS.as_ref().is_none_or(|fonts| fonts.has(letter)) {
            spelled.push(letter);
        } else {
            // Writing to a String cannot fail.
            let _ok = write!(spelled, "[U+{:04X}]", u32::from(letter));
        }
    }
    spelled
}
