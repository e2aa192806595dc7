//! The three sentences at the head of a brief, and the words about a decision, by these rules:
//!
//! 1. How far the answers are: answered problems of all problems, and their share. A problem is
//!    what is neither merged into another, nor refused, nor taken back.
//! 2. What the chair is needed for: how many decisions, and how many filers they touch, each
//!    counted once. Without any: how many are overdue, and at how many agencies.
//! 3. The heaviest one open: the problem still without an answer that the most filers have, its
//!    title, how many, and who has it. Without any open: that all are answered.
//!
//! The secretary may put words of their own in their place; the brief then says that they did.

use super::Slice;
use super::content::{Content, Decision, Reason};
use crate::i18n::{Lang, Value};

/// Whole percent of a whole; nothing of nothing is none.
#[must_use]
pub fn percent(part: i64, whole: i64) -> i64 {
    if whole == 0 { 0 } else { part * 100 / whole }
}

impl Content {
    /// Whole percent of the problems that are answered.
    #[must_use]
    pub fn answered_percent(&self) -> i64 {
        percent(self.count(Slice::Answered), self.count(Slice::Problems))
    }

    /// The three sentences, by the rules.
    #[must_use]
    pub fn sentences(&self, lang: Lang) -> Vec<String> {
        if self.facts.is_empty() {
            return vec![lang.text("briefs-nothing").into_owned()];
        }
        let (answered, problems) = (self.count(Slice::Answered), self.count(Slice::Problems));
        let first = lang.with(
            "briefs-sentence-answered",
            &[
                ("answered", answered.into()),
                ("problems", problems.into()),
                ("percent", self.answered_percent().into()),
            ],
        );
        let second = if self.decisions.is_empty() {
            let late = i64::try_from(self.late_agencies().len()).unwrap_or(i64::MAX);
            lang.with(
                "briefs-sentence-overdue",
                &[
                    ("count", self.count(Slice::Overdue).into()),
                    ("agencies", late.into()),
                ],
            )
        } else {
            let ids: Vec<i64> = self.decisions.iter().map(|decision| decision.id).collect();
            lang.with(
                "briefs-sentence-decisions",
                &[
                    ("count", self.decisions.len().into()),
                    ("filers", self.filers_of(&ids).into()),
                ],
            )
        };
        let third = match self.heaviest() {
            None => lang.text("briefs-sentence-none-open").into_owned(),
            Some((fact, filers)) => {
                let title = self.titles.get(&fact.id).map_or("", String::as_str);
                let agency = fact.agency.and_then(|id| self.agencies.get(&id));
                match agency {
                    Some(agency) => lang.with(
                        "briefs-sentence-heaviest",
                        &[
                            ("title", title.trim_end_matches('.').into()),
                            ("filers", filers.into()),
                            ("agency", agency.of(lang).into()),
                        ],
                    ),
                    None => lang.with(
                        "briefs-sentence-heaviest-unassigned",
                        &[
                            ("title", title.trim_end_matches('.').into()),
                            ("filers", filers.into()),
                        ],
                    ),
                }
            }
        };
        vec![first, second, third]
    }

    /// The sentences as they are shown, and whether the secretary wrote them.
    #[must_use]
    pub fn shown_sentences(&self, lang: Lang) -> (String, bool) {
        match &self.edited_sentences {
            Some(text) => (text.clone(), true),
            None => (self.sentences(lang).join(" "), false),
        }
    }

    /// The agency that has it.
    fn lead_of(&self, decision: &Decision, lang: Lang) -> String {
        decision
            .positions
            .iter()
            .find(|position| position.is_lead)
            .map_or_else(
                || lang.text("briefs-nobody").into_owned(),
                |position| position.agency.of(lang).to_owned(),
            )
    }

    /// Where it sticks.
    #[must_use]
    pub fn sticks(&self, decision: &Decision, lang: Lang) -> String {
        if let Some(text) = &decision.edited_sticks {
            return text.clone();
        }
        let agency = self.lead_of(decision, lang);
        let base = lang.with(
            &format!("briefs-sticks-{}", decision.reason.code()),
            &[
                ("agency", agency.into()),
                ("days", decision.late_days.unwrap_or_default().into()),
                (
                    "other",
                    Value::from(decision.opposite.clone().unwrap_or_default()),
                ),
            ],
        );
        if decision.note.is_empty() {
            base
        } else {
            format!("{base} {}", decision.note)
        }
    }

    /// What is proposed to the chair.
    #[must_use]
    pub fn proposal(&self, decision: &Decision, lang: Lang) -> String {
        if let Some(text) = &decision.edited_proposal {
            return text.clone();
        }
        lang.with(
            &format!("briefs-proposal-{}", decision.reason.code()),
            &[("agency", self.lead_of(decision, lang).into())],
        )
    }

    /// Whether filers or agencies contradict each other, in words; empty for no.
    #[must_use]
    pub fn disagreement(&self, decision: &Decision, lang: Lang) -> String {
        match (decision.reason, &decision.opposite) {
            (_, Some(other)) => lang.with(
                "briefs-disagree-filers",
                &[("other", other.as_str().into())],
            ),
            (Reason::Returned, None) => lang.text("briefs-disagree-agencies").into_owned(),
            _ => String::new(),
        }
    }
}
