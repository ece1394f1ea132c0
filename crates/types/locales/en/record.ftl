# The page of a record: head, composer, timeline, next steps, history.
record-as-list = Open as a list
record-count = { $count } { $things }
record-figures = Key figures
record-overview = Overview
record-further = Further fields
record-ownership = Ownership
record-next-steps = Next steps
record-call = Call
record-mail = Email
record-stages = Stages
record-win = Mark as won
record-lose = Mark as lost
record-won = Marked as won
record-reopen = Reopen
# Composer
record-compose = Write it down
record-compose-hint = What was said, what was agreed. The first line of a task is its name.
# Timeline
record-day = { $near }, { $day }
record-day-continued = { $day } (continued)
record-open = Open
record-cancelled = Cancelled
record-entered = entered
# History
record-step-create = created the record
record-step-update = changed
record-step-delete = deleted the record
record-step-restore = restored the record
record-step-other = changed the record
record-by-system = The system
record-automatically = Automatically
record-following = (after what { $name } did)
record-by-import = · import
record-plan-step = Plan the next step
record-unconverted = { $count } without an exchange rate, not counted
record-step-automatic = { $count ->
    [one] updated this by itself
   *[other] updated this by itself, { $count } times
}
