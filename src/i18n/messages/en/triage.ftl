triage-day-title = Today
triage-day-administrator = Administrator accounts look after accounts and settings and never read content, so there are no lists here.
triage-day-overview = Conference overview
triage-day-next = Next deadlines
triage-day-whole = See the whole list
triage-card-overdue = Overdue
triage-card-today = Due today
triage-card-soon = Due in the next { $days } working days
triage-card-to-receive = To receive
triage-card-to-assign = To assign
triage-card-returned = Returned
triage-card-refusals = Proposed refusals to confirm
triage-card-all-overdue = Overdue at all agencies
triage-card-to-take = To take
triage-card-to-contribute = To contribute
triage-card-to-approve = To approve
triage-card-to-confirm = Proposed returns to confirm
triage-card-mine = In my hands
triage-card-all = All difficulties
triage-intake-title = Intake
triage-intake-about = Next deadline first; intake deadlines count office hours.
triage-mine-title = Mine
triage-mine-about = What you are working on, next deadline first.
triage-agency-title = Agency
triage-agency-about = What your agency leads, next deadline first.
triage-coordinating-title = Coordination
triage-coordinating-about = What waits for your agency's opinion, by the date of the opinion.
triage-approval-title = To approve
triage-approval-about = Draft responses before the leader, next deadline first.
triage-all-title = All difficulties
triage-all-about = Next deadline first; those without a deadline come last.
triage-search-title = Search
triage-search-about = By reference, text or place; accents may be left out.
triage-tabs = Parts of the list
triage-tab-waiting = To receive
triage-tab-overdue = Overdue
triage-tab-today = Due today
triage-tab-soon = Within { $days } working days
triage-tab-to-assign = To assign
triage-tab-returned = Returned
triage-tab-refusals = Proposed refusals
triage-tab-with-the-lead = With the agency
triage-tab-all = All
triage-filter-words = Words
triage-filter-conference = Conference
triage-filter-kind = Kind of filer
triage-filter-due = Deadline
triage-filter-party = Waits for
triage-filter-size = Rows
triage-filter-status = Status
triage-filter-statuses = { $count ->
    [0] Status
   *[other] Status ({ $count })
 }
triage-unfilter = Clear filters
triage-unknown-filter = A filter in the address has a value that no list offers.
triage-due-qua = Overdue
triage-due-hom-nay = Due today
triage-due-ba-ngay = In the next { $days } working days
triage-topic-unchosen = No topic group yet
triage-topic-tag = G{ $position }
triage-suggested = { $agency } (suggested)
triage-shielded = { $kind } A-{ $number }
triage-restricted = Restricted
triage-refusal-proposed = Refusal proposed
triage-no-date = No deadline
triage-late-days = { $count ->
    [one] Overdue by { $count } working day
   *[other] Overdue by { $count } working days
 }
triage-late-hours = { $count ->
    [one] Overdue by { $count } hour
   *[other] Overdue by { $count } hours
 }
triage-late-minutes = { $count ->
    [one] Overdue by { $count } minute
   *[other] Overdue by { $count } minutes
 }
triage-left-days = { $count ->
    [one] { $count } working day left
   *[other] { $count } working days left
 }
triage-left-hours = { $count ->
    [one] { $count } hour left
   *[other] { $count } hours left
 }
triage-left-minutes = { $count ->
    [one] { $count } minute left
   *[other] { $count } minutes left
 }
triage-caption = { $list }, next deadline first
triage-column-choose = Choose
triage-column-what = Difficulty
triage-column-who = Topic group, agency
triage-column-suggested = Topic group, suggested agency
triage-column-due = Deadline
triage-choose-row = Choose { $ref }
triage-rows = { $shown } of { $total }
triage-rows-found = { $shown } on this page
triage-empty = There is nothing here.
triage-empty-narrowed = Nothing fits the filter. Ask for less and filter again.
triage-keys-move = down, up
triage-keys-choose = choose
triage-keys-accept-assign = accept and assign
triage-keys-accept = accept only
triage-keys-refuse = refuse
triage-keys-search = search
triage-open = Open its page
triage-sent = sent { $moment } { $channel }
triage-workers = { $count ->
    [one] { $count } worker
   *[other] { $count } workers
 }
triage-filed-late = Filed late
triage-asks = Asks:
triage-others = { $count ->
    [one] { $count } other difficulty in the same letter
   *[other] { $count } other difficulties in the same letter
 }
triage-choose = Choose…
triage-usual-lead = As usual for the topic group
triage-due-hint = dd/mm/yyyy; usually { $days } working days
triage-coordinating-hint = Before the lead's date; used only with coordinating agencies.
triage-accept-and-assign = Accept and assign
triage-accept-only = Accept only
triage-refuse = Refuse
triage-ask = Ask
triage-keys-ask = ask
triage-split-link = Split into several
triage-accept-title = Accept { $ref }
triage-assign-title = Assign { $ref }
triage-assign = Assign
triage-returned-times = { $count ->
    [one] Returned once
   *[other] Returned { $count } times
 }
triage-returned-binds = From the second return on only the secretary assigns anew, and the agency named must handle it.
triage-refuse-title = Refuse { $ref }
triage-refuse-two = A refusal takes two persons: you propose, the secretary confirms. The filer will read the reason and where to go.
triage-where-hint = Explain briefly and say where to go: the office's name, address or telephone.
triage-propose-refusal = Propose refusal
triage-accept-instead = Accept it instead
triage-proposed-by = { $who }, { $moment }
triage-confirm-told = Once confirmed, it is closed; the filer is told the reason and the place above.
triage-confirm-refusal = Confirm refusal
triage-refusal-waits = It waits for the secretary.
triage-refusal-waits-already = A refusal is already proposed and waits for the secretary.
triage-nothing-proposed = Nobody has proposed to refuse this one. A clerk proposes first; then the secretary confirms.
triage-stale = It has changed since you opened the page. What you typed is still below; look again, then send.
triage-row-topic = Topic group of { $ref }
triage-error-nothing-chosen = Nothing is chosen. Tick at least one row of the list.
triage-error-row = { $ref }: { $wrong }
triage-error-topic-missing = Choose a topic group.
triage-error-topic-unknown = This topic group is not of the conference. Choose one from the list.
triage-error-priority = Choose a priority from the list.
triage-error-lead-missing = This topic group has no usual agency. Choose a lead agency.
triage-error-agency-unknown = This agency does not take part in the conference. Choose one from the list.
triage-error-date-missing = Give the date, such as 19/07/2024.
triage-error-date-shape = Write the date as day/month/year, such as 19/07/2024.
triage-error-date-month = There is no such month. Write the day first, then the month: 19/07/2024.
triage-error-date-day = That month has no such day.
triage-error-date-year = Give a year from 1900 to 2099.
triage-error-date-past = This day has passed. Choose today or later.
triage-error-coordinating-due = The coordinating agencies' date must come before the lead's.
triage-error-too-long = Longer than { $letters } characters. Please shorten it.
triage-error-reason = Choose a reason.
triage-error-where = Explain, and say where to go.
refusal-out-of-scope = Outside the scope of the conference
refusal-complaint-or-denunciation = Belongs to another procedure, handled by other offices under the law
refusal-duplicate-of-known = The same as one already here
refusal-anonymous-untraceable = The sender is unknown and cannot be reached
refusal-other = Another reason
flash-triage-accepted = Accepted { $ref }.
flash-triage-accepted-assigned = Accepted and assigned { $ref }.
flash-triage-assigned = Assigned { $ref }.
flash-triage-refusal-proposed = Proposed to refuse { $ref }; it waits for the secretary.
flash-triage-refused = Refused { $ref }; the filer is told why and where to go.
field-nhom = Topic group
field-uu-tien = Priority
field-co-quan = Lead agency
field-han-tra-loi = Answer by
field-phoi-hop = Coordinating agencies
field-han-phoi-hop = Opinions by
field-ly-do-tu-choi = Reason for refusing
field-noi-den = Explanation and where to go
field-y-kien = Note of the one who accepts, instructions
field-doan-xep = This passage
field-doan-tieu-de = Title of the petition
field-doan = Passage
field-doan-nhom = Topic group
field-doan-co-quan = Lead agency
field-doan-cau = Where to split
triage-note-hint = When forwarded at once, the agency reads this; when only accepted, it is kept in the record.
triage-passages-title = Passages of the letter
triage-passages-placed = { $placed } of { $total } passages placed
triage-passages-hint = Each passage becomes a petition with a number of its own, goes with the petition of another passage, or is set aside with a reason. Once all are placed, the letter can be accepted.
triage-passages-by-number = By the letter's own numbering
triage-passages-by-paragraph = By paragraphs
triage-passages-whole = The whole letter is one petition
triage-passages-look = Look again, nothing is saved
triage-passage = Passage { $number }
triage-passage-placed = Placed
triage-passage-unplaced = Not placed
triage-passage-own = Is a petition of its own
triage-passage-with = Goes with the petition of passage { $number }
triage-passage-aside = Set aside, because
triage-passage-no-lead = No agency yet
triage-passage-cut = Split this passage in two
triage-passage-cut-where = Before which sentence to split passage { $number }
triage-passage-cut-before = Before: { $words }
triage-passage-cut-here = Split here
triage-passage-join = Join to passage { $number }
triage-for-one = Date and note
triage-for-all = For all petitions of the letter
triage-coordinating-later = Coordinating agencies are added on each petition's assignment page.
triage-seems-several = This letter seems to ask { $count } things.
triage-recent = Just accepted:
triage-undo = Undo
triage-error-passage-unplaced = This passage is not placed. Choose its petition, or set it aside with a reason.
triage-error-passage-title = Write the title of the petition.
triage-error-passage-outside = Passage { $number } is not within the letter. The passages were marked anew; place them again.
triage-error-passage-overlaps = Passage { $number } overlaps the one before. The passages were marked anew; place them again.
triage-error-passage-cuts-a-word = Passage { $number } cuts a word in two. The passages were marked anew; place them again.
triage-error-passage-too-short = Passage { $number } is too short to say anything. The passages were marked anew; place them again.
triage-error-passage-leaves-words = Some words of the letter are in no passage. The passages were marked anew; place them again.
triage-error-passage-with-nothing = Passage { $number } goes with one that becomes no petition. Choose again.
triage-error-passage-all-aside = With every passage set aside no petition is left: that is a refusal. If it is meant, press “Refuse” to write the reason and where to go.
triage-error-passage-too-many = A letter is marked into { $most } passages at most. Join some.
aside-greeting = Greeting, thanks
aside-introduction = General introduction, for every petition
aside-repetition = Repeats another passage
aside-nothing-asked = General opinion, nothing is asked
flash-triage-split = { $ref } and the other petitions of its letter were accepted.
flash-triage-split-assigned = { $ref } and the other petitions of its letter were accepted and forwarded.
flash-triage-undone = Undone: { $ref } waits to be accepted again.
triage-seems-elsewhere = The words resemble a denunciation or a legal complaint. This is only a hint: read it and decide; if so, refuse it and say where to go.
triage-corrected = Corrected
triage-corrected-at = The filer last corrected it on { $moment }
triage-arrived = As it arrived
triage-filter-area = Area
triage-filter-area-hint = commune, old or new
