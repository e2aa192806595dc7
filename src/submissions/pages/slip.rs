//! All the steps on one page, for who types in for somebody else.

use std::borrow::Cow;

use askama::Template;

use super::Sheet;
use super::check::CONSENTS;
use super::filer::FilerFields;
use super::story::{Area, areas};
use crate::attachments::FilesField;
use crate::conferences::TopicGroup;
use crate::difficulties::IdentityLevel;
use crate::filers::FilerKind;
use crate::submissions::content::{Choices, Story, UNSURE};
use crate::submissions::paths;
use crate::submissions::slip::CHANNELS;
use crate::web::Page;
use crate::web::uploads::FILES_FIELD;

/// In the order of the page.
pub const SLIP_FIELDS: [&str; 18] = [
    "kenh",
    "ngay_nhan",
    "tom_tat",
    "ke_cu_the",
    "de_nghi",
    "loai",
    "ten",
    "lang_nghe",
    "xa_phuong",
    "dien_thoai",
    "thu_dien_tu",
    "ma_so_thue",
    "so_lao_dong",
    "danh_tinh",
    FILES_FIELD,
    "nhom",
    "cong_khai",
    "dong_y",
];

#[derive(Template)]
#[template(path = "submissions/slip.html")]
pub struct SlipPage {
    pub page: Page,
    pub sheet: Sheet,
    pub channel: String,
    pub received_on: String,
    pub story: Story,
    pub fields: FilerFields,
    pub files: FilesField,
    pub choices: Choices,
    pub has_agreed: bool,
    pub form_token: String,
    pub topics: Vec<TopicGroup>,
}

impl SlipPage {
    fn areas(&self) -> [Area<'_>; 3] {
        areas(&self.page, &self.sheet, &self.story)
    }

    fn agreement(&self) -> Cow<'static, str> {
        self.page.t("submissions-slip-agree")
    }

    fn is_topic(&self, topic: &TopicGroup) -> bool {
        self.choices.topic == topic.id.to_string()
    }
}
