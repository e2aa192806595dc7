//! The paper, transcribed by hand, against the code: every status × every act.

use std::collections::BTreeSet;

use super::*;
use crate::difficulties::golden::assert_golden;
use crate::difficulties::vocabulary::{AgendaPlace, Publication};

/// `act: where it is possible -> where it leads`; `=` stays, `back` returns to where it came
/// from. Everything that is not written is not possible.
const PAPER: &str = "
submit: draft -> submitted
accept: submitted -> accepted
undo_accept: accepted assigned -> submitted
propose_rejection: submitted -> =
reject: submitted -> rejected
ask: submitted accepted in_progress -> need_info
supply: need_info -> back
propose_lapse: need_info -> =
lapse: need_info -> closed
assign: accepted -> assigned
take: assigned -> in_progress
propose_return: assigned in_progress -> =
return: assigned in_progress -> returned
reassign: returned -> assigned
hand_over: assigned in_progress pending_approval -> assigned; need_info committed escalated -> =
propose_contribution: need_info assigned in_progress returned pending_approval answered committed escalated -> =
contribute: need_info assigned in_progress returned pending_approval answered committed escalated -> =
submit_for_approval: in_progress -> pending_approval
send_back: pending_approval -> in_progress
approve: pending_approval -> answered
approve_with_commitments: pending_approval -> committed
sign: pending_approval -> =
release: pending_approval -> answered
release_with_commitments: pending_approval -> committed
propose_escalation: pending_approval -> =
escalate: pending_approval -> escalated
higher_reply: escalated -> in_progress
propose_fulfilment: committed -> =
fulfil: committed -> answered
close: answered -> closed
rate_answer: merged -> =
ask_to_reopen: answered committed closed -> =
reopen: answered committed closed merged -> in_progress
merge: accepted assigned in_progress -> merged
join: submitted -> merged
unmerge: merged -> back
withdraw: submitted accepted need_info assigned in_progress returned pending_approval escalated -> withdrawn
propose_extension: accepted assigned in_progress returned pending_approval -> =
extend: accepted assigned in_progress returned pending_approval -> =
extend_beyond_limit: accepted assigned in_progress returned pending_approval -> =
remind: submitted accepted need_info assigned in_progress returned pending_approval answered committed escalated -> =
propose_publication: answered committed closed -> =
redact: answered committed closed -> =
publish: answered committed closed -> =
unpublish: submitted accepted need_info assigned in_progress returned pending_approval answered committed escalated closed rejected merged withdrawn -> =
propose_for_agenda: accepted need_info assigned in_progress returned pending_approval answered committed escalated -> =
table: accepted need_info assigned in_progress returned pending_approval answered committed escalated -> =
conclude: accepted need_info assigned in_progress returned pending_approval answered committed escalated -> =
";

/// The homes that `back` may lead to, by act.
const HOMES: &str = "
supply: submitted accepted in_progress
unmerge: submitted accepted assigned in_progress
";

fn line(paper: &str, action: Action) -> Option<&str> {
    let mut lines = paper
        .lines()
        .filter_map(|line| line.strip_prefix(action.as_str())?.strip_prefix(": "));
    let found = lines.next();
    assert_eq!(lines.next(), None, "{action} is written twice");
    found
}

fn statuses(words: &str) -> Vec<Status> {
    words
        .split_whitespace()
        .map(|word| word.parse().unwrap())
        .collect()
}

#[test]
fn every_status_and_act_is_decided_as_the_paper_says() {
    assert_eq!(PAPER.trim().lines().count(), Action::ALL.len());
    for &action in Action::ALL {
        let ways: Vec<_> = line(PAPER, action)
            .unwrap()
            .split("; ")
            .map(|way| way.split_once(" -> ").unwrap())
            .map(|(here, to)| (statuses(here), to))
            .collect();
        for &status in Status::ALL {
            let next = status.after(action, None);
            let way = ways.iter().find(|(here, _)| here.contains(&status));
            let Some((_, to)) = way else {
                assert_eq!(
                    next,
                    Err(NotNow {
                        action,
                        standing: status.as_str()
                    }),
                    "{action} in {status}"
                );
                continue;
            };
            match *to {
                "=" => assert_eq!(next, Ok(status), "{action} in {status}"),
                "back" => assert!(next.is_err(), "{action} needs to know where it came from"),
                to => assert_eq!(next, Ok(to.parse().unwrap()), "{action} in {status}"),
            }
        }
    }
}

#[test]
fn only_supply_unmerge_and_a_lapsed_reopening_ask_where_it_came_from() {
    for &action in Action::ALL {
        for &status in Status::ALL {
            for &home in Status::ALL {
                let next = status.after(action, Some(home));
                let goes_home = match (action, status) {
                    (Action::Supply, Status::NeedInfo) | (Action::Unmerge, Status::Merged) => {
                        let homes = statuses(line(HOMES, action).unwrap());
                        assert_eq!(next.is_ok(), homes.contains(&home), "{action} to {home}");
                        next.is_ok()
                    }
                    (Action::Reopen, Status::Closed) => {
                        matches!(home, Status::Submitted | Status::Accepted)
                    }
                    _ => false,
                };
                if goes_home {
                    assert_eq!(next, Ok(home));
                } else {
                    assert_eq!(next, status.after(action, None), "{action} in {status}");
                }
            }
        }
    }
}

#[test]
fn what_was_asked_or_merged_goes_back_to_where_it_was() {
    for (away, home, ways) in [
        (Action::Ask, Action::Supply, 3),
        (Action::Merge, Action::Unmerge, 3),
        (Action::Join, Action::Unmerge, 1),
    ] {
        let mut seen = 0;
        for &before in Status::ALL {
            if let Ok(there) = before.after(away, None) {
                assert_eq!(there.after(home, Some(before)), Ok(before));
                seen += 1;
            }
        }
        assert_eq!(seen, ways);
    }
}

#[test]
fn every_open_status_has_exactly_one_party_whatever_is_proposed() {
    let expected = [
        (Status::Submitted, Party::Clerk),
        (Status::Accepted, Party::Clerk),
        (Status::NeedInfo, Party::Filer),
        (Status::Assigned, Party::LeadOfficer),
        (Status::InProgress, Party::LeadOfficer),
        (Status::Returned, Party::Clerk),
        (Status::PendingApproval, Party::LeadLeader),
        (Status::Answered, Party::Filer),
        (Status::Committed, Party::LeadOfficer),
        (Status::Escalated, Party::HigherBody),
    ];
    let open: Vec<_> = Status::ALL
        .iter()
        .copied()
        .filter(|status| status.is_open())
        .collect();
    assert_eq!(open, expected.map(|(status, _)| status));
    for (status, party) in expected {
        assert_eq!(status.next_party(0, &[]), Some(party));
        assert!(status.next_party(5, Action::ALL).is_some());
    }
    assert_eq!(Status::Draft.next_party(0, &[]), Some(Party::Filer));
    for ended in [
        Status::Closed,
        Status::Rejected,
        Status::Merged,
        Status::Withdrawn,
    ] {
        assert_eq!(ended.next_party(0, &[]), None);
    }
}

#[test]
fn from_the_second_return_on_only_the_secretary_decides() {
    assert_eq!(Status::Returned.next_party(1, &[]), Some(Party::Clerk));
    assert_eq!(Status::Returned.next_party(2, &[]), Some(Party::Secretary));
    assert_eq!(Status::Returned.next_party(3, &[]), Some(Party::Secretary));
}

#[test]
fn a_proposal_passes_the_turn_to_whoever_confirms_it() {
    for (status, proposal, party) in [
        (
            Status::Submitted,
            Action::ProposeRejection,
            Party::Secretary,
        ),
        (Status::NeedInfo, Action::ProposeLapse, Party::Secretary),
        (Status::Assigned, Action::ProposeReturn, Party::LeadLeader),
        (Status::InProgress, Action::ProposeReturn, Party::LeadLeader),
        (
            Status::PendingApproval,
            Action::ProposeEscalation,
            Party::Secretary,
        ),
        (
            Status::Committed,
            Action::ProposeFulfilment,
            Party::LeadLeader,
        ),
        (Status::Answered, Action::AskToReopen, Party::LeadLeader),
        (Status::Committed, Action::AskToReopen, Party::LeadLeader),
        (Status::Closed, Action::AskToReopen, Party::LeadLeader),
    ] {
        assert_eq!(
            status.next_party(0, &[proposal]),
            Some(party),
            "{proposal} in {status}"
        );
        assert_eq!(status.after(proposal, None), Ok(status));
    }
    // One that holds nothing up leaves the turn where it is.
    let aside = [Action::ProposeExtension, Action::ProposeContribution];
    assert_eq!(
        Status::InProgress.next_party(0, &aside),
        Some(Party::LeadOfficer)
    );
}

#[test]
fn what_ended_has_no_way_out_but_reopening() {
    for &status in Status::ALL.iter().filter(|status| status.is_final()) {
        let out: Vec<_> = Action::ALL
            .iter()
            .copied()
            .filter(|&action| status.after(action, None).is_ok_and(|next| next != status))
            .collect();
        let expected: &[Action] = match status {
            Status::Closed | Status::Merged => &[Action::Reopen],
            _ => &[],
        };
        assert_eq!(out, expected, "{status}");
    }
    for &action in Action::ALL {
        let moved = Status::ALL.iter().any(|&home| {
            Status::Merged
                .after(action, Some(home))
                .is_ok_and(|to| to != Status::Merged)
        });
        assert_eq!(moved, matches!(action, Action::Unmerge | Action::Reopen));
    }
}

#[test]
fn every_status_but_draft_is_reached_from_submitted_and_none_open_is_a_dead_end() {
    let reached = reachable(Status::Submitted);
    let all_but_draft: BTreeSet<_> = Status::ALL
        .iter()
        .copied()
        .filter(|&status| status != Status::Draft)
        .collect();
    assert_eq!(reached, all_but_draft);
    for &status in Status::ALL {
        if !status.is_final() {
            assert!(
                reachable(status).contains(&Status::Closed),
                "{status} can never be closed"
            );
        }
    }
}

/// Where one may get to, keeping in mind where it came from as the difficulty's row does.
fn reachable(start: Status) -> BTreeSet<Status> {
    let home = match start {
        Status::NeedInfo | Status::Merged => Some(Status::Accepted),
        _ => None,
    };
    let mut seen = BTreeSet::new();
    let mut queue = vec![(start, home)];
    while let Some((status, home)) = queue.pop() {
        if !seen.insert((status, home)) {
            continue;
        }
        for &action in Action::ALL {
            let Ok(next) = status.after(action, home) else {
                continue;
            };
            let home = match action {
                Action::Ask | Action::Merge | Action::Join => Some(status),
                _ if next == status || action == Action::Lapse => home,
                _ => None,
            };
            // Nothing open may ever stand without a next party, whichever way it came.
            assert_eq!(next.is_open(), next.next_party(0, &[]).is_some());
            queue.push((next, home));
        }
    }
    seen.into_iter().map(|(status, _)| status).collect()
}

#[test]
fn a_confirmation_is_possible_exactly_where_its_proposal_is() {
    for &action in Action::ALL {
        if let Some(proposal) = action.confirms() {
            assert_eq!(action.number(), proposal.number());
            for &status in Status::ALL {
                assert_eq!(
                    status.after(action, None).is_ok(),
                    status.after(proposal, None).is_ok(),
                    "{action} in {status}"
                );
            }
        }
    }
}

#[test]
fn the_numbers_are_those_of_the_twenty_eight_transitions() {
    let numbers: Vec<_> = Action::ALL.iter().map(|action| action.number()).collect();
    assert!(numbers.is_sorted());
    assert_eq!(
        numbers.into_iter().collect::<BTreeSet<_>>(),
        (1..=28).collect()
    );
}

#[test]
fn a_text_is_redacted_before_it_is_public_and_taken_back_as_a_whole() {
    let redacted = Publication::Private.after(Action::Redact).unwrap();
    let public = redacted.after(Action::Publish).unwrap();
    assert_eq!(public, Publication::Public);
    assert_eq!(public.after(Action::Unpublish), Ok(Publication::Private));
    assert_eq!(public.after(Action::Reopen), Ok(Publication::Public));
    let refused = Publication::Private.after(Action::Publish).unwrap_err();
    assert_eq!(refused.to_string(), "cannot publish while private");
    assert!(public.after(Action::Redact).is_err());
    assert!(redacted.after(Action::Unpublish).is_err());
}

#[test]
fn the_agenda_goes_from_proposed_to_concluded_and_may_begin_again() {
    let mut place = AgendaPlace::None;
    for (action, next) in [
        (Action::ProposeForAgenda, AgendaPlace::Proposed),
        (Action::Table, AgendaPlace::Tabled),
        (Action::Close, AgendaPlace::Tabled),
        (Action::Conclude, AgendaPlace::Concluded),
        (Action::ProposeForAgenda, AgendaPlace::Proposed),
    ] {
        place = place.after(action).unwrap();
        assert_eq!(place, next);
    }
    assert!(AgendaPlace::None.after(Action::Table).is_err());
    assert!(AgendaPlace::Proposed.after(Action::Conclude).is_err());
}

#[test]
fn the_golden_table_is_up_to_date() {
    assert_golden("workflow.txt", &table());
}
