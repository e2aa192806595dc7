triage-bulk = Acts on several
triage-bulk-chosen = Chosen rows:
triage-bulk-chosen-count = %n chosen
triage-bulk-none = Choose none
triage-bulk-to = Hand to agency
triage-bulk-whole = All { $total } of this filter
triage-bulk-whole-search = Everything found
triage-bulk-act-chuyen = Hand over
triage-bulk-act-tiep-nhan = Accept only
triage-bulk-act-phoi-hop = Ask for coordination
triage-bulk-act-gop = Merge into one
triage-bulk-act-chuyen-nhom = Change group
triage-bulk-act-don-doc = Remind
triage-bulk-title-chuyen = { $count ->
    [one] Hand 1 difficulty to its lead agency
   *[other] Hand { $count } difficulties to their lead agency
 }
triage-bulk-title-tiep-nhan = { $count ->
    [one] Accept 1 difficulty
   *[other] Accept { $count } difficulties
 }
triage-bulk-title-phoi-hop = { $count ->
    [one] Ask for coordination on 1 difficulty
   *[other] Ask for coordination on { $count } difficulties
 }
triage-bulk-title-gop = { $count ->
    [one] Merge 1 difficulty into another
   *[other] Merge { $count } difficulties into one
 }
triage-bulk-title-chuyen-nhom = { $count ->
    [one] Move 1 difficulty to another topic group
   *[other] Move { $count } difficulties to other topic groups
 }
triage-bulk-title-don-doc = { $count ->
    [one] Remind about 1 difficulty
   *[other] Remind about { $count } difficulties
 }
triage-bulk-nothing-yet = Nothing has changed yet. Read each row, untick what you do not want, then confirm.
triage-bulk-more = The filter has more: this page takes the { $most } with the next deadlines; take the rest afterwards.
triage-bulk-for-all = For all of them
triage-bulk-regroup-hint = To send a few to another group, choose it in their own row.
triage-bulk-as-above = The group chosen for all
triage-bulk-text-chuyen = Order to the agency
triage-bulk-text-gop = Reason for merging
triage-bulk-text-phoi-hop = What is asked
triage-bulk-text-don-doc = Words of the reminder
triage-bulk-parent-choice = { $ref } – { $title }
triage-bulk-do-chuyen = Confirm handing over
triage-bulk-do-tiep-nhan = Confirm accepting
triage-bulk-do-phoi-hop = Confirm asking
triage-bulk-do-gop = Confirm merging
triage-bulk-do-chuyen-nhom = Confirm the move
triage-bulk-do-don-doc = Confirm reminding
triage-bulk-look = Look again with these fields
triage-bulk-left = { $count ->
    [one] 1 difficulty cannot, and will not be touched
   *[other] { $count } difficulties cannot, and will not be touched
 }
triage-bulk-moved = Somebody changed it after you opened the page.
triage-bulk-column-will = What will happen
triage-bulk-column-told = Who is told
triage-bulk-kept = Kept; the others follow it
triage-bulk-will-receive = Accept.
triage-bulk-will-receive-place = Accept, hand to { $agency }, due { $day }.
triage-bulk-will-place = Hand to { $agency }, due { $day }.
triage-bulk-will-coordinate = Ask { $agencies } for their opinion by the end of { $day }.
triage-bulk-will-merge = Merge into { $ref }.
triage-bulk-will-receive-merge = Accept, then merge into { $ref }.
triage-bulk-will-regroup = From { $from } to { $to }; its dates stay.
triage-bulk-will-remind = Remind whoever has it.
triage-bulk-told-filer = the filer
triage-bulk-told-secretariat = the secretariat
triage-bulk-told-nobody = nobody
triage-bulk-error-coordinating = Choose at least one coordinating agency.
triage-bulk-leave = Back to the list
triage-bulk-done-chuyen = { $count ->
    [one] 1 difficulty handed over
   *[other] { $count } difficulties handed over
 }
triage-bulk-done-tiep-nhan = { $count ->
    [one] 1 difficulty accepted
   *[other] { $count } difficulties accepted
 }
triage-bulk-done-phoi-hop = { $count ->
    [one] Coordination asked for on 1 difficulty
   *[other] Coordination asked for on { $count } difficulties
 }
triage-bulk-done-gop = { $count ->
    [one] 1 difficulty merged
   *[other] { $count } difficulties merged
 }
triage-bulk-done-chuyen-nhom = { $count ->
    [one] 1 difficulty moved to another group
   *[other] { $count } difficulties moved to other groups
 }
triage-bulk-done-don-doc = { $count ->
    [one] Reminded about 1 difficulty
   *[other] Reminded about { $count } difficulties
 }
triage-bulk-waiting = { $count ->
    [one] 1 difficulty has not been reached. Reload in a moment; if nothing changes it was cut off: choose it again from the list.
   *[other] { $count } difficulties have not been reached. Reload in a moment; if nothing changes it was cut off: choose them again from the list.
 }
triage-bulk-undo = { $count ->
    [one] Undo 1 difficulty
   *[other] Undo { $count } difficulties
 }
triage-bulk-undo-until = Possible until { $moment }, while nobody acts on them.
triage-bulk-undo-reason = An act on several rows was undone.
triage-bulk-undone = { $count ->
    [one] 1 difficulty undone at { $moment }.
   *[other] { $count } difficulties undone at { $moment }.
 }
triage-bulk-row-undone = Undone
triage-bulk-result-moved = { $count ->
    [one] 1 difficulty was changed by somebody before you, and was not touched
   *[other] { $count } difficulties were changed by somebody before you, and were not touched
 }
triage-bulk-result-refused = { $count ->
    [one] 1 difficulty could not, and was not touched
   *[other] { $count } difficulties could not, and were not touched
 }
triage-bulk-result-done = { $count ->
    [one] 1 difficulty done
   *[other] { $count } difficulties done
 }
triage-bulk-recent = Just now:
triage-bulk-recent-open = View, undo
triage-error-agency-closed = This agency does not exist any more today. Choose another.
field-nhom-moi = Move all to
field-giu = The one to keep
field-giu-khac = Or another's number
flash-triage-bulk-undone = Undone where nobody had acted on it.
not-now-bulk-not-yours = This is not yours to do with that difficulty.
not-now-bulk-same-topic = Already in this group.
not-now-bulk-nobody = No agency has it yet: there is nobody to remind.
not-now-bulk-undo-late = More than ten minutes have passed, or this cannot be undone.
not-now-agency-closed = This agency does not exist any more today. Choose another.
not-now-coordinating-already = Those agencies are on it already.
event-ask-coordination = { $who } asked { $agencies } for their opinion
event-set-topic = { $who } changed the topic group: { $from } → { $to }
triage-bulk-page = Choose the whole page
