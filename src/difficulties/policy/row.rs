//! One row of the matrix: who gets a yes, and who must not even learn that there is a question.

use super::standing::{
    Relation,
    Relation::{
        Administrator, Anybody, Association, Chair, Clerk, Filer, LeaderElsewhere,
        LeaderOfCoordinating, LeaderOfLead, OfficerElsewhere, OfficerOfCoordinating, OfficerOfLead,
        OtherFiler, Secretary,
    },
};

/// A relation in neither list is refused: a new one can do nothing until somebody writes it in.
pub struct Row {
    pub yes: &'static [Relation],
    pub hidden: &'static [Relation],
}

/// The filer, and the association that holds their mandate.
pub const FILERS: &[Relation] = &[Filer, Association];
/// Those who run the conference day by day.
pub const SECRETARIAT: &[Relation] = &[Clerk, Secretary];
pub const SECRETARIAT_AND_CHAIR: &[Relation] = &[Clerk, Secretary, Chair];
/// Everybody who works on it.
pub const STAFF_ON_IT: &[Relation] = &[
    OfficerOfLead,
    OfficerOfCoordinating,
    LeaderOfLead,
    LeaderOfCoordinating,
    Clerk,
    Secretary,
    Chair,
];
/// Everybody who works on it, and who filed it.
pub const ALL_ON_IT: &[Relation] = &[
    Filer,
    Association,
    OfficerOfLead,
    OfficerOfCoordinating,
    LeaderOfLead,
    LeaderOfCoordinating,
    Clerk,
    Secretary,
    Chair,
];

/// Staff of agencies that have nothing to do with it.
pub const ELSEWHERE: &[Relation] = &[OfficerElsewhere, LeaderElsewhere];
/// The same, and the administrator, who keeps accounts and never content.
pub const ELSEWHERE_AND_IT: &[Relation] = &[OfficerElsewhere, LeaderElsewhere, Administrator];
/// All who are strangers to it.
pub const STRANGERS: &[Relation] = &[
    Anybody,
    OtherFiler,
    OfficerElsewhere,
    LeaderElsewhere,
    Administrator,
];
/// All who are not of the house, and who of the house has nothing to do with it.
pub const ALL_BUT_STAFF_ON_IT: &[Relation] = &[
    Anybody,
    Filer,
    OtherFiler,
    Association,
    OfficerElsewhere,
    LeaderElsewhere,
    Administrator,
];
