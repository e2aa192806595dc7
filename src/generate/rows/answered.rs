//! What agencies did with it: assignments, the answer with its promise, the public item.

use chrono::NaiveDateTime;

use super::{Batch, Ground, Office, Plan, take};
use crate::db::search;
use crate::difficulties::search::facets;
use crate::difficulties::{Action, Difficulty, Outcome, Status};

impl Batch {
    /// Returns the coordinating agencies.
    pub(super) fn add_assignments(
        &mut self,
        ground: &Ground,
        plan: &Plan,
        difficulty: &Difficulty,
    ) -> Vec<i64> {
        let (Some(assigned_at), Some(due_on)) = (plan.at(Action::Assign), plan.due_on) else {
            return Vec::new();
        };
        let id_of = |place: usize| ground.offices.get(place).map(|office| office.agency);
        let lead = id_of(plan.lead).map(|id| (id, "lead"));
        let other = plan.coordinating.and_then(id_of);
        let answered_at = plan.answered_at();
        for (agency_id, role) in lead.into_iter().chain(other.map(|id| (id, "coordinating"))) {
            let coordinates = role == "coordinating";
            let contributed_at = answered_at.filter(|_| coordinates);
            self.assignments.add(vec![
                take(&mut self.next.assignment).into(),
                difficulty.id.into(),
                agency_id.into(),
                role.into(),
                if coordinates {
                    due_on.pred_opt().into()
                } else {
                    due_on.into()
                },
                "Theo lĩnh vực phụ trách.".into(),
                ground.clerk_id.into(),
                assigned_at.into(),
                plan.at(Action::Return).into(),
                contributed_at.map(|_| "Thống nhất với dự thảo.").into(),
                contributed_at.into(),
            ]);
        }
        other.into_iter().collect()
    }

    pub(super) fn add_answer(&mut self, plan: &Plan, difficulty: &Difficulty, office: Office) {
        let Some(drafted_at) = plan.at(Action::SubmitForApproval) else {
            return;
        };
        let answered_at = plan.answered_at();
        let state = match (plan.status, answered_at) {
            (Status::Escalated, _) => "sent_back",
            (_, Some(_)) => "approved",
            (_, None) => "submitted",
        };
        let outcome = plan.outcome.unwrap_or(Outcome::Explained);
        let response_id = take(&mut self.next.response);
        let approver_id = answered_at.map(|_| office.leader);
        self.responses.add(vec![
            response_id.into(),
            difficulty.id.into(),
            1_i64.into(),
            state.into(),
            outcome.as_str().into(),
            SUMMARY.into(),
            format!("{SUMMARY} {}", plan.letter.ask).into(),
            document_number(difficulty, answered_at).into(),
            office.officer.into(),
            drafted_at.into(),
            approver_id.into(),
            answered_at.into(),
            answered_at.into(),
        ]);
        if let Some(due_on) = plan.promised_on {
            self.commitments.add(vec![
                take(&mut self.next.commitment).into(),
                difficulty.id.into(),
                response_id.into(),
                office.agency.into(),
                plan.letter.ask.as_str().into(),
                due_on.into(),
                "open".into(),
            ]);
        }
    }

    pub(super) fn add_public(
        &mut self,
        ground: &Ground,
        plan: &Plan,
        difficulty: &Difficulty,
        reference_tokens: &[String],
    ) {
        let letter = &plan.letter;
        self.public_items.add(vec![
            difficulty.id.into(),
            difficulty.conference_id.into(),
            difficulty.topic_group_id.into(),
            difficulty.reference.as_str().into(),
            difficulty.status.as_str().into(),
            difficulty.outcome.map(Outcome::as_str).into(),
            difficulty.lead_agency_id.into(),
            difficulty.filer_kind.as_str().into(),
            plan.filer_label.as_str().into(),
            letter.village.as_str().into(),
            letter.public_title.as_str().into(),
            letter.public_text.as_str().into(),
            SUMMARY.into(),
            format!("{SUMMARY} {}", letter.ask).into(),
            difficulty.answered_at.into(),
            true.into(),
            plan.answered_at().into(),
            ground.clerk_id.into(),
        ]);
        let tokens = [plan.public_tokens.as_slice(), reference_tokens].concat();
        let facets = facets(difficulty, &[]);
        self.public_texts
            .add(search::document(difficulty.id, &tokens, &facets));
    }
}

/// What a generated answer says.
const SUMMARY: &str =
    "Cơ quan đã kiểm tra và trả lời từng nội dung; bước tiếp theo và đầu mối liên hệ nêu ở dưới.";

fn document_number(difficulty: &Difficulty, answered_at: Option<NaiveDateTime>) -> String {
    answered_at.map_or_else(String::new, |_| format!("{}/TL-UBND", difficulty.number))
}
