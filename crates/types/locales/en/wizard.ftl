# The import wizard.
# steps and frame
wizard-steps = Import steps
wizard-step-upload = Upload
wizard-step-mapping = Match fields
wizard-step-questions = Resolve
wizard-step-import = Import
wizard-back = Back
wizard-kept = Every step is kept; you can leave and come back
wizard-comma = ,{ " " }
wizard-and = ,{ " " }
# upload
wizard-upload-title = Choose the file to import
wizard-upload-title-of = Import { $things }: choose the file
wizard-upload-text = Excel, CSV, TSV or vCard, up to a million rows at once. The file itself stays as it is, and everything is checked before anything is written.
wizard-what = What is in it
wizard-what-order = What other files refer to comes first: people, then accounts and products, deals last
wizard-drop = Drop the file here
wizard-drop-text = .xlsx, .csv, .tsv or .vcf, up to { $limit }; attachments as a .zip with the table that names them
wizard-choose-file = Choose a file
wizard-other-file = Another file
wizard-upload = Upload
wizard-template = Template
wizard-too-large = The file is too large: at most { $limit }. Divide it, or save it as CSV.
wizard-paste = Or paste a table
wizard-paste-hint = Copied from Excel or a web page, names of columns in the first row
wizard-paste-use = Use this
wizard-pasted-name = Pasted table
wizard-no-right-title = Nothing you may import
wizard-no-right-text = Your role may not import. Ask an administrator to do it, or to change your role.
problem-object-missing = Choose what is in the file.
# file
wizard-file-about = { $size }, uploaded { $when }
wizard-understood = Recognised
wizard-discard = Remove the file
wizard-reading = How the file is read
wizard-rows = Rows
wizard-encoding = Encoding
wizard-delimiter = Delimiter
wizard-delimiter-comma = Comma
wizard-delimiter-tab = Tab
wizard-delimiter-semicolon = Semicolon
wizard-delimiter-bar = Vertical bar
wizard-sheet = Sheet
wizard-header = Column names
wizard-header-in = In row { $line }
wizard-header-none = None
wizard-dates = Dates
wizard-dates-found = As recognised
wizard-dates-ymd = Year-month-day
wizard-dates-dmy = Day/month/year
wizard-dates-mdy = Month/day/year
wizard-brings-files = This archive brings files that its table names. { $here } take no files.
wizard-as-files = Import as { $things }
wizard-read-again = Read again
wizard-first-rows = First { $count } rows
wizard-first-rows-hint = Garbled or shifted? Change how it is read above
wizard-table-of = { $title }, table
wizard-row = Row
wizard-blank = empty
wizard-line-bad = Row { $line } cannot be read.
wizard-column-number = Column { $number }
wizard-to-mapping = Next: match fields
# mapping
wizard-mapping-title = { $mapped } of { $all } columns matched
wizard-mapping-title-look = { $mapped } of { $all } columns matched, { $looks } to look at
wizard-mapping-text = Judged by column names, by the data, and by earlier imports. Change whatever you like.
wizard-mapping-saved = The mapping “{ $name }” was applied. Change whatever you like.
wizard-map-column = Column in the file
wizard-map-samples = Samples
wizard-map-to = goes to
wizard-map-field = Field
wizard-map-sure = Certainty
wizard-map-label = Field for { $name }
wizard-leave-out = Not imported
wizard-own-id = Record ID
wizard-content = The file itself (path in the archive)
wizard-blank-column = empty in the first rows
wizard-sure-blank = empty in the first rows
wizard-sure-filled = filled in every row
wizard-sure-some = filled in { $count } of { $of } rows
wizard-sure-key = Recognises existing records
wizard-sure-look = Please check
wizard-sure-twice = Two columns, one field
wizard-sure-twice-why = The later column wins
wizard-sure-not-found = { $count ->
    [one] 1 value not found
   *[other] { $count } values not found
}
wizard-sure-new-choices = { $count ->
    [one] 1 value is no option
   *[other] { $count } values are no option
}
wizard-sure-first = “{ $value }”, { $rows } rows, decided in the next step
wizard-why-name = Named like the field
wizard-why-label = Named like the field
wizard-why-alias = A known name for it
wizard-why-similar = The name is similar
wizard-why-values = Judged by the data
wizard-why-misfit = The name fits, some of its values do not
wizard-why-saved = From the saved mapping
wizard-why-chosen = Chosen by you
wizard-kind-text = text
wizard-kind-long-text = long text
wizard-kind-integer = whole numbers
wizard-kind-decimal = numbers
wizard-kind-money = amounts
wizard-kind-percent = percent
wizard-kind-date = dates
wizard-kind-date-time = dates and times
wizard-kind-yes-no = yes or no
wizard-kind-email = email addresses
wizard-kind-phone = phone numbers
wizard-kind-url = web addresses
wizard-kind-choice = a few repeated values
wizard-options = Options
wizard-also-to = Also goes to
wizard-also-none = Nowhere else
wizard-unknown = Values that do not exist
wizard-unknown-ask = Ask about each, else leave empty
wizard-unknown-create = Create them
wizard-unknown-empty = Leave empty
wizard-unknown-refuse = Refuse the row
wizard-mark = Decimal mark
wizard-mark-point = 1,234.56
wizard-mark-comma = 1.234,56
wizard-part-country = country
wizard-part-province = province
wizard-part-city = city
wizard-part-district = district
wizard-part-code = division code
wizard-part-street = street
wizard-part-postcode = postcode
wizard-part-currency = currency
wizard-key-title = Records that exist already
wizard-key-text = So that importing a file twice does not make everything twice
wizard-key = Recognised by
wizard-key-none = Nothing: every row is new
wizard-duplicates = When it exists
wizard-duplicates-skip = Skip, keep what is there
wizard-duplicates-update = Update the existing record
wizard-duplicates-create = Create anyway
wizard-required-missing = No column goes to “{ $names }”, which must be filled. Rows without it will be refused.
wizard-decisions-kept = { $count } earlier decisions will be used again
wizard-saved = Saved mappings
wizard-saved-choose = Choose a mapping
wizard-saved-use = Apply
wizard-to-check = Next: check all rows
wizard-to-check-rows = Next: check { $count } rows
# questions
wizard-checking-title = Checking { $file }
wizard-checked-title = { $rows } rows checked, ready to import
wizard-checked-title-open = { $count ->
    [one] { $rows } rows checked, 1 question for you
   *[other] { $rows } rows checked, { $count } questions for you
}
wizard-checked-text = The same problem is asked once. Nothing has been written yet.
wizard-checked-sums = Result of the check
wizard-checked = Checked
wizard-will-create = To create
wizard-will-update = To update
wizard-will-skip = To skip
wizard-will-refuse = To refuse
wizard-rows-unit = rows
wizard-q-link = { $thing } “{ $value }” does not exist
wizard-q-similar = { $thing } “{ $value }” does not exist
wizard-q-ambiguous = Several records are called “{ $value }” ({ $thing })
wizard-q-choice = “{ $value }” is no option of { $field }
wizard-q-value = “{ $value }” cannot be a value of { $field }
wizard-q-nearest = “{ $name }” is the closest. One decision covers all these rows.
wizard-q-taken = Only blanks or punctuation apart from “{ $name }”, so that is suggested. One decision covers all these rows.
wizard-q-ambiguous-text = Say which one is meant; one decision covers all these rows.
wizard-q-none = One decision covers all these rows.
wizard-q-lines = Row { $lines }
wizard-q-lines-more = Rows { $lines } …
wizard-unnamed = { $count ->
    [one] 1 file in the archive is not named by any row and stays out: { $names }
   *[other] { $count } files in the archive are not named by any row and stay out: { $names }
}
wizard-q-alike = { $field }: { $count } { $things } that are not there
wizard-q-alike-more = and { $count } more
wizard-q-dates = { $field }: is the day or the month first in { $value }?
wizard-q-dates-text = These dates can be read either way, and the rest of the column does not settle it. The answer holds for all dates of the column; rows with a date that is none when read so are refused.
wizard-q-dates-read = { $value } is { $day }
wizard-create-all = Create all { $count }
wizard-like-all = As decided for all
wizard-each = Decide about each
wizard-link-to = Link to
wizard-means = It means
wizard-suggested = Suggested
wizard-instead-of = What “{ $value }” stands for
wizard-create = Create “{ $value }” ({ $thing })
wizard-create-choice = Add the option “{ $value }”
wizard-create-twice = There will be two nearly equal names
wizard-leave-empty = Leave { $field } empty
wizard-refuse-rows = Refuse these rows
wizard-more-questions = { $count } more values are not listed and follow the field's rule. If there are that many, the column may belong elsewhere.
wizard-existing = Records with this { $field } exist already
wizard-existing-example = For example row { $line }, now
wizard-update-aside = Empty values do not overwrite
wizard-create-aside = Makes { $count } duplicates
wizard-repeated = Rows in the file share their { $field }
wizard-repeated-skip = The first is imported, the others are skipped.
wizard-repeated-update = Later rows update earlier ones.
wizard-refused-title = These rows will be refused
wizard-refused-text = Correct them here, or download the { $count } rows afterwards and import them again.
wizard-refused-rest = { $count } more, to be downloaded after the import
wizard-column = Column
wizard-value = Value
wizard-reason = Reason
wizard-correct = Correct to
wizard-correct-row = Correct row { $line } to
wizard-settled = { $what }, { $rows } rows
wizard-settled-as = { $field } “{ $value }” becomes “{ $as }”
wizard-settled-create = { $field } “{ $value }” is created
wizard-settled-empty = { $field } “{ $value }” is left empty
wizard-settled-refuse = Rows with { $field } “{ $value }” are refused
wizard-change = Change
wizard-preview = What will happen
wizard-preview-hint = The first rows of the file
wizard-outcome = Outcome
wizard-outcome-create = create
wizard-outcome-update = update
wizard-outcome-skip = skip
wizard-outcome-refuse = refuse
wizard-remember = Remember the matches and decisions for the next file like this, as
wizard-remember-name = Name of the mapping
wizard-check-again = Check again
wizard-check-failed = The check could not be finished.
wizard-check-gone = Go back one step and check again.
wizard-go = Import { $count } rows
# running
wizard-running-title = Importing { $file }
wizard-undoing-title = Undoing the import of { $file }
wizard-running-text = You may leave this page or close the browser; it goes on.
wizard-progress = Progress
wizard-phase-check = Check
wizard-phase-rows = Write
wizard-phase-later = Link what came later
wizard-so-far = So far
wizard-waiting = Waiting for its turn
wizard-done-rows = Done
wizard-rows-of = { $rows } / { $all } rows
wizard-rows-done = { $rows } rows
wizard-speed = { $counted }, { $rate } a second, about { $left } to go
wizard-stop = Stop
wizard-stop-hint = If you stop it, rows already written stay; the result page can undo them.
wizard-background = Continue in the background
wizard-begun = Begun by { $name }, { $when }
# result
wizard-done-title = { $count } rows imported into { $things }
wizard-failed-title = The import could not be finished
wizard-cancelled-title = The import was stopped
wizard-undone-title = The import was undone
wizard-undone-part-title = The import was undone in part
wizard-took = took { $seconds } s
wizard-sums = Result; the figures add up to the rows read
wizard-read = Read
wizard-created = Created
wizard-updated = Updated
wizard-skipped = Skipped
wizard-refused = Refused
wizard-refused-rows = { $count } refused rows
wizard-download-refused = Download { $count } rows with reasons
wizard-lines = Rows
wizard-rows-count = Count
wizard-and-more = { $lines } …
wizard-reasons-of-first = Reasons of the first { $count } rows; the file has them all
wizard-did = What was done on the way
wizard-made = Created { $things }
wizard-linked-later = Linked to records that a later row brought
wizard-left-empty = No { $field } found, left empty
wizard-undo = Undo this import…
wizard-undo-until = Can be undone until { $day }
wizard-undo-hint = Takes back only what nobody has changed since and no later record hangs on; the rest is listed and can be tried again.
wizard-undo-title = Undo this import?
wizard-undo-made = { $count ->
    [one] 1 record that it created goes to the recycle bin.
   *[other] { $count } records that it created go to the recycle bin.
}
wizard-undo-changed = { $count ->
    [one] 1 record that was there before gets its former values back.
   *[other] { $count } records that were there before get their former values back.
}
wizard-undo-stays-touched = { $count ->
    [one] 1 stays as it is: somebody has changed it since.
   *[other] { $count } stay as they are: somebody has changed them since.
}
wizard-undo-stays-held = { $count ->
    [one] 1 stays as it is: other records hang on it, like the deals of an account.
   *[other] { $count } stay as they are: other records hang on them, like the deals of an account.
}
wizard-undo-stays-barred = { $count ->
    [one] 1 stays as it is: you may not change it.
   *[other] { $count } stay as they are: you may not change them.
}
wizard-undo-first = Undo this later import first:{" "}
wizard-undo-more = These are the newest { $count } records; there are more, which are judged in the same way. The figures above are what can be said at least.
wizard-undo-again = What stays can be tried again until { $day }.
wizard-undo-nothing-now = Nothing can be taken back now.
wizard-undo-rest = Try the rest again…
wizard-undo-nothing = It wrote nothing that could be taken back.
wizard-undo-now = Undo the import
wizard-undone-sums = Result of the undo
wizard-undone-deleted = To the recycle bin
wizard-undone-restored = Put back
wizard-undone-kept = Kept, whole or in part
wizard-kept-title = Changed since, or held by later records: left as they are
wizard-in-history = Kept in the list of imports
wizard-another = Import another file
wizard-view-things = View { $things }
wizard-map-sure-of = judged by the first { $count } rows
wizard-map-shown = Columns { $from } – { $upto } of { $all }
wizard-map-more = Next columns
wizard-map-before = Previous columns
wizard-map-pages = Pages of columns
wizard-view-imported = View imported { $things }
wizard-view-imported-hint = Records written by this import and not changed since
wizard-new = New import
wizard-without = No { $field }, imported all the same
wizard-one-owner = No column says who owns them: all { $count } new { $things } belong to { $name }. Whoever sees only their own does not find them; select them in the list to give them to their owners.
wizard-own-owners = These { $things } belong to the owners that the file names. The { $others } they name keep their own owners: whoever may not see one reads its name only.
