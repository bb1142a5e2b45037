# SPDX-License-Identifier: Apache-2.0
"""A WebSocket as a browser opens it, text frames only."""
import base64
import json
import os
import socket
import struct


class WebSocket:
    def __init__(self, port, headers=None, path="/api/live", timeout_s=30.0):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout_s)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Upgrade: websocket",
                 "Connection: Upgrade", "Sec-WebSocket-Version: 13",
                 f"Origin: http://127.0.0.1:{port}",
                 "Sec-WebSocket-Key: " + base64.b64encode(os.urandom(16)).decode()]
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        self.socket.sendall("\r\n".join(lines).encode() + b"\r\n\r\n")
        self.buffer = b""
        head = self._until(b"\r\n\r\n").decode("latin-1")
        self.status = int(head.split()[1])

    def send(self, message):
        self.send_frame(1, json.dumps(message).encode())

    def send_frame(self, opcode, payload, final=True, masked=True):
        size = len(payload)
        head = bytes([(128 if final else 0) | opcode])
        bit = 128 if masked else 0
        if size < 126:
            head += bytes([bit | size])
        elif size < 65536:
            head += bytes([bit | 126]) + struct.pack(">H", size)
        else:
            head += bytes([bit | 127]) + struct.pack(">Q", size)
        if masked:
            mask = os.urandom(4)
            payload = bytes(b ^ mask[i % 4] for i, b in enumerate(payload))
            head += mask
        self.socket.sendall(head + payload)

    def receive(self):
        """The next message as JSON; None when the daemon closed."""
        while True:
            try:
                first, second = self._exactly(2)
                size = second & 127
                if size == 126:
                    size = struct.unpack(">H", self._exactly(2))[0]
                elif size == 127:
                    size = struct.unpack(">Q", self._exactly(8))[0]
                payload = self._exactly(size)
            except ConnectionError:
                return None
            opcode = first & 15
            if opcode == 8:
                return None
            if opcode == 9:
                self.send_frame(10, payload)
            elif opcode == 1:
                return json.loads(payload)

    def receive_until(self, kind, messages_max=1000):
        for _ in range(messages_max):
            message = self.receive()
            assert message is not None, f"closed before {kind!r}"
            if message.get("t") == kind:
                return message
        raise AssertionError(f"no {kind!r} in {messages_max} messages")

    def close(self):
        self.socket.close()

    def _until(self, end):
        while end not in self.buffer:
            self._more()
        head, self.buffer = self.buffer.split(end, 1)
        return head

    def _exactly(self, size):
        while len(self.buffer) < size:
            self._more()
        taken, self.buffer = self.buffer[:size], self.buffer[size:]
        return taken

    def _more(self):
        piece = self.socket.recv(65536)
        if not piece:
            raise ConnectionError("closed")
        self.buffer += piece
