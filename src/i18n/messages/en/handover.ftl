handover-title = No responsible unit today
handover-text = Open work of units that have ended. Nothing moves by itself: look at each row, choose who takes it, then confirm. The date promised to the filer stays; history and printed papers keep the old name.
handover-empty = All open work has a responsible unit today.
handover-day = Back to my day
handover-from = Unit that has ended
handover-chosen = Chosen rows
handover-look = Look before moving
handover-what = Difficulty and the unit that holds it
handover-heirs = What followed
handover-due = Answer by
handover-ended = ended { $day }
handover-no-heir = nothing is recorded to follow it
handover-by-area = by the filer's area
handover-part-lead = lead
handover-part-coordinating = coordinating, owes an opinion
handover-part-promise = owes what it promised
handover-left-out = { $count ->
    [one] { $count } more row; it shows once these are moved.
   *[other] { $count } more rows; they show once these are moved.
}
handover-error-nothing-chosen = Choose at least one row
handover-error-note = Say on what ground it moves, such as the number of a resolution; at most 1,000 letters
handover-error-unit = { $ref }: choose who takes it
handover-error-moved = Somebody has just changed this one; look at the row again, then confirm
handover-confirm-title = { $count ->
    [one] Move { $count } row to a unit of today
   *[other] Move { $count } rows to units of today
}
handover-confirm-text = Look at each row. Where one unit became several you choose; the system never does.
handover-some-done = { $count ->
    [one] { $count } row was moved. The rows below could not be.
   *[other] { $count } rows were moved. The rows below could not be.
}
handover-gone = { $count ->
    [one] { $count } row waits no longer: somebody moved it, or it is done.
   *[other] { $count } rows wait no longer: somebody moved them, or they are done.
}
handover-note-hint = Goes into the history and to the unit, for instance: by Resolution 1656/NQ-UBTVQH15.
handover-common = Unit for all
handover-common-hint = For rows without one of their own.
handover-to = Who takes it
handover-to-of = Who takes { $ref }
handover-then = It will be
handover-choose-one = Choose one of these
handover-take-common = The unit for all
handover-then-assigned = Assigned, waiting for the new unit to take it
handover-then-stays = Where it stands now
handover-due-stays = the date stays { $day }
handover-told = The filer is told when the lead changes; the new unit is told of every row. Each row is saved by itself: if one cannot be moved, the others still are.
handover-do = { $count ->
    [one] Move { $count } row
   *[other] Move { $count } rows
}
handover-back = Back to the list
triage-card-handover = No responsible unit
flash-handover-done = { $ref } moved to units of today.
not-now-agency-stands = The unit that holds it still stands today; reassign it instead.
not-now-agency-holds-nothing = The former unit holds no part of this any more.
workbench-act-hand-over = Move to a unit of today
event-hand-over = { $from } has ended; the work goes to { $lead }
event-hand-over-part = The part of { $from }, a unit that has ended, goes to { $lead }
