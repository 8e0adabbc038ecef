"""A stand-in for Novita's v3 API over real sockets; it imports nothing of the bot."""
