conferences-list-title = Dialogue conferences
conferences-list-empty = There is no conference yet.
conferences-window-before = Filing from { $opens } to { $closes }
conferences-window-open = Open for filing until { $closes }
conferences-window-closed = Filing was open from { $opens } to { $closes }
conferences-show-overview = Open the chair's overview
conferences-show-topics = Topic groups
conferences-show-published = { $count ->
    [one] { $count } published petition
   *[other] { $count } published petitions
    }
conferences-show-none-published = Nothing published yet
conferences-show-target = answers aimed for by { $date }
conferences-show-facts = Background
conferences-show-agencies = { $count ->
    [one] { $count } agency takes part
   *[other] { $count } agencies take part
    }
conferences-show-about = At a glance
conferences-show-window = Filing window
conferences-overview-title = Overview: { $conference }
conferences-overview-heading = Overview for the chair
conferences-overview-as-of = figures as of { $moment }
conferences-percent = { $percent }%
conferences-kpi-received = difficulties received
conferences-kpi-answered = answered: { $answered } of { $all }
conferences-kpi-overdue = overdue
conferences-kpi-agencies = { $count ->
    [one] agency is late
   *[other] agencies are late
    }
conferences-matters = What needs the chair
conferences-matters-none = Nothing waits for the chair now.
conferences-matter-to-sign = To be signed and sent to a higher body
conferences-matter-returned = Sent back { $times } times or more, and nobody has it
conferences-matter-escalated = Beyond authority, before a higher body
conferences-matter-overdue = Overdue the longest
conferences-matter-all = See all
conferences-days-late = { $days ->
    [one] { $days } day late
   *[other] { $days } days late
    }
conferences-due = due { $moment }
conferences-days = { $days ->
    [one] { $days } day
   *[other] { $days } days
    }
conferences-topics = By topic group
conferences-topics-caption = Difficulties by topic group and status; every number opens exactly that many rows
conferences-topic = Topic group
conferences-topic-short = Group { $number }
conferences-no-topic = Not sorted yet
conferences-sum = Total
conferences-column-answered = Answered
conferences-column-in-hand = In hand
conferences-column-sent-up = Higher body
conferences-column-intake = To be assigned
conferences-column-ended = Ended otherwise
conferences-of-them-overdue = Overdue
conferences-late = Agencies with overdue files
conferences-late-none = No agency is late.
conferences-agency = Agency
conferences-assigned = Assigned
conferences-longest = Latest by
conferences-statuses = Status by status
conferences-status = Status
conferences-method = How it is counted: each file once, merged ones too. “Answered” is answered, commitments under way and closed; answered is not yet resolved. “Overdue” ones are also in the columns to the left and may lie with the secretariat or wait for details; an agency is late only with what lies with it. Days late are calendar days.
