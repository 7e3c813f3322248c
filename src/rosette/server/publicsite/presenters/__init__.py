"""What pages of the public site show, made ready for the templates."""
