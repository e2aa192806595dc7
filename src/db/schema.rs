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
        area_id -> Nullable<BigInt>,
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
    redactions (id) {
        id -> BigInt,
        difficulty_id -> BigInt,
        number -> Integer,
        made_by -> Nullable<BigInt>,
        made_at -> Timestamp,
        title -> Text,
        text -> Text,
    }
}

diesel::table! {
    consents (id) {
        id -> BigInt,
        submission_id -> BigInt,
        number -> Integer,
        level -> Text,
        wording -> Text,
        given_at -> Timestamp,
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
        officer_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    contributions (id) {
        id -> BigInt,
        assignment_id -> BigInt,
        number -> Integer,
        kind -> Text,
        text -> Text,
        written_by -> Nullable<BigInt>,
        written_at -> Timestamp,
        state -> Text,
        decided_by -> Nullable<BigInt>,
        decided_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    returns (id) {
        id -> BigInt,
        difficulty_id -> BigInt,
        from_agency_id -> BigInt,
        suggested_agency_id -> Nullable<BigInt>,
        number -> Integer,
        note -> Text,
        returned_at -> Timestamp,
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
        totals -> BigInt,
    }
}

diesel::table! {
    bulk_acts (id) {
        id -> BigInt,
        form_token -> Text,
        account_id -> BigInt,
        kind -> Text,
        back -> Text,
        acted_at -> Timestamp,
        undone_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    bulk_rows (bulk_act_id, difficulty_id) {
        bulk_act_id -> BigInt,
        difficulty_id -> BigInt,
        position -> Integer,
        state -> Text,
        why -> Text,
        version -> Integer,
        was_status -> Text,
        was_topic_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    profiles (account_id) {
        account_id -> BigInt,
        kind -> Text,
        name -> Text,
        phone -> Text,
        phone_e164 -> Nullable<Text>,
        email -> Nullable<Text>,
        tax_code -> Nullable<Text>,
        village -> Text,
        commune -> Text,
        area_id -> Nullable<BigInt>,
        workers -> Nullable<Integer>,
        updated_at -> Timestamp,
        version -> Integer,
    }
}

diesel::table! {
    submission_owners (submission_id) {
        submission_id -> BigInt,
        account_id -> BigInt,
        since -> Timestamp,
    }
}

diesel::table! {
    draft_owners (form_token) {
        form_token -> Text,
        account_id -> BigInt,
    }
}

diesel::table! {
    mandates (id) {
        id -> BigInt,
        association_id -> BigInt,
        kind -> Text,
        name -> Text,
        folded -> Text,
        phone -> Text,
        phone_e164 -> Nullable<Text>,
        email -> Nullable<Text>,
        tax_code -> Nullable<Text>,
        village -> Text,
        commune -> Text,
        area_id -> Nullable<BigInt>,
        valid_from -> Date,
        valid_to -> Date,
        given -> Text,
        given_note -> Text,
        made_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
        ended_by -> Nullable<Text>,
        version -> Integer,
    }
}

diesel::table! {
    mandate_submissions (submission_id) {
        submission_id -> BigInt,
        mandate_id -> BigInt,
    }
}

diesel::table! {
    system_events (id) {
        id -> BigInt,
        seq -> BigInt,
        account_id -> Nullable<BigInt>,
        action -> Text,
        subject -> Text,
        subject_id -> Nullable<BigInt>,
        data -> Text,
        at -> Timestamp,
        prev_hash -> Binary,
        hash -> Binary,
    }
}

diesel::table! {
    account_requests (id) {
        id -> BigInt,
        account_id -> BigInt,
        kind -> Text,
        role -> Text,
        agency_id -> Nullable<BigInt>,
        asked_by -> BigInt,
        asked_at -> Timestamp,
        settled_at -> Nullable<Timestamp>,
        settled_by -> Nullable<BigInt>,
        confirmed -> Bool,
    }
}

diesel::table! {
    response_parts (response_id) {
        response_id -> BigInt,
        higher_body -> Text,
        fingerprint -> Text,
        warnings -> Text,
    }
}

diesel::table! {
    draft_commitments (response_id, position) {
        response_id -> BigInt,
        position -> Integer,
        text -> Text,
        agency_id -> Nullable<BigInt>,
        due -> Text,
    }
}

diesel::table! {
    response_saves (id) {
        id -> BigInt,
        response_id -> BigInt,
        version -> Integer,
        saved_by -> BigInt,
        saved_at -> Timestamp,
        by_itself -> Bool,
        content -> Text,
    }
}

diesel::table! {
    legal_grounds (id) {
        id -> BigInt,
        document -> Text,
        number -> Text,
        signed_on -> Date,
        issuer -> Text,
        title -> Text,
        article -> Text,
        in_force_from -> Date,
        in_force_to -> Nullable<Date>,
        folded -> Text,
        version -> Integer,
    }
}

diesel::table! {
    response_grounds (response_id, ground_id) {
        response_id -> BigInt,
        ground_id -> BigInt,
    }
}

diesel::table! {
    document_numbers (agency_id, year, number) {
        agency_id -> BigInt,
        year -> Integer,
        number -> Integer,
        symbol -> Text,
        issued_on -> Date,
        response_id -> BigInt,
    }
}

diesel::table! {
    canned_answers (id) {
        id -> BigInt,
        agency_id -> Nullable<BigInt>,
        topic_group_id -> Nullable<BigInt>,
        outcome -> Text,
        title -> Text,
        text -> Text,
        season_from -> Nullable<Integer>,
        season_to -> Nullable<Integer>,
        retired_at -> Nullable<Timestamp>,
        folded -> Text,
        changed_by -> BigInt,
        changed_at -> Timestamp,
        version -> Integer,
    }
}

diesel::table! {
    signatures (response_id) {
        response_id -> BigInt,
        approver_id -> BigInt,
        signed_at -> Timestamp,
        document_number -> Text,
        taken_back_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    approval_steps (id) {
        id -> BigInt,
        agency_id -> BigInt,
        position -> Integer,
        title -> Text,
        account_id -> BigInt,
    }
}

diesel::table! {
    step_passes (response_id, position) {
        response_id -> BigInt,
        position -> Integer,
        account_id -> BigInt,
        passed_at -> Timestamp,
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
    bulk_acts,
    bulk_rows,
    difficulties,
    passages,
    named_persons,
    public_items,
    redactions,
    consents,
    assignments,
    contributions,
    returns,
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
    profiles,
    submission_owners,
    draft_owners,
    mandates,
    mandate_submissions,
    system_events,
    account_requests,
    response_parts,
    draft_commitments,
    response_saves,
    legal_grounds,
    response_grounds,
    document_numbers,
    canned_answers,
    signatures,
    approval_steps,
    step_passes,
    briefs,
    brief_texts,
);

diesel::allow_columns_to_appear_in_same_group_by_clause!(
    difficulties::lead_agency_id,
    responses::state,
    response_parts::warnings,
);
