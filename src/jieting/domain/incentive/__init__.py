"""The incentive check of a contract before it is signed: what its own arithmetic invites."""
