//! The passages of a letter as the page shows them: each with its words and what may become of
//! it.

use std::borrow::Cow;

use super::choices::{self, Choice};
use super::desk::Desk;
use super::marking::{Marking, NOT_YET, Said, field};
use crate::difficulties::passages::{Aside, Span};
use crate::web::{FieldErrors, Page};

/// The passages of a letter.
pub struct MarkingFields {
    pub cards: Vec<PassageCard>,
    pub placed: usize,
    pub is_several: bool,
}

/// One passage and what becomes of it.
pub struct PassageCard {
    pub number: usize,
    pub span: String,
    pub text: String,
    pub is_placed: bool,
    /// It asks something by itself, and so needs title, topic group and agency.
    pub is_own: bool,
    pub homes: Vec<Choice>,
    pub asides: Vec<Choice>,
    pub title: String,
    pub topic: String,
    pub topics: Vec<Choice>,
    pub agency: String,
    pub agencies: Vec<Choice>,
    pub waits: bool,
    /// Where it may be split, each with the words that follow.
    pub cuts: Vec<Choice>,
}

/// Letters shown of a sentence where a passage may be split.
const CUT_LETTERS: usize = 50;

impl MarkingFields {
    #[must_use]
    pub fn new(page: &Page, desk: &Desk, marking: &Marking) -> Self {
        let all = &marking.passages;
        let homes = |own: usize, said: Said| {
            let mut choices = vec![
                Choice::new("", page.t("triage-passage-unplaced"), &said.code()),
                Choice::new(Said::Own.code(), page.t("triage-passage-own"), &said.code()),
            ];
            for (place, other) in all.iter().enumerate() {
                let with = Said::With(other.span.from);
                if place != own && (other.said == Said::Own || with == said) {
                    let label = page.t1("triage-passage-with", "number", place + 1);
                    choices.push(Choice::new(with.code(), label, &said.code()));
                }
            }
            choices
        };
        let asides = |said: Said| {
            let options = Aside::ALL.iter().map(|reason| {
                let label = page.code("aside", reason.as_str());
                Choice::new(Said::Aside(*reason).code(), label, &said.code())
            });
            options.collect()
        };
        let cards = all.iter().enumerate().map(|(place, one)| {
            let cuts = marking.letter.sentences(one.span).into_iter().map(|at| {
                let rest = Span {
                    from: at,
                    to: one.span.to.min(at + CUT_LETTERS),
                };
                let words = marking.letter.text(rest).replace('\n', " ");
                let label = page.t1("triage-passage-cut-before", "words", words);
                Choice::new(at, label, &one.cut)
            });
            PassageCard {
                number: place + 1,
                span: one.span.to_string(),
                text: marking.letter.text(one.span),
                is_placed: one.is_placed(all),
                is_own: matches!(one.said, Said::Own | Said::Nothing),
                homes: homes(place, one.said),
                asides: asides(one.said),
                title: one.title.clone(),
                topic: one.topic.clone(),
                topics: choices::topics(page, &desk.topics, &one.topic),
                agency: one.agency.clone(),
                agencies: choices::agencies(
                    page,
                    &desk.agencies,
                    desk.usual_lead(one.topic.parse().ok()),
                    &one.agency,
                ),
                waits: one.agency == NOT_YET,
                cuts: cuts.collect(),
            }
        });
        Self {
            cards: cards.collect(),
            placed: marking.placed(),
            is_several: marking.is_several(),
        }
    }
}

impl PassageCard {
    /// The id of one of its fields.
    pub fn id(&self, name: &'static str) -> Cow<'static, str> {
        field(name, self.number)
    }

    pub fn wrong<'a>(&self, errors: &'a FieldErrors, name: &'static str) -> Option<&'a str> {
        errors.of(&self.id(name))
    }
}
