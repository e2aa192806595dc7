//! What a browser sends at each step, cleaned into the parts of a draft.

use serde::Deserialize;

use super::content::{Choices, Particulars, Story, one_line};
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

/// Between step 2 and 3: which near one is the same, if any.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NearForm {
    chon: String,
    phien_ban: String,
}

impl NearForm {
    /// A reference; empty when none is the same.
    pub fn joins(&self) -> &str {
        self.chon.trim()
    }

    pub fn version(&self) -> i32 {
        version(&self.phien_ban)
    }
}

/// "I meet it too", from a published one's page.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct JoinForm {
    chuyen_rieng: String,
    moi: String,
}

impl JoinForm {
    /// What they add in their own words.
    pub fn words(&self) -> String {
        clean(&self.chuyen_rieng)
    }

    /// Give up the draft there is.
    pub fn is_anew(&self) -> bool {
        !self.moi.is_empty()
    }
}

/// The first page's button.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BeginForm {
    moi: String,
}

/// A slip, a call or a letter that an officer types in: all the steps on one page.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SlipForm {
    pub kenh: String,
    pub ngay_nhan: String,
    tom_tat: String,
    ke_cu_the: String,
    de_nghi: String,
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
    nhom: String,
    cong_khai: String,
    dong_y: String,
    /// The token of the form: one click makes one submission, however often it arrives.
    pub phieu: String,
    them: String,
    bo_tep: String,
}

impl SlipForm {
    /// Before anything is typed.
    pub fn empty(kenh: String, ngay_nhan: String, phieu: String) -> Self {
        Self {
            kenh,
            ngay_nhan,
            phieu,
            ..Self::default()
        }
    }

    pub fn story(&self) -> Story {
        let of_step = StoryForm {
            tom_tat: self.tom_tat.clone(),
            ke_cu_the: self.ke_cu_the.clone(),
            de_nghi: self.de_nghi.clone(),
            ..StoryForm::default()
        };
        of_step.story()
    }

    /// The commune as typed, and which of that name.
    pub fn commune(&self) -> (String, String) {
        (one_line(&self.xa_phuong), self.xa_phuong_chon.clone())
    }

    pub fn particulars(&self, place: &Place) -> Particulars {
        let of_step = FilerForm {
            loai: self.loai.clone(),
            ten: self.ten.clone(),
            lang_nghe: self.lang_nghe.clone(),
            xa_phuong: self.xa_phuong.clone(),
            xa_phuong_chon: self.xa_phuong_chon.clone(),
            dien_thoai: self.dien_thoai.clone(),
            thu_dien_tu: self.thu_dien_tu.clone(),
            ma_so_thue: self.ma_so_thue.clone(),
            so_lao_dong: self.so_lao_dong.clone(),
            danh_tinh: self.danh_tinh.clone(),
            neu_ten: self.neu_ten.clone(),
            ..FilerForm::default()
        };
        Particulars {
            is_typed_in: true,
            ..of_step.particulars(place)
        }
    }

    pub fn choices(&self) -> Choices {
        Choices {
            topic: one_line(&self.nhom),
            publication: one_line(&self.cong_khai),
        }
    }

    pub fn has_agreed(&self) -> bool {
        !self.dong_y.is_empty()
    }

    /// Only the scans are to be kept or taken off for now.
    pub fn is_about_files(&self) -> bool {
        !self.them.is_empty() || !self.bo_tep.is_empty()
    }

    pub fn removed_file(&self) -> Option<i64> {
        self.bo_tep.parse().ok()
    }
}

impl BeginForm {
    /// Give up the draft there is and begin anew.
    pub fn is_anew(&self) -> bool {
        !self.moi.is_empty()
    }
}

impl StoryForm {
    pub fn story(&self) -> Story {
        Story::typed(&self.tom_tat, &self.ke_cu_the, &self.de_nghi)
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
        Particulars {
            kind: self.loai.clone(),
            name: self.ten.clone(),
            village: self.lang_nghe.clone(),
            commune: self.xa_phuong.clone(),
            area_id: None,
            is_place_settled: false,
            phone: self.dien_thoai.clone(),
            email: self.thu_dien_tu.clone(),
            tax_code: self.ma_so_thue.clone(),
            workers: self.so_lao_dong.clone(),
            identity: self.danh_tinh.clone(),
            names_official: !self.neu_ten.is_empty(),
            is_typed_in: false,
        }
        .typed(place)
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
