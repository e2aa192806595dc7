//! Similar ones: how well they are found, what filers see and do, what staff see.

mod following;
mod joining;
mod labelled;
mod linking;
mod staff;

use crate::world::{Answer, Browser};

/// What a near filing tells: the published one of [`crate::world::World::difficulty`] in other words.
pub const PARAPHRASE: [(&str, &str); 3] = [
    ("tom_tat", "Xin đất trong CCN để dời lò gas"),
    (
        "ke_cu_the",
        "Lò gas của nhà tôi ở giữa xóm, phải chuyển ra khỏi khu dân cư mà cụm hết đất.",
    ),
    ("de_nghi", "Mong được thuê 200 m² ở cụm giai đoạn 2."),
];

pub const MINH: [(&str, &str); 6] = [
    ("loai", "cooperative"),
    ("ten", "Hợp tác xã ông Minh"),
    ("lang_nghe", "Phú Vinh"),
    ("xa_phuong", "xã Bát Tràng, huyện Gia Lâm"),
    ("dien_thoai", "0912 000 222"),
    ("danh_tinh", "open"),
];

pub const SEND: [(&str, &str); 3] = [("nhom", ""), ("cong_khai", "anonymous"), ("dong_y", "1")];

/// Fills in the form of the page at `path`: what the page carries, and `fields`.
pub async fn fill(browser: &Browser<'_>, path: &str, fields: &[(&str, &str)]) -> Answer {
    let page = browser.get(path).await.is_ok();
    let mut all: Vec<(&str, String)> = Vec::new();
    for name in ["phien_ban", "phieu"] {
        let found = page.attributes(&format!("form input[name={name}]"), "value");
        all.extend(found.into_iter().next().map(|value| (name, value)));
    }
    all.extend(
        fields
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned())),
    );
    let all: Vec<(&str, &str)> = all
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    browser.post(path, &all).await
}
