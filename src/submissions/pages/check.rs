//! Step 3.

use std::borrow::Cow;

use askama::Template;

use super::Sheet;
use crate::areas::Area;
use crate::attachments::FileView;
use crate::conferences::TopicGroup;
use crate::difficulties::{IdentityLevel, PublicationConsent};
use crate::filers::tax_code::{TaxCode, TaxCodeCheck};
use crate::redaction::{self, FindingKind};
use crate::submissions::content::{Choices, Content, UNSURE, phone_warning, tax_code_warning};
use crate::submissions::elsewhere::seems_elsewhere;
use crate::submissions::joining::Wish;
use crate::submissions::paths;
use crate::web::Page;

/// In the order of the page: what most choose first.
pub const CONSENTS: [PublicationConsent; 3] = [
    PublicationConsent::Anonymous,
    PublicationConsent::Named,
    PublicationConsent::Private,
];

pub const CHECK_FIELDS: [&str; 3] = ["nhom", "cong_khai", "dong_y"];

#[derive(Template)]
#[template(path = "submissions/check.html")]
pub struct CheckPage {
    pub page: Page,
    pub sheet: Sheet,
    pub content: Content,
    pub files: Vec<FileView>,
    pub choices: Choices,
    pub has_agreed: bool,
    pub form_token: String,
    pub topics: Vec<TopicGroup>,
    /// The unit the commune was matched to, with its district.
    pub area: Option<(Area, Option<Area>)>,
    /// The published one it shall go with.
    pub joins: Option<Wish>,
}

/// One line of the summary, and where it is corrected.
struct SummaryLine {
    label: Cow<'static, str>,
    value: String,
    /// What to look at again, or how it was understood.
    note: Option<String>,
    edit: String,
}

impl CheckPage {
    fn agreement(&self) -> Cow<'static, str> {
        self.page.t("submissions-agree")
    }

    fn is_topic(&self, topic: &TopicGroup) -> bool {
        self.choices.topic == topic.id.to_string()
    }

    fn line(
        &self,
        step: &str,
        field: &str,
        label: &str,
        value: impl Into<String>,
        note: Option<String>,
    ) -> SummaryLine {
        let value = value.into();
        SummaryLine {
            label: self.page.t(label),
            value: if value.is_empty() {
                self.page.t("submissions-not-given").into_owned()
            } else {
                value
            },
            note,
            edit: format!("{step}#{field}"),
        }
    }

    fn story_lines(&self) -> [SummaryLine; 3] {
        let story = &self.content.story;
        let line = |field: &str, label: &str, value: &str| {
            self.line(paths::STORY, field, label, value, None)
        };
        [
            line("tom_tat", "field-tom-tat", &story.title),
            line("ke_cu_the", "field-ke-cu-the", &story.body),
            line("de_nghi", "field-de-nghi", &story.ask),
        ]
    }

    fn filer_lines(&self) -> Vec<SummaryLine> {
        let filer = &self.content.filer;
        let line = |field: &str, label: &str, value: String, warning: Option<&str>| {
            let note = warning.map(|key| self.page.t(key).into_owned());
            self.line(paths::FILER, field, label, value, note)
        };
        let names = if filer.names_official {
            "submissions-yes"
        } else {
            "submissions-no"
        };
        vec![
            line(
                "loai",
                "submissions-label-loai",
                self.page.code("kind", &filer.kind).into_owned(),
                None,
            ),
            line("ten", "field-ten", filer.name.clone(), None),
            line("lang_nghe", "field-lang-nghe", filer.village.clone(), None),
            self.line(
                paths::FILER,
                "xa_phuong",
                "field-xa-phuong",
                filer.commune.clone(),
                Some(self.place_note()),
            ),
            line(
                "dien_thoai",
                "field-dien-thoai",
                filer.phone.clone(),
                phone_warning(&filer.phone),
            ),
            line(
                "thu_dien_tu",
                "field-thu-dien-tu",
                filer.email.clone(),
                None,
            ),
            line(
                "ma_so_thue",
                "field-ma-so-thue",
                shown_tax_code(&filer.tax_code),
                tax_code_warning(&filer.tax_code),
            ),
            line(
                "so_lao_dong",
                "field-so-lao-dong",
                filer.workers.clone(),
                None,
            ),
            line(
                "danh_tinh",
                "submissions-label-danh-tinh",
                self.page.code("identity", &filer.identity).into_owned(),
                None,
            ),
            line(
                "neu_ten",
                "submissions-label-neu-ten",
                self.page.t(names).into_owned(),
                None,
            ),
        ]
    }

    /// What stands on the page, so that nothing else is sent by its button.
    fn file_ids(&self) -> String {
        file_ids(self.files.iter().map(|file| file.id))
    }

    fn is_shielded(&self) -> bool {
        self.content.filer.identity == IdentityLevel::Shielded.as_str()
    }

    fn place_note(&self) -> String {
        let Some((area, district)) = &self.area else {
            return self.page.t("submissions-commune-by-clerk").into_owned();
        };
        let name = |area: &Area| self.page.pick(&area.name_vi, &area.name_en).to_owned();
        match district {
            Some(district) => format!("{}, {}", name(area), name(district)),
            None => name(area),
        }
    }

    /// It reads like another procedure: a sentence for the filer, never a reason to refuse.
    fn seems_elsewhere(&self) -> bool {
        let story = &self.content.story;
        seems_elsewhere(&[&story.title, &story.body, &story.ask])
    }

    /// What in the text points to a person: a hint, never a reason to refuse.
    fn hints(&self) -> Vec<String> {
        let story = &self.content.story;
        [&story.title, &story.body, &story.ask]
            .into_iter()
            .flat_map(|text| redaction::findings(text))
            .filter_map(|finding| {
                let key = match finding.kind {
                    FindingKind::Name => return None,
                    FindingKind::Plate => "submissions-finding-plate",
                    FindingKind::Phone => "submissions-finding-phone",
                    FindingKind::IdentityNumber => "submissions-finding-identity",
                    FindingKind::TaxCode => "submissions-finding-tax-code",
                    FindingKind::Email => "submissions-finding-email",
                };
                Some(self.page.t1(key, "text", finding.text))
            })
            .collect()
    }
}

/// The files of a draft as one word.
pub fn file_ids(ids: impl Iterator<Item = i64>) -> String {
    ids.map(|id| id.to_string()).collect::<Vec<_>>().join("-")
}

/// A personal number is masked even before its owner: others stand behind them.
pub fn shown_tax_code(typed: &str) -> String {
    match TaxCode::check(typed) {
        TaxCodeCheck::PersonalNumber { canonical } => canonical.masked(),
        TaxCodeCheck::Valid { canonical } => canonical.as_str().to_owned(),
        TaxCodeCheck::Missing | TaxCodeCheck::Doubtful { .. } => typed.to_owned(),
    }
}
