"""A stand-in for AI Horde's API, which behaves as running servers were seen to."""
