"""ComfyUI, the engine: graphs, protocol, WebSocket, tasks and catalogue."""
