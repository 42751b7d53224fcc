"""Everything that joins the rooms of the program: only here are all of them known."""
