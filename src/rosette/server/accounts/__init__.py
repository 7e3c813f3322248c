"""Persons who sign in, their sites and their roles."""
