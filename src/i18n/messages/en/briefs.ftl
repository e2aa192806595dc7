briefs-title = Brief for the chair
briefs-nation = SOCIALIST REPUBLIC OF VIET NAM
briefs-motto = Independence - Freedom - Happiness
briefs-pdf = PDF to print
briefs-xlsx = Download Excel
briefs-freeze = Freeze the figures now
briefs-edit = Edit the words
briefs-report = Consolidated table
briefs-live = See the figures as they stand
briefs-hash = checksum { $hash }
briefs-changes-link = What has changed since it was frozen?
briefs-stamp = Figures as of { $time } on { $date }, issue { $number }
briefs-stamp-open = Figures as of { $time } on { $date }, not frozen
briefs-held = { $time } on { $date }
briefs-about-counts = { $difficulties } difficulties of { $filers } filers, { $problems } problems left
briefs-three = Three things to know:
briefs-edited = edited by the secretary
briefs-nothing = The conference has received no difficulties yet.
briefs-sentence-answered = { $answered } of { $problems } problems ({ $percent }%) have been answered.
briefs-sentence-decisions = { $count ->
    [one] { $count } matter needs the chair's decision
   *[other] { $count } matters need the chair's decision
    }, touching { $filers } filers.
briefs-sentence-overdue = Nothing waits for the chair's decision; { $count } difficulties are overdue, at { $agencies } agencies.
briefs-sentence-heaviest = The heaviest is “{ $title }”: { $filers } filers have it, { $agency } holds it.
briefs-sentence-heaviest-unassigned = The heaviest is “{ $title }”: { $filers } filers have it, no agency holds it yet.
briefs-sentence-none-open = No problem waits for an answer.
briefs-kpi-received = difficulties received, { $problems } problems
briefs-kpi-answered = answered: { $answered } of { $problems } problems
briefs-kpi-answered-plain = problems answered
briefs-kpi-overdue = { $agencies ->
    [0] overdue, by no agency's doing
    [one] overdue; { $agencies } agency is late
   *[other] overdue; { $agencies } agencies are late
    }
briefs-kpi-promises = promises kept; { $late } late
briefs-kpi-promises-earlier = promises of { $conference } kept; { $late } late
briefs-decisions = { $count ->
    [0] For the chair to decide
    [one] { $count } matter for the chair to decide
   *[other] { $count } matters for the chair to decide
    }
briefs-decisions-none = Nothing waits for the chair's decision now.
briefs-filers = { $count ->
    [one] { $count } filer
   *[other] { $count } filers
    }
briefs-heading = Heading
briefs-sticks = Where it sticks:
briefs-disagree = Disagreement:
briefs-proposal = Proposal:
briefs-boxes = □ Agreed   □ Not agreed   □ Otherwise:
briefs-said-nothing = has said nothing yet.
briefs-nobody = No agency yet
briefs-sticks-to-sign = { $agency } finds it beyond its authority and asks to send it up.
briefs-sticks-returned = Agencies have sent it back again and again as not theirs.
briefs-sticks-opposed = Filers ask the opposite of each other (see { $other }).
briefs-sticks-overdue = { $days } days overdue; { $agency } has not answered.
briefs-sticks-sent-up = Sent up, no reply yet.
briefs-proposal-to-sign = Sign it to be sent up; { $agency } follows it.
briefs-proposal-returned = Bind one agency as the lead, with a date.
briefs-proposal-opposed = Choose one way; { $agency } answers all sides together.
briefs-proposal-overdue = { $agency } answers by a date that the chair sets at the sitting.
briefs-proposal-sent-up = { $agency } asks again and reports when the reply comes.
briefs-disagree-filers = the other side is { $other }.
briefs-disagree-agencies = each agency takes it for another's.
briefs-topics = By topic group
briefs-ages = Unanswered difficulties, by days waited
briefs-age = Waited
briefs-open = Unanswered
briefs-age-to = up to { $most } days
briefs-age-between = { $least }–{ $most } days
briefs-age-over = over { $most } days
briefs-villages = Villages with the most difficulties
briefs-village = Craft village
briefs-files = Difficulties
briefs-outstanding = Outstanding (filers)
briefs-more-late = and { $count } more
briefs-punctuality = Answered on time
briefs-on-time = On time
briefs-counted = Counted
briefs-share = Share
briefs-not-ranked = too few to rank
briefs-formula = On time = answered on time ÷ (answered + overdue and open). What waits for the filer, or is late by a coordinating agency, does not count. Below { $least } difficulties there is no ranking.
briefs-promise = Promise
briefs-due = Due
briefs-promises = Promises of this conference: { $kept } kept, { $course } on course, { $late } late
briefs-promises-earlier = Promises of { $conference }: { $kept } kept, { $course } on course, { $late } late
briefs-promises-none = No promises yet
briefs-promise-late = { $days } days late
briefs-promise-done = Done { $date }
briefs-how-many = From letters to the agenda
briefs-flow-submissions = Letters received
briefs-flow-filers = Filers
briefs-flow-difficulties = Difficulties in those letters
briefs-flow-merged = less: merged into others
briefs-flow-ended = less: taken back or out of scope
briefs-flow-problems = Left: problems
briefs-flow-tabled = Of these on the agenda
briefs-flow = { $submissions } letters of { $filers } filers → { $difficulties } difficulties, less { $merged } merged and { $ended } taken back or out of scope → { $problems } problems → { $tabled } on the agenda.
briefs-method = How it is counted: each difficulty once, under its main group; merged ones still count by filer. Matters are ordered by filers. “Overdue” includes what waits for the secretariat or for more information; agencies are only counted for what is on their own desk. Days are of the calendar. Restricted ones are not included.
briefs-all = Frozen issues
briefs-one = Issue { $number }, figures as of { $moment }
briefs-rows-title = { $count ->
    [one] { $count } row
   *[other] { $count } rows
    }
briefs-rows-hidden = no longer open to you
briefs-rows-next = Next page
briefs-changes-title = What has changed
briefs-changes-from = From:
briefs-changes-to = To:
briefs-changes-none = Nothing has changed.
briefs-changes-count = { $count ->
    [one] { $count } change
   *[other] { $count } changes
    }
briefs-changes-wanted = New for decision
briefs-changes-settled = No longer for decision
briefs-changes-new = New difficulties
briefs-changes-moved = Status changed
briefs-changes-late = Newly overdue
briefs-changes-regrouped = Topic group changed
briefs-changes-gone = No longer in the brief
briefs-changes-gone-hint = restricted now, or split again
briefs-edit-hint = Leave empty to use the sentence computed from the figures. Your words go into the next frozen issue, marked as edited; issues already frozen stay as they are.
briefs-edit-computed = Computed:
briefs-edit-save = Save
briefs-edit-stale = Somebody has just edited this part. Your words are still in the box; save again to replace theirs.
briefs-what = What
briefs-number = Number
briefs-sheet-summary = Summary
briefs-sheet-topics = Topic groups
briefs-sheet-agencies = Agencies
briefs-sheet-promises = Promises
briefs-sheet-rows = Difficulties
briefs-days-late = Days overdue
briefs-follows = Merged into
briefs-report-title = Consolidated table
briefs-report-by-topic = By topic group
briefs-report-by-agency = By lead agency
briefs-report-about = ({ $by }; { $count } difficulties, figures as of { $time } on { $date })
briefs-report-count = { $count } difficulties
briefs-report-empty = No difficulties yet.
briefs-report-number = No.
briefs-report-what = Difficulty
briefs-report-who = Filer
briefs-report-lead = Lead agency
briefs-report-answer = Status, answer
briefs-report-filers = { $count } filers have it
briefs-report-document = Document { $number }
flash-briefs-frozen = The brief is frozen as issue { $ref }.
flash-briefs-edited = Saved. The next frozen issue will say it.
briefs-more = { $count } more rows in the version online.
