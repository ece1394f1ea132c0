# What went wrong and what to do. Key = problem- and the problem's code; the variables are the problem's own arguments.
# The whole request
problem-bad_request = The request cannot be read. Check it and try again.
problem-bad_filter = The filter is wrong at { $place }: { $detail }
problem-bad_sort = It cannot be sorted by “{ $field }”. Choose another field.
problem-bad_cursor = This page marker has expired or belongs to another query. Start again from the first page.
problem-bad_limit = At most { $max } per page. Ask for fewer.
problem-bad_fields = There is no field “{ $field }”. Check the name.
problem-bad_json = The body is not valid JSON: { $detail }
problem-too_many = At most { $max } at a time. Send them in parts.
problem-not_found = This record does not exist, or you may not see it.
problem-unauthorized = Please sign in.
problem-session_expired = Your session has ended. Please sign in again.
problem-wrong_credentials = The e-mail or the password is wrong. Please try again.
problem-forbidden = You may not do this. Ask your administrator if you need to.
problem-forbidden_object = You may not do this with records of this kind. Ask your administrator if you need to.
problem-forged = The origin of the request could not be confirmed. Reload the page and try again.
problem-stale = Somebody else has changed this record. Look at the latest version, then decide about your changes.
problem-conflict = This clashes with what is already there. Reload and try again.
problem-duplicate = There is already such a record. Open it, or change yours before saving.
problem-in_use = Records still use it. Remove those links first.
problem-key_reused = This Idempotency-Key was used for another request. Choose a new one.
problem-too_large = This is too large. Make it smaller and try again.
problem-invalid = Some values need a change. Look at the marked fields.
problem-unprocessable = This cannot be processed. Check it and try again.
problem-rate_limited = Too many requests. Wait a moment and try again.
problem-unavailable = The service is not available just now. Try again in a moment.
problem-timeout = This took too long and was stopped. Narrow it down and try again.
problem-storage_full = The server's disk is full; nothing was saved. Ask your administrator to make room.
problem-internal = The server failed; nothing was saved. Try again; if it stays, tell your administrator the request id.
# A single field
problem-bad_value = This value is not right. Please change it.
problem-required = Fill this in.
problem-unknown_field = There is no such field. Check the name.
problem-wrong_type = This is the wrong type; { $expected } is expected.
problem-too_long = This is too long; at most { $max ->
    [one] { $max } character
   *[other] { $max } characters
}.
problem-too_short = This is too short; at least { $min ->
    [one] { $min } character
   *[other] { $min } characters
}.
problem-not_a_number = Enter a number, for example 1,234.50.
problem-not_an_integer = Enter a whole number, without decimals.
problem-too_many_decimals = At most { $max ->
    [one] { $max } decimal place
   *[other] { $max } decimal places
}.
problem-out_of_range = Enter a value from { $min } to { $max }.
problem-too_small = This must be at least { $min }.
problem-too_big = This must be at most { $max }.
problem-not_a_date = Enter a date, for example 2026-11-22.
problem-no_such_day = There is no such day. Check year, month and day.
problem-ambiguous_date = Day and month cannot be told apart. Write the date as 2026-11-22.
problem-not_a_time = Enter a date and time, for example 2026-11-22 14:30.
problem-no_such_time = There is no such time. Check hours, minutes and seconds.
problem-not_yes_or_no = Enter yes or no.
problem-not_an_email = Enter a complete e-mail address, for example name@example.com.
problem-not_a_phone = Enter a phone number, for example 138 0013 8000 or +86 21 6888 8888.
problem-not_a_url = Enter a web address, for example https://example.com.
problem-not_a_currency = There is no such currency. Enter a three-letter code, for example CNY.
problem-not_a_country = There is no such country or region. Choose one from the list.
problem-not_a_code = Use lower-case letters, digits and underscores only, beginning with a letter.
problem-unknown_choice = “{ $value }” is not one of the choices. Choose from the list.
problem-too_many_choices = Choose at most { $max }.
problem-missing_link = The linked record does not exist, or you may not see it. Choose another.
problem-ambiguous_link = { $count } records are called “{ $value }”. Choose one of them.
problem-wrong_object = Records of this kind cannot be linked here. Choose { $expected }.
problem-link_to_itself = A record cannot be linked to itself, nor in a circle. Choose another record.
problem-not_unique = Another record already has this value. Choose a different one.
problem-read_only = This cannot be changed.
problem-control_character = This contains an invisible control character. Remove it and try again.
problem-not_a_file = The file does not exist or its upload has not finished. Upload it again.
problem-rule = { $message }
# Reading numbers and dates (import and forms)
problem-bad_grouping = The commas or groups are in the wrong place. Check the number.
problem-other_decimal_mark = This seems to use another decimal mark. Check how the number is written.
problem-percent_not_expected = No percent sign is expected here. Enter the number.
problem-unknown_unit = “{ $value }” is not a known unit. Enter the number only.
problem-number_too_large = The number is too large to be kept exactly.
