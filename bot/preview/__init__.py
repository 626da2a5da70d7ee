"""Content as members would read it, for the people who edit it; only counselors may enter."""
