"""The address of the desk of a contact who has no account: a secret link, made when it is sent."""
