//! Addresses of the staff's list that show exactly what a number counts.

use super::table::Row;
use crate::difficulties::Status;

/// The list that takes these filters in its query.
const LIST: &str = "/xu-ly/tat-ca";
/// Stands in addresses for "no topic group chosen yet".
const NO_TOPIC: &str = "chua-chon";

/// What a number counts, within one conference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scope<'a> {
    pub row: Row,
    /// None for all.
    pub statuses: &'a [Status],
    pub agency: Option<i64>,
    pub overdue: bool,
}

impl Scope<'_> {
    #[must_use]
    pub fn address(&self, slug: &str) -> String {
        let mut pairs = vec![("hoi_nghi", slug.to_owned())];
        match self.row {
            Row::All => {}
            Row::Topic(id) => pairs.push(("nhom", id.to_string())),
            Row::NoTopic => pairs.push(("nhom", NO_TOPIC.to_owned())),
        }
        for status in self.statuses {
            pairs.push(("trang_thai", status.as_str().to_owned()));
        }
        if let Some(agency) = self.agency {
            pairs.push(("co_quan", agency.to_string()));
        }
        if self.overdue {
            pairs.push(("han", "qua".to_owned()));
        }
        let query = serde_html_form::to_string(&pairs).unwrap_or_default();
        format!("{LIST}?{query}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_what_is_counted() {
        let scope = Scope {
            row: Row::Topic(3),
            statuses: &[Status::Assigned, Status::InProgress],
            agency: Some(7),
            overdue: true,
        };
        assert_eq!(
            scope.address("lang-nghe-2024"),
            "/xu-ly/tat-ca?hoi_nghi=lang-nghe-2024&nhom=3&trang_thai=assigned&trang_thai=in_progress&co_quan=7&han=qua"
        );
        assert_eq!(Scope::default().address("x"), "/xu-ly/tat-ca?hoi_nghi=x");
    }
}
