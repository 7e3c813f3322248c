"""What people read and keep: drawings, letters, tables and calendars; pure, from the objects that decided."""
