//! The steps that lead to a status, and when each was taken.

use chrono::{NaiveDateTime, TimeDelta};
use rand::RngExt;
use rand::rngs::StdRng;

use crate::difficulties::{Action, Status};

/// Who takes a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    Filer,
    Clerk,
    Secretary,
    Officer,
    Leader,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    pub action: Action,
    pub from: Status,
    pub to: Status,
    pub by: By,
    pub at: NaiveDateTime,
    pub note: &'static str,
}

/// The way to a status, each step at most `stride` after the one before.
pub(super) fn steps(
    rng: &mut StdRng,
    status: Status,
    from: NaiveDateTime,
    stride: TimeDelta,
) -> Vec<Step> {
    use Status::{Accepted, Answered, Assigned, Committed, InProgress, PendingApproval, Submitted};
    let mut way = vec![(Action::Submit, By::Filer, Submitted, "")];
    let accepted = (Action::Accept, By::Clerk, Accepted, "");
    let assigned = (
        Action::Assign,
        By::Clerk,
        Assigned,
        "Theo lĩnh vực phụ trách.",
    );
    let taken = (Action::Take, By::Officer, InProgress, "");
    let before_leader = (Action::SubmitForApproval, By::Officer, PendingApproval, "");
    let approved = (Action::Approve, By::Leader, Answered, "");
    let question = "Xin cho biết thêm địa chỉ xưởng và thời gian xảy ra.";
    let not_ours = "Không thuộc lĩnh vực của cơ quan.";
    match status {
        Status::Draft | Submitted => {}
        Accepted => way.push(accepted),
        Status::NeedInfo => way.extend([accepted, (Action::Ask, By::Clerk, status, question)]),
        Assigned => way.extend([accepted, assigned]),
        InProgress => way.extend([accepted, assigned, taken]),
        Status::Returned => way.extend([
            accepted,
            assigned,
            (Action::Return, By::Leader, status, not_ours),
        ]),
        PendingApproval => way.extend([accepted, assigned, taken, before_leader]),
        Answered => way.extend([accepted, assigned, taken, before_leader, approved]),
        Committed => way.extend([
            accepted,
            assigned,
            taken,
            before_leader,
            (Action::ApproveWithCommitments, By::Leader, status, ""),
        ]),
        Status::Escalated => way.extend([
            accepted,
            assigned,
            taken,
            before_leader,
            (
                Action::Escalate,
                By::Secretary,
                status,
                "Kính gửi bộ quản lý ngành xem xét.",
            ),
        ]),
        Status::Closed => way.extend([
            accepted,
            assigned,
            taken,
            before_leader,
            approved,
            (Action::Close, By::Filer, status, ""),
        ]),
        Status::Rejected => way.extend([
            (
                Action::ProposeRejection,
                By::Clerk,
                Submitted,
                "Không thuộc phạm vi hội nghị.",
            ),
            (Action::Reject, By::Secretary, status, "Đồng ý."),
        ]),
        Status::Merged => {
            way.extend([
                accepted,
                (Action::Merge, By::Clerk, status, "Cùng nội dung."),
            ]);
        }
        Status::Withdrawn => {
            way.extend([
                accepted,
                (Action::Withdraw, By::Filer, status, "Đã tự giải quyết."),
            ]);
        }
    }
    let mut at = from;
    let mut stands = Status::Draft;
    let longest = stride.num_minutes().max(31);
    way.into_iter()
        .map(|(action, by, to, note)| {
            let step = Step {
                action,
                from: stands,
                to,
                by,
                at,
                note,
            };
            stands = to;
            at += TimeDelta::minutes(rng.random_range(30..longest));
            step
        })
        .collect()
}
