"""The resources of a child, of the portfolio and of the audit chain, each with what the policy asks about it."""
