"""Reading a record: JSON text, then fields, then rules; problems are gathered before anything is raised."""
