"""How the tables of the public site came to be, step by step."""
