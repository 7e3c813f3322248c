"""Looks over a record that can be read: errors that block, and warnings that a person should settle."""

from rosette.records.checking.check import check_record
from rosette.records.checking.finding import Finding

__all__ = ["Finding", "check_record"]
