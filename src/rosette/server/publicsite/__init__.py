"""The front door: pages of the public site, the search for a trial, and the two doors of a request.

Promises: no page asks a foreign host or needs a script; every page carries what to do in an emergency; family pages
inform and never give a recommendation for one child.
"""
