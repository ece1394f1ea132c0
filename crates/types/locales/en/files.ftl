# Files on records.
files-add = Add files
files-added = Attached
