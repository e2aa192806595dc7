//! What a browser sends at each step, cleaned into the parts of a draft.

use serde::Deserialize;

use super::content::{Choices, Particulars, Story};
use super::places::Place;
use crate::text::clean;

/// Step 1.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StoryForm {
    tom_tat: String,
    ke_cu_the: String,
    de_nghi: String,
    phien_ban: String,
    sau: String,
    them: String,
    bo_tep: String,
}

/// Step 2.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FilerForm {
    loai: String,
    ten: String,
    lang_nghe: String,
    xa_phuong: String,
    xa_phuong_chon: String,
    dien_thoai: String,
    thu_dien_tu: String,
    ma_so_thue: String,
    so_lao_dong: String,
    danh_tinh: String,
    neu_ten: String,
    phien_ban: String,
    sau: String,
}

/// Step 3.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CheckForm {
    nhom: String,
    cong_khai: String,
    dong_y: String,
    /// The token of the form: one click makes one submission, however often it arrives.
    pub phieu: String,
    phien_ban: String,
    /// The files that stood on the page.
    pub cac_tep: String,
    sau: String,
}

/// The first page's button.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BeginForm {
    moi: String,
}

impl BeginForm {
    /// Give up the draft there is and begin anew.
    pub fn is_anew(&self) -> bool {
        !self.moi.is_empty()
    }
}

impl StoryForm {
    pub fn story(&self) -> Story {
        Story {
            title: one_line(&self.tom_tat),
            body: clean(&self.ke_cu_the),
            ask: clean(&self.de_nghi),
        }
    }

    /// The version of the draft the page was filled in from; 0 for none.
    pub fn version(&self) -> i32 {
        version(&self.phien_ban)
    }

    /// Save what is there and stop.
    pub fn is_for_later(&self) -> bool {
        !self.sau.is_empty()
    }

    /// Only keep the files, or take one away, and stay.
    pub fn is_about_files(&self) -> bool {
        !self.them.is_empty() || self.removed_file().is_some()
    }

    /// Saved as it is: nothing is missing yet.
    pub fn is_unfinished(&self) -> bool {
        self.is_for_later() || self.is_about_files()
    }

    pub fn removed_file(&self) -> Option<i64> {
        self.bo_tep.parse().ok()
    }
}

impl FilerForm {
    /// The commune as typed, for [`super::places`] to settle.
    pub fn commune(&self) -> String {
        one_line(&self.xa_phuong)
    }

    /// Which of the communes of that name, if the page asked.
    pub fn chosen_commune(&self) -> &str {
        &self.xa_phuong_chon
    }

    pub fn particulars(&self, place: &Place) -> Particulars {
        let (area_id, is_place_settled) = match place {
            Place::Settled(area_id) => (*area_id, true),
            Place::Several(_) => (None, false),
        };
        Particulars {
            kind: one_line(&self.loai),
            name: one_line(&self.ten),
            village: one_line(&self.lang_nghe),
            commune: self.commune(),
            area_id,
            is_place_settled,
            phone: one_line(&self.dien_thoai),
            email: one_line(&self.thu_dien_tu),
            tax_code: one_line(&self.ma_so_thue),
            workers: one_line(&self.so_lao_dong),
            identity: one_line(&self.danh_tinh),
            names_official: !self.neu_ten.is_empty(),
        }
    }

    pub fn version(&self) -> i32 {
        version(&self.phien_ban)
    }

    pub fn is_for_later(&self) -> bool {
        !self.sau.is_empty()
    }
}

impl CheckForm {
    pub fn choices(&self) -> Choices {
        Choices {
            topic: one_line(&self.nhom),
            publication: one_line(&self.cong_khai),
        }
    }

    pub fn has_agreed(&self) -> bool {
        !self.dong_y.is_empty()
    }

    pub fn version(&self) -> i32 {
        version(&self.phien_ban)
    }

    pub fn is_for_later(&self) -> bool {
        !self.sau.is_empty()
    }
}

fn version(text: &str) -> i32 {
    text.parse().unwrap_or_default()
}

fn one_line(typed: &str) -> String {
    clean(typed)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}
