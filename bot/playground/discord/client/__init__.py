"""What a Discord client gets from the stand-in, and what it may ask of it."""
