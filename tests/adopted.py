"""Stand where a worker of the tests was to start: hand its pipes to a fork; see ``workers``."""

import os
import socket
import sys

if __name__ == "__main__":
    with socket.socket(socket.AF_UNIX) as server:
        server.connect(sys.argv[1])
        socket.send_fds(server, [b"fork"], [0, 1, 2])
        os.close(0)
        os.close(1)
        server.recv(1)  # until the fork ends
