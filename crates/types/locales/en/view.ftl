# Views of lists: the built-in ones, keeping one's own.
view-all = All
view-mine = Mine
view-recent = Recently added
view-my-tasks = My open tasks
view-update = Save changes to this view
view-delete = Delete this view
view-private = Only me
view-private-note = Appears among my views.
view-team = My team
view-team-note = “Me” is each person themselves; everybody sees what they may see.
view-company = Everyone
view-company-note = Appears among the views of the whole organisation.
