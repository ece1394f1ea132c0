# The home page.
home-day = My day
home-all-tasks = All my tasks
home-late = Overdue
home-today = Today
home-next = Next
home-done-title = Nothing left to do
home-done-text = Tasks with a due time appear here on their day. Plan the next step of a deal, so that none falls silent.
home-plan = Plan a task
home-won-year = Won this year
home-due = Due this month
home-silent = Without a next step
home-recent = Recently changed accounts
home-all-accounts = All accounts
home-empty-title = Your customers are not here yet
home-empty-text = Import a file from Excel or another CRM, or enter the first account by hand.
home-import = Import accounts
home-first-account = New account
