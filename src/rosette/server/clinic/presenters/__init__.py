"""What pages say: every sentence is made and tested here."""
