//! Runs into lines: broken between syllables, and inside a word only when it is wider than the
//! whole line.

use super::super::Run;
use super::super::fonts::{Face, Fonts};

/// A stretch of one face without a space in it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    pub text: String,
    pub face: Face,
    pub grey: bool,
    pub width: f32,
}

/// What stands between two spaces.
#[derive(Debug, Clone, Default, PartialEq)]
struct Word {
    pieces: Vec<Piece>,
    width: f32,
}

/// A line as it will be set.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Line {
    /// The pieces of each word.
    pub words: Vec<Vec<Piece>>,
    /// With single spaces between the words.
    pub width: f32,
    /// The last of its paragraph, which is not stretched.
    pub is_last: bool,
}

/// Breaks runs into lines of `width`, the first shorter by `indent`.
pub(super) fn broken(
    fonts: &Fonts,
    runs: &[Run],
    size: f32,
    (width, indent): (f32, f32),
) -> Vec<Line> {
    let space = fonts.face(Face::Regular).width(" ", size);
    let mut lines = vec![Line::default()];
    let mut room = width - indent;
    for word in words(fonts, runs, size) {
        for part in fitting(fonts, word, size, width - indent) {
            let Some(line) = lines.last_mut() else { break };
            let gap = if line.words.is_empty() { 0.0 } else { space };
            if line.words.is_empty() || line.width + gap + part.width <= room {
                line.width += gap + part.width;
                line.words.push(part.pieces);
            } else {
                room = width;
                lines.push(Line {
                    width: part.width,
                    words: vec![part.pieces],
                    is_last: false,
                });
            }
        }
    }
    if let Some(last) = lines.last_mut() {
        last.is_last = true;
    }
    lines
}

fn words(fonts: &Fonts, runs: &[Run], size: f32) -> Vec<Word> {
    let mut words = vec![Word::default()];
    for run in runs {
        let face = Face::of(run);
        for (place, text) in run.text.split(' ').enumerate() {
            if place > 0 {
                words.push(Word::default());
            }
            let Some(word) = words.last_mut() else { break };
            if text.is_empty() {
                continue;
            }
            let width = fonts.face(face).width(text, size);
            word.width += width;
            word.pieces.push(Piece {
                text: text.to_owned(),
                face,
                grey: run.grey,
                width,
            });
        }
    }
    words.retain(|word| !word.pieces.is_empty());
    words
}

/// A word in parts that each fit on a line. A mark stays with the letter before it.
fn fitting(fonts: &Fonts, word: Word, size: f32, width: f32) -> Vec<Word> {
    if word.width <= width {
        return vec![word];
    }
    let mut parts = vec![Word::default()];
    for piece in word.pieces {
        let letters = fonts.face(piece.face);
        let mut held = String::new();
        let mut held_width = 0.0;
        for letter in piece.text.chars() {
            let wide = letters.width(letter.encode_utf8(&mut [0; 4]), size);
            let before = parts.last().map_or(0.0, |part| part.width);
            let is_mark = matches!(letter, '\u{300}'..='\u{36f}');
            if before + held_width + wide > width && !is_mark && before + held_width > 0.0 {
                push(&mut parts, &piece, &mut held, &mut held_width);
                parts.push(Word::default());
            }
            held.push(letter);
            held_width += wide;
        }
        push(&mut parts, &piece, &mut held, &mut held_width);
    }
    parts
}

fn push(parts: &mut [Word], like: &Piece, held: &mut String, held_width: &mut f32) {
    if held.is_empty() {
        return;
    }
    if let Some(part) = parts.last_mut() {
        part.width += *held_width;
        part.pieces.push(Piece {
            text: std::mem::take(held),
            width: *held_width,
            ..like.clone()
        });
    }
    *held_width = 0.0;
}
