//! What a list's form and the confirming page's send. Rows stand under their references, and what
//! belongs to a row carries its reference before a colon, so that one left out shifts nothing.

use serde::Deserialize;

use crate::difficulties::triage::filter::{Filter, List};
use crate::difficulties::triage::forms::TypedOrder;

/// The confirming page asks to be drawn again with what was typed.
const LOOK: &str = "xem";

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct BulkForm {
    /// References of the ticked rows.
    pub ho_so: Vec<String>,
    /// `KK24-0001:3`, the version the page showed.
    pub phien_ban: Vec<String>,
    /// `KK24-0001:5`, the topic group of a row.
    pub nhom: Vec<String>,
    /// Every row of the list as it is filtered, instead of the ticked ones.
    pub ca_bo_loc: String,
    /// The list, by the last part of its address.
    pub danh_sach: String,
    /// The address of the list, from its `?` on.
    pub ve_hang_doi: String,
    pub viec: String,
    pub xac_nhan: String,
    /// Of the confirming page, so that it is done once.
    pub ma: String,
    pub co_quan: String,
    pub han_tra_loi: String,
    pub phoi_hop: Vec<String>,
    pub han_phoi_hop: String,
    pub y_kien: String,
    /// The topic group for all.
    pub nhom_moi: String,
    /// The one the others follow: among the ticked, or typed.
    pub giu: String,
    pub giu_khac: String,
}

impl BulkForm {
    #[must_use]
    pub fn is_confirmed(&self) -> bool {
        !self.xac_nhan.is_empty() && self.xac_nhan != LOOK
    }

    /// Fields of the confirming page were typed already.
    #[must_use]
    pub fn is_typed(&self) -> bool {
        !self.xac_nhan.is_empty()
    }

    /// What a row's field holds for a reference.
    #[must_use]
    pub fn of<'a>(field: &'a [String], reference: &str) -> Option<&'a str> {
        field.iter().find_map(|pair| {
            let (of, value) = pair.rsplit_once(':')?;
            (of == reference).then_some(value)
        })
    }

    #[must_use]
    pub fn list(&self) -> List {
        List::parse(&self.danh_sach).unwrap_or(List::Intake)
    }

    /// The list as it was filtered.
    #[must_use]
    pub fn filter(&self) -> Filter {
        let carried = self.ve_hang_doi.strip_prefix('?').unwrap_or_default();
        Filter::read(carried)
            .map(|(filter, _)| filter)
            .unwrap_or_default()
    }

    #[must_use]
    pub fn back(&self) -> String {
        self.filter().address(self.list().path())
    }

    #[must_use]
    pub fn typed_order(&self) -> TypedOrder<'_> {
        TypedOrder {
            lead: &self.co_quan,
            due: &self.han_tra_loi,
            coordinating: &self.phoi_hop,
            coordinating_due: &self.han_phoi_hop,
            text: &self.y_kien,
        }
    }
}
