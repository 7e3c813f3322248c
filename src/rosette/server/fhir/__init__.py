"""FHIR R4 for programs: read and search, options of a child, CDS Hooks, SMART App Launch.

Promises: the same policy and the same objects as the pages; what is listed as served is made from the router; who is
not signed in gets 401 and never a page; every fault is an OperationOutcome, never a trace.
"""
