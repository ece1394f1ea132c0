# What the binary says on the operator's terminal. Keys begin with app-; app-help-… are the help of commands and flags.
# Help
app-help-usage = Usage:
app-help-commands = Commands
app-help-about = Zhike, customer relationship management. Without a command it starts the server.
app-help-help = Show this help
app-help-version = Show the version
app-help-config = Configuration file; default: zhike.toml in the working directory, if there
app-help-database = Database, sqlite://FILE or postgres://USER@HOST/NAME; default: zhike.db in the data folder
app-help-data-dir = Data folder; default: data
app-help-locale = Language of this command: zh-CN or en
app-help-json = Answer as one line of JSON
app-help-serve-about = Start the server
app-help-serve-listen = Address that requests come to; default: 127.0.0.1:7700
app-help-serve-base-url = How browsers reach the server from outside; links are made from it
app-help-serve-log = Form of the log
app-help-serve-trusted-proxies = Proxy whose X-Forwarded-For is believed; may be repeated
app-help-serve-upload-limit = Largest file that may be uploaded; default: 100 MiB
app-help-serve-metrics-listen = Address of its own for /metrics
app-help-serve-check = Read the configuration, say what it is, and end
app-help-init-about = Set up without a browser
app-help-init-admin-email = E-mail address of the first administrator
app-help-init-admin-name = Name of the first administrator
app-help-init-admin-password-file = File whose first line is the password
app-help-init-organization = Name of the organisation
app-help-init-currency = Currency of the organisation; cannot change after the first deal
app-help-init-time-zone = Time zone of the organisation
app-help-init-sample = Fill it with a sample company
app-help-user-about = People: add, invite, set a password, disable, list
app-help-user-add-about = Add a person; without a password, print a link with which they choose one
app-help-user-add-email = E-mail address, with which they sign in
app-help-user-add-name = Name
app-help-user-add-roles = Code of a role: administrator, manager, salesperson, viewer or one of your own; may be repeated
app-help-user-add-team = Home team, by code, name or id
app-help-user-add-password-file = File whose first line is the password
app-help-user-invite-about = Print a link with which a person chooses a password, good for 72 hours
app-help-user-invite-user = E-mail address or id of the person
app-help-user-invite-email = E-mail address, for somebody who has none yet
app-help-user-passwd-about = Set a password and end all sessions of the person
app-help-user-passwd-user = E-mail address or id of the person
app-help-user-passwd-password-file = File whose first line is the password; otherwise it is asked for
app-help-user-passwd-link = Print a link with which the person chooses a new password, good for 30 minutes
app-help-user-disable-about = Close an account: no sign-in, sessions and tokens ended; records stay
app-help-user-disable-user = E-mail address or id of the person
app-help-user-list-about = List people
app-help-token-about = API tokens: create, list, revoke
app-help-token-create-about = Create a token and print it once
app-help-token-create-user = E-mail address or id of the person whose rights it has
app-help-token-create-name = What it is for
app-help-token-create-scope = What it may do at most
app-help-token-create-expires = How long it is good: 90d, 12w; at most 366d
app-help-token-list-about = List the tokens of a person
app-help-token-list-user = E-mail address or id of the person
app-help-token-revoke-about = End a token at once
app-help-token-revoke-id = Id of the token
app-help-backup-about = Back up database and attachments into one file, while the server runs
app-help-backup-file = File to be made
app-help-backup-key = File with the key of an encrypted backup (age; its public part is enough)
app-help-backup-new-key = Make a new key in this file and encrypt with it; keep it apart from the backup
app-help-restore-about = Put a backup where no installation is yet
app-help-restore-file = The backup
app-help-restore-key = File with the secret key of an encrypted backup
app-help-verify-about = Check database, attachments and the audit chain
app-help-migrate-about = Bring the database to this version; with --to, copy the whole installation to another database
app-help-migrate-to = Empty database to copy into: sqlite://FILE or postgres://USER@HOST/NAME
app-help-doctor-about = One page: versions, database, disk, queues, jobs, backups, and what to do about each finding
app-help-openapi-about = Print the OpenAPI 3.1 document
app-help-demo-about = Fill an empty installation with a made-up company
app-help-demo-rows = How many accounts; contacts, deals and activities come with them
app-help-demo-seed = Another number, another company; the same number, the same company
# What commands say
app-serve-flags = Flags of the server do not go with another command. See: zhike --help
app-bad-setting = This setting cannot be used. { $place }: { $what }
app-configuration-good = The configuration is good.
    Database: { $database }
    Data folder: { $data }
    Address: { $listen }
    Links: { $url }
app-serving = Zhike is serving at { $url }
app-set-up-link = Set up here, once, within 7 days:
    { $url }
app-default-organization = My company
app-set-up = Set up. { $email } may sign in.
app-new-password = New password:{" "}
app-token-revoked = The token has ended.
app-other-version = The running server is version { $here }, this command is version { $there }. Restart the server, then try again.
# What may go wrong
problem-password-too-short = This is too short; at least { $min } characters. A sentence you remember is best.
problem-password-too-long = This is too long; at most { $max } characters.
problem-password-too-simple = This is too easy to guess. Use more different characters.
problem-password-names-you = This contains your name, address or company. Choose something else.
problem-no-such-user = Nobody has the address or id “{ $value }”.
problem-file-unusable = The file cannot be used: { $file }
problem-database-in-use = Another process has the database open: { $what }. Is a server running with another data folder?
problem-cannot-listen = The address { $address } cannot be used. Is another server running?
problem-cancelled = Stopped before the end.
