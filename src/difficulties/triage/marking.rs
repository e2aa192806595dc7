//! The desk's form for a letter: its passages as they are marked on the page, changed by the
//! page's small buttons, and checked when it is received.

use std::borrow::Cow;

use super::desk::Desk;
use super::forms::{AcceptForm, Acceptance, Button, Reader, TypedOrder};
use crate::difficulties::Difficulty;
use crate::difficulties::actions::{Act, Split};
use crate::difficulties::passages::letter::{LETTERS_AT_LEAST, Letter, Span};
use crate::difficulties::passages::propose::{self, Looks, Proposed};
use crate::difficulties::passages::{Aside, Ask, Fate, Fault, Passage, marking};
use crate::i18n::{Lang, Value};
use crate::submissions::Submission;
use crate::text;
use crate::web::limits::{PASSAGES_A_LETTER, TITLE_LETTERS};
use crate::web::{AppError, FieldErrors};

/// Letters of a title that is taken from the passage.
const SUGGESTED_TITLE: usize = 90;

/// The options of what becomes of a passage, as sent.
const OWN: &str = "rieng";
const WITH: &str = "cung-";
const ASIDE: &str = "de-";
/// The agency of an ask that shall wait for its lead.
pub const NOT_YET: &str = "chua";

/// A button that changes the marking and saves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Press {
    /// Shows what stands now.
    Look,
    /// The letter as one passage.
    Whole,
    Paragraphs,
    /// The writer's own numbering.
    Propose,
    /// This passage to the one before it; from 1.
    Join(usize),
    /// This passage in two, at the sentence chosen.
    Split(usize),
}

impl Press {
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        let number = |prefix: &str| code.strip_prefix(prefix)?.parse().ok();
        match code {
            "xem" => Some(Self::Look),
            "ca-thu" => Some(Self::Whole),
            "theo-doan" => Some(Self::Paragraphs),
            "theo-so" => Some(Self::Propose),
            _ => number("gop-")
                .map(Self::Join)
                .or_else(|| number("tach-").map(Self::Split)),
        }
    }
}

/// What the clerk says becomes of a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    Nothing,
    Own,
    /// Belongs with the passage that begins there.
    With(usize),
    Aside(Aside),
}

impl Said {
    fn parse(code: &str) -> Self {
        if code == OWN {
            return Self::Own;
        }
        let with = code.strip_prefix(WITH).and_then(|from| from.parse().ok());
        let aside = code.strip_prefix(ASIDE).and_then(Aside::parse);
        match (with, aside) {
            (Some(from), _) => Self::With(from),
            (None, Some(reason)) => Self::Aside(reason),
            (None, None) => Self::Nothing,
        }
    }

    #[must_use]
    pub fn code(self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Own => OWN.into(),
            Self::With(from) => format!("{WITH}{from}"),
            Self::Aside(reason) => format!("{ASIDE}{reason}"),
        }
    }
}

/// One passage as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    pub span: Span,
    pub said: Said,
    pub title: String,
    pub topic: String,
    pub agency: String,
    pub cut: String,
}

impl Typed {
    fn new(span: Span, said: Said) -> Self {
        Self {
            span,
            said,
            title: String::new(),
            topic: String::new(),
            agency: String::new(),
            cut: String::new(),
        }
    }

    /// Everything that is needed of it is there.
    #[must_use]
    pub fn is_placed(&self, all: &[Self]) -> bool {
        match self.said {
            Said::Nothing => false,
            Said::Own => !self.topic.trim().is_empty() && !self.title.trim().is_empty(),
            Said::With(from) => all
                .iter()
                .any(|other| other.span.from == from && other.said == Said::Own),
            Said::Aside(_) => true,
        }
    }
}

/// The marking on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marking {
    pub passages: Vec<Typed>,
    pub letter: Letter,
    title: String,
    /// It said one thing, so it was taken whole.
    pub is_whole: bool,
}

/// The field of a passage, by its number from 1: the first has the plain name, as where there is
/// only one.
#[must_use]
pub fn field(name: &'static str, number: usize) -> Cow<'static, str> {
    if number == 1 {
        Cow::Borrowed(name)
    } else {
        Cow::Owned(format!("{name}_{number}"))
    }
}

impl Marking {
    /// Before anybody typed: what the letter's own numbering proposes.
    #[must_use]
    pub fn proposed(submission: &Submission, difficulty: &Difficulty) -> Self {
        let letter = Letter::of(&submission.body, &submission.ask);
        let mut marking = Self {
            passages: Vec::new(),
            letter,
            title: difficulty.title.clone(),
            is_whole: false,
        };
        marking.take(&propose::propose(&marking.letter));
        if let [only] = marking.passages.as_mut_slice() {
            only.topic = difficulty
                .topic_group_id
                .map_or_else(String::new, |id| id.to_string());
        }
        marking
    }

    /// As typed; a form without passages receives the letter as one.
    ///
    /// # Errors
    /// [`AppError::BadInput`] for lists of different lengths: no page of ours sent them.
    pub fn typed(
        form: &AcceptForm,
        submission: &Submission,
        difficulty: &Difficulty,
    ) -> Result<Self, AppError> {
        let letter = Letter::of(&submission.body, &submission.ask);
        let title = difficulty.title.clone();
        if form.doan.is_empty() {
            let whole = Typed {
                title: title.clone(),
                topic: form.nhom.clone(),
                agency: form.co_quan.clone(),
                ..Typed::new(letter.whole(), Said::Own)
            };
            return Ok(Self {
                passages: vec![whole],
                letter,
                title,
                is_whole: true,
            });
        }
        let lists = [
            &form.doan_xep,
            &form.doan_tieu_de,
            &form.doan_nhom,
            &form.doan_co_quan,
            &form.doan_cau,
        ];
        let count = form.doan.len();
        if count > PASSAGES_A_LETTER * 2 || lists.iter().any(|list| list.len() != count) {
            return Err(AppError::BadInput("error-bad-input-fields"));
        }
        let mut passages = Vec::new();
        for (at, range) in form.doan.iter().enumerate() {
            let span: Span = range
                .parse()
                .map_err(|_| AppError::BadInput("error-bad-input-fields"))?;
            let [said, title, topic, agency, cut] =
                lists.map(|list| list.get(at).cloned().unwrap_or_default());
            passages.push(Typed {
                span,
                said: Said::parse(&said),
                title,
                topic,
                agency,
                cut,
            });
        }
        Ok(Self {
            is_whole: matches!(passages.as_slice(), [only] if only.span == letter.whole()),
            passages,
            letter,
            title,
        })
    }

    /// Marks anew, as proposed.
    fn take(&mut self, proposed: &[Proposed]) {
        self.passages = proposed
            .iter()
            .map(|one| {
                let said = match one.looks {
                    Looks::Ask => Said::Own,
                    Looks::With(at) => proposed
                        .get(at)
                        .map_or(Said::Nothing, |other| Said::With(other.span.from)),
                    Looks::Aside(reason) => Said::Aside(reason),
                };
                Typed::new(one.span, said)
            })
            .collect();
        self.is_whole = self.passages.len() == 1;
        self.suggest_titles();
    }

    /// Does what a small button says.
    #[must_use]
    pub fn pressed(mut self, press: Press) -> Self {
        match press {
            Press::Look => {}
            Press::Whole => self.take(&propose::whole(&self.letter)),
            Press::Paragraphs => self.take(&propose::paragraphs(&self.letter)),
            Press::Propose => self.take(&propose::propose(&self.letter)),
            Press::Join(number) => self.join(number),
            Press::Split(number) => self.split(number),
        }
        // A range no page of ours would send cannot be shown: the letter is read anew.
        if self.fault().is_some() && self.letter.said(0..self.letter.len()) >= LETTERS_AT_LEAST {
            self.take(&propose::propose(&self.letter));
        }
        self.suggest_titles();
        self
    }

    /// What is wrong with the ranges themselves.
    #[must_use]
    pub fn fault(&self) -> Option<Fault> {
        let spans: Vec<Span> = self.passages.iter().map(|one| one.span).collect();
        marking::check_spans(&self.letter, &spans).err()
    }

    fn join(&mut self, number: usize) {
        if number < 2 || number > self.passages.len() {
            return;
        }
        let joined = self.passages.remove(number - 1);
        let Some(before) = self.passages.get_mut(number - 2) else {
            return;
        };
        before.span.to = joined.span.to;
        if before.said == Said::Nothing || matches!(before.said, Said::Aside(_)) {
            before.said = Said::Own;
        }
        let home = before.span.from;
        for other in &mut self.passages {
            if other.said == Said::With(joined.span.from) {
                other.said = Said::With(home);
            }
            // A passage that now holds its own home asks for itself.
            if other.said == Said::With(other.span.from) {
                other.said = Said::Own;
            }
        }
        self.is_whole = self.passages.len() == 1;
    }

    fn split(&mut self, number: usize) {
        let Some(place) = number.checked_sub(1) else {
            return;
        };
        let Some(one) = self.passages.get_mut(place) else {
            return;
        };
        let cuts = self.letter.sentences(one.span);
        let at = one.cut.parse().ok().filter(|at| cuts.contains(at));
        let Some(at) = at.or_else(|| cuts.first().copied()) else {
            return;
        };
        let behind = Typed::new(self.letter.trimmed(at..one.span.to), Said::Own);
        one.span = self.letter.trimmed(one.span.from..at);
        one.cut.clear();
        if self.is_whole {
            // The title was the letter's; now each passage has its own.
            one.title.clear();
        }
        self.passages.insert(place + 1, behind);
        self.is_whole = false;
    }

    fn suggest_titles(&mut self) {
        let (whole, title) = (self.is_whole, self.title.clone());
        for one in &mut self.passages {
            if one.said == Said::Own && one.title.trim().is_empty() {
                one.title = if whole {
                    title.clone()
                } else {
                    suggested_title(&self.letter.text(one.span))
                };
            }
        }
    }

    #[must_use]
    pub fn placed(&self) -> usize {
        self.passages
            .iter()
            .filter(|one| one.is_placed(&self.passages))
            .count()
    }

    /// How many difficulties come of it.
    #[must_use]
    pub fn asks(&self) -> usize {
        let own = |one: &&Typed| one.said == Said::Own;
        self.passages.iter().filter(own).count()
    }

    #[must_use]
    pub fn is_several(&self) -> bool {
        self.asks() > 1
    }

    /// Everything an acceptance needs.
    ///
    /// # Errors
    /// What is wrong, by field.
    pub fn check(
        &self,
        form: &AcceptForm,
        desk: &Desk,
        lang: Lang,
    ) -> Result<Acceptance, FieldErrors> {
        let mut reader = Reader::new(desk, lang);
        let assigns = form.button() == Some(Button::AcceptAndAssign);
        let (mut passages, mut orders) = (Vec::new(), Vec::new());
        for (place, one) in self.passages.iter().enumerate() {
            let number = place + 1;
            let fate = match one.said {
                Said::Nothing => {
                    reader.wrong(field("doan", number), "triage-error-passage-unplaced");
                    continue;
                }
                Said::Aside(reason) => Fate::Aside(reason),
                Said::With(from) => Fate::With(
                    self.passages
                        .iter()
                        .position(|other| other.span.from == from)
                        .unwrap_or(usize::MAX),
                ),
                Said::Own => {
                    let title = text::clean(&one.title);
                    if title.is_empty() {
                        reader.wrong(field("tieu_de", number), "triage-error-passage-title");
                    }
                    reader.at_most(field("tieu_de", number), &title, TITLE_LETTERS);
                    let topic = reader.topic(field("nhom", number), &one.topic);
                    let waits = one.agency == NOT_YET || !assigns;
                    orders.push(if waits {
                        None
                    } else {
                        let lead = reader.lead(field("co_quan", number), &one.agency, topic);
                        let typed = TypedOrder {
                            // Who coordinates what is said once it is known what there is.
                            coordinating: if self.is_several() {
                                &[]
                            } else {
                                &form.phoi_hop
                            },
                            ..form.typed_order()
                        };
                        reader.order_to(lead, &typed)
                    });
                    Fate::Asks(Ask {
                        topic_group_id: topic.unwrap_or_default(),
                        title,
                    })
                }
            };
            passages.push(Passage {
                span: one.span,
                fate,
            });
        }
        if passages.len() == self.passages.len() {
            self.judge(&mut reader, &passages);
        }
        let priority = reader.priority(&form.uu_tien);
        let note = reader.note("y_kien", &form.y_kien);
        if !reader.errors.is_empty() {
            return Err(reader.errors);
        }
        let untouched = |ask: &Ask| self.is_whole && ask.title == self.title;
        let split = match passages.as_slice() {
            [
                Passage {
                    fate: Fate::Asks(ask),
                    ..
                },
            ] if untouched(ask) => Split::Whole {
                topic_group_id: ask.topic_group_id,
            },
            _ => Split::Marked(passages),
        };
        // An order carries what was typed to the agency; without one it is the clerk's note.
        let note = if orders.iter().any(Option::is_some) {
            String::new()
        } else {
            note
        };
        Ok(Acceptance {
            accept: Act::Accept {
                priority,
                split,
                note,
            },
            orders,
        })
    }

    fn judge(&self, reader: &mut Reader<'_>, passages: &[Passage]) {
        let is_silent = self.letter.said(0..self.letter.len()) < LETTERS_AT_LEAST;
        let Err(fault) = marking::check(&self.letter, passages) else {
            return;
        };
        if is_silent && self.is_whole && matches!(fault, Fault::TooShort(_)) {
            return;
        }
        let number = fault
            .passage()
            .map_or(1, |at| at + 1)
            .min(passages.len().max(1));
        let key = format!("triage-error-passage-{}", fault.code());
        let message = reader.lang.with(
            &key,
            &[
                ("number", Value::from(number)),
                ("most", Value::from(PASSAGES_A_LETTER)),
            ],
        );
        reader.errors.add(field("doan", number), message);
    }
}

/// The first sentence, without its number, cut at a word.
fn suggested_title(passage: &str) -> String {
    let plain = passage
        .trim_start_matches(|letter: char| !letter.is_alphabetic())
        .trim_start();
    // "a) " is a number too.
    let plain = match plain.split_once(')') {
        Some((mark, rest)) if mark.chars().count() == 1 => rest.trim_start(),
        _ => plain,
    };
    let ends = |(at, letter): &(usize, char)| {
        let behind = plain.get(at + letter.len_utf8()..).unwrap_or_default();
        let is_number = behind.starts_with(char::is_alphanumeric);
        matches!(letter, '\n' | ';' | '!' | '?') || (*letter == '.' && !is_number)
    };
    let end = plain
        .char_indices()
        .find(ends)
        .map_or(plain.len(), |(at, _)| at);
    let sentence = plain.get(..end).unwrap_or(plain).trim();
    if sentence.chars().count() <= SUGGESTED_TITLE {
        return sentence.to_owned();
    }
    let cut: String = sentence.chars().take(SUGGESTED_TITLE).collect();
    let words = cut
        .rsplit_once(' ')
        .map_or(cut.as_str(), |(words, _)| words);
    format!("{words}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_the_first_sentence_without_its_number() {
        assert_eq!(
            suggested_title("1. Thiếu 1.200 m². Xin đất."),
            "Thiếu 1.200 m²"
        );
        assert_eq!(suggested_title("b) Xin vốn"), "Xin vốn");
        assert_eq!(suggested_title("- Hội chợ đắt\nquá"), "Hội chợ đắt");
        let long = suggested_title(&"đất ".repeat(60));
        assert!(
            long.chars().count() <= SUGGESTED_TITLE + 1 && long.ends_with("đất…"),
            "{long}"
        );
    }

    fn marking(body: &str, ask: &str) -> Marking {
        let mut marking = Marking {
            passages: Vec::new(),
            letter: Letter::of(body, ask),
            title: "Cả thư".into(),
            is_whole: false,
        };
        marking.take(&propose::propose(&marking.letter));
        marking
    }

    #[test]
    fn joining_and_splitting_keep_every_word() {
        let marking = marking("1. Đất hết. Đất xa.\n2. Vốn thiếu.", "Trả lời sớm.");
        assert_eq!(marking.passages.len(), 3);
        let split = marking.clone().pressed(Press::Split(1));
        assert_eq!(split.passages[1].title, "Đất xa");
        assert_eq!(split.fault(), None);
        let joined = split.pressed(Press::Join(2));
        assert_eq!(joined.passages[0].span, marking.passages[0].span);
        let whole = joined.pressed(Press::Join(2)).pressed(Press::Join(2));
        assert!(whole.is_whole && whole.fault().is_none());
        for nonsense in [
            Press::Join(1),
            Press::Join(9),
            Press::Split(0),
            Press::Split(9),
        ] {
            assert_eq!(marking.clone().pressed(nonsense), marking);
        }
    }

    #[test]
    fn what_belongs_to_a_joined_passage_follows_it() {
        let mut marking = marking("1. Đất hết.\n2. Vốn thiếu.", "Trả lời sớm.");
        let second = marking.passages[1].span.from;
        marking.passages[2].said = Said::With(second);
        let joined = marking.pressed(Press::Join(2));
        assert_eq!(joined.passages[1].said, Said::With(0));
        assert!(!joined.passages[0].is_placed(&joined.passages));
        assert!(joined.passages[1].is_placed(&joined.passages));
        assert_eq!(joined.placed(), 1);
    }

    #[test]
    fn ranges_nobody_could_have_sent_are_read_anew() {
        let mut marking = marking("1. Đất hết.\n2. Vốn thiếu.", "Trả lời sớm.");
        let good = marking.clone();
        marking.passages[1].span.to = 4_000;
        assert_eq!(marking.fault(), Some(Fault::Outside(1)));
        assert_eq!(marking.pressed(Press::Look), good);
    }
}
