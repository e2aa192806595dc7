//! What the columns of a sheet mean: guessed from their names, chosen by a person, remembered.

use crate::text::{clean, fold};
use crate::text_enum::text_enum;

text_enum! {
    /// What a column may hold, by the name its form field has elsewhere.
    pub enum Field {
        Name = "ten",
        Kind = "loai",
        Phone = "dien_thoai",
        Commune = "xa_phuong",
        District = "quan_huyen",
        /// The commune of today, where an old one became several.
        NewCommune = "xa_phuong_nay",
        Village = "lang_nghe",
        Title = "tom_tat",
        Body = "ke_cu_the",
        Ask = "de_nghi",
        Topic = "nhom",
        Email = "thu_dien_tu",
        TaxCode = "ma_so_thue",
        Workers = "so_lao_dong",
        Received = "ngay_nhan",
        Identity = "danh_tinh",
        Publication = "cong_khai",
        NamesOfficial = "neu_ten",
    }
}

impl Field {
    /// The key of its name.
    #[must_use]
    pub fn label(self) -> String {
        format!("imports-field-{}", self.as_str().replace('_', "-"))
    }
}

/// Nothing can be filed without these.
pub const NEEDED: [Field; 5] = [
    Field::Name,
    Field::Phone,
    Field::Commune,
    Field::Body,
    Field::Ask,
];

/// Column names as people write them, folded, most telling first; a name that starts with one of
/// them is taken for it.
const NAMES: [(Field, &[&str]); 18] = [
    (
        Field::NewCommune,
        &[
            "xa phuong nay",
            "xa phuong moi",
            "xa moi",
            "phuong moi",
            "dia ban moi",
            "new commune",
        ],
    ),
    (
        Field::District,
        &["quan huyen", "huyen", "quan", "district"],
    ),
    (
        Field::Commune,
        &[
            "xa phuong",
            "xa",
            "phuong",
            "dia chi",
            "dia ban",
            "commune",
            "ward",
            "address",
        ],
    ),
    (Field::Village, &["lang nghe", "lang", "thon", "village"]),
    (Field::TaxCode, &["ma so thue", "mst", "tax code", "tax"]),
    (
        Field::Phone,
        &[
            "dien thoai",
            "so dien thoai",
            "sdt",
            "so dt",
            "dt",
            "di dong",
            "phone",
            "telephone",
        ],
    ),
    (Field::Email, &["thu dien tu", "email", "e mail", "mail"]),
    (
        Field::Workers,
        &["so lao dong", "lao dong", "so tho", "workers", "employees"],
    ),
    (Field::Kind, &["loai co so", "loai hinh", "loai", "kind"]),
    (
        Field::Received,
        &[
            "ngay nhan",
            "ngay tiep nhan",
            "ngay gui",
            "ngay",
            "received",
            "date",
        ],
    ),
    (Field::Topic, &["nhom van de", "nhom", "linh vuc", "topic"]),
    (
        Field::Identity,
        &["danh tinh", "cho co quan biet ten", "identity"],
    ),
    (Field::Publication, &["cong khai", "publication", "publish"]),
    (
        Field::NamesOfficial,
        &["neu ten can bo", "neu ten", "names official"],
    ),
    (
        Field::Title,
        &["tom tat", "tieu de", "ten kien nghi", "title", "summary"],
    ),
    (
        Field::Ask,
        &[
            "de nghi",
            "de xuat",
            "kien nghi",
            "mong muon",
            "ask",
            "proposal",
        ],
    ),
    (
        Field::Body,
        &[
            "kho khan",
            "noi dung",
            "ke cu the",
            "vuong mac",
            "van de",
            "story",
            "difficulty",
            "content",
        ],
    ),
    (
        Field::Name,
        &[
            "ten co so",
            "ten don vi",
            "ten doanh nghiep",
            "ten ho",
            "ho ten",
            "ho va ten",
            "don vi",
            "co so",
            "chu ho",
            "ten",
            "name",
            "filer",
        ],
    ),
];

/// A column's name as it is compared and remembered: folded, words only.
#[must_use]
pub fn header_key(header: &str) -> String {
    fold(&clean(header))
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// What a column of that name most likely holds.
#[must_use]
pub fn guess(header: &str) -> Option<Field> {
    let key = header_key(header);
    let is = |name: &str| {
        key == name
            || key
                .strip_prefix(name)
                .is_some_and(|rest| rest.starts_with(' '))
    };
    NAMES
        .iter()
        .flat_map(|(field, names)| names.iter().map(move |name| (*field, *name)))
        .filter(|(_, name)| is(name))
        .max_by_key(|(_, name)| name.len())
        .map(|(field, _)| field)
}

/// A guess for every column, each field once: the first column that fits keeps it.
#[must_use]
pub fn guess_all(headers: &[String], remembered: &[(String, Field)]) -> Vec<Option<Field>> {
    let mut taken = Vec::new();
    headers
        .iter()
        .map(|header| {
            let key = header_key(header);
            let known = remembered.iter().find(|(name, _)| *name == key);
            let field = known
                .map(|(_, field)| *field)
                .or_else(|| guess(header))
                .filter(|field| !taken.contains(field))?;
            taken.push(field);
            Some(field)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_names_are_understood() {
        for (header, field) in [
            ("Tên đơn vị", Field::Name),
            ("HỌ VÀ TÊN chủ hộ", Field::Name),
            ("Số điện thoại", Field::Phone),
            ("SĐT", Field::Phone),
            ("Xã/Phường", Field::Commune),
            ("Xã, phường mới", Field::NewCommune),
            ("Quận/Huyện", Field::District),
            ("Nội dung khó khăn, vướng mắc", Field::Body),
            ("Đề xuất, kiến nghị", Field::Ask),
            ("MST", Field::TaxCode),
            ("Ngày nhận", Field::Received),
            ("Số lao động (người)", Field::Workers),
        ] {
            assert_eq!(guess(header), Some(field), "{header}");
        }
        for header in ["STT", "", "Ghi chú", "Tenor"] {
            assert_eq!(guess(header), None, "{header}");
        }
    }

    #[test]
    fn what_was_chosen_before_comes_first_and_no_field_comes_twice() {
        let headers = ["Ghi chú".to_owned(), "Tên".to_owned(), "Tên hộ".to_owned()];
        let remembered = [("ghi chu".to_owned(), Field::Ask)];
        assert_eq!(
            guess_all(&headers, &remembered),
            [Some(Field::Ask), Some(Field::Name), None]
        );
    }
}
