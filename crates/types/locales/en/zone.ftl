# What the usual time zones are called.
zone-asia-shanghai = China Standard Time
zone-asia-hong-kong = Hong Kong Time
zone-asia-taipei = Taipei Time
zone-asia-singapore = Singapore Time
zone-asia-tokyo = Japan Time
zone-asia-kolkata = India Time
zone-europe-berlin = Central European Time
zone-europe-london = United Kingdom Time
zone-america-new-york = US Eastern Time
zone-america-chicago = US Central Time
zone-america-los-angeles = US Pacific Time
zone-utc = Coordinated Universal Time
zone-of = { $name } ({ $offset }) { $code }
