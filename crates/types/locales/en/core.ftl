# Words every page needs. Keys of the other files start with their file's name (web-…, import-…); these have no prefix.
# Commands
save = Save
save-and-new = Save and new
cancel = Cancel
edit = Edit
delete = Delete
undo = Undo
restore = Restore
remove = Remove
add = Add
new = New
new-thing = New { $thing }
copy = Copy
copied = Copied
duplicate = Duplicate
rename = Rename
open = Open
close = Close
apply = Apply
reset = Reset
clear = Clear
confirm = Confirm
continue = Continue
back = Back
next = Next
previous = Previous
next-page = Next page
previous-page = Previous page
retry = Try again
refresh = Refresh
search = Search
search-hint = Search accounts, contacts, opportunities…
filter = Filter
sort = Sort
sort-ascending = Ascending
sort-descending = Descending
group-by = Group by
columns = Columns
export = Export
import = Import
download = Download
upload = Upload
print = Print
share = Share
select = Select
select-all = Select all
select-none = Select none
selected = { $count } selected
more = More
less = Less
show-all = Show all
details = Details
help = Help
# Values
yes = Yes
no = No
all = All
none = None
any = Any
empty = Empty
unknown = Unknown
me = Me
mine = Mine
my-team = My team
everyone = Everyone
optional = Optional
required = Required
on = On
off = Off
and = and
or = or
not = not
# Lists and states
loading = Loading…
saving = Saving…
saved = Saved
deleted = Deleted
restored = Restored
done = Done
failed = Failed
nothing-here = Nothing here yet
nothing-found = No records match
rows = { $count ->
    [one] { $count } row
   *[other] { $count } rows
}
records = { $count ->
    [one] { $count } record
   *[other] { $count } records
}
records-at-least = { $count }+ records
total = Total
sum = Sum
average = Average
minimum = Minimum
maximum = Maximum
count = Count
name = Name
owner = Owner
team = Team
created = Created
updated = Updated
created-by = Created by
updated-by = Updated by
history = History
timeline = Timeline
recycle-bin = Recycle bin
recycle-bin-keeps = Deleted records are kept for { $days ->
    [one] { $days } day
   *[other] { $days } days
}
# Dates and times
today = Today
yesterday = Yesterday
tomorrow = Tomorrow
days-ago = { $count ->
    [one] { $count } day ago
   *[other] { $count } days ago
}
in-days = { $count ->
    [one] in { $count } day
   *[other] in { $count } days
}
hours-ago = { $count ->
    [one] { $count } hour ago
   *[other] { $count } hours ago
}
minutes-ago = { $count ->
    [one] { $count } minute ago
   *[other] { $count } minutes ago
}
just-now = Just now
day-and-time = { $day }, { $time }
now = Now
this-week = This week
last-week = Last week
next-week = Next week
this-month = This month
last-month = Last month
next-month = Next month
this-quarter = This quarter
last-quarter = Last quarter
next-quarter = Next quarter
this-year = This year
last-year = Last year
next-year = Next year
date = Date
time = Time
from = From
to = To
duration-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
duration-hours = { $count } h
duration-minutes = { $count } min
duration-seconds = { $count } s
overdue = Overdue
overdue-days = { $count ->
    [one] { $count } day overdue
   *[other] { $count } days overdue
}
# Calendar
holiday = { $name } (holiday)
make-up-day = Working day in lieu ({ $name })
# Account and settings
settings = Settings
profile = Profile
sign-in = Sign in
sign-out = Sign out
password = Password
email = Email
phone = Phone
language = Language
time-zone = Time zone
currency = Currency
theme = Appearance
theme-light = Light
theme-dark = Dark
theme-system = As the system
home = Home
menu = Menu
notifications = Notifications
keyboard-shortcuts = Keyboard shortcuts
