//! What was filed: the filer, the submission and the difficulty.

use super::{Batch, Ground, Plan};
use crate::db::bulk::Value;
use crate::difficulties::{Difficulty, Outcome, Party, Status};
use crate::filers::phone::Phone;
use crate::submissions::actions::{lookup_code, lookup_hash};
use crate::web::secret::{hex, token_hash};

impl Batch {
    pub(super) fn add_filer(&mut self, plan: &Plan, id: i64, area_id: Option<i64>) {
        self.filers.add(vec![
            id.into(),
            plan.filer_kind.as_str().into(),
            plan.filer_name.as_str().into(),
            plan.phone.as_str().into(),
            Value::Text(Phone::parse(&plan.phone).e164),
            plan.letter.village.as_str().into(),
            plan.letter.commune.into(),
            area_id.into(),
            plan.workers.into(),
        ]);
    }

    pub(super) fn add_submission(
        &mut self,
        ground: &Ground,
        plan: &Plan,
        id: i64,
        filer_id: i64,
        number: i64,
    ) {
        // The number is given out once, so the token is nobody else's.
        let token = token_hash(&format!("generated {} {number}", ground.conference.slug));
        let token = hex(token.get(..16).unwrap_or_default());
        let code = lookup_code(&ground.secret, "", &token);
        self.submissions.add(vec![
            id.into(),
            ground.conference.id.into(),
            filer_id.into(),
            token.into(),
            lookup_hash(&ground.secret, &code).into(),
            plan.channel.as_str().into(),
            plan.received_at.into(),
            false.into(),
            ground.topics.get(plan.topic).copied().into(),
            plan.identity.as_str().into(),
            plan.consent.as_str().into(),
            plan.restricted.into(),
            plan.received_at.into(),
            plan.letter.title.as_str().into(),
            plan.letter.body.as_str().into(),
            plan.letter.ask.as_str().into(),
        ]);
    }

    pub(super) fn add_difficulty(&mut self, row: &Difficulty) {
        self.difficulties.add(vec![
            row.id.into(),
            row.conference_id.into(),
            row.submission_id.into(),
            row.topic_group_id.into(),
            row.number.into(),
            row.reference.as_str().into(),
            row.status.as_str().into(),
            row.former_status.map(Status::as_str).into(),
            row.publication.as_str().into(),
            row.priority.as_str().into(),
            row.restricted.into(),
            row.shielded.into(),
            row.lead_agency_id.into(),
            row.officer_id.into(),
            row.merged_into_id.into(),
            row.outcome.map(Outcome::as_str).into(),
            row.next_party.map(Party::as_str).into(),
            row.next_due_at.into(),
            row.due_on.into(),
            row.received_at.into(),
            row.answered_at.into(),
            row.closed_at.into(),
            i64::from(row.returns).into(),
            row.area_id.into(),
            row.filer_kind.as_str().into(),
            i64::from(row.version).into(),
            row.title.as_str().into(),
            row.body.as_str().into(),
            row.ask.as_str().into(),
        ]);
    }
}
