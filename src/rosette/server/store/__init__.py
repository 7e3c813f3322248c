"""Rows: children, facts, the audit chain, cases, letters, the office; sealed where they describe a child."""
