"""One module a room of the clinic: fetch through the guard, call a service, hand one presenter to the template."""
