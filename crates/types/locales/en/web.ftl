# What the components of the pages say themselves. Names from data and metadata arrive translated.
web-product = Zhike CRM
web-skip = Skip to main content
# Frame
web-sidebar = Sidebar
web-navigation = Main navigation
web-bottom-bar = Bottom bar
web-find = Search or go to
web-theme = Switch dark mode
web-breadcrumbs = Breadcrumbs
web-next-record = Next record
web-previous-record = Previous record
web-offline = Cannot reach the server, trying again
web-failed = That did not work. Please try again in a moment
web-organisation-language = Organisation and language
# Command palette and shortcuts
web-palette = Command palette
web-palette-hint = Search accounts, contacts, deals, or type a command
web-palette-tip = Pinyin initials work too, e.g. htjm
web-results = Results
web-no-results = Nothing found
web-shortcuts = Keyboard shortcuts
web-key-palette = Search and commands
web-key-move = Down and up the list; next and previous record
web-key-select = Select the current row
web-key-peek = Peek at the current row
web-key-open = Open the current row
web-key-edit = Edit a cell of the current row
web-key-filter = Filter
web-key-new = New record
web-key-save = Save what you are writing
web-key-card = Move a card of the board
web-key-undo = Take back what was just done
web-key-close = Close, clear the selection
web-key-help = This list
web-keys-off = Single-key shortcuts can be switched off in your settings.
# Lists
web-views = Saved views
web-new-view = New view
web-unsaved = Unsaved changes
web-select-page = Select this page
web-select-row = Select { $name }
web-peek = Peek
web-peek-row = Peek at { $name }
web-open-page = Open the full page
web-bulk = Bulk actions
web-selected = selected
web-deselect = Clear selection
web-hint-move = move
web-hint-select = select
web-hint-peek = peek
web-hint-keys = all shortcuts
web-space = Space
web-columns = Fields
web-columns-shown = Fields shown
web-find-field = Find a field
web-field-list = List of fields
web-in-table = In the table, left to right
web-not-in-table = Not shown
web-fixed = Fixed
web-with-view = Kept with the view
web-move-up = Move { $name } up
web-move-down = Move { $name } down
web-save-view = Save view
web-save-view-note = Keeps filter, columns and sort; the data is always current.
web-save-new-view = Save as new view
web-who-sees = Who can see it
web-make-default = Make this my default view
web-show-more = Show more
# Filters
web-filter-conditions = Filter conditions
web-remove-filter = Remove filter { $name }
web-revert = Revert
web-condition = Condition
web-condition-group = Group
web-any-of = Any of these
web-all-of = All of these
web-any = Any
web-where = Where
web-joint = How it joins the one above
web-field = Field
web-operator-of = Condition on “{ $name }”
web-value-of = Value of “{ $name }”
# Board
web-add-in = New in “{ $name }”
web-no-next = No next step
web-move-to = Move to
web-move-card = Move “{ $name }”
# Record
web-record-tabs = Record sections
web-edit-field = Edit { $name }
web-complete = Complete: { $name }
web-kind-of-entry = Kind of entry
web-draft-kept = Kept on this device
web-data-table = Data table
# Forms
web-errors = { $n ->
    [one] { $n } thing to correct
   *[other] { $n } things to correct
}
web-choose-file = Choose a file
web-uploading = Uploading
web-remove = Remove { $name }
web-reveal = Show password
web-country = Country or region
web-province = Province or state
web-city = City
web-district = District
web-street = Street and number
web-postcode = Postcode
web-format = Formatting
web-bold = Bold
web-italic = Italic
web-bullets = Bullets
web-numbers = Numbers
web-plain = Clear formatting
web-pick-range = Choose on a calendar
web-no-options = No matching option
web-create-option = Create “{ $name }”
# Conflict
web-conflicting-fields = Fields in conflict
web-conflict-note = Changes without conflict are merged already; { $n ->
    [one] choose { $n } below.
   *[other] choose the { $n } below.
}
web-you = you
web-you-unsaved = you, unsaved
web-merged = Merged automatically: { $what }
web-take-theirs = Take everything of { $name }
web-keep-editing = Keep editing
web-save-merged = Save the merged record
# Wizards
web-done-step = Done:{" "}
# Colon
web-colon = :{" "}
web-columns-reset = Reset to default
web-select-rows = Select
web-sort-by = Sort by
web-comma = ,{" "}
web-mini-full = Amounts in tables
web-mini-short = Amounts in summaries
web-mini-now = Now
