# Leads: converted, put aside.
lead-convert = Convert
lead-converted = Converted
lead-converted-at = Converted { $when }:{" "}
lead-disqualify = Disqualify
lead-new-account = A new account
lead-account-name = Name of the new account
lead-new-contact = A new contact
lead-contact-name = Name of the new contact
lead-no-contact = No contact
lead-new-deal = Make an opportunity
