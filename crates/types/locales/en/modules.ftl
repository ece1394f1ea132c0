# What the CRM's own rules and verbs refuse: leads, opportunities, people, set-up.
# Leads
problem-already-converted = This lead has been converted. Open what became of it.
problem-convert-instead = A lead becomes converted only by converting it. Use “Convert”.
# Opportunities
problem-no-such-stage = This pipeline has no stage for that. Ask your administrator to add one.
# People
problem-not-invitable = Only people who have not signed in yet can be invited.
problem-not-active = This account cannot sign in. Enable it first.
problem-not-yourself = You cannot do this to your own account. Ask another administrator.
problem-last-administrator = Somebody must stay administrator. Make another person one first.
# Set-up and settings
problem-set-up-already = This installation has been set up already. Sign in.
problem-unknown-time-zone = There is no such time zone. Enter a name such as Asia/Shanghai.
