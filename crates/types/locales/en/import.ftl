# What jobs and imports refuse.
problem-already-undone = This import has been undone already.
problem-decided-to-refuse = You decided to refuse rows with this value.
problem-import-not-over = The import is still running. Wait until it is over, then undo it.
problem-job-lost = The job was cancelled or is being done elsewhere.
problem-no-right-to-create = You may not create the record this refers to. Choose an existing one, or ask an administrator.
problem-not-a-key = Records cannot be matched by this field. Choose another one.
problem-nothing-mapped = No column goes to a field yet. Map at least one.
problem-too-late-to-undo = An import can be undone for 30 days; this one is older.
