//! What the pages of a brief may see, and the words that screen, paper and sheet share.

use askama::Template;

use super::content::{Content, Decision, Name, Position, Promise};
use super::counting::{LATE_AT_MOST, Late, Village};
use super::edits::Part;
use super::punctuality::{Punctuality, RANKED_FROM};
use super::slice::{AGES, Of};
use super::{Slice, paths};
use crate::conferences::overview::Column;
use crate::conferences::overview::bar::{self, Part as BarPart};
use crate::dates;
use crate::difficulties::Status;
use crate::i18n::Lang;
use crate::web::{FieldErrors, Page};

/// A large number with what it counts, and the rows it opens.
pub struct Figure {
    pub number: String,
    pub label: String,
    pub slice: Option<Slice>,
    pub is_bad: bool,
}

/// When and where, and how many became how many.
pub fn about(content: &Content, lang: Lang) -> String {
    let mut parts = Vec::new();
    match content.held_at {
        Some(at) => parts.push(held(at, lang)),
        None => parts.push(lang.text("portal-home-in-writing").into_owned()),
    }
    let place = content.place.of(lang);
    if !place.is_empty() {
        parts.push(place.to_owned());
    }
    parts.push(lang.with(
        "briefs-about-counts",
        &[
            ("difficulties", content.count(Slice::All).into()),
            ("filers", content.count(Slice::Filers).into()),
            ("problems", content.count(Slice::Problems).into()),
        ],
    ));
    parts.join(" · ")
}

fn held(at: chrono::NaiveDateTime, lang: Lang) -> String {
    let local = dates::local(at);
    lang.with(
        "briefs-held",
        &[
            ("time", local.format("%H:%M").to_string().into()),
            ("date", dates::vi_date(local.date()).into()),
        ],
    )
}

/// "Số liệu đến 07:30 ngày 05/7/2024, bản 2".
pub fn stamp(content: &Content, number: Option<i32>, lang: Lang) -> String {
    let local = dates::local(content.as_of);
    let time = local.format("%H:%M").to_string();
    let date = local.format("%d/%-m/%Y").to_string();
    match number {
        Some(number) => lang.with(
            "briefs-stamp",
            &[
                ("time", time.into()),
                ("date", date.into()),
                ("number", number.into()),
            ],
        ),
        None => lang.with(
            "briefs-stamp-open",
            &[("time", time.into()), ("date", date.into())],
        ),
    }
}

/// The four numbers.
pub fn figures(content: &Content, lang: Lang) -> Vec<Figure> {
    let overdue = content.count(Slice::Overdue);
    let (kept, all, late) = content.promises_kept();
    let promised = match &content.promised_at {
        Some(earlier) => lang.with(
            "briefs-kpi-promises-earlier",
            &[
                ("conference", earlier.of(lang).into()),
                ("late", late.into()),
            ],
        ),
        None => lang.with("briefs-kpi-promises", &[("late", late.into())]),
    };
    vec![
        Figure {
            number: lang.number(content.count(Slice::All)),
            label: lang.with(
                "briefs-kpi-received",
                &[("problems", content.count(Slice::Problems).into())],
            ),
            slice: Some(Slice::All),
            is_bad: false,
        },
        Figure {
            number: lang.with(
                "conferences-percent",
                &[("percent", content.answered_percent().into())],
            ),
            label: lang.with(
                "briefs-kpi-answered",
                &[
                    ("answered", content.count(Slice::Answered).into()),
                    ("problems", content.count(Slice::Problems).into()),
                ],
            ),
            slice: Some(Slice::Answered),
            is_bad: false,
        },
        Figure {
            number: lang.number(overdue),
            label: lang.with(
                "briefs-kpi-overdue",
                &[("agencies", content.late_agencies().len().into())],
            ),
            slice: Some(Slice::Overdue),
            is_bad: overdue > 0,
        },
        Figure {
            number: format!("{}/{}", lang.number(kept), lang.number(all)),
            label: promised,
            slice: None,
            is_bad: late > 0,
        },
    ]
}

/// The steps from letters to the agenda, which add up: difficulties are problems, merged ones
/// and those ended without an answer.
pub fn flow_steps() -> [(&'static str, Slice); 7] {
    [
        ("briefs-flow-submissions", Slice::Submissions),
        ("briefs-flow-filers", Slice::Filers),
        ("briefs-flow-difficulties", Slice::All),
        ("briefs-flow-merged", Slice::Merged),
        ("briefs-flow-ended", Slice::Ended),
        ("briefs-flow-problems", Slice::Problems),
        ("briefs-flow-tabled", Slice::Tabled),
    ]
}

/// The steps in one sentence.
pub fn flow(content: &Content, lang: Lang) -> String {
    let count = |slice| content.count(slice).into();
    lang.with(
        "briefs-flow",
        &[
            ("submissions", count(Slice::Submissions)),
            ("filers", count(Slice::Filers)),
            ("difficulties", count(Slice::All)),
            ("merged", count(Slice::Merged)),
            ("ended", count(Slice::Ended)),
            ("problems", count(Slice::Problems)),
            ("tabled", count(Slice::Tabled)),
        ],
    )
}

pub fn decisions_heading(content: &Content, lang: Lang) -> String {
    lang.with(
        "briefs-decisions",
        &[("count", content.decisions.len().into())],
    )
}

/// Reference, filers, places.
pub fn about_decision(content: &Content, decision: &Decision, lang: Lang) -> String {
    let filers = lang.with(
        "briefs-filers",
        &[("count", content.filers_of(&[decision.id]).into())],
    );
    let mut words = format!("{} · {filers}", decision.reference);
    if !decision.places.is_empty() {
        words.push_str(" · ");
        words.push_str(&decision.places.join(", "));
    }
    words
}

/// What an agency says, or that it has said nothing.
pub fn said(position: &Position, lang: Lang) -> String {
    if position.text.is_empty() {
        lang.text("briefs-said-nothing").into_owned()
    } else {
        position.text.clone()
    }
}

/// Topic groups by id with their names, and those without one where there are any.
pub fn topic_rows(content: &Content, lang: Lang) -> Vec<(i64, String)> {
    let mut rows: Vec<(i64, String)> = content
        .topics
        .iter()
        .map(|topic| (topic.id, topic_name(content, Some(topic.id), lang)))
        .collect();
    if content.count(Slice::Topic(0, Of::All)) > 0 {
        rows.push((0, topic_name(content, None, lang)));
    }
    rows
}

pub fn topic_name(content: &Content, id: Option<i64>, lang: Lang) -> String {
    content
        .topics
        .iter()
        .find(|topic| Some(topic.id) == id)
        .map_or_else(
            || lang.text("conferences-no-topic").into_owned(),
            |topic| format!("{}. {}", topic.position, topic.name.of(lang)),
        )
}

pub fn agency_name(content: &Content, id: i64, lang: Lang) -> &str {
    content.agencies.get(&id).map_or("", |name| name.of(lang))
}

pub fn status_name(status: Status, lang: Lang) -> String {
    let code = status.as_str().replace('_', "-");
    lang.text(&format!("status-{code}")).into_owned()
}

pub fn village_name<'a>(content: &'a Content, village: &Village) -> &'a str {
    content
        .villages
        .get(village.place)
        .map_or("", String::as_str)
}

/// The heaviest difficulties of a village, `most` of them: "Dời lò gas (61); điện yếu (9)".
pub fn village_problems(content: &Content, village: &Village, most: usize) -> String {
    village
        .problems
        .iter()
        .take(most)
        .filter_map(|(id, filers)| {
            let title = content.titles.get(id)?;
            Some(format!("{} ({filers})", title.trim_end_matches('.')))
        })
        .collect::<Vec<_>>()
        .join("; ")
}

pub fn age_name(place: usize, lang: Lang) -> String {
    match (
        place.checked_sub(1).and_then(|before| AGES.get(before)),
        AGES.get(place),
    ) {
        (None, Some(most)) => lang.with("briefs-age-to", &[("most", (*most).into())]),
        (Some(before), Some(most)) => lang.with(
            "briefs-age-between",
            &[("least", (before + 1).into()), ("most", (*most).into())],
        ),
        (Some(before), None) => lang.with("briefs-age-over", &[("most", (*before).into())]),
        (None, None) => String::new(),
    }
}

pub fn promises_heading(content: &Content, lang: Lang) -> String {
    let (kept, all, late) = content.promises_kept();
    let on_course = all - kept - late;
    let values = [
        ("kept", kept.into()),
        ("course", on_course.into()),
        ("late", late.into()),
    ];
    match &content.promised_at {
        _ if all == 0 => lang.text("briefs-promises-none").into_owned(),
        Some(earlier) => {
            let mut values = values.to_vec();
            values.push(("conference", earlier.of(lang).into()));
            lang.with("briefs-promises-earlier", &values)
        }
        None => lang.with("briefs-promises", &values),
    }
}

/// The late ones first, then those still open, then the kept.
pub fn shown_promises(content: &Content) -> Vec<&Promise> {
    let today = dates::local_date(content.as_of);
    let mut promises: Vec<&Promise> = content
        .promises
        .iter()
        .filter(|promise| promise.state != "cancelled")
        .collect();
    promises.sort_by_key(|promise| (!promise.is_late(today), promise.is_done(), promise.due_on));
    promises
}

pub fn promise_state(content: &Content, promise: &Promise, lang: Lang) -> String {
    let today = dates::local_date(content.as_of);
    match promise.done_on {
        _ if promise.is_late(today) => {
            let days = (today - promise.due_on).num_days();
            lang.with("briefs-promise-late", &[("days", days.into())])
        }
        Some(day) if promise.is_done() => lang.with(
            "briefs-promise-done",
            &[("date", dates::vi_date(day).into())],
        ),
        _ => lang
            .text(&format!("tracking-commitment-{}", promise.state))
            .into_owned(),
    }
}

/// A number, and the rows it opens.
pub struct Cell {
    pub count: i64,
    pub address: String,
}

/// A frozen one, to choose.
pub struct Choice {
    pub number: i32,
    pub stamp: String,
    pub by: String,
}

/// The brief on a screen.
#[derive(Template)]
#[template(path = "briefs/brief.html")]
pub struct BriefPage {
    pub page: Page,
    pub slug: String,
    pub content: Content,
    /// `None` for the rows as they stand.
    pub number: Option<i32>,
    /// The first digits of its hash.
    pub hash: String,
    pub choices: Vec<Choice>,
    pub newest: i32,
    pub may_freeze: bool,
    pub may_edit: bool,
}

impl BriefPage {
    fn address(&self, pattern: &str) -> String {
        let address = paths::of(pattern, &self.slug);
        match self.number {
            Some(number) => format!("{address}?ban={number}"),
            None => format!("{address}?ban=moi"),
        }
    }

    fn rows(&self, slice: &Slice) -> String {
        format!("{}&muc={}", self.address(paths::ROWS), slice.code())
    }

    fn brief_of(&self, number: &i32) -> String {
        format!("{}?ban={number}", paths::of(paths::BRIEF, &self.slug))
    }

    fn live(&self) -> String {
        format!("{}?ban=moi", paths::of(paths::BRIEF, &self.slug))
    }

    fn changes(&self) -> String {
        let base = paths::of(paths::CHANGES, &self.slug);
        match self.number {
            Some(number) => format!("{base}?tu={number}"),
            None => format!("{base}?tu={}", self.newest),
        }
    }

    fn cell(&self, slice: &Slice) -> Cell {
        Cell {
            count: self.content.count(*slice),
            address: self.rows(slice),
        }
    }

    fn number_of(&self, slice: &Slice) -> String {
        self.page.number(&self.content.count(*slice))
    }

    fn name<'a>(&self, name: &'a Name) -> &'a str {
        name.of(self.page.lang)
    }

    fn is_shown(&self, choice: &Choice) -> bool {
        self.number == Some(choice.number)
    }

    fn figures(&self) -> Vec<Figure> {
        figures(&self.content, self.page.lang)
    }

    fn about(&self) -> String {
        about(&self.content, self.page.lang)
    }

    fn stamp(&self) -> String {
        stamp(&self.content, self.number, self.page.lang)
    }

    fn sentences(&self) -> (String, bool) {
        self.content.shown_sentences(self.page.lang)
    }

    fn heading(&self) -> String {
        decisions_heading(&self.content, self.page.lang)
    }

    fn about_decision(&self, decision: &Decision) -> String {
        let words = about_decision(&self.content, decision, self.page.lang);
        words
            .strip_prefix(&decision.reference)
            .unwrap_or(&words)
            .to_owned()
    }

    fn sticks(&self, decision: &Decision) -> String {
        self.content.sticks(decision, self.page.lang)
    }

    fn proposal(&self, decision: &Decision) -> String {
        self.content.proposal(decision, self.page.lang)
    }

    fn disagreement(&self, decision: &Decision) -> String {
        self.content.disagreement(decision, self.page.lang)
    }

    fn said(&self, position: &Position) -> String {
        said(position, self.page.lang)
    }

    fn topics(&self) -> Vec<(i64, String)> {
        topic_rows(&self.content, self.page.lang)
    }

    fn columns(&self) -> [Column; 5] {
        Column::ALL
    }

    fn topic_slice(&self, id: &i64) -> Slice {
        Slice::Topic(*id, Of::All)
    }

    fn topic_column(&self, id: &i64, column: &Column) -> Slice {
        Slice::Topic(*id, Of::Column(*column))
    }

    fn topic_overdue(&self, id: &i64) -> Slice {
        Slice::Topic(*id, Of::Overdue)
    }

    fn sum(&self) -> Slice {
        Slice::Sum(Of::All)
    }

    fn sum_column(&self, column: &Column) -> Slice {
        Slice::Sum(Of::Column(*column))
    }

    fn sum_overdue(&self) -> Slice {
        Slice::Sum(Of::Overdue)
    }

    fn topic_bar(&self, id: &i64) -> Vec<BarPart> {
        bar::stacked(Column::ALL.map(|column| {
            (
                column.class(),
                self.content.count(Slice::Topic(*id, Of::Column(column))),
            )
        }))
    }

    fn bar_words(&self, id: &i64) -> String {
        Column::ALL
            .into_iter()
            .map(|column| {
                let count = self.content.count(Slice::Topic(*id, Of::Column(column)));
                format!(
                    "{}: {}",
                    self.page.t(column.key()),
                    self.page.number(&count)
                )
            })
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// Each age: its name, its slice, and the length of its bar of a thousand.
    fn ages(&self) -> Vec<(String, Slice, i64)> {
        let count = |place| self.content.count(Slice::Age(place));
        let most = (0..=AGES.len()).map(count).max().unwrap_or_default().max(1);
        (0..=AGES.len())
            .map(|place| {
                let long = count(place) * 1000 / most;
                (age_name(place, self.page.lang), Slice::Age(place), long)
            })
            .collect()
    }

    fn villages(&self) -> Vec<Village> {
        self.content.heavy_villages()
    }

    fn village_slice(&self, village: &Village) -> Slice {
        Slice::Village(village.place)
    }

    fn village_name(&self, village: &Village) -> &str {
        village_name(&self.content, village)
    }

    fn village_problems(&self, village: &Village) -> String {
        village_problems(&self.content, village, usize::MAX)
    }

    fn late(&self) -> Vec<Late> {
        let mut late = self.content.late_agencies();
        late.truncate(LATE_AT_MOST);
        late
    }

    /// How many late agencies are not named.
    fn more_late(&self) -> i64 {
        let more = self
            .content
            .late_agencies()
            .len()
            .saturating_sub(LATE_AT_MOST);
        i64::try_from(more).unwrap_or(i64::MAX)
    }

    fn agency(&self, id: &i64) -> &str {
        agency_name(&self.content, *id, self.page.lang)
    }

    fn led(&self, id: &i64) -> Slice {
        Slice::Led(*id)
    }

    fn late_at(&self, id: &i64) -> Slice {
        Slice::LateAt(*id)
    }

    fn on_time_at(&self, id: &i64) -> Slice {
        Slice::OnTimeAt(*id)
    }

    fn prompt(&self, id: &i64) -> Slice {
        Slice::Prompt(*id)
    }

    fn problem_rows(&self, decision: &Decision) -> String {
        self.rows(&Slice::Problem(decision.id))
    }

    fn punctuality(&self) -> Vec<Punctuality> {
        self.content.punctuality()
    }

    fn least(&self) -> i64 {
        RANKED_FROM
    }

    fn promises(&self) -> Vec<&Promise> {
        shown_promises(&self.content).into_iter().take(10).collect()
    }

    fn promises_heading(&self) -> String {
        promises_heading(&self.content, self.page.lang)
    }

    fn promise_state(&self, promise: &Promise) -> String {
        promise_state(&self.content, promise, self.page.lang)
    }

    fn promise_class(&self, promise: &Promise) -> &'static str {
        if promise.is_late(dates::local_date(self.content.as_of)) {
            "late"
        } else if promise.is_done() {
            "ok"
        } else {
            "run"
        }
    }

    fn flow(&self) -> [(&'static str, Slice); 7] {
        flow_steps()
    }
}

/// One of the rows behind a number.
pub struct RowView {
    pub reference: String,
    /// `None` where it is no longer for this reader.
    pub title: Option<String>,
    /// As it stood then.
    pub status: Status,
    pub agency: String,
    pub late_days: Option<i64>,
}

/// The rows behind a number.
#[derive(Template)]
#[template(path = "briefs/rows.html")]
pub struct RowsPage {
    pub page: Page,
    pub back: String,
    pub stamp: String,
    pub total: i64,
    pub first: i64,
    pub rows: Vec<RowView>,
    pub next: Option<String>,
}

/// What is different.
#[derive(Template)]
#[template(path = "briefs/changes.html")]
pub struct ChangesPage {
    pub page: Page,
    pub back: String,
    pub from: String,
    pub to: String,
    pub groups: Vec<Changes>,
}

/// Changes of one kind.
pub struct Changes {
    /// Key of the heading.
    pub key: &'static str,
    /// The reference, and what happened to it.
    pub lines: Vec<(String, String)>,
}

impl ChangesPage {
    fn total(&self) -> usize {
        self.groups.iter().map(|group| group.lines.len()).sum()
    }
}

/// One text the secretary may put.
pub struct Editable {
    pub part: Part,
    pub label: String,
    /// What the rules say.
    pub computed: String,
    /// What is in the box.
    pub text: String,
    pub version: i32,
    pub is_wrong: bool,
}

impl Editable {
    fn key(&self) -> String {
        self.part.key()
    }

    fn id(&self) -> String {
        self.part.key().replace('.', "-")
    }
}

#[derive(Template)]
#[template(path = "briefs/edit.html")]
pub struct EditPage {
    pub page: Page,
    pub slug: String,
    pub texts: Vec<Editable>,
    pub errors: FieldErrors,
    pub is_stale: bool,
}

impl EditPage {
    fn address(&self) -> String {
        paths::of(paths::EDIT, &self.slug)
    }

    fn back(&self) -> String {
        format!("{}?ban=moi", paths::of(paths::BRIEF, &self.slug))
    }
}
