//! What happened, as the chain of events.

use rand::RngExt;
use serde_json::json;

use super::{Batch, Ground, Ids, Plan, take};
use crate::difficulties::Action;
use crate::events::{self, Head, NewEvent};
use crate::generate::way::{By, Step};

impl Batch {
    /// Returns the end of the chain with this event on it.
    pub(super) fn add_event(
        &mut self,
        ground: &Ground,
        plan: &Plan,
        ids: Ids,
        step: &Step,
        head: &Head,
    ) -> Head {
        let office = ground.offices.get(plan.lead);
        let (party, account_id, agency_id) = match step.by {
            By::Filer => ("filer", None, None),
            By::Clerk => ("clerk", ground.clerk_id, None),
            By::Secretary => ("secretary", ground.secretary_id, None),
            By::Officer => (
                "officer",
                office.map(|office| office.officer),
                office.map(|office| office.agency),
            ),
            By::Leader => (
                "leader",
                office.map(|office| office.leader),
                office.map(|office| office.agency),
            ),
        };
        let data = match step.action {
            Action::Submit => json!({ "channel": plan.channel.as_str() }).to_string(),
            Action::Assign => {
                json!({ "lead": office.map(|office| office.agency), "due_on": plan.due_on })
                    .to_string()
            }
            _ => "{}".to_owned(),
        };
        let event = NewEvent {
            conference_id: ground.conference.id,
            difficulty_id: Some(ids.difficulty),
            submission_id: Some(ids.submission),
            party,
            account_id,
            agency_id,
            action: step.action.as_str(),
            from_status: Some(step.from.as_str()),
            to_status: Some(step.to.as_str()),
            note: step.note,
            data,
            at: step.at,
        };
        let id = take(&mut self.next.event);
        let mut note_hash = Vec::new();
        if !step.note.is_empty() {
            let salt: [u8; 16] = rand::rng().random();
            note_hash = events::note_hash(&salt, step.note);
            self.event_notes
                .add(vec![id.into(), salt.to_vec().into(), step.note.into()]);
        }
        let next = Head {
            seq: head.seq + 1,
            hash: events::hash(&head.hash, head.seq + 1, &event, &note_hash),
        };
        self.events.add(vec![
            id.into(),
            event.conference_id.into(),
            next.seq.into(),
            event.difficulty_id.into(),
            event.submission_id.into(),
            party.into(),
            account_id.into(),
            agency_id.into(),
            event.action.into(),
            event.from_status.into(),
            event.to_status.into(),
            note_hash.into(),
            event.data.into(),
            event.at.into(),
            head.hash.clone().into(),
            next.hash.clone().into(),
        ]);
        next
    }
}
