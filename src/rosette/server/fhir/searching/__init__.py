"""Search: what may be asked of a type, what a request asks, and which resources answer it."""
