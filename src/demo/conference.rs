//! The conference of 5 July 2024 as a row, with its topic groups and the agencies taking part.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::DemoError;
use super::reference::id_of;
use super::script::{Story, parse_minute};
use crate::conferences::{self, Conference};
use crate::dates;
use crate::db::DbConnection;
use crate::db::schema::{conference_agencies, conferences as table, topic_groups};

pub const SLUG: &str = "lang-nghe-2024";
pub const SECRETARIAT: &str = "VP-UBND";

const FACTS_VI: &str = "\
136 đại biểu đại diện doanh nghiệp, hợp tác xã, hộ sản xuất, các sở, quận, huyện, đơn vị của bộ và hiệp hội
1.350 làng có nghề, trong đó 331 làng được công nhận
47 trên 52 nghề truyền thống của cả nước, ở 25 quận, huyện, thị xã
Doanh thu các làng nghề trên 24.000 tỷ đồng mỗi năm
Hơn 70 khó khăn, vướng mắc được thu thập và rà soát trước hội nghị";
const FACTS_EN: &str = "\
136 representatives of enterprises, cooperatives, households, departments, districts, ministry units and associations
1,350 villages with crafts, 331 of them recognised
47 of the country's 52 traditional crafts, in 25 districts
Yearly revenue of the craft villages above 24,000 billion đồng
More than 70 difficulties collected and screened beforehand";

struct Topic {
    title_vi: &'static str,
    title_en: &'static str,
    short_vi: &'static str,
    short_en: &'static str,
    default_lead: &'static str,
}

const TOPICS: [Topic; 3] = [
    Topic {
        title_vi: "Quy hoạch, Hạ tầng, Du lịch và Môi trường làng nghề",
        title_en: "Planning, infrastructure, tourism and environment of craft villages",
        short_vi: "Quy hoạch, hạ tầng, du lịch, môi trường",
        short_en: "Planning, infrastructure, tourism, environment",
        default_lead: "SQHKT",
    },
    Topic {
        title_vi: "Cơ chế chính sách hỗ trợ làng nghề",
        title_en: "Support mechanisms and policies for craft villages",
        short_vi: "Cơ chế, chính sách hỗ trợ",
        short_en: "Support mechanisms and policies",
        default_lead: "SNNPTNT",
    },
    Topic {
        title_vi: "Khoa học công nghệ, xúc tiến thương mại, thương hiệu và liên kết vùng nguyên liệu",
        title_en: "Science and technology, trade promotion, brands and raw-material linkage",
        short_vi: "Công nghệ, thương mại, thương hiệu, nguyên liệu",
        short_en: "Technology, trade, brands, raw materials",
        default_lead: "SCT",
    },
];

/// A local minute of the conference's paper, in UTC.
fn at(text: &str) -> Result<NaiveDateTime, DemoError> {
    parse_minute(text)
        .map(dates::to_utc)
        .ok_or_else(|| DemoError::Data(format!("{text} is no date with a time")))
}

/// Puts the conference in with its topic groups and the agencies that `stories` name.
///
/// # Errors
/// When the database fails.
pub fn load(
    conn: &mut DbConnection,
    agency_ids: &BTreeMap<String, i64>,
    stories: &[Story],
) -> Result<Conference, DemoError> {
    let id: i64 = diesel::insert_into(table::table)
        .values((
            (
                table::slug.eq(SLUG),
                table::reference_prefix.eq("KK24"),
                table::title_vi.eq("Hội nghị đối thoại tháo gỡ khó khăn, thúc đẩy sản xuất kinh doanh làng nghề Hà Nội"),
                table::title_en.eq("Dialogue conference on easing difficulties and promoting production and business in Hanoi's craft villages"),
                table::short_vi.eq("Đối thoại làng nghề 2024"),
                table::short_en.eq("Craft-village dialogue 2024"),
                table::place_vi.eq("trụ sở UBND Thành phố Hà Nội"),
                table::place_en.eq("the headquarters of the Hanoi People's Committee"),
                table::chair_vi.eq("Chủ tịch UBND Thành phố"),
                table::chair_en.eq("Chairman of the City People's Committee"),
            ),
            (
                table::secretariat_id.eq(id_of(agency_ids, SECRETARIAT)?),
                table::held_at.eq(Some(at("2024-07-05T08:30")?)),
                table::filing_opens_at.eq(at("2024-06-03T08:00")?),
                table::filing_closes_at.eq(at("2024-07-03T17:00")?),
                table::handling_days.eq(10),
                table::hotline.eq("024 0000 1022"),
                table::facts_vi.eq(FACTS_VI),
                table::facts_en.eq(FACTS_EN),
            ),
        ))
        .returning(table::id)
        .get_result(conn)?;
    for (position, topic) in (1..).zip(&TOPICS) {
        diesel::insert_into(topic_groups::table)
            .values((
                topic_groups::conference_id.eq(id),
                topic_groups::position.eq(position),
                topic_groups::title_vi.eq(topic.title_vi),
                topic_groups::title_en.eq(topic.title_en),
                topic_groups::short_vi.eq(topic.short_vi),
                topic_groups::short_en.eq(topic.short_en),
                topic_groups::default_lead_id.eq(id_of(agency_ids, topic.default_lead)?),
                topic_groups::target_answer_on.eq(NaiveDate::from_ymd_opt(2024, 7, 31)),
            ))
            .execute(conn)?;
    }
    for code in taking_part(stories) {
        diesel::insert_into(conference_agencies::table)
            .values((
                conference_agencies::conference_id.eq(id),
                conference_agencies::agency_id.eq(id_of(agency_ids, &code)?),
            ))
            .execute(conn)?;
    }
    Ok(conferences::queries::find(conn, id)?)
}

/// Codes of every agency that leads, coordinates, promises or is suggested.
pub fn taking_part(stories: &[Story]) -> BTreeSet<String> {
    let steps = stories.iter().flat_map(|story| &story.steps);
    let named = steps.flat_map(|step| {
        step.lead
            .iter()
            .chain(&step.suggest)
            .chain(&step.coordinating)
            .chain(step.commitments.iter().map(|commitment| &commitment.agency))
    });
    let defaults = TOPICS.iter().map(|topic| topic.default_lead.to_owned());
    named.cloned().chain(defaults).collect()
}
