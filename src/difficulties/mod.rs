//! A difficulty: one ask of one filer, under one topic group of one conference. It is received,
//! assigned, answered and closed; who may is [`policy`], when is [`workflow`], what happens is
//! [`actions`], what is remembered is `events`.

pub mod actions;
pub mod aside;
pub mod contributions;
pub mod coordinating;
pub mod coordination;
pub mod corrections;
#[cfg(test)]
mod golden;
pub mod handover;
pub mod history;
pub mod linking;
pub mod links;
pub mod named;
pub mod near;
pub mod notes;
pub mod passages;
pub mod policy;
pub mod public_list;
pub mod queries;
mod record;
pub mod redactions;
pub mod regroup;
pub mod returns;
pub mod search;
mod told;
pub mod totals;
pub mod tracking;
pub mod triage;
pub mod vocabulary;
pub mod workbench;
pub mod workflow;

pub use record::{Difficulty, turn};
pub use vocabulary::{
    AgendaPlace, Channel, IdentityLevel, Outcome, Priority, Publication, PublicationConsent,
};
pub use workflow::{Action, Party, Status};

/// Mounts this slice's routes.
#[must_use]
pub fn routes(routes: crate::web::Routes) -> crate::web::Routes {
    let routes = tracking::routes(routes);
    let routes = returns::routes(routes);
    let routes = triage::routes(routes);
    let routes = handover::routes(routes);
    let routes = workbench::routes(routes);
    public_list::routes(routes)
}
