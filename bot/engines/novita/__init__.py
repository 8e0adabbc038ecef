"""Novita, the engine: protocol, transport, pictures and catalogue."""
