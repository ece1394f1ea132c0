# The recycle bin.
trash-none-title = Nothing to look through
trash-none-text = You may not delete records, so there is none to bring back.
trash-empty-title = No { $things } in the recycle bin
trash-empty-text = Deleted records wait here for 30 days and are then removed for good.
trash-when = Deleted
trash-clash = Not restored: another record has the same “{ $field }” now. Change one of the two, then try again.
trash-who = Deleted by
trash-find = Name of a deleted record
trash-find-now = Find
trash-no-match = Nothing deleted is called so
trash-restore-chosen = Restore the ticked ones
trash-none-chosen = Tick the records to restore first.
trash-deleted-title = This is in the recycle bin
trash-deleted-text = It was deleted. You may restore it as it was.
