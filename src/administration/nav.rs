//! The way around the room. A link is shown to whom the route itself lets in, so the navigation
//! cannot say anything else than the gate.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use actix_web::http::Method;

use super::paths;
use crate::accounts::Role;
use crate::web::{Access, Page};

/// Every part of the room: its label's key and address. Those that are not there yet are left out.
const PARTS: [(&str, &str); 12] = [
    ("admin-home", paths::HOME),
    ("admin-conferences", "/quan-tri/hoi-nghi"),
    ("admin-topics", "/quan-tri/nhom-van-de"),
    ("admin-calendar", "/quan-tri/lich-lam-viec"),
    ("admin-deadlines", "/quan-tri/han-xu-ly"),
    ("admin-agencies", "/quan-tri/co-quan"),
    ("admin-areas", "/quan-tri/dia-ban"),
    ("admin-villages", "/quan-tri/lang-nghe"),
    ("admin-templates", "/quan-tri/mau-thong-bao"),
    ("admin-accounts", "/quan-tri/nguoi-dung"),
    ("admin-log", paths::LOG),
    ("admin-health", paths::HEALTH),
];

static DOORS: LazyLock<BTreeMap<&'static str, Access>> = LazyLock::new(|| {
    crate::app::routes()
        .entries()
        .iter()
        .filter(|entry| entry.method == Method::GET)
        .map(|entry| (entry.path, entry.access))
        .collect()
});

/// Whether the page at `path` is there and lets a role in.
#[must_use]
pub fn is_open_to(path: &str, role: Role) -> bool {
    DOORS
        .get(path)
        .is_some_and(|access| access.is_open_to(role))
}

/// One link.
pub struct NavLink {
    pub key: &'static str,
    pub path: &'static str,
    pub is_here: bool,
}

/// The links a reader may follow.
pub struct Nav {
    pub links: Vec<NavLink>,
}

impl Nav {
    #[must_use]
    pub fn of(page: &Page) -> Self {
        let role = page.signed_in.as_ref().map(|who| who.role);
        let links = PARTS
            .into_iter()
            .filter(|(_, path)| role.is_some_and(|role| is_open_to(path, role)))
            .map(|(key, path)| NavLink {
                key,
                path,
                is_here: if path == paths::HOME {
                    page.path == path
                } else {
                    page.is_at(path)
                },
            })
            .collect();
        Self { links }
    }
}
