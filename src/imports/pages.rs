//! All that the templates of an import may see.

use askama::Template;
use diesel::QueryResult;
use serde::Deserialize;

use super::actions::headers;
use super::columns::Field;
use super::judge::{Given, Verdict, Weight, place_key};
use super::plan::Plan;
use super::queries::{self, Filed, Import, State};
use super::review::{self, Shown};
use super::{paths, policy};
use crate::conferences::{self, Conference};
use crate::db::DbConnection;
use crate::difficulties::{IdentityLevel, PublicationConsent};
use crate::filers::FilerKind;
use crate::submissions::content::UNSURE;
use crate::submissions::places::{self, Choice, Place};
use crate::text::legacy::Encoding;
use crate::web::limits::{SHEET_BYTES, SHEET_ROWS};
use crate::web::paging::{ROWS, Rows};
use crate::web::{Ctx, FieldErrors, Page};

/// Samples of old letters, and of the values of a column.
const SAMPLES: usize = 6;
const VALUES: usize = 3;

/// Which rows are looked at.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct View {
    xem: String,
    sau: String,
    lai: String,
}

impl View {
    fn verdict(&self) -> Option<Verdict> {
        Verdict::ALL
            .iter()
            .copied()
            .find(|verdict| in_address(*verdict) == self.xem)
    }

    fn after(&self) -> i32 {
        self.sau.parse().unwrap_or_default()
    }
}

/// A verdict in an address.
fn in_address(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Ok => "dat",
        Verdict::Warning => "canh-bao",
        Verdict::Error => "loi",
    }
}

#[derive(Template)]
#[template(path = "imports/begin.html")]
pub struct BeginPage {
    pub page: Page,
    pub imports: Vec<Import>,
    pub errors: FieldErrors,
}

impl BeginPage {
    fn mib(&self) -> usize {
        SHEET_BYTES >> 20
    }

    fn rows(&self) -> usize {
        SHEET_ROWS
    }

    fn moment(&self, import: &Import) -> String {
        self.page
            .moment(import.stored_at.as_ref().unwrap_or(&import.created_at))
    }

    fn is_stored(&self, import: &Import) -> bool {
        import.state == State::Stored
    }

    fn names(&self) -> String {
        let names: Vec<_> = super::columns::NEEDED
            .iter()
            .map(|field| self.page.t(&field.label()).into_owned())
            .collect();
        names.join(", ")
    }
}

/// One way of reading, with how a sample looks in it.
pub struct Way {
    pub encoding: Encoding,
    pub sample: String,
    pub is_proposed: bool,
    pub is_chosen: bool,
}

#[derive(Template)]
#[template(path = "imports/encoding.html")]
pub struct EncodingPage {
    page: Page,
    import: Import,
    samples: Vec<(String, String)>,
    ways: Vec<Way>,
    loses_capitals: bool,
    errors: FieldErrors,
}

impl EncodingPage {
    pub fn load(
        conn: &mut DbConnection,
        ctx: &Ctx,
        import: Import,
        errors: FieldErrors,
    ) -> QueryResult<Self> {
        let plan = import.plan();
        let proposal = plan.proposal.unwrap_or(Encoding::AsIs);
        let samples = review::samples(conn, &import, proposal, SAMPLES)?;
        let raw = samples
            .first()
            .map(|(raw, _)| raw.clone())
            .unwrap_or_default();
        // What is proposed comes first, but no way is chosen for a person.
        let mut encodings = vec![proposal];
        encodings.extend(Encoding::ALL.iter().copied().filter(|own| *own != proposal));
        let ways = encodings
            .into_iter()
            .map(|encoding| Way {
                encoding,
                sample: crate::text::legacy::decode(encoding, &raw),
                is_proposed: encoding == proposal,
                is_chosen: plan.encoding == Some(encoding),
            })
            .collect();
        Ok(Self {
            page: Page::load(conn, ctx)?,
            import,
            samples,
            ways,
            loses_capitals: proposal == Encoding::Tcvn3,
            errors,
        })
    }
}

/// A column: its name, some of its values, what it is taken for.
pub struct Column {
    pub letter: String,
    pub name: String,
    pub values: Vec<String>,
    pub field: Option<Field>,
}

#[derive(Template)]
#[template(path = "imports/columns.html")]
pub struct ColumnsPage {
    page: Page,
    import: Import,
    plan: Plan,
    columns: Vec<Column>,
    /// The first rows, for choosing the heading: number and beginning.
    rows: Vec<(i32, String)>,
    errors: FieldErrors,
}

impl ColumnsPage {
    pub fn load(
        conn: &mut DbConnection,
        ctx: &Ctx,
        import: Import,
        plan: Plan,
        errors: FieldErrors,
    ) -> QueryResult<Self> {
        let first = review::first_rows(conn, &import)?;
        let header = i32::try_from(plan.header_row).unwrap_or_default();
        let after = queries::rows(conn, import.id, header, 25)?;
        let heading = first.iter().find(|row| row.number == header);
        let columns = columns(&plan, heading, &after);
        let rows = first
            .iter()
            .map(|row| (row.number, beginning(&plan, row)))
            .collect();
        Ok(Self {
            page: Page::load(conn, ctx)?,
            import,
            plan,
            columns,
            rows,
            errors,
        })
    }

    fn label(&self, field: &Field) -> String {
        self.page.t(&field.label()).into_owned()
    }

    fn row_begins(&self, number: &i32, beginning: &str) -> String {
        self.page
            .t2("imports-row-begins", "row", number, "text", beginning)
    }

    fn is_field(&self, column: &Column, field: &Field) -> bool {
        column.field == Some(*field)
    }

    fn is_header(&self, number: &i32) -> bool {
        usize::try_from(*number) == Ok(self.plan.header_row)
    }

    fn sheet_label(&self, index: &usize) -> String {
        let Some(sheet) = self.plan.sheets.get(*index) else {
            return String::new();
        };
        if sheet.is_hidden {
            self.page
                .t1("imports-sheet-hidden", "name", sheet.name.as_str())
        } else {
            sheet.name.clone()
        }
    }

    fn hidden_sheets(&self) -> usize {
        self.plan
            .sheets
            .iter()
            .filter(|sheet| sheet.is_hidden)
            .count()
    }
}

fn columns(plan: &Plan, heading: Option<&Given>, after: &[Given]) -> Vec<Column> {
    let names = headers(plan, heading);
    let widest = after
        .iter()
        .map(|row| row.cells.len())
        .max()
        .unwrap_or_default();
    (0..widest.max(names.len()))
        .map(|index| {
            let mut values: Vec<String> = Vec::new();
            for row in after {
                let Some(cell) = row.cells.get(index).filter(|cell| !cell.is_empty()) else {
                    continue;
                };
                let text = short(&plan.decode(plan.shown_encoding(), index, cell).text, 60);
                if values.len() < VALUES && !values.contains(&text) {
                    values.push(text);
                }
            }
            Column {
                letter: letter(index),
                name: names
                    .get(index)
                    .map(|(name, _)| name.clone())
                    .unwrap_or_default(),
                values,
                field: plan.columns.get(index).copied().flatten(),
            }
        })
        .collect()
}

/// What a spreadsheet calls a column: A, B, …, Z, AA.
fn letter(index: usize) -> String {
    let mut rest = index + 1;
    let mut letters = Vec::new();
    while rest > 0 {
        let place = u8::try_from((rest - 1) % 26).unwrap_or_default();
        letters.push(char::from(b'A' + place));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

fn beginning(plan: &Plan, row: &Given) -> String {
    let cells = row.cells.iter().enumerate();
    let texts: Vec<String> = cells
        .filter(|(_, cell)| !cell.is_empty())
        .map(|(index, cell)| plan.decode(plan.shown_encoding(), index, cell).text)
        .collect();
    short(&texts.join(" | "), 90)
}

fn short(text: &str, letters: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= letters {
        return text;
    }
    let cut: String = text.chars().take(letters - 1).collect();
    format!("{}…", cut.trim_end())
}

/// A commune's name that a person chooses for.
pub struct PlaceQuestion {
    pub commune: String,
    pub rows: i64,
    pub choices: Vec<Choice>,
    pub chosen: String,
}

#[derive(Template)]
#[template(path = "imports/preview.html")]
pub struct PreviewPage {
    page: Page,
    import: Import,
    conference: Conference,
    rows: Rows<Shown>,
    places: Vec<PlaceQuestion>,
    verdict: Option<Verdict>,
    errors: FieldErrors,
}

/// A count of the preview that is a link to exactly that many rows.
pub struct Tab {
    pub key: &'static str,
    pub count: i64,
    pub address: String,
    pub is_here: bool,
}

impl PreviewPage {
    pub fn load(
        conn: &mut DbConnection,
        ctx: &Ctx,
        import: Import,
        view: &View,
        errors: FieldErrors,
    ) -> QueryResult<Self> {
        let (plan, verdict) = (import.plan(), view.verdict());
        let (now, lang) = (ctx.now(), ctx.lang());
        let rows = review::judged(conn, &import, verdict, view.after(), ROWS, now, lang)?;
        let mut questions = Vec::new();
        for (commune, rows) in queries::places(conn, import.id)? {
            let choices = match places::settle(conn, &commune, "", ctx.today())? {
                Place::Several(choices) => choices,
                Place::Settled(_) => continue,
            };
            questions.push(PlaceQuestion {
                chosen: plan
                    .places
                    .get(&place_key(&commune))
                    .cloned()
                    .unwrap_or_default(),
                commune,
                rows,
                choices,
            });
        }
        Ok(Self {
            page: Page::load(conn, ctx)?,
            conference: conferences::queries::find(conn, import.conference_id)?,
            import,
            rows: Rows::cut(rows, ROWS, |row| row.number.to_string()),
            places: questions,
            verdict,
            errors,
        })
    }

    fn tabs(&self) -> [Tab; 4] {
        let tab = |key, count: i32, verdict: Option<Verdict>| Tab {
            key,
            count: count.into(),
            address: match verdict {
                Some(verdict) => format!(
                    "{}?xem={}",
                    paths::preview(&self.import.token),
                    in_address(verdict)
                ),
                None => paths::preview(&self.import.token),
            },
            is_here: self.verdict == verdict,
        };
        [
            tab("imports-tab-all", self.import.row_count, None),
            tab(
                "imports-verdict-ok",
                self.import.ok_count,
                Some(Verdict::Ok),
            ),
            tab(
                "imports-verdict-warning",
                self.import.warning_count,
                Some(Verdict::Warning),
            ),
            tab(
                "imports-verdict-error",
                self.import.error_count,
                Some(Verdict::Error),
            ),
        ]
    }

    fn next_address(&self, next: &str) -> String {
        let kept = self.verdict.map_or_else(String::new, |verdict| {
            format!("xem={}&", in_address(verdict))
        });
        format!("{}?{kept}sau={next}", paths::preview(&self.import.token))
    }

    fn area(&self, choice: &Choice) -> String {
        let name = self.page.pick(&choice.area.name_vi, &choice.area.name_en);
        match (&choice.district, &choice.former) {
            (Some(district), None) => format!("{name}, {district}"),
            _ => name.to_owned(),
        }
    }

    fn is_chosen(&self, question: &PlaceQuestion, choice: &Choice) -> bool {
        question.chosen == choice.area.id.to_string()
    }

    fn is_unsure(&self, question: &PlaceQuestion) -> bool {
        question.chosen == UNSURE
    }

    fn field_name(&self, code: &str) -> Option<String> {
        Field::parse(code).map(|field| self.page.t(&field.label()).into_owned())
    }

    fn mark(&self, weight: &Weight) -> &'static str {
        match weight {
            Weight::Error => "err",
            Weight::Warning => "warn",
            Weight::Note => "muted",
        }
    }

    fn received(&self, row: &Shown) -> String {
        let local = crate::dates::local_date(row.judged.received_at);
        self.page.day(&local)
    }
}

#[derive(Template)]
#[template(path = "imports/result.html")]
pub struct ResultPage {
    page: Page,
    import: Import,
    who: Option<String>,
    rows: Rows<Filed>,
    filed: i32,
    is_own: bool,
    /// The same file was brought again.
    is_again: bool,
}

impl ResultPage {
    pub fn load(
        conn: &mut DbConnection,
        ctx: &Ctx,
        import: Import,
        view: &View,
    ) -> QueryResult<Self> {
        let rows = queries::filed(conn, import.id, view.after(), ROWS + 1)?;
        let who = import
            .account_id
            .map(|id| queries::account_name(conn, id))
            .transpose()?;
        Ok(Self {
            page: Page::load(conn, ctx)?,
            filed: import.to_file(),
            is_own: policy::is_own(&ctx.actor, import.account_id),
            import,
            who,
            rows: Rows::cut(rows, ROWS, |row| row.number.to_string()),
            is_again: !view.lai.is_empty(),
        })
    }

    fn when(&self) -> String {
        self.page.moment(
            self.import
                .stored_at
                .as_ref()
                .unwrap_or(&self.import.created_at),
        )
    }

    fn who(&self) -> String {
        self.who
            .clone()
            .unwrap_or_else(|| self.page.t("imports-by-server").into_owned())
    }

    fn item(&self, row: &Filed) -> String {
        if self.is_own {
            crate::submissions::paths::receipt(&row.reference)
        } else {
            format!("/xu-ly/{}", row.reference)
        }
    }

    fn next_address(&self, next: &str) -> String {
        format!("{}?sau={next}", paths::result(&self.import.token))
    }
}
