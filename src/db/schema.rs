//! The tables, once for both databases. `migrations/` is the source; a test holds the two together.

diesel::table! {
    meta (key) {
        key -> Text,
        value -> Text,
    }
}

diesel::table! {
    areas (id) {
        id -> BigInt,
        code -> Text,
        name_vi -> Text,
        name_en -> Text,
        kind -> Text,
        parent_id -> Nullable<BigInt>,
        valid_from -> Nullable<Date>,
        valid_to -> Nullable<Date>,
        folded -> Text,
    }
}

diesel::table! {
    area_successors (from_id, to_id) {
        from_id -> BigInt,
        to_id -> BigInt,
        is_main -> Bool,
    }
}

diesel::table! {
    craft_villages (id) {
        id -> BigInt,
        name -> Text,
        craft_vi -> Text,
        craft_en -> Text,
        area_id -> Nullable<BigInt>,
        status_vi -> Text,
        valid_from -> Nullable<Date>,
        valid_to -> Nullable<Date>,
        folded -> Text,
    }
}

diesel::table! {
    agencies (id) {
        id -> BigInt,
        code -> Text,
        name_vi -> Text,
        name_en -> Text,
        kind -> Text,
        valid_from -> Nullable<Date>,
        valid_to -> Nullable<Date>,
        sort_key -> Binary,
    }
}

diesel::table! {
    agency_successors (from_id, to_id) {
        from_id -> BigInt,
        to_id -> BigInt,
        note -> Text,
    }
}

diesel::table! {
    calendar_days (on_date) {
        on_date -> Date,
        effect -> Text,
        name_vi -> Text,
        status -> Text,
        version -> Integer,
    }
}

diesel::table! {
    conferences (id) {
        id -> BigInt,
        slug -> Text,
        reference_prefix -> Text,
        title_vi -> Text,
        title_en -> Text,
        short_vi -> Text,
        short_en -> Text,
        place_vi -> Text,
        place_en -> Text,
        chair_vi -> Text,
        chair_en -> Text,
        secretariat_id -> BigInt,
        held_at -> Nullable<Timestamp>,
        filing_opens_at -> Timestamp,
        filing_closes_at -> Timestamp,
        intake_hours -> Integer,
        urgent_intake_hours -> Integer,
        handling_days -> Integer,
        need_info_days -> Integer,
        objection_days -> Integer,
        escalation_days -> Integer,
        hotline -> Text,
        facts_vi -> Text,
        facts_en -> Text,
        next_number -> BigInt,
        version -> Integer,
    }
}

diesel::table! {
    topic_groups (id) {
        id -> BigInt,
        conference_id -> BigInt,
        position -> Integer,
        title_vi -> Text,
        title_en -> Text,
        short_vi -> Text,
        short_en -> Text,
        default_lead_id -> Nullable<BigInt>,
        filing_closes_at -> Nullable<Timestamp>,
        target_answer_on -> Nullable<Date>,
        version -> Integer,
    }
}

diesel::table! {
    conference_agencies (conference_id, agency_id) {
        conference_id -> BigInt,
        agency_id -> BigInt,
    }
}

diesel::table! {
    accounts (id) {
        id -> BigInt,
        sign_in_name -> Text,
        display_name -> Text,
        role -> Text,
        agency_id -> Nullable<BigInt>,
        password_hash -> Nullable<Text>,
        failed_signins -> Integer,
        locked_until -> Nullable<Timestamp>,
        disabled_at -> Nullable<Timestamp>,
        created_at -> Timestamp,
        version -> Integer,
    }
}

diesel::table! {
    activation_links (token_hash) {
        token_hash -> Binary,
        account_id -> BigInt,
        expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    filers (id) {
        id -> BigInt,
        kind -> Text,
        name -> Text,
        phone -> Text,
        phone_e164 -> Nullable<Text>,
        email -> Nullable<Text>,
        tax_code -> Nullable<Text>,
        village -> Text,
        commune -> Text,
        craft_village_id -> Nullable<BigInt>,
        area_id -> Nullable<BigInt>,
        workers -> Nullable<Integer>,
        version -> Integer,
    }
}

diesel::table! {
    submissions (id) {
        id -> BigInt,
        conference_id -> BigInt,
        filer_id -> BigInt,
        owner -> Text,
        form_token -> Text,
        lookup_hash -> Binary,
        channel -> Text,
        received_at -> Timestamp,
        is_late -> Bool,
        entered_by -> Nullable<BigInt>,
        topic_group_id -> Nullable<BigInt>,
        identity_level -> Text,
        publication_consent -> Text,
        names_official -> Bool,
        consented_at -> Timestamp,
        title -> Text,
        body -> Text,
        ask -> Text,
    }
}

diesel::table! {
    logins (id) {
        id -> BigInt,
        token_hash -> Binary,
        account_id -> Nullable<BigInt>,
        submission_id -> Nullable<BigInt>,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    drafts (token_hash) {
        token_hash -> Binary,
        form_token -> Text,
        content -> Text,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        expires_at -> Timestamp,
        version -> Integer,
        link_hash -> Nullable<Binary>,
    }
}

diesel::table! {
    draft_browsers (token_hash) {
        token_hash -> Binary,
        form_token -> Text,
        taken_at -> Timestamp,
    }
}

diesel::table! {
    notice_choices (submission_id) {
        submission_id -> BigInt,
        way -> Text,
        chosen_at -> Timestamp,
    }
}

diesel::table! {
    corrections (id) {
        id -> BigInt,
        difficulty_id -> BigInt,
        event_id -> BigInt,
        number -> Integer,
        corrected_at -> Timestamp,
        salt -> Binary,
        title_before -> Text,
        body_before -> Text,
        ask_before -> Text,
        title -> Text,
        body -> Text,
        ask -> Text,
    }
}

diesel::table! {
    jobs (name) {
        name -> Text,
        next_at -> Timestamp,
        leased_until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    difficulties (id) {
        id -> BigInt,
        conference_id -> BigInt,
        submission_id -> BigInt,
        topic_group_id -> Nullable<BigInt>,
        number -> BigInt,
        reference -> Text,
        status -> Text,
        former_status -> Nullable<Text>,
        publication -> Text,
        agenda_place -> Text,
        priority -> Text,
        restricted -> Bool,
        shielded -> Bool,
        lead_agency_id -> Nullable<BigInt>,
        officer_id -> Nullable<BigInt>,
        merged_into_id -> Nullable<BigInt>,
        outcome -> Nullable<Text>,
        next_party -> Nullable<Text>,
        next_due_at -> Nullable<Timestamp>,
        due_on -> Nullable<Date>,
        received_at -> Timestamp,
        answered_at -> Nullable<Timestamp>,
        closed_at -> Nullable<Timestamp>,
        returns -> Integer,
        reopenings -> Integer,
        extensions -> Integer,
        area_id -> Nullable<BigInt>,
        filer_kind -> Text,
        version -> Integer,
        title -> Text,
        body -> Text,
        ask -> Text,
    }
}

diesel::table! {
    passages (id) {
        id -> BigInt,
        submission_id -> BigInt,
        starts_at -> Integer,
        ends_at -> Integer,
        quoted -> Text,
        difficulty_id -> Nullable<BigInt>,
        set_aside -> Nullable<Text>,
        marked_at -> Timestamp,
        taken_back_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    named_persons (difficulty_id, account_id) {
        difficulty_id -> BigInt,
        account_id -> BigInt,
    }
}

diesel::table! {
    public_items (difficulty_id) {
        difficulty_id -> BigInt,
        conference_id -> BigInt,
        topic_group_id -> Nullable<BigInt>,
        reference -> Text,
        status -> Text,
        outcome -> Nullable<Text>,
        lead_agency_id -> Nullable<BigInt>,
        filer_kind -> Text,
        filer_label -> Text,
        place_label -> Text,
        title -> Text,
        text -> Text,
        answer_summary -> Text,
        answer_text -> Text,
        answered_at -> Nullable<Timestamp>,
        is_public -> Bool,
        published_at -> Nullable<Timestamp>,
        proposed_by -> Nullable<BigInt>,
        confirmed_by -> Nullable<BigInt>,
        version -> Integer,
    }
}

diesel::table! {
    assignments (id) {
        id -> BigInt,
        difficulty_id -> BigInt,
        agency_id -> BigInt,
        role -> Text,
        due_on -> Date,
        order_text -> Text,
        assigned_by -> Nullable<BigInt>,
        assigned_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
        contribution -> Nullable<Text>,
        contributed_at -> Nullable<Timestamp>,
        version -> Integer,
    }
}

diesel::table! {
    responses (id) {
        id -> BigInt,
        difficulty_id -> BigInt,
        number -> Integer,
        state -> Text,
        outcome -> Text,
        summary -> Text,
        body -> Text,
        legal_grounds -> Text,
        document_number -> Text,
        drafter_id -> BigInt,
        drafted_at -> Timestamp,
        approver_id -> Nullable<BigInt>,
        approved_at -> Nullable<Timestamp>,
        released_at -> Nullable<Timestamp>,
        version -> Integer,
    }
}

diesel::table! {
    commitments (id) {
        id -> BigInt,
        difficulty_id -> BigInt,
        response_id -> Nullable<BigInt>,
        agency_id -> BigInt,
        text -> Text,
        due_on -> Date,
        state -> Text,
        evidence -> Text,
        done_at -> Nullable<Timestamp>,
        version -> Integer,
    }
}

diesel::table! {
    proposals (id) {
        id -> BigInt,
        difficulty_id -> BigInt,
        action -> Text,
        proposed_by -> Nullable<BigInt>,
        proposed_at -> Timestamp,
        note -> Text,
        data -> Text,
        settled_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    events (id) {
        id -> BigInt,
        conference_id -> BigInt,
        seq -> BigInt,
        difficulty_id -> Nullable<BigInt>,
        submission_id -> Nullable<BigInt>,
        party -> Text,
        account_id -> Nullable<BigInt>,
        agency_id -> Nullable<BigInt>,
        action -> Text,
        from_status -> Nullable<Text>,
        to_status -> Nullable<Text>,
        note_hash -> Binary,
        data -> Text,
        at -> Timestamp,
        prev_hash -> Binary,
        hash -> Binary,
    }
}

diesel::table! {
    event_notes (event_id) {
        event_id -> BigInt,
        salt -> Binary,
        text -> Text,
    }
}

diesel::table! {
    notices (id) {
        id -> BigInt,
        event_id -> BigInt,
        difficulty_id -> Nullable<BigInt>,
        submission_id -> Nullable<BigInt>,
        agency_id -> Nullable<BigInt>,
        account_id -> Nullable<BigInt>,
        kind -> Text,
        queued_at -> Timestamp,
        sent_at -> Nullable<Timestamp>,
        way -> Nullable<Text>,
    }
}

diesel::table! {
    difficulty_links (difficulty_id, other_id, kind) {
        difficulty_id -> BigInt,
        other_id -> BigInt,
        kind -> Text,
        made_at -> Timestamp,
    }
}

diesel::table! {
    totals (conference_id, agency_id, topic_group_id, status, restricted, is_public) {
        conference_id -> BigInt,
        agency_id -> BigInt,
        topic_group_id -> BigInt,
        status -> Text,
        restricted -> Bool,
        is_public -> Bool,
        count -> BigInt,
    }
}

diesel::table! {
    imports (id) {
        id -> BigInt,
        token -> Text,
        conference_id -> BigInt,
        account_id -> Nullable<BigInt>,
        file_name -> Text,
        file_hash -> Binary,
        file_size -> BigInt,
        file -> Nullable<Binary>,
        state -> Text,
        plan -> Text,
        row_count -> Integer,
        ok_count -> Integer,
        warning_count -> Integer,
        error_count -> Integer,
        same_count -> Integer,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        stored_at -> Nullable<Timestamp>,
        version -> Integer,
    }
}

diesel::table! {
    import_rows (import_id, number) {
        import_id -> BigInt,
        number -> Integer,
        is_hidden -> Bool,
        cells -> Text,
        verdict -> Text,
        place -> Text,
        fingerprint -> Nullable<Binary>,
        same_as_row -> Nullable<Integer>,
        same_as_id -> Nullable<BigInt>,
        submission_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    import_columns (account_id, header) {
        account_id -> BigInt,
        header -> Text,
        field -> Text,
    }
}

diesel::table! {
    attachments (id) {
        id -> BigInt,
        key -> Text,
        name -> Text,
        kind -> Text,
        size -> BigInt,
        sha256 -> Binary,
        scan -> Text,
        scanned_at -> Nullable<Timestamp>,
        created_at -> Timestamp,
        form_token -> Nullable<Text>,
        submission_id -> Nullable<BigInt>,
        difficulty_id -> Nullable<BigInt>,
        event_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    due_totals (agency_id, due_on, status, conference_id, topic_group_id, restricted) {
        agency_id -> BigInt,
        due_on -> Date,
        status -> Text,
        conference_id -> BigInt,
        topic_group_id -> BigInt,
        restricted -> Bool,
        count -> Integer,
    }
}

diesel::table! {
    directory_version (id) {
        id -> Integer,
        version -> BigInt,
    }
}

diesel::table! {
    briefs (id) {
        id -> BigInt,
        conference_id -> BigInt,
        number -> Integer,
        as_of -> Timestamp,
        made_by -> Nullable<BigInt>,
        content -> Text,
        hash -> Binary,
    }
}

diesel::table! {
    brief_texts (conference_id, key) {
        conference_id -> BigInt,
        key -> Text,
        text -> Text,
        edited_by -> Nullable<BigInt>,
        edited_at -> Timestamp,
        version -> Integer,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    meta,
    areas,
    area_successors,
    craft_villages,
    agencies,
    agency_successors,
    calendar_days,
    conferences,
    topic_groups,
    conference_agencies,
    accounts,
    activation_links,
    filers,
    submissions,
    logins,
    drafts,
    draft_browsers,
    jobs,
    notice_choices,
    corrections,
    difficulties,
    passages,
    named_persons,
    public_items,
    assignments,
    responses,
    commitments,
    proposals,
    events,
    event_notes,
    notices,
    totals,
    difficulty_links,
    imports,
    import_rows,
    import_columns,
    attachments,
    due_totals,
    directory_version,
    briefs,
    brief_texts,
);
