# The home page.
home-day = My day
home-all-tasks = All { $count }
home-late = Overdue
home-today = Today
home-next = Next
home-done-title = Nothing left to do
home-done-text = Tasks with a due time appear here on their day. Plan the next step of a deal, so that none falls silent.
home-plan = Plan a task
home-recent = Recently changed accounts
home-all-accounts = All accounts
home-empty-title = Your customers are not here yet
home-empty-text = Import a file from Excel or another CRM, or enter the first account by hand.
home-import = Import accounts
home-first-account = New account
home-undated = Without a date
home-task-done = Task done
home-morning = Good morning, { $name }
home-afternoon = Good afternoon, { $name }
home-evening = Good evening, { $name }
home-count-late = { $count } overdue
home-count-today = { $count } due today
home-whose = Whose deals
home-mine = Mine
home-everyone = All
home-new = New
home-task = Task
home-days-left = { $count ->
    [one] { $count } day left
   *[other] { $count } days left
}
home-time-gone = { $percent }% of the quarter gone
home-won = Won
home-weighted = Weighted
home-weighted-sum = Weighted { $amount }
home-weighted-words = , weighted { $amount }
home-due = To close
home-due-deals = To close this quarter
home-due-none = No open deal is to close this quarter.
home-all = All
home-pipeline = Pipeline by stage
home-won-quarters = Won by quarter
home-this-quarter = This quarter
home-conversion = Conversion
home-conversion-note = Percentages: share that came on from the step before; lost deals count in the first step only; stages where no deal stands are left out
home-conversion-none = No deals begun in the last 12 months.
home-twelve-months = begun in the last 12 months
home-overall = { $percent } overall
home-stage = Stage
home-quarter = Quarter
home-rate = Rate
home-deal = Deal
home-state = State
home-next-step = Next step
home-no-next = No next step planned
home-stalled = Stalled deals
home-stalled-note = no contact and no move for 14 days
home-stalled-none = No deal stands still.
home-stalled-table = Stalled deals, table
home-still = { $count ->
    [one] Stalled { $count } day
   *[other] Stalled { $count } days
}
home-open = Open
home-days-late = { $count ->
    [one] { $count } day late
   *[other] { $count } days late
}
home-none-title = No accounts are yours yet
home-none-text = Accounts that are given to you appear here. You may also enter one yourself.
