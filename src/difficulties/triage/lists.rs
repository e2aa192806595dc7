//! Putting a list together: what its filter means for this viewer now, its tabs, its page.

use std::sync::Arc;

use chrono::NaiveDateTime;

use super::bulk::{self, BulkAct};
use super::choices::{self, Choice, Tab};
use super::count::Counter;
use super::filter::{self, Filter, List, Nearness, Place, SOON_DAYS, Section, Topic, UNCHOSEN};
use super::items;
use super::marking::Marking;
use super::pages::{BulkBar, FilterFields, ListPage, Pane, RecentBulk};
use super::pane::Letter;
use super::queries::{self, Wanted};
use super::{desk::Desk, pages, paths, undo};
use crate::accounts::Role;
use crate::agencies::Agency;
use crate::areas;
use crate::conferences::{Conference, TopicGroup};
use crate::db::DbConnection;
use crate::difficulties::queries::open;
use crate::difficulties::{Action, Party, policy};
use crate::directory::Directory;
use crate::filers::FilerKind;
use crate::submissions;
use crate::text::SearchQuery;
use crate::web::paging::{self, Rows};
use crate::web::{AppError, Ctx, FieldErrors, Page};

const UNKNOWN: AppError = AppError::BadInput("triage-unknown-filter");

/// What every list of one request needs to know.
pub struct Ground {
    directory: Arc<Directory>,
    now: NaiveDateTime,
}

impl Ground {
    #[must_use]
    pub fn of(page: &Page) -> Self {
        Self {
            directory: Arc::clone(&page.directory),
            now: page.now,
        }
    }

    /// The conference whose topic groups and agencies the filter offers.
    fn conference(
        &self,
        filter: &Filter,
        page: &Page,
    ) -> Result<Option<Arc<Conference>>, AppError> {
        if let Some(slug) = &filter.conference {
            return self
                .directory
                .by_slug(slug)
                .cloned()
                .map(Some)
                .ok_or(UNKNOWN);
        }
        let Topic::One(id) = filter.topic else {
            return Ok(page.conference.clone());
        };
        let topic = self.directory.topic_group(id).ok_or(UNKNOWN)?;
        Ok(self.directory.conference(topic.conference_id).cloned())
    }

    /// The filter of a list made concrete for the viewer.
    ///
    /// # Errors
    /// [`AppError::BadInput`] for a conference nobody knows.
    pub fn wanted(
        &self,
        ctx: &Ctx,
        list: List,
        filter: &Filter,
        topic_ids: &[i64],
    ) -> Result<Wanted, AppError> {
        let conference_id = match &filter.conference {
            // Where there is only one, asking for it asks for everything.
            Some(slug) => Some(self.directory.by_slug(slug).ok_or(UNKNOWN)?.id)
                .filter(|_| self.directory.conferences.len() > 1),
            None => None,
        };
        let staff = ctx.actor.staff();
        let own_agency = staff.and_then(|staff| staff.agency_id);
        let mut wanted = Wanted {
            conference_id,
            topic_ids: topic_ids.to_vec(),
            topic: filter.topic,
            statuses: list.statuses(filter),
            agency_id: filter.agency_id,
            kind: filter.kind,
            party: filter.party,
            due: filter.nearness.map_or((None, None), |nearness| {
                filter::window(nearness, self.now, &self.directory.calendar)
            }),
            ..Wanted::default()
        };
        match list {
            List::Intake if filter.section == Some(Section::Refusals) => {
                wanted.proposed = Some(Action::ProposeRejection);
            }
            List::Mine => wanted.officer_id = staff.map(|staff| staff.account_id),
            List::Agency | List::Approval => wanted.agency_id = own_agency.or(Some(-1)),
            List::Coordinating => wanted.contributor_id = own_agency.or(Some(-1)),
            List::Intake | List::All | List::Search => {}
        }
        Ok(wanted)
    }
}

/// One page of a list: rows and the key that goes on.
///
/// # Errors
/// [`AppError::BadInput`] for a key no page gave out; or when the database fails.
fn rows(
    conn: &mut DbConnection,
    ctx: &Ctx,
    wanted: &Wanted,
    filter: &Filter,
    place: &Place,
) -> Result<Rows<queries::Row>, AppError> {
    let size = filter.rows();
    if let Some(query) = SearchQuery::parse(&filter.q) {
        let after = filter::read_after(place)?;
        return Ok(queries::found(
            conn, &ctx.actor, wanted, &query, after, size,
        )?);
    }
    let after = filter::read_key(place)?;
    Ok(match wanted.contributor_id {
        Some(agency_id) => {
            queries::contributions(conn, &ctx.actor, wanted, agency_id, after, size)?
        }
        None => queries::page(conn, &ctx.actor, wanted, after, size)?,
    })
}

/// The rows of a filtered list from its beginning, without its page.
///
/// # Errors
/// As [`load`].
pub fn all_of(
    conn: &mut DbConnection,
    ctx: &Ctx,
    list: List,
    filter: &Filter,
    most: i64,
) -> Result<Rows<queries::Row>, AppError> {
    let page = Page::load(conn, ctx)?;
    let ground = Ground::of(&page);
    let (wanted, _, _) = wanted_with_topics(conn, &ground, ctx, list, filter, &page)?;
    let filter = Filter {
        size: Some(most),
        ..filter.clone()
    };
    rows(conn, ctx, &wanted, &filter, &Place::default())
}

/// The filter made concrete, with the conference and the topic groups it offers.
fn wanted_with_topics(
    conn: &mut DbConnection,
    ground: &Ground,
    ctx: &Ctx,
    list: List,
    filter: &Filter,
    page: &Page,
) -> Result<(Wanted, Option<Arc<Conference>>, Vec<TopicGroup>), AppError> {
    let conference = ground.conference(filter, page)?;
    let topics: Vec<TopicGroup> = conference
        .iter()
        .flat_map(|conference| ground.directory.topic_groups_of(conference.id))
        .cloned()
        .collect();
    let topic_ids: Vec<i64> = topics.iter().map(|topic| topic.id).collect();
    let mut wanted = ground.wanted(ctx, list, filter, &topic_ids)?;
    if !filter.area.is_empty() {
        // A unit of today stands for all that it was made of; a name that several units had or
        // have, for all of them.
        let meant: Vec<i64> = areas::called(conn, &filter.area)?
            .iter()
            .map(|area| area.id)
            .collect();
        wanted.area_ids = Some(areas::with_predecessors(conn, &meant)?);
    }
    if let (Topic::One(_), Some(conference)) = (filter.topic, &conference) {
        // Says nothing new, and lets the query begin at the topic group.
        wanted.conference_id = Some(conference.id);
    }
    Ok((wanted, conference, topics))
}

/// A whole list, ready to be shown.
///
/// # Errors
/// As [`rows`]; and `BadInput` for a filter that no list offers.
pub fn load(
    conn: &mut DbConnection,
    ctx: &Ctx,
    list: List,
    filter: &Filter,
    place: &Place,
) -> Result<ListPage, AppError> {
    let page = Page::load(conn, ctx)?;
    let ground = Ground::of(&page);
    let (wanted, conference, topics) = wanted_with_topics(conn, &ground, ctx, list, filter, &page)?;
    let topic_ids: Vec<i64> = topics.iter().map(|topic| topic.id).collect();
    let found = rows(conn, ctx, &wanted, filter, place)?;
    let totals = Arc::clone(&page.totals);
    let mut counter = Counter::new(&ctx.actor, &totals);
    let total = if filter.q.is_empty() {
        choices::number(&page, counter.count(conn, &wanted)?)
    } else {
        String::new()
    };
    let mut items = items::show(conn, &page, &ctx.actor, found.rows)?;

    let agencies = offered_agencies(conn, ctx, &page, list, conference.as_deref())?;
    let tabs = tabs(
        conn,
        ctx,
        &page,
        &ground,
        list,
        (filter, &topic_ids),
        &mut counter,
    )?;
    let pane = if list == List::Intake {
        pane(conn, ctx, &page, filter, place, &mut items)?
    } else {
        None
    };
    let recent = if list == List::Intake {
        undo::recent(conn, &ctx.actor, page.now)?
    } else {
        Vec::new()
    };
    let bulk = bulk_bar(&page, ctx, list, filter, &agencies).filter(|_| !items.is_empty());
    let recent_bulk = recent_bulk(conn, ctx, &page)?;
    Ok(ListPage {
        name: list.name(),
        tabs,
        filter: filter_fields(&page, &ground, list, filter, &topics, &agencies),
        next: found
            .next
            .map(|key| filter.address_with(list.path(), &[("truoc", &key)])),
        first: place.after.as_ref().map(|_| filter.address(list.path())),
        with_status: list != List::Intake,
        items,
        total,
        bulk,
        pane,
        recent,
        recent_bulk,
        page,
    })
}

/// Agencies one may filter by: those who see one agency's rows only need no choice.
fn offered_agencies(
    conn: &mut DbConnection,
    ctx: &Ctx,
    page: &Page,
    list: List,
    conference: Option<&Conference>,
) -> Result<Vec<Agency>, AppError> {
    let sees_all = matches!(
        ctx.actor.role(),
        Some(Role::Clerk | Role::Secretary | Role::Chair | Role::ChairAide)
    );
    if !sees_all || !matches!(list, List::Intake | List::All | List::Search) {
        return Ok(Vec::new());
    }
    let Some(conference) = conference else {
        return Ok(crate::agencies::valid_on(conn, page.today)?);
    };
    Ok(page
        .directory
        .agencies_taking_part(conference.id)
        .cloned()
        .collect())
}

/// What the viewer may do with ticked rows of this list. A refusal waits for one decision each.
fn bulk_bar(
    page: &Page,
    ctx: &Ctx,
    list: List,
    filter: &Filter,
    agencies: &[Agency],
) -> Option<BulkBar> {
    let mut acts = bulk::offered(&ctx.actor);
    if list == List::Intake {
        match filter.section.unwrap_or(Section::Waiting) {
            Section::Refusals => acts.clear(),
            Section::Waiting => {
                acts.retain(|act| !matches!(act, BulkAct::Coordinate | BulkAct::Remind));
            }
            Section::ToAssign | Section::Returned => {
                acts.retain(|act| {
                    matches!(act, BulkAct::Place | BulkAct::Merge | BulkAct::Regroup)
                });
            }
        }
    }
    (!acts.is_empty()).then(|| BulkBar {
        agencies: choices::agencies(page, agencies, None, ""),
        acts,
        list: list.slug(),
        back: filter.carried(),
    })
}

/// What the viewer did to many rows within the minutes in which it can be taken back.
fn recent_bulk(
    conn: &mut DbConnection,
    ctx: &Ctx,
    page: &Page,
) -> Result<Vec<RecentBulk>, AppError> {
    let Some(staff) = ctx
        .actor
        .staff()
        .filter(|_| !bulk::offered(&ctx.actor).is_empty())
    else {
        return Ok(Vec::new());
    };
    let recent = bulk::recent(conn, staff.account_id, page.now)?;
    Ok(recent
        .into_iter()
        .filter(|(kept, _)| kept.may_be_undone(page.now))
        .map(|(kept, touched)| RecentBulk {
            address: paths::bulk(kept.id),
            words: page.t1(&format!("triage-bulk-done-{}", kept.kind), "count", touched),
        })
        .collect())
}

/// The letter beside the queue: the one asked for, or the first.
fn pane(
    conn: &mut DbConnection,
    ctx: &Ctx,
    page: &Page,
    filter: &Filter,
    place: &Place,
    items: &mut [items::Item],
) -> Result<Option<Pane>, AppError> {
    for item in items.iter_mut() {
        let mut further = vec![("chon", item.reference.as_str())];
        further.extend(place.after.as_deref().map(|after| ("truoc", after)));
        item.beside = filter.address_with(List::Intake.path(), &further);
        // Where no pane fits beside the list, a row leads straight to what is to be done with it.
        if filter.section.unwrap_or(Section::Waiting) == Section::Waiting {
            item.address = paths::accept(&item.reference);
        }
    }
    let asked = place
        .chosen
        .as_deref()
        .map(crate::difficulties::queries::canonical_reference);
    let chosen = asked.or_else(|| items.first().map(|item| item.reference.clone()));
    let Some(reference) = chosen else {
        return Ok(None);
    };
    let seen = match open(conn, &ctx.actor, &reference, page.now) {
        Ok(seen) => seen,
        // Received by a colleague a moment ago, or never there: the queue stands without it.
        Err(diesel::result::Error::NotFound) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let can_accept =
        policy::open_actions(seen.standing, &seen.matter).any(|action| action == Action::Accept);
    if !can_accept {
        return Ok(None);
    }
    for item in items.iter_mut() {
        item.is_beside = item.reference == seen.difficulty.reference;
    }
    let desk = Desk::load(conn, seen.difficulty.conference_id, page.now)?;
    let mut form = pages::suggested(&desk, &seen.difficulty);
    form.ve_hang_doi = filter.carried();
    let letter = Letter::load(conn, ctx, page, &seen)?;
    let errors = FieldErrors::default();
    let form = pages::AcceptFields::new(page, &desk, &seen.difficulty, &form, errors);
    let submission = submissions::queries::find(conn, seen.difficulty.submission_id)?;
    let asks = Marking::proposed(&submission, &seen.difficulty).asks();
    Ok(Some(Pane { letter, form, asks }))
}

fn tabs(
    conn: &mut DbConnection,
    ctx: &Ctx,
    page: &Page,
    ground: &Ground,
    list: List,
    (filter, topic_ids): (&Filter, &[i64]),
    counter: &mut Counter<'_>,
) -> Result<Vec<Tab>, AppError> {
    let conference = || Filter {
        conference: filter.conference.clone(),
        size: filter.size,
        ..Filter::default()
    };
    let near = |nearness| Filter {
        nearness: Some(nearness),
        ..conference()
    };
    let in_section = |section| Filter {
        section: Some(section),
        ..conference()
    };
    let mut parts: Vec<(String, Filter)> = Vec::new();
    let says = |key: &str| page.t(key).into_owned();
    match list {
        List::Intake => {
            parts.push((says("triage-tab-waiting"), conference()));
            parts.push((says("triage-tab-overdue"), near(Nearness::Overdue)));
            parts.push((says("triage-tab-today"), near(Nearness::Today)));
            parts.push((says("triage-tab-to-assign"), in_section(Section::ToAssign)));
            parts.push((says("triage-tab-returned"), in_section(Section::Returned)));
            if page.is_role(Role::Secretary) {
                parts.push((says("triage-tab-refusals"), in_section(Section::Refusals)));
            }
        }
        List::Agency => {
            parts.push((says("triage-tab-with-the-lead"), conference()));
            parts.push((says("triage-tab-overdue"), near(Nearness::Overdue)));
            for status in filter::filed().filter(|status| {
                status.is_open()
                    && *status != crate::difficulties::Status::Submitted
                    && *status != crate::difficulties::Status::Accepted
                    && *status != crate::difficulties::Status::Returned
            }) {
                let label = page.code("status", status.as_str()).into_owned();
                parts.push((
                    label,
                    Filter {
                        statuses: vec![status],
                        ..conference()
                    },
                ));
            }
        }
        List::Mine | List::Approval | List::Coordinating | List::All => {
            parts.push((says("triage-tab-all"), conference()));
            parts.push((says("triage-tab-overdue"), near(Nearness::Overdue)));
            parts.push((says("triage-tab-today"), near(Nearness::Today)));
            parts.push((
                page.t1("triage-tab-soon", "days", i64::from(SOON_DAYS)),
                near(Nearness::Soon),
            ));
        }
        List::Search => {}
    }
    let here = Filter {
        section: filter
            .section
            .filter(|section| *section != Section::Waiting),
        ..filter.clone()
    };
    let mut tabs = Vec::new();
    for (label, part) in parts {
        let wanted = ground.wanted(ctx, list, &part, topic_ids)?;
        let count = counter.count(conn, &wanted)?;
        tabs.push(Tab {
            label,
            is_late: part.nearness == Some(Nearness::Overdue) && count.number > 0,
            count: choices::number(page, count),
            address: part.address(list.path()),
            is_current: part == here,
        });
    }
    Ok(tabs)
}

fn filter_fields(
    page: &Page,
    ground: &Ground,
    list: List,
    filter: &Filter,
    topics: &[TopicGroup],
    agencies: &[Agency],
) -> FilterFields {
    let text = |value: Option<String>| value.unwrap_or_default();
    let slug = text(filter.conference.clone());
    let conferences = ground
        .directory
        .conferences
        .iter()
        .map(|conference| Choice::new(&conference.slug, conference.short(page.lang), &slug));
    let chosen_topic = text(filter.topic_value());
    let mut topic_choices = choices::topics(page, topics, &chosen_topic);
    topic_choices.push(Choice::new(
        UNCHOSEN,
        page.t("triage-topic-unchosen"),
        &chosen_topic,
    ));
    let chosen_kind = text(filter.kind.map(|kind| kind.to_string()));
    let kinds = FilerKind::ALL
        .iter()
        .map(|kind| Choice::new(kind, page.code("kind", kind.as_str()), &chosen_kind));
    let chosen_due = text(filter.nearness.map(|nearness| nearness.to_string()));
    let dues = Nearness::ALL.iter().map(|nearness| {
        let label = page.t1(
            &format!("triage-due-{nearness}"),
            "days",
            i64::from(SOON_DAYS),
        );
        Choice::new(nearness, label, &chosen_due)
    });
    let chosen_party = text(filter.party.map(|party| party.to_string()));
    let parties = Party::ALL
        .iter()
        .map(|party| Choice::new(party, page.code("party", party.as_str()), &chosen_party));
    let statuses = filter::filed().map(|status| Choice {
        value: status.to_string(),
        label: page.code("status", status.as_str()).into_owned(),
        is_chosen: filter.statuses.contains(&status),
    });
    let sizes = paging::SIZES
        .iter()
        .map(|size| Choice::new(size, page.number(size), &filter.rows().to_string()));
    let mut kept: Vec<(&'static str, String)> = Vec::new();
    kept.extend(filter.section.map(|section| ("muc", section.to_string())));
    if list == List::Agency {
        kept.extend(
            filter
                .statuses
                .iter()
                .map(|status| ("trang_thai", status.to_string())),
        );
    }
    let bare = Filter {
        section: filter.section,
        size: filter.size,
        statuses: if list == List::Agency {
            filter.statuses.clone()
        } else {
            Vec::new()
        },
        ..Filter::default()
    };
    FilterFields {
        action: list.path(),
        q: filter.q.clone(),
        area: filter.area.clone(),
        conferences: if ground.directory.conferences.len() > 1 {
            conferences.collect()
        } else {
            Vec::new()
        },
        topics: topic_choices,
        agencies: choices::agencies(
            page,
            agencies,
            None,
            &text(filter.agency_id.map(|id| id.to_string())),
        ),
        kinds: kinds.collect(),
        dues: dues.collect(),
        parties: if matches!(list, List::Intake | List::Approval) {
            Vec::new()
        } else {
            parties.collect()
        },
        statuses: if list.offers_statuses() {
            statuses.collect()
        } else {
            Vec::new()
        },
        chosen_statuses: filter.statuses.len(),
        sizes: sizes.collect(),
        kept,
        is_narrowed: *filter != bare || (list == List::Search && filter.topic != Topic::Any),
    }
}
