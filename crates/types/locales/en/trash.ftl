# The recycle bin.
trash-none-title = Nothing to look through
trash-none-text = You may not delete records, so there is none to bring back.
trash-empty-title = No { $things } in the recycle bin
trash-empty-text = Deleted records wait here until they are removed for good.
trash-when = Deleted
trash-clash = Not restored: another record has the same “{ $field }” now. Change one of the two, then try again.
trash-who = Deleted by
