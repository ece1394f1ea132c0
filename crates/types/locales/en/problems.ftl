# What went wrong and what to do. The key is problem- and the problem's code (underscores as dashes); the variables are
# the problem's own arguments. problem-request-… is preferred when the whole request is refused and all its variables are given.
# The whole request
problem-bad-request = The request cannot be read. Check it and try again.
problem-bad-filter = The filter is wrong. Check it.
problem-request-bad-filter = The filter is wrong: { $detail }.
problem-bad-cursor = This page marker has expired or belongs to another query. Start again from the first page.
problem-limit = The limit must be from 1 to { $max }.
problem-too-many-sorts = Sort by at most { $max } fields.
problem-too-many-to-sort = More than { $max } records would have to be sorted. Filter first, or sort by another column.
problem-request-too-many-fields = Ask for at most { $max } fields.
problem-search-too-long = Search for at most { $max } characters.
problem-not-sortable = It cannot be sorted by “{ $name }”. Choose another field.
problem-not-groupable = It cannot be grouped by “{ $name }”. Choose another field.
problem-request-bad-grouping = Group by at most { $max } fields.
problem-bad-measure = This measure is unknown. Use count, sum, avg, min or max.
problem-request-not-a-date = “{ $name }” is not a date and has no periods to group by.
problem-request-not-a-number = “{ $name }” is not a number and cannot be summed up.
problem-request-unknown-field = There is no field “{ $name }”. Check the name.
problem-request-required = “{ $name }” is missing. Add it.
problem-request-not-yes-no = “{ $value }” should be true or false.
problem-request-not-unique = There is already such a record. Change yours before saving.
problem-not-json = The body must be JSON (Content-Type: application/json).
problem-bad-json = The body is not valid JSON. Check it.
problem-request-bad-json = The body is not valid JSON: { $what }.
problem-bad-query = The parameters of the address cannot be read. Check their encoding.
problem-unknown-format = There is no format “{ $value }”. Use csv, csv-gb18030, xlsx or jsonl.
problem-bad-upload = The upload did not arrive whole. Please send it again.
problem-too-many-files = Send at most { $max } files at once.
problem-blob-missing = The content of this file is not on the server. Ask an administrator to restore it from a backup.
problem-unknown-parameter = There is no parameter “{ $name }”. Check the name.
problem-parameter-twice = The parameter “{ $name }” stands there twice. Keep one.
problem-too-many-operations = At most { $max } operations at a time. Send them in parts.
problem-several-match = More than one record has this “{ $key }”. Name the record by its id.
problem-bad-idempotency-key = An Idempotency-Key is 1 to 255 visible characters.
problem-idempotency-key-used = This Idempotency-Key was used for another request. Choose a new one.
problem-role-in-use = This role cannot be deleted: somebody has it. Give them another one first.
problem-settings-stay = The settings of the organisation cannot be deleted.
problem-read-only-token = This token was given for reading only.
problem-method-not-allowed = This address does not take this kind of request.
problem-no-page = There is no such page. The address may be incomplete or have changed.
problem-not-found = This record does not exist, or you may not see it.
problem-unauthorized = Please sign in.
problem-session-expired = Your session has ended. Please sign in again.
problem-wrong-password = The email or the password is wrong. Please try again.
problem-wrong-current-password = This is not your current password.
problem-forbidden = You may not do this. Ask your administrator if you need to.
problem-no-right = You may not do this. Ask your administrator if you need to.
problem-outside-reach = Saved like this, the record would lie outside what you may work with. Check its owner and team.
problem-shipped-field = A field of the product cannot be changed like this.
problem-foreign-origin = The origin of the request could not be confirmed. Reload the page and try again.
problem-stale = Somebody else has changed this record. Look at the latest version, then decide about your changes.
problem-conflict = This clashes with what is already there. Reload and try again.
problem-link-is-over = This link has been used, replaced or is too old. Ask your administrator for a new one.
problem-in-use = Records still use it. Remove those links first.
problem-too-large = This is too large. Make it smaller and try again.
problem-invalid = Some values need a change. Look at the marked fields.
problem-unprocessable = This cannot be processed. Check it and try again.
problem-rate-limited = Too many requests. Wait a moment and try again.
problem-request-rate-limited = Too many requests. Try again in { $seconds ->
    [one] { $seconds } second
   *[other] { $seconds } seconds
}.
problem-unavailable = The service is not available just now. Try again in a moment.
problem-timeout = This took too long and was stopped. Narrow it down and try again.
problem-storage-full = The server's disk is full; nothing was saved. Ask your administrator to make room.
problem-internal = The server failed; nothing was saved. Try again; if it stays, tell your administrator the request id.
# A single field
problem-bad-value = This value is not right. Please change it.
problem-required = Fill this in.
problem-unknown-field = There is no such field. Check the name.
problem-wrong-type = This is the wrong type; it should be { $expected ->
    [text] a text
    [number] a number
    [list] a list
    [address] an address
    [money] an amount with its currency
    [date] a date
    [date-and-time] a date and time
    [id] the id of a record
    [true-or-false] true or false
   *[other] { $expected }
}.
problem-too-long = This is too long by { $count ->
    [one] { $count } character
   *[other] { $count } characters
}; at most { $max }.
problem-too-short = This is too short; at least { $min ->
    [one] { $min } character
   *[other] { $min } characters
}.
problem-not-a-number = Enter a number, for example 1,234.50.
problem-not-an-integer = Enter a whole number, without decimals.
problem-too-many-decimals = There are too many decimal places. Use fewer.
problem-out-of-range = Enter a value from { $min } to { $max }.
problem-not-a-date = Enter a date, for example 2026-11-22.
problem-no-such-day = There is no such day. Check year, month and day.
problem-ambiguous-date = Day and month cannot be told apart. Write the date as 2026-11-22.
problem-not-a-time = Enter a date and time, for example 2026-11-22 14:30.
problem-no-such-time = There is no such time. Check hours, minutes and seconds.
problem-not-yes-or-no = Enter yes or no.
problem-not-an-email = Enter a complete email address, for example name@example.com.
problem-not-a-phone = Enter a phone number, for example 138 0013 8000 or +86 21 6888 8888.
problem-not-a-url = Enter a web address, for example https://example.com.
problem-not-a-currency = There is no such currency. Enter a three-letter code, for example CNY.
problem-not-a-country = There is no such country or region. Choose one from the list.
problem-not-a-division-code = A division code has six digits. Choose the place from the list.
problem-unknown-choice = “{ $value }” is not one of the choices. Choose from the list.
problem-too-many-choices = Choose at most { $max }.
problem-missing-link = The linked record does not exist, or you may not see it. Choose another.
problem-ambiguous-link = More than one record is called “{ $value }”. Choose one of them.
problem-wrong-object = Records of this kind cannot be linked here. Choose from: { $expected }.
problem-link-to-itself = A record cannot be linked to itself, nor in a circle. Choose another record.
problem-not-unique = Another record already has this value. Choose a different one.
problem-read-only = This cannot be changed.
problem-control-character = This contains an invisible control character. Remove it and try again.
problem-token-too-long = The token would live too long. Choose an earlier date.
# Reading numbers (import and forms)
problem-bad-grouping = The commas or groups are in the wrong place. Check the number.
problem-other-decimal-mark = This seems to use another decimal mark. Check how the number is written.
problem-percent-not-expected = No percent sign is expected here. Enter the number.
problem-unknown-unit = “{ $value }” is not a known unit. Enter the number only.
problem-number-too-large = The number is too large to be kept exactly.
# Fields and objects in the settings
problem-bad-field = The settings of this field are wrong. Check them.
problem-too-many-fields = This object has as many fields as it can hold. Retire one first.
problem-too-many-indexes = This object has as many indexes as it can hold. Remove one first.
problem-required-later = Some records lack this value. Fill it in first, then make it required.
# Doubts that do not keep anybody from saving
problem-former-division = The division code of “{ $value }” has been abolished. Check whether it needs an update.
problem-unknown-division = The division code “{ $value }” is unknown. Please check it.
problem-phone-not-understood = This does not look like a phone number. Please check it.
problem-phone-no-area-code = The landline lacks its area code. Please add it.
problem-phone-unknown-calling-code = This calling code does not exist. Please check it.
problem-phone-length = The phone number has an unusual length. Please check it.
problem-uscc-length = A unified social credit code has 18 characters. Please check it.
problem-uscc-old-number = This is an older registration or tax number. Replace it with the 18-character code if you can.
problem-uscc-character = A unified social credit code has no I, O, S, V or Z. Please check it.
problem-uscc-check-digit = The check digit of the unified social credit code does not fit; perhaps a typing mistake. Please check it.
problem-uscc-organisation-check = The organisation code inside the unified social credit code does not fit its check digit. Please check it.
problem-unusually-small = This is usually { $min } or more. Please check it.
problem-unusually-large = This is usually { $max } or less. Please check it.
problem-long-walk = Too many records would have to be looked through one by one for this. Narrow it down with a filter.
