"""What the bot says to people: a catalogue for each language, codes for its sentences."""
