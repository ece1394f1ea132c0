# The command palette.
find-records = Records
find-go = Go to
find-create = Create
find-switch = Switch
