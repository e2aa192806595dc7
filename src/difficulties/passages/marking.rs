//! A marking: every passage of a letter with what becomes of it, and whether it holds.

use super::Aside;
use super::letter::{LETTERS_AT_LEAST, Letter, Span};
use crate::web::limits::PASSAGES_A_LETTER;

/// What one passage, or several together, ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    pub topic_group_id: i64,
    pub title: String,
}

/// What becomes of a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// A difficulty of its own.
    Asks(Ask),
    /// Belongs to the difficulty of the passage at this place in the marking.
    With(usize),
    Aside(Aside),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    pub span: Span,
    pub fate: Fate,
}

/// Why a marking does not hold, and at which passage, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("passage {0} is not within the letter")]
    Outside(usize),
    #[error("passage {0} overlaps the one before")]
    Overlaps(usize),
    #[error("passage {0} cuts a word in two")]
    CutsAWord(usize),
    #[error("passage {0} says nothing")]
    TooShort(usize),
    #[error("words before passage {0} are in none")]
    LeavesWords(usize),
    #[error("passage {0} belongs to one that becomes no difficulty")]
    WithNothing(usize),
    /// Nothing is left to work on: that is a refusal.
    #[error("every passage is set aside")]
    AllAside,
    #[error("too many passages")]
    TooMany,
}

impl Fault {
    /// The passage it is about.
    #[must_use]
    pub const fn passage(self) -> Option<usize> {
        match self {
            Self::Outside(at)
            | Self::Overlaps(at)
            | Self::CutsAWord(at)
            | Self::TooShort(at)
            | Self::LeavesWords(at)
            | Self::WithNothing(at) => Some(at),
            Self::AllAside | Self::TooMany => None,
        }
    }

    /// The end of its message keys.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Outside(_) => "outside",
            Self::Overlaps(_) => "overlaps",
            Self::CutsAWord(_) => "cuts-a-word",
            Self::TooShort(_) => "too-short",
            Self::LeavesWords(_) => "leaves-words",
            Self::WithNothing(_) => "with-nothing",
            Self::AllAside => "all-aside",
            Self::TooMany => "too-many",
        }
    }
}

/// Whether ranges are passages of the letter, in its order, with no word left out.
///
/// # Errors
/// The first [`Fault`].
pub fn check_spans(letter: &Letter, spans: &[Span]) -> Result<(), Fault> {
    if spans.len() > PASSAGES_A_LETTER {
        return Err(Fault::TooMany);
    }
    let mut before = 0;
    for (at, span) in spans.iter().enumerate() {
        if span.from >= span.to || span.to > letter.len() {
            return Err(Fault::Outside(at));
        }
        if span.from < before {
            return Err(Fault::Overlaps(at));
        }
        if !letter.may_cut(span.from) || !letter.may_cut(span.to) {
            return Err(Fault::CutsAWord(at));
        }
        if letter.said(span.from..span.to) < LETTERS_AT_LEAST {
            return Err(Fault::TooShort(at));
        }
        if letter.said(before..span.from) > 0 {
            return Err(Fault::LeavesWords(at));
        }
        before = span.to;
    }
    if letter.said(before..letter.len()) > 0 {
        return Err(Fault::LeavesWords(spans.len()));
    }
    Ok(())
}

/// Whether the whole marking holds.
///
/// # Errors
/// The first [`Fault`].
pub fn check(letter: &Letter, passages: &[Passage]) -> Result<(), Fault> {
    let spans: Vec<Span> = passages.iter().map(|passage| passage.span).collect();
    check_spans(letter, &spans)?;
    let asks = |at: &usize| {
        passages
            .get(*at)
            .is_some_and(|passage| matches!(passage.fate, Fate::Asks(_)))
    };
    for (at, passage) in passages.iter().enumerate() {
        if let Fate::With(other) = passage.fate
            && !asks(&other)
        {
            return Err(Fault::WithNothing(at));
        }
    }
    if (0..passages.len()).any(|at| asks(&at)) {
        Ok(())
    } else {
        Err(Fault::AllAside)
    }
}

/// The words of a difficulty: story and ask, from its own passages. Where they tell no story, the
/// introduction of the letter does.
#[must_use]
pub fn words(letter: &Letter, passages: &[Passage], at: usize) -> (String, String) {
    let own = || {
        passages
            .iter()
            .enumerate()
            .filter(move |(place, passage)| *place == at || passage.fate == Fate::With(at))
            .map(|(_, passage)| passage.span)
    };
    let join = |texts: &mut dyn Iterator<Item = String>| {
        texts
            .filter(|text| !text.trim().is_empty())
            .map(|text| text.trim().to_owned())
            .collect::<Vec<_>>()
            .join("\n\n")
    };
    let story = join(&mut own().map(|span| letter.story(span)));
    let asked = join(&mut own().map(|span| letter.asked(span)));
    if !story.is_empty() {
        return (story, asked);
    }
    let introduction = join(
        &mut passages
            .iter()
            .filter(|passage| passage.fate == Fate::Aside(Aside::Introduction))
            .map(|passage| letter.text(passage.span)),
    );
    (introduction, asked)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter() -> Letter {
        Letter::of("Kính gửi Sở. Xin đất. Xin vốn.", "Trả lời sớm.")
    }

    fn span(text: &str) -> Span {
        let whole = letter().text(Span {
            from: 0,
            to: letter().len(),
        });
        let bytes = whole.find(text).unwrap();
        let from = whole[..bytes].chars().count();
        Span {
            from,
            to: from + text.chars().count(),
        }
    }

    fn ask(topic_group_id: i64) -> Fate {
        Fate::Asks(Ask {
            topic_group_id,
            title: "Xin".into(),
        })
    }

    fn marking(fates: [Fate; 4]) -> Vec<Passage> {
        ["Kính gửi Sở.", "Xin đất.", "Xin vốn.", "Trả lời sớm."]
            .into_iter()
            .zip(fates)
            .map(|(text, fate)| Passage {
                span: span(text),
                fate,
            })
            .collect()
    }

    #[test]
    fn a_marking_that_leaves_nothing_out_holds() {
        let passages = marking([Fate::Aside(Aside::Greeting), ask(1), ask(2), Fate::With(1)]);
        assert_eq!(check(&letter(), &passages), Ok(()));
        assert_eq!(
            words(&letter(), &passages, 1),
            ("Xin đất.".into(), "Trả lời sớm.".into())
        );
        assert_eq!(
            words(&letter(), &passages, 2),
            ("Xin vốn.".into(), String::new())
        );
    }

    #[test]
    fn who_tells_no_story_gets_the_introduction() {
        let intro = Fate::Aside(Aside::Introduction);
        let passages = marking([intro.clone(), intro.clone(), intro, ask(1)]);
        let (story, asked) = words(&letter(), &passages, 3);
        assert_eq!(story, "Kính gửi Sở.\n\nXin đất.\n\nXin vốn.");
        assert_eq!(asked, "Trả lời sớm.");
    }

    #[test]
    fn each_fault_is_told() {
        let aside = || Fate::Aside(Aside::Greeting);
        let good = || marking([aside(), ask(1), ask(2), Fate::With(1)]);
        let with = |change: &dyn Fn(&mut Vec<Passage>)| {
            let mut passages = good();
            change(&mut passages);
            check(&letter(), &passages).unwrap_err()
        };
        assert_eq!(with(&|all| all[3].span.to = 999), Fault::Outside(3));
        assert_eq!(
            with(&|all| all[1].span.to = all[1].span.from),
            Fault::Outside(1)
        );
        assert_eq!(with(&|all| all[1].span.from -= 4), Fault::Overlaps(1));
        assert_eq!(with(&|all| all[1].span.to -= 3), Fault::CutsAWord(1));
        assert_eq!(
            with(&|all| {
                all.remove(1);
            }),
            Fault::LeavesWords(1)
        );
        assert_eq!(
            with(&|all| {
                all.pop();
            }),
            Fault::LeavesWords(3)
        );
        assert_eq!(
            with(&|all| all[3].fate = Fate::With(0)),
            Fault::WithNothing(3)
        );
        assert_eq!(
            with(&|all| all[3].fate = Fate::With(9)),
            Fault::WithNothing(3)
        );
        assert_eq!(
            check(&letter(), &marking([aside(), aside(), aside(), aside()])),
            Err(Fault::AllAside)
        );
        let one = Letter::of("A", "");
        let all = [Passage {
            span: one.whole(),
            fate: ask(1),
        }];
        assert_eq!(check(&one, &all), Err(Fault::TooShort(0)));
        let long = Letter::of(&"ab ".repeat(PASSAGES_A_LETTER + 1), "");
        let spans: Vec<Span> = (0..=PASSAGES_A_LETTER)
            .map(|n| Span {
                from: n * 3,
                to: n * 3 + 2,
            })
            .collect();
        assert_eq!(check_spans(&long, &spans), Err(Fault::TooMany));
    }
}
