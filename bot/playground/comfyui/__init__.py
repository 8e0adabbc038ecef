"""A stand-in for a ComfyUI server: the routes, the queue and the WebSocket of three versions."""
