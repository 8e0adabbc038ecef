"""The page that is a client of the Discord stand-in, and the serving of its files."""
