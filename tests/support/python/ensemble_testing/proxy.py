# SPDX-License-Identifier: Apache-2.0
"""A bad network in front of the daemon: cuts, delays, loses answers, sends requests twice."""
import http.client
import socketserver
import threading
import time


class Plan:
    """What to do with one request."""

    PASS = "pass"
    CUT = "cut"  # close without forwarding
    LOSE_ANSWER = "lose answer"  # forward, then close
    HALF_ANSWER = "half answer"  # forward, send half of the answer, close
    TWICE = "twice"  # forward two times, give the second answer
    REFUSE = "refuse"  # 503 without forwarding


class FaultProxy:
    """`choose(method, path, body)` answers a Plan or a number of seconds to wait before passing."""

    def __init__(self, target_port, choose=lambda method, path, body: Plan.PASS):
        self.target_port = target_port
        self.choose = choose
        self.counts = {}
        self.lock = threading.Lock()
        proxy = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                try:
                    while proxy.serve_one(self.rfile, self.wfile):
                        pass
                except OSError:
                    pass

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def serve_one(self, reader, writer):
        request = _read_request(reader)
        if request is None:
            return False
        method, path, headers, body = request
        plan = self.choose(method, path, body)
        with self.lock:
            self.counts[plan] = self.counts.get(plan, 0) + 1
        if plan == Plan.CUT:
            return False
        if plan == Plan.REFUSE:
            writer.write(b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")
            return True
        if isinstance(plan, (int, float)):
            time.sleep(plan)
        answer = self.forward(method, path, headers, body)
        if plan == Plan.TWICE:
            answer = self.forward(method, path, headers, body)
        if plan == Plan.LOSE_ANSWER or answer is None:
            return False
        if plan == Plan.HALF_ANSWER:
            writer.write(answer[:len(answer) // 2])
            return False
        writer.write(answer)
        writer.flush()
        return True

    def forward(self, method, path, headers, body):
        connection = http.client.HTTPConnection("127.0.0.1", self.target_port, timeout=120)
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in headers:
                if name.lower() not in ("connection", "expect"):
                    connection.putheader(name, value)
            connection.putheader("Connection", "close")
            connection.endheaders(body)
            got = connection.getresponse()
            content = got.read()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()
        lines = [f"HTTP/1.1 {got.status} {got.reason}"]
        lines += [f"{k}: {v}" for k, v in got.getheaders()
                  if k.lower() not in ("connection", "transfer-encoding", "content-length")]
        lines.append(f"Content-Length: {len(content)}")
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + content

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def _read_request(reader):
    first = reader.readline().decode("latin-1").split()
    if len(first) != 3:
        return None
    headers, length = [], 0
    while True:
        line = reader.readline().decode("latin-1").rstrip("\r\n")
        if not line:
            break
        name, _, value = line.partition(":")
        headers.append((name, value.strip()))
        if name.lower() == "content-length":
            length = int(value)
    body = reader.read(length) if length else b""
    if len(body) != length:
        return None
    return first[0], first[1], headers, body
