"""A stand-in for the web UIs' API over real sockets; it imports nothing of the bot."""
