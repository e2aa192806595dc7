//! The permission paper and the *Who* column of the transitions, transcribed by hand, against
//! the code.

use std::collections::BTreeSet;

use super::*;
use crate::accounts::role::Role;
use crate::difficulties::golden::assert_golden;
use crate::difficulties::vocabulary::{AgendaPlace, IdentityLevel, Publication};
use crate::difficulties::workflow::Status;

/// Rows 1 to 31. Columns: anybody, filer, another filer, association with a mandate, officer of
/// the lead, of a coordinating agency, elsewhere, leader of the lead, clerk, secretary, chair,
/// administrator. `Y` yes (own, by mandate, named and asked included), `H` hidden, `-` refused.
/// A paper row of several answers is several rows here. On row 3, `file` is for oneself.
const PAPER: &str = "
 1 read_published            Y Y Y Y Y Y Y Y Y Y Y Y
 2 track_by_code             Y Y Y Y Y Y Y Y Y Y Y Y
 3 file                      Y Y Y Y - - - - - - - -
 3 file_for_another          - - - - Y Y Y - Y Y - -
 4 open_draft                H Y H H H H H H H H H H
 5 read                      H Y H Y Y Y H Y Y Y Y H
 6 read_filer                H Y H Y Y Y H Y Y Y Y H
 7 read_filer_shielded       H Y H Y - - H - - Y - H
 8 reveal_filer              - - - - - - - - - Y - -
10 set_restricted            - Y H Y - - H - Y Y Y -
10 clear_restricted          - - H - - - H - - Y - -
11 propose_seal              - - - - - - - - Y Y - -
11 confirm_seal              - - - - - - - - Y Y - -
12 join                      - Y H - - - - - - - - -
12 edit_text                 - Y H Y - - - - - - - -
12 add_text                  - Y H Y - - - - - - - -
13 withdraw                  - Y H Y - - - - Y Y - -
14 attach                    H Y H Y Y Y H Y Y Y - H
14 download                  H Y H Y Y Y H Y Y Y Y H
15 accept                    - - - - - - H - Y Y - H
15 ask                       - - - - Y Y H Y Y Y - H
15 split                     - - - - - - H - Y Y - H
15 merge                     - - - - - - H - Y Y - H
15 unmerge                   - - - - - - H - Y Y - H
15 set_topic                 - - - - - - H - Y Y - H
15 link                      - - - - - - H - Y Y - H
16 reject                    - - - - - - - - - Y - -
16 lapse                     - - - - - - - - - Y - -
16 extend_beyond_limit       - - - - - - - - - Y - -
17 assign                    - - - - - - H - Y Y Y H
18 propose_return            - - - - Y Y H - - - - -
18 return                    - - - - - - H Y - - - -
19 choose_officer            - - - - - - H Y - - - -
20 write_note                H H H H Y Y H Y Y Y Y H
20 read_notes                H H H H Y Y H Y Y Y Y H
21 draft_response            - - - - Y - H Y - - - -
21 propose_contribution      - - - - - Y H - - - - -
22 approve                   - - - - - - H Y - - - -
22 send_back                 - - - - - - H Y - - - -
22 approve_with_commitments  - - - - - - H Y - - - -
22 sign                      - - - - - - H Y - - - -
22 release                   - - - - - - - - - Y Y -
22 release_with_commitments  - - - - - - - - - Y Y -
23 read_draft_response       H H H H Y Y H Y Y Y Y H
24 rate                      - Y H Y - - - - - - - -
24 rate_answer               - Y H Y - - - - - - - -
24 ask_to_reopen             - Y H Y - - - - - - - -
25 reopen                    - Y H Y - - - - - Y Y -
26 ask_about_publication     - Y - Y - - - - - - - -
26 propose_publication       - - - - - - - Y - - - -
26 redact                    - - - - - - - - Y Y - -
26 publish                   - - - - - - - - Y Y - -
26 unpublish                 - Y - Y - - - - Y Y - -
27 propose_for_agenda        - - - - - - - - Y Y Y -
27 conclude                  - - - - - - - - Y Y Y -
28 read_brief                - - - - - - - - Y Y Y H
29 listed                    Y Y Y Y Y Y Y Y Y Y Y -
30 export_filer              - Y - Y - - - - - Y - -
31 read_history              - Y H Y Y Y H Y Y Y Y H
";

const COLUMNS: [Relation; 12] = [
    Relation::Anybody,
    Relation::Filer,
    Relation::OtherFiler,
    Relation::Association,
    Relation::OfficerOfLead,
    Relation::OfficerOfCoordinating,
    Relation::OfficerElsewhere,
    Relation::LeaderOfLead,
    Relation::Clerk,
    Relation::Secretary,
    Relation::Chair,
    Relation::Administrator,
];

/// The *Who* column, with what the paper above takes away or adds.
const WHO: &str = "
submit: filer
accept: clerk secretary
undo_accept: clerk secretary
propose_rejection: clerk
reject: secretary
ask: clerk secretary officer_of_lead leader_of_lead officer_of_coordinating leader_of_coordinating
supply: filer association clerk secretary
propose_lapse: timer
lapse: secretary
assign: clerk secretary chair
take: officer_of_lead leader_of_lead
propose_return: officer_of_lead officer_of_coordinating leader_of_coordinating
return: leader_of_lead
reassign: clerk secretary
hand_over: clerk secretary
propose_contribution: officer_of_coordinating leader_of_coordinating
contribute: leader_of_coordinating
submit_for_approval: officer_of_lead
send_back: leader_of_lead
approve: leader_of_lead
approve_with_commitments: leader_of_lead
sign: leader_of_lead
release: secretary chair
release_with_commitments: secretary chair
propose_escalation: leader_of_lead
escalate: secretary chair
higher_reply: clerk secretary
propose_fulfilment: officer_of_lead
fulfil: leader_of_lead
close: filer association secretary timer
rate_answer: filer association
ask_to_reopen: filer association
reopen: filer association secretary chair
merge: clerk secretary
join: filer
unmerge: clerk secretary
withdraw: filer association clerk secretary
propose_extension: officer_of_lead
extend: leader_of_lead
extend_beyond_limit: secretary
remind: secretary timer
propose_publication: leader_of_lead
redact: clerk secretary
publish: clerk secretary
unpublish: filer association clerk secretary
propose_for_agenda: clerk secretary chair
table: chair
conclude: clerk secretary chair
";

/// Columns that do not see an unpublished one.
const STRANGERS: [Relation; 4] = [
    Relation::Anybody,
    Relation::OtherFiler,
    Relation::OfficerElsewhere,
    Relation::Administrator,
];

fn rows() -> impl Iterator<Item = (u8, &'static str, Vec<char>)> {
    PAPER.trim_matches('\n').lines().map(|line| {
        let mut words = line.split_whitespace();
        let number = words.next().unwrap().parse().unwrap();
        let name = words.next().unwrap();
        let cells: Vec<_> = words.map(|cell| cell.chars().next().unwrap()).collect();
        assert_eq!(cells.len(), COLUMNS.len(), "{line}");
        (number, name, cells)
    })
}

/// The matter on which a row's yes means something.
fn matter_for(name: &str) -> Matter {
    let status = match name {
        "open_draft" | "submit" => Status::Draft,
        "add_text" => Status::Accepted,
        "rate_answer" => Status::Merged,
        "rate" | "ask_to_reopen" | "reopen" => Status::Answered,
        _ => Status::Submitted,
    };
    Matter {
        in_objection_window: true,
        parent_answered: name == "rate_answer",
        identity: if name.ends_with("_shielded") {
            IdentityLevel::Shielded
        } else {
            IdentityLevel::Open
        },
        ..Matter::plain(status)
    }
}

fn answer(name: &str, standing: Standing, matter: &Matter) -> Verdict {
    let name = name.trim_end_matches("_shielded");
    match (Capability::parse(name), Action::parse(name)) {
        (Some(capability), None) => may(capability, standing, matter),
        (None, Some(action)) => may_do(action, standing, matter),
        _ => panic!("{name} is no capability and no act, or both"),
    }
}

fn verdict(cell: char) -> Verdict {
    match cell {
        'Y' => Verdict::Yes,
        'H' => Verdict::Hidden,
        '-' => Verdict::Refused,
        cell => panic!("{cell}?"),
    }
}

/// Holds every row to the code on each row's matter as `alter` makes it, with the cell as
/// `expect` reads it for that column.
fn compare(
    alter: impl Fn(Matter) -> Matter,
    standing: impl Fn(Relation) -> Standing,
    expect: impl Fn(&str, Relation, char) -> char,
) {
    for (number, name, cells) in rows() {
        let matter = alter(matter_for(name));
        for (&relation, &cell) in COLUMNS.iter().zip(&cells) {
            assert_eq!(
                answer(name, standing(relation), &matter),
                verdict(expect(name, relation, cell)),
                "row {number}, {name} for {relation}, paper says {cell}"
            );
        }
    }
}

/// Rows that are about no difficulty, or about one met by its code.
fn stands_apart(name: &str) -> bool {
    matches!(
        name,
        "track_by_code" | "file" | "file_for_another" | "read_brief"
    )
}

#[test]
fn a_published_one_is_as_the_paper_says_cell_by_cell() {
    compare(
        |matter| Matter {
            publication: Publication::Public,
            ..matter
        },
        Standing::of,
        |_, _, cell| cell,
    );
}

#[test]
fn an_unpublished_one_hides_instead_of_refusing_those_who_must_not_know() {
    let expect = |name: &str, relation, cell| match name {
        "read_published" => 'H',
        name if stands_apart(name) => cell,
        _ if STRANGERS.contains(&relation) => 'H',
        _ => cell,
    };
    compare(|matter| matter, Standing::of, expect);
    compare(
        |matter| Matter {
            publication: Publication::Redacted,
            ..matter
        },
        Standing::of,
        expect,
    );
}

#[test]
fn a_restricted_one_is_a_missing_number_to_the_unnamed_and_as_any_to_the_named() {
    let restrict = |matter| Matter {
        restricted: true,
        // Even a row that says both must not leak.
        publication: Publication::Public,
        ..matter
    };
    let sees_unnamed = [Relation::Filer, Relation::Association, Relation::Secretary].as_slice();
    compare(restrict, Standing::of, |name, relation, cell| match name {
        "read_published" => 'H',
        name if stands_apart(name) => cell,
        "open_draft" => cell,
        _ if sees_unnamed.contains(&relation) => cell,
        _ => 'H',
    });
    compare(
        restrict,
        |relation| Standing::of(relation).named(),
        |name, relation, cell| match name {
            "read_published" => 'H',
            name if stands_apart(name) => cell,
            _ if STRANGERS.contains(&relation) => 'H',
            _ => cell,
        },
    );
}

#[test]
fn every_capability_stands_on_the_paper_under_its_row() {
    let written: BTreeSet<_> = rows().map(|(number, name, _)| (number, name)).collect();
    for &capability in Capability::ALL {
        let entry = (capability.row_number(), capability.as_str());
        assert!(written.contains(&entry), "{entry:?}");
    }
}

#[test]
fn leaders_of_other_columns_have_what_their_officers_have_and_what_is_said_here() {
    for published in [Publication::Private, Publication::Public] {
        let all = Capability::ALL.iter().map(|c| c.as_str());
        for name in all.chain(Action::ALL.iter().map(|a| a.as_str())) {
            let matter = Matter {
                publication: published,
                ..matter_for(name)
            };
            let of = |relation| answer(name, Standing::of(relation), &matter);
            let coordinating = of(Relation::LeaderOfCoordinating);
            match name {
                "contribute" | "choose_officer" => assert_eq!(coordinating, Verdict::Yes),
                "file_for_another" => assert_eq!(coordinating, Verdict::Refused),
                _ => assert_eq!(coordinating, of(Relation::OfficerOfCoordinating), "{name}"),
            }
            let elsewhere = of(Relation::LeaderElsewhere);
            match name {
                "file_for_another" => assert_eq!(elsewhere, Verdict::Refused),
                _ => assert_eq!(elsewhere, of(Relation::OfficerElsewhere), "{name}"),
            }
        }
    }
}

#[test]
fn each_act_belongs_to_those_of_the_who_column_and_nobody_else() {
    assert_eq!(WHO.trim().lines().count(), Action::ALL.len());
    for line in WHO.trim().lines() {
        let (name, who) = line.split_once(": ").unwrap();
        let action: Action = name.parse().unwrap();
        let who: BTreeSet<Relation> = who
            .split_whitespace()
            .map(|word| word.parse().unwrap())
            .collect();
        let matter = matter_for(name);
        for &relation in Relation::ALL {
            let standing = Standing::of(relation);
            assert_eq!(
                may_do(action, standing, &matter).is_yes(),
                who.contains(&relation),
                "{action} by {relation}"
            );
            // Whatever they are on it, the unnamed learn nothing of a restricted one.
            let restricted = Matter {
                restricted: true,
                ..matter
            };
            if !sees(standing, &restricted) {
                assert_eq!(may_do(action, standing, &restricted), Verdict::Hidden);
            }
        }
    }
}

#[test]
fn the_drafter_never_decides_on_their_draft_nor_the_proposer_on_their_proposal() {
    let matter = Matter {
        drafter_is_viewer: true,
        proposer_is_viewer: true,
        ..Matter::plain(Status::PendingApproval)
    };
    for &relation in Relation::ALL {
        for &action in Action::ALL {
            let decides = action.confirms().is_some()
                || matches!(
                    action,
                    Action::Approve
                        | Action::ApproveWithCommitments
                        | Action::Sign
                        | Action::SendBack
                );
            if decides {
                let verdict = may_do(action, Standing::of(relation).named(), &matter);
                assert!(!verdict.is_yes(), "{action} by {relation}");
            }
        }
        assert!(!may(Capability::ConfirmSeal, Standing::of(relation), &matter).is_yes());
    }
}

#[test]
fn whoever_filed_it_is_its_filer_and_nothing_else() {
    for name in Capability::ALL
        .iter()
        .map(|c| c.as_str())
        .chain(Action::ALL.iter().map(|a| a.as_str()))
    {
        let matter = matter_for(name);
        let filer = answer(name, Standing::of(Relation::Filer), &matter);
        for &relation in Relation::ALL {
            let own = Standing::of(relation).named().and_filer();
            assert_eq!(
                answer(name, own, &matter),
                filer,
                "{name} by {relation} who filed it"
            );
        }
    }
    let own = Standing::of(Relation::LeaderOfLead).and_filer();
    let matter = Matter::plain(Status::PendingApproval);
    assert_eq!(may_do(Action::Approve, own, &matter), Verdict::Refused);
    assert_eq!(
        may(Capability::ReadDraftResponse, own, &matter),
        Verdict::Hidden
    );
}

#[test]
fn a_draft_is_its_writers_alone() {
    let draft = Matter::plain(Status::Draft);
    let typed_in = Matter {
        entered_by_viewer: true,
        ..draft
    };
    for &relation in Relation::ALL {
        let standing = Standing::of(relation).named();
        let filer = relation == Relation::Filer;
        assert_eq!(may(Capability::OpenDraft, standing, &draft).is_yes(), filer);
        assert_eq!(sees(standing, &draft), filer);
        if !filer {
            assert_eq!(may(Capability::Read, standing, &draft), Verdict::Hidden);
        }
    }
    let clerk = Standing::of(Relation::Clerk);
    assert_eq!(may(Capability::OpenDraft, clerk, &typed_in), Verdict::Yes);
    assert_eq!(may_do(Action::Submit, clerk, &typed_in), Verdict::Yes);
    assert_eq!(may_do(Action::Submit, clerk, &draft), Verdict::Hidden);
    assert_eq!(may(Capability::TrackByCode, clerk, &draft), Verdict::Hidden);
}

#[test]
fn text_changes_before_acceptance_and_only_grows_afterwards() {
    let filer = Standing::of(Relation::Filer);
    let asked_early = Matter {
        came_from: Some(Status::Submitted),
        ..Matter::plain(Status::NeedInfo)
    };
    let asked_late = Matter {
        came_from: Some(Status::InProgress),
        ..Matter::plain(Status::NeedInfo)
    };
    for (matter, edit, add) in [
        (Matter::plain(Status::Submitted), true, false),
        (asked_early, true, false),
        (asked_late, false, true),
        (Matter::plain(Status::Accepted), false, true),
        (Matter::plain(Status::Merged), false, true),
        (Matter::plain(Status::Closed), false, false),
    ] {
        assert_eq!(
            may(Capability::EditText, filer, &matter).is_yes(),
            edit,
            "{matter:?}"
        );
        assert_eq!(
            may(Capability::AddText, filer, &matter).is_yes(),
            add,
            "{matter:?}"
        );
    }
}

#[test]
fn allowances_run_out() {
    let yes =
        |action, relation, matter: &Matter| may_do(action, Standing::of(relation), matter).is_yes();
    let third_question = Matter {
        questions: 2,
        ..Matter::plain(Status::InProgress)
    };
    assert!(!yes(Action::Ask, Relation::OfficerOfLead, &third_question));
    assert!(!yes(Action::Ask, Relation::Clerk, &third_question));
    assert!(yes(Action::Ask, Relation::LeaderOfLead, &third_question));
    assert!(yes(Action::Ask, Relation::Secretary, &third_question));

    let first_return = Matter {
        returns: 1,
        ..Matter::plain(Status::Returned)
    };
    let second_return = Matter {
        returns: 2,
        ..first_return
    };
    assert!(yes(Action::Reassign, Relation::Clerk, &first_return));
    assert!(!yes(Action::Reassign, Relation::Clerk, &second_return));
    assert!(yes(Action::Reassign, Relation::Secretary, &second_return));

    let parent_answered = Matter {
        parent_answered: true,
        ..Matter::plain(Status::Merged)
    };
    assert!(!yes(Action::Unmerge, Relation::Clerk, &parent_answered));
    assert!(yes(Action::Unmerge, Relation::Secretary, &parent_answered));
    assert!(
        may(
            Capability::Rate,
            Standing::of(Relation::Filer),
            &parent_answered
        )
        .is_yes()
    );
}

#[test]
fn the_first_objection_is_free_and_the_next_one_asks() {
    let yes =
        |action, relation, matter: &Matter| may_do(action, Standing::of(relation), matter).is_yes();
    let answered = Matter {
        in_objection_window: true,
        ..Matter::plain(Status::Answered)
    };
    let again = Matter {
        reopenings: 1,
        ..answered
    };
    let asked = Matter {
        reopening_asked: true,
        ..again
    };
    let late = Matter {
        in_objection_window: false,
        ..answered
    };
    for filer in [Relation::Filer, Relation::Association] {
        assert!(yes(Action::Reopen, filer, &answered));
        assert!(!yes(Action::Reopen, filer, &again));
        assert!(yes(Action::AskToReopen, filer, &again));
        assert!(!yes(Action::Reopen, filer, &late));
        assert!(!yes(Action::AskToReopen, filer, &late));
    }
    assert!(!yes(Action::Reopen, Relation::LeaderOfLead, &again));
    assert!(yes(Action::Reopen, Relation::LeaderOfLead, &asked));
    for any_time in [Relation::Secretary, Relation::Chair] {
        assert!(yes(Action::Reopen, any_time, &late));
    }
}

#[test]
fn a_merged_filer_judges_the_common_answer_alone() {
    let yes =
        |action, relation, matter: &Matter| may_do(action, Standing::of(relation), matter).is_yes();
    let waiting = Matter {
        in_objection_window: true,
        ..Matter::plain(Status::Merged)
    };
    let answered = Matter {
        parent_answered: true,
        ..waiting
    };
    let late = Matter {
        in_objection_window: false,
        ..answered
    };
    for filer in [Relation::Filer, Relation::Association] {
        assert!(yes(Action::Rate, filer, &answered) && yes(Action::Reopen, filer, &answered));
        assert!(!yes(Action::Rate, filer, &waiting) && !yes(Action::Reopen, filer, &waiting));
        assert!(yes(Action::Rate, filer, &late) && !yes(Action::Reopen, filer, &late));
    }
    // Staff unmerge; they do not object for anybody.
    for staff in [Relation::Secretary, Relation::Chair, Relation::LeaderOfLead] {
        assert!(!yes(Action::Reopen, staff, &answered));
    }
}

#[test]
fn the_buttons_are_what_is_possible_and_theirs() {
    let open = |relation, matter: &Matter| -> Vec<_> {
        open_actions(Standing::of(relation), matter).collect()
    };
    let submitted = Matter::plain(Status::Submitted);
    assert_eq!(
        open(Relation::Clerk, &submitted),
        [
            Action::Accept,
            Action::ProposeRejection,
            Action::Ask,
            Action::Withdraw,
        ]
    );
    assert_eq!(
        open(Relation::Filer, &submitted),
        [Action::Join, Action::Withdraw]
    );
    assert_eq!(open(Relation::OfficerElsewhere, &submitted), []);
    let asked = Matter {
        came_from: Some(Status::InProgress),
        ..Matter::plain(Status::NeedInfo)
    };
    assert_eq!(
        open(Relation::Filer, &asked),
        [Action::Supply, Action::Withdraw]
    );
    assert_eq!(open(Relation::Administrator, &asked), []);
    let public = Matter {
        publication: Publication::Public,
        agenda_place: AgendaPlace::Tabled,
        ..Matter::plain(Status::Answered)
    };
    assert_eq!(
        open(Relation::Clerk, &public),
        [Action::Unpublish, Action::Conclude]
    );
}

#[test]
fn a_role_and_a_tie_make_a_relation() {
    for (role, tie, relation) in [
        (None, Tie::Nothing, Relation::Anybody),
        (Some(Role::Filer), Tie::Nothing, Relation::OtherFiler),
        (Some(Role::Association), Tie::Nothing, Relation::OtherFiler),
        (Some(Role::Association), Tie::Mandate, Relation::Association),
        (Some(Role::Officer), Tie::Lead, Relation::OfficerOfLead),
        (
            Some(Role::Officer),
            Tie::Coordinating,
            Relation::OfficerOfCoordinating,
        ),
        (
            Some(Role::Officer),
            Tie::Nothing,
            Relation::OfficerElsewhere,
        ),
        (Some(Role::Leader), Tie::Lead, Relation::LeaderOfLead),
        (
            Some(Role::Leader),
            Tie::Coordinating,
            Relation::LeaderOfCoordinating,
        ),
        (Some(Role::Leader), Tie::Nothing, Relation::LeaderElsewhere),
        (Some(Role::Clerk), Tie::Nothing, Relation::Clerk),
        (Some(Role::Secretary), Tie::Nothing, Relation::Secretary),
        (Some(Role::Chair), Tie::Nothing, Relation::Chair),
        (Some(Role::ChairAide), Tie::Nothing, Relation::Chair),
        (
            Some(Role::Administrator),
            Tie::Nothing,
            Relation::Administrator,
        ),
    ] {
        assert_eq!(Relation::of(role, tie), relation);
    }
}

#[test]
fn lists_and_histories_reach_as_far_as_rows_29_and_31_say() {
    assert_eq!(list_reach(None), Reach::Published);
    for (role, reach) in [
        (Role::Filer, Reach::Own),
        (Role::Association, Reach::Mandates),
        (Role::Officer, Reach::Agency),
        (Role::Leader, Reach::Agency),
        (Role::Clerk, Reach::All),
        (Role::Secretary, Reach::All),
        (Role::Chair, Reach::All),
        (Role::ChairAide, Reach::All),
        (Role::Administrator, Reach::Nothing),
    ] {
        assert_eq!(list_reach(Some(role)), reach);
    }
    // A history of nothing is exactly what is not readable.
    for &relation in Relation::ALL {
        let standing = Standing::of(relation);
        let readable = may(
            Capability::ReadHistory,
            standing,
            &Matter::plain(Status::Accepted),
        );
        assert_eq!(
            history_reach(standing) != HistoryReach::Nothing,
            readable.is_yes()
        );
    }
}

#[test]
fn the_golden_tables_are_up_to_date() {
    assert_golden("policy.txt", &table());
}
