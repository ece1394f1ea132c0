# What is wrong with an expression (filter, formula, condition) and where. Key = expr- and the code of the mistake.
# at = line:column; hint = yes when there is a suggestion.
expr-syntax = unexpected "{ $name }" at { $at }{ $hint ->
    [yes] , did you mean "{ $suggestion }"?
   *[no] { "" }
}
expr-unfinished = the expression ends too early, at { $at }
expr-open-text = the text that begins at { $at } is never closed
expr-bad-escape = unknown escape "{ $name }" at { $at }
expr-control-character = a text cannot hold U+0000, at { $at }
expr-too-long = an expression has at most { $limit } bytes
expr-too-complex = the expression becomes too complex at { $at }, at most { $limit } parts
expr-too-many-hops = too many links in the path at { $at }, at most { $limit }
expr-long-list = too many values in the list at { $at }, at most { $limit }
expr-big-number = the number "{ $name }" at { $at } is too long, at most 18 digits and nine of them decimals
expr-unknown-field = unknown field "{ $name }" at { $at }{ $hint ->
    [yes] , did you mean "{ $suggestion }"?
   *[no] { "" }
}
expr-unknown-function = unknown function "{ $name }" at { $at }{ $hint ->
    [yes] , did you mean "{ $suggestion }"?
   *[no] { "" }
}
expr-unknown-choice = unknown choice "{ $name }" at { $at }{ $hint ->
    [yes] , did you mean "{ $suggestion }"?
   *[no] { "" }
}
expr-wrong-type = { $expected ->
    [condition] a condition
    [number] a number
    [whole_number] a whole number
    [number_or_date] a number or a date
    [text] a text
    [date] a date
    [time] a date and time
    [link] a link
    [several] a field of several values
    [list] a list
    [nothing] null
   *[value] a single value
} is expected at { $at }, not { $found ->
    [condition] a condition
    [number] a number
    [text] a text
    [choice] a choice
    [date] a date
    [time] a date and time
    [link] a link
    [other_link] a link to another object
    [several] a field of several values
    [address] a whole address
    [list] a list
    [nothing] null
   *[value] this value
}
expr-arguments = "{ $name }" at { $at } takes a different number of arguments: { $wanted }
expr-bad-id = "{ $name }" at { $at } is not an id; compare other fields of the linked record with a path, like account.name
expr-bad-date = "{ $name }" at { $at } is not a date, write it like 2026-01-31
expr-bad-time = "{ $name }" at { $at } is not a moment, write it like 2026-01-31T08:00:00Z
expr-not-constant = a fixed value is expected at { $at }, not one that differs from record to record
expr-not-here = "{ $name }" at { $at } cannot be used here
expr-nobody = me() at { $at } needs somebody who is signed in
expr-out-of-range = the number "{ $name }" at { $at } is out of range
