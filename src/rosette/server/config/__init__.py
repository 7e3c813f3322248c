"""How the server is set up: the environment that it reads, the settings, what it refuses to start with, the routes."""
