//! What a machine would mark: asks that are numbered, paragraphs, greetings. Only a proposal: a
//! clerk sees every passage and decides.

use super::letter::{LETTERS_AT_LEAST, Letter, Span};
use super::{Aside, marking};
use crate::text::fold;
use crate::web::limits::PASSAGES_A_LETTER;

/// Longest phrase, in letters, that is taken for nothing but a greeting.
const GREETING_AT_MOST: usize = 150;

/// Folded beginnings of greetings and closing phrases.
const GREETINGS: [&str; 15] = [
    "kinh gui",
    "kinh thua",
    "kinh chao",
    "xin chao",
    "xin cam on",
    "xin tran trong cam on",
    "xin chan thanh cam on",
    "tran trong",
    "chan thanh cam on",
    "rat mong",
    "toi xin cam on",
    "chung toi xin cam on",
    "toi xin tran trong cam on",
    "chung toi xin tran trong cam on",
    "cong hoa xa hoi chu nghia viet nam",
];

/// Folded words that begin the first, second … ask, and what comes before "1:" in headings.
const ORDINALS: [&str; 12] = [
    "thu nhat", "thu hai", "thu ba", "thu tu", "thu nam", "thu sau", "mot la", "hai la", "ba la",
    "bon la", "nam la", "sau la",
];
const HEADINGS: [&str; 5] = ["kien nghi", "de nghi", "kho khan", "vuong mac", "cau hoi"];

/// A passage proposed, and what it looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proposed {
    pub span: Span,
    pub looks: Looks,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looks {
    /// A difficulty of its own.
    Ask,
    /// What is asked in the passage at this place is told.
    With(usize),
    Aside(Aside),
}

/// How an ask is marked by its writer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// "1.", "2)"
    Number,
    /// "a)"
    Letter,
    /// "Thứ nhất", "Một là"
    Ordinal,
    /// "Kiến nghị 1:"
    NumberedHeading,
    /// "- "
    Dash,
    /// "Kiến nghị:"
    Heading,
}

/// In the order in which they are looked for: what numbers asks, before what only lists.
const NUMBERING: [Mark; 5] = [
    Mark::NumberedHeading,
    Mark::Number,
    Mark::Ordinal,
    Mark::Letter,
    Mark::Dash,
];

/// Passages by the writer's own numbering; the whole letter where there is none.
#[must_use]
pub fn propose(letter: &Letter) -> Vec<Proposed> {
    let starts = starts(letter);
    let by_mark = NUMBERING.iter().find_map(|mark| {
        let of_mark: Vec<usize> = starts
            .iter()
            .filter(|(_, found)| found == mark)
            .map(|(at, _)| *at)
            .collect();
        (of_mark.len() > 1).then_some(of_mark)
    });
    match by_mark {
        Some(marked) => numbered(letter, &marked),
        None if asked_lines(letter).len() > 1 => numbered(letter, &asked_lines(letter)),
        None => whole(letter),
    }
}

/// The letter as one passage.
#[must_use]
pub fn whole(letter: &Letter) -> Vec<Proposed> {
    vec![Proposed {
        span: letter.whole(),
        looks: Looks::Ask,
    }]
}

/// A passage for every paragraph, and for every mark within one.
#[must_use]
pub fn paragraphs(letter: &Letter) -> Vec<Proposed> {
    let by_blank_lines = letter.has_blank_lines(Span {
        from: 0,
        to: letter.ask_from().saturating_sub(2),
    });
    let mut cuts: Vec<usize> = letter
        .lines()
        .map(|line| line.from)
        .filter(|at| !by_blank_lines || *at >= letter.ask_from() || letter.begins_paragraph(*at))
        .collect();
    cuts.extend(starts(letter).iter().map(|(at, _)| *at));
    pieces(letter, cuts)
        .into_iter()
        .map(|span| Proposed {
            span,
            looks: looks(letter, span),
        })
        .collect()
}

/// Lines of what is asked that are more than greetings.
fn asked_lines(letter: &Letter) -> Vec<usize> {
    letter
        .lines()
        .filter(|line| line.from >= letter.ask_from() && looks(letter, *line) == Looks::Ask)
        .map(|line| line.from)
        .collect()
}

/// Cuts at the marks, at the beginning of what is asked, and around greetings.
fn numbered(letter: &Letter, marks: &[usize]) -> Vec<Proposed> {
    let mut cuts = marks.to_vec();
    cuts.push(letter.ask_from());
    for line in letter.lines() {
        if looks(letter, line) != Looks::Ask {
            cuts.extend([line.from, line.to]);
        }
    }
    let spans = pieces(letter, cuts);
    let is_marked = |span: &Span| marks.contains(&span.from);
    let in_story = |span: &&Span| is_marked(span) && span.from < letter.ask_from();
    let told = spans.iter().filter(in_story).count();
    let asked = spans.iter().filter(|span| is_marked(span)).count() - told;
    let mut asks_so_far = 0;
    let proposed: Vec<Proposed> = spans
        .iter()
        .map(|span| {
            let looks = match looks(letter, *span) {
                Looks::Ask if is_marked(span) && span.from >= letter.ask_from() => {
                    asks_so_far += 1;
                    // As many asks as stories: the second ask is the second story's.
                    let of = spans
                        .iter()
                        .enumerate()
                        .filter(|(_, other)| in_story(other));
                    match of.map(|(at, _)| at).nth(asks_so_far - 1) {
                        Some(at) if told == asked => Looks::With(at),
                        _ => Looks::Ask,
                    }
                }
                // What is said before the first mark is said for all.
                Looks::Ask if !is_marked(span) && span.from < letter.ask_from() => {
                    Looks::Aside(Aside::Introduction)
                }
                looks => looks,
            };
            Proposed { span: *span, looks }
        })
        .collect();
    if proposed.iter().any(|one| one.looks == Looks::Ask) {
        proposed
    } else {
        whole(letter)
    }
}

fn looks(letter: &Letter, span: Span) -> Looks {
    if is_greeting(&letter.text(span)) {
        Looks::Aside(Aside::Greeting)
    } else {
        Looks::Ask
    }
}

fn is_greeting(text: &str) -> bool {
    let folded = fold(text);
    let plain = folded.trim_start_matches(|letter: char| !letter.is_alphanumeric());
    text.chars().count() <= GREETING_AT_MOST
        && GREETINGS.iter().any(|greeting| plain.starts_with(greeting))
}

/// The letter cut at `cuts`, each piece with enough said in it.
fn pieces(letter: &Letter, mut cuts: Vec<usize>) -> Vec<Span> {
    cuts.retain(|at| letter.may_cut(*at));
    cuts.sort_unstable();
    cuts.dedup();
    let mut spans: Vec<Span> = Vec::new();
    let mut from = 0;
    for to in cuts.into_iter().chain([letter.len()]) {
        let is_full = spans.len() + 1 >= PASSAGES_A_LETTER && to < letter.len();
        // Too little to stand alone goes with what follows.
        if !is_full && letter.said(from..to) >= LETTERS_AT_LEAST && from < to {
            spans.push(letter.trimmed(from..to));
            from = to;
        }
    }
    if letter.said(from..letter.len()) > 0
        && let Some(last) = spans.last_mut()
    {
        last.to = letter.trimmed(last.from..letter.len()).to;
    }
    if !spans.is_empty() && marking::check_spans(letter, &spans).is_ok() {
        spans
    } else {
        vec![letter.whole()]
    }
}

/// Where something marked begins: at a line, or at a sentence within one.
fn starts(letter: &Letter) -> Vec<(usize, Mark)> {
    let mut found = Vec::new();
    for line in letter.lines() {
        if let Some(mark) = mark(&letter.text(line)) {
            found.push((line.from, mark));
        }
        for at in letter.sentences(line) {
            let rest = Span {
                from: at,
                to: line.to,
            };
            let within = mark(&letter.text(rest)).filter(|mark| *mark != Mark::Dash);
            found.extend(within.map(|mark| (at, mark)));
        }
    }
    found
}

fn mark(text: &str) -> Option<Mark> {
    let mut letters = text.chars();
    let first = letters.next()?;
    let second = letters.next();
    let third = letters.next();
    let is_blank = |letter: Option<char>| letter.is_some_and(char::is_whitespace);
    if matches!(first, '-' | '–' | '—' | '•' | '+' | '*') && is_blank(second) {
        return Some(Mark::Dash);
    }
    let ends = |letter: Option<char>| matches!(letter, Some('.' | ')' | '/' | ':'));
    let is_digit = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_digit());
    if first.is_ascii_digit() {
        let fourth = letters.next();
        let is_one = ends(second) && !is_digit(third) && third.is_some();
        let is_two = is_digit(second) && ends(third) && !is_digit(fourth) && fourth.is_some();
        return (is_one || is_two).then_some(Mark::Number);
    }
    if first.is_alphabetic() && second == Some(')') {
        return Some(Mark::Letter);
    }
    let folded = fold(&text.chars().take(40).collect::<String>());
    if ORDINALS
        .iter()
        .any(|ordinal| follows(&folded, ordinal).is_some())
    {
        return Some(Mark::Ordinal);
    }
    HEADINGS.iter().find_map(|heading| {
        let rest = follows(&folded, heading)?.trim_start();
        let number = rest.trim_start_matches("so ").trim_start_matches("thu ");
        let digits = number.trim_start_matches(|letter: char| letter.is_ascii_digit());
        if digits.len() < number.len() && digits.trim_start().starts_with([':', '.', ')']) {
            Some(Mark::NumberedHeading)
        } else {
            rest.starts_with(':').then_some(Mark::Heading)
        }
    })
}

/// What follows a whole word at the beginning.
fn follows<'a>(folded: &'a str, word: &str) -> Option<&'a str> {
    folded
        .strip_prefix(word)
        .filter(|rest| !rest.starts_with(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn told(letter: &Letter, proposed: &[Proposed]) -> Vec<(String, Looks)> {
        proposed
            .iter()
            .map(|one| (letter.text(one.span), one.looks))
            .collect()
    }

    fn of(body: &str, ask: &str) -> Vec<(String, Looks)> {
        let letter = Letter::of(body, ask);
        told(&letter, &propose(&letter))
    }

    const INTRO: Looks = Looks::Aside(Aside::Introduction);
    const GREETING: Looks = Looks::Aside(Aside::Greeting);

    #[test]
    fn one_speaker_with_three_asks() {
        let body = "Kính gửi UBND Thành phố.\nTôi làm mây tre đan ở Phú Vinh.\n1. Thiếu mặt bằng 1.200 m².\n2. Hội chợ đắt quá.\n3. Không vay được vốn.\nXin trân trọng cảm ơn!";
        assert_eq!(
            of(
                body,
                "1. Cho thuê đất. 2. Hỗ trợ gian hàng. 3. Cho vay tín chấp."
            ),
            [
                ("Kính gửi UBND Thành phố.".into(), GREETING),
                ("Tôi làm mây tre đan ở Phú Vinh.".into(), INTRO),
                ("1. Thiếu mặt bằng 1.200 m².".into(), Looks::Ask),
                ("2. Hội chợ đắt quá.".into(), Looks::Ask),
                ("3. Không vay được vốn.".into(), Looks::Ask),
                ("Xin trân trọng cảm ơn!".into(), GREETING),
                ("1. Cho thuê đất.".into(), Looks::With(2)),
                ("2. Hỗ trợ gian hàng.".into(), Looks::With(3)),
                ("3. Cho vay tín chấp.".into(), Looks::With(4)),
            ]
        );
    }

    #[test]
    fn every_way_of_numbering_is_seen() {
        for (one, two) in [
            ("1. Đất.", "2. Vốn."),
            ("1) Đất.", "2) Vốn."),
            ("a) Đất.", "b) Vốn."),
            ("Thứ nhất, đất.", "Thứ hai, vốn."),
            ("Thu nhat: dat.", "Thu hai: von."),
            ("Một là đất.", "Hai là vốn."),
            ("Kiến nghị 1: đất.", "Kiến nghị 2: vốn."),
            ("- Đất đai.", "- Vốn vay."),
        ] {
            let told = of("Xưởng nhỏ.", &format!("{one}\n{two}"));
            assert_eq!(
                told,
                [
                    ("Xưởng nhỏ.".into(), INTRO),
                    (one.into(), Looks::Ask),
                    (two.into(), Looks::Ask)
                ],
            );
        }
    }

    #[test]
    fn lines_of_what_is_asked_are_asks() {
        let told = of("Xưởng nhỏ.", "Cho thuê đất.\nCho vay vốn.\nXin cảm ơn.");
        let looks: Vec<Looks> = told.into_iter().map(|(_, looks)| looks).collect();
        assert_eq!(looks, [INTRO, Looks::Ask, Looks::Ask, GREETING]);
    }

    #[test]
    fn a_plain_letter_is_one_passage_until_paragraphs_are_asked_for() {
        let letter = Letter::of(
            "Đoạn một.\nVẫn đoạn một.\n\nĐoạn hai. Kiến nghị: bỏ phí.",
            "Xin trả lời.",
        );
        assert_eq!(propose(&letter), whole(&letter));
        let parts: Vec<String> = told(&letter, &paragraphs(&letter))
            .into_iter()
            .map(|(text, _)| text)
            .collect();
        assert_eq!(
            parts,
            [
                "Đoạn một.\nVẫn đoạn một.",
                "Đoạn hai.",
                "Kiến nghị: bỏ phí.",
                "Xin trả lời."
            ]
        );
    }

    #[test]
    fn numbers_in_a_sentence_number_nothing() {
        assert_eq!(
            of("Tôi nộp 1.350 đồng. 24.000 tỷ là nhiều.", "Giảm phí.").len(),
            1
        );
    }

    #[test]
    fn a_letter_that_says_nothing_is_one_passage() {
        assert_eq!(of(")", ""), [(")".into(), Looks::Ask)]);
        let letter = Letter::of(")", "");
        assert_eq!(paragraphs(&letter), whole(&letter));
    }

    proptest! {
        #[test]
        fn whatever_is_proposed_leaves_no_word_out(body in "[a-zà-ỹ0-9 .:;)\n-]{2,200}", ask in "[0-9a-z. \n]{0,80}") {
            let letter = Letter::of(&crate::text::clean(&body), &crate::text::clean(&ask));
            for proposed in [propose(&letter), paragraphs(&letter), whole(&letter)] {
                let spans: Vec<Span> = proposed.iter().map(|one| one.span).collect();
                let said = letter.said(0..letter.len());
                prop_assert!(said < LETTERS_AT_LEAST || marking::check_spans(&letter, &spans).is_ok(), "{:?}", spans);
                prop_assert!(!spans.is_empty());
            }
        }
    }
}
