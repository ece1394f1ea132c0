# Pages of refusals.
refusal-not-found = There is nothing here
refusal-forbidden = Not for you
refusal-changed = Changed meanwhile
refusal-not-understood = This could not be understood
refusal-busy = Not right now
refusal-our-fault = Something went wrong
refusal-home = To the home page
refusal-request = Request { $id }
refusal-list = All { $things }
