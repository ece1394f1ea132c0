# The frame around every page: sidebar, menu of the organisation.
nav-home = Home
nav-tasks = Tasks
nav-sales = Sales
nav-service = Service and marketing
nav-analytics = Analysis
nav-admin = Administration
nav-sales-report = Sales report
nav-imports = Imports
nav-settings = Settings
nav-profile = My profile
nav-trash = Recycle bin
nav-api = API reference
nav-bulk = Bulk acts
