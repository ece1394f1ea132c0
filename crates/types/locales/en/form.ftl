# Forms of records.
form-edit = Edit { $name }
form-all-fields = All fields
form-conflict = “{ $name }” was saved by somebody else meanwhile
