//! The workflow as a text that people review in diffs.

use std::fmt::Write as _;

use super::{Action, BINDING_RETURN, Party, Status};

/// Every status with its clock and next party, then every act in every status.
#[must_use]
pub fn table() -> String {
    let mut text = String::from(
        "The life of a difficulty. Written by a test from src/difficulties/workflow; \
         review it like code.\n\nstatus            short  clock             next party\n",
    );
    for &status in Status::ALL {
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "{status:<16}  {:<5}  {:<16}  {}",
            short(status),
            status.clock(),
            turn(status),
        );
    }
    text.push_str("\nproposed             in                turn passes to\n");
    for &action in Action::ALL {
        for &status in Status::ALL {
            let waiting = status.next_party(1, &[action]);
            if waiting != status.next_party(1, &[]) {
                let _ = writeln!(text, "{action:<20} {status:<16}  {}", party(waiting));
            }
        }
    }
    text.push_str(
        "\n.     not possible        =     stays\nback  to where it came from\n\
         *     or back to submitted or accepted, for one that lapsed there\n\n",
    );
    let mut head = format!("{:<29}", " #  act");
    for &status in Status::ALL {
        let _ = write!(head, "{:<5}", short(status));
    }
    let _ = writeln!(text, "{}", head.trim_end());
    for &action in Action::ALL {
        let mut line = format!("{:>2}  {action:<25}", action.number());
        for &status in Status::ALL {
            let _ = write!(line, "{:<5}", cell(status, action));
        }
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

fn turn(status: Status) -> String {
    let usual = status.next_party(1, &[]);
    let later = status.next_party(BINDING_RETURN, &[]);
    if later == usual {
        party(usual).to_owned()
    } else {
        format!(
            "{}; {} from return {BINDING_RETURN} on",
            party(usual),
            party(later)
        )
    }
}

const fn party(party: Option<Party>) -> &'static str {
    match party {
        Some(party) => party.as_str(),
        None => "-",
    }
}

fn cell(status: Status, action: Action) -> String {
    let plain = status.after(action, None).ok();
    let varies = Status::ALL
        .iter()
        .any(|&home| status.after(action, Some(home)).ok() != plain);
    match plain {
        None if varies => "back".to_owned(),
        None => ".".to_owned(),
        Some(same) if same == status => "=".to_owned(),
        Some(next) => format!("{}{}", short(next), if varies { "*" } else { "" }),
    }
}

/// Three letters, for the table only.
const fn short(status: Status) -> &'static str {
    match status {
        Status::Draft => "dra",
        Status::Submitted => "sub",
        Status::Accepted => "acc",
        Status::NeedInfo => "inf",
        Status::Assigned => "asg",
        Status::InProgress => "pro",
        Status::Returned => "ret",
        Status::PendingApproval => "app",
        Status::Answered => "ans",
        Status::Committed => "com",
        Status::Escalated => "esc",
        Status::Closed => "clo",
        Status::Rejected => "rej",
        Status::Merged => "mer",
        Status::Withdrawn => "wit",
    }
}
