# The sales report.
report-sales = Sales report
report-period = Period
report-all-years = All time
report-figures = Key figures
report-won = Won
report-lost = Lost
report-open = Open pipeline
report-rate = Win rate
report-deals = { $count ->
    [one] { $count } deal
   *[other] { $count } deals
}
report-without-amount = { $count } without amount
report-unconverted = { $count } amounts have no exchange rate and are left out of all sums.
report-by-stage = Pipeline by stage
report-by-quarter = Won by close quarter
report-by-year = Won by close year
report-choose-year = Too many quarters to draw: choose a year above to see its quarters.
report-empty-quarters = Quarters without deals are not drawn.
report-by-region = Won by region
report-by-agent = Won by agent
report-nothing = Nothing to show yet. Won deals appear here by themselves.
report-empty-years = Years without deals are not drawn.
report-earlier-years = { $count ->
    [one] Years without deals and { $count } earlier year are not drawn; the table has all.
   *[other] Years without deals and { $count } earlier years are not drawn; the table has all.
}
report-amount = Amount
report-count = Deals
report-none = (none)
report-nothing-open = No open deals.
report-others = { $count ->
    [one] { $count } other
   *[other] { $count } others
}
