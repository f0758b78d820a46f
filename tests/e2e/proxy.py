"""A proxy between the worker and the emulator, where a test decides what happens to each request:
an error instead of an answer, silence, an answer lost after its effect, or a person who edits the
sheet at that very moment.
"""

import http.client
import http.server
import threading
import urllib.parse


class Proxy:
    """`on_request(method, path, body)` is asked before a request goes on. It may return:
    None (pass it on), an int (answer with that status), a tuple of status, type and body (answer
    with these), "silent" (never answer), "cut" (close the connection without an answer), "drop"
    (pass it on, then close the connection without an answer), "half" (pass it on, and close the
    connection in the middle of the answer), or "slow" (pass it on, and hand the answer out in twenty
    parts, with pauses of `pause_s` between them)."""

    def __init__(self, upstream, port=0):
        self._upstream = urllib.parse.urlsplit(upstream)
        self._over = threading.Event()
        self.requests = []  # (method, path, body)
        self.on_request = None
        self.pause_s = 0
        proxy = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_GET(self):
                proxy._handle(self)

            do_POST = do_PUT = do_GET

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        self.url = "http://127.0.0.1:%d" % self._server.server_address[1]

    def close(self):
        self._over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handle(self, handler):
        length = int(handler.headers.get("Content-Length") or 0)
        body = handler.rfile.read(length)
        self.requests.append((handler.command, handler.path, body))
        verdict = self.on_request and self.on_request(handler.command, handler.path, body)
        if verdict == "silent":
            self._over.wait()
            handler.close_connection = True
        elif isinstance(verdict, int):
            self._answer(handler, verdict, [("Content-Type", "text/html"), ("Retry-After", "0")],
                         b"<html>no</html>")
        elif verdict == "cut":
            handler.close_connection = True
        elif isinstance(verdict, tuple):
            status, kind, text = verdict
            self._answer(handler, status, [("Content-Type", kind)], text.encode())
        else:
            status, headers, answer = self._forward(handler, body)
            if verdict in ("drop", "half"):
                handler.close_connection = True
            if verdict != "drop":
                sent = len(answer) // 2 if verdict == "half" else len(answer)
                if verdict == "slow":
                    sent = 0
                self._answer(handler, status, headers, answer, sent)
                if verdict == "slow":
                    self._hand_out(handler, answer)

    def _hand_out(self, handler, answer):
        part = len(answer) // 20 + 1
        for begin in range(0, len(answer), part):
            handler.wfile.write(answer[begin:begin + part])
            handler.wfile.flush()
            self._over.wait(self.pause_s)

    def _forward(self, handler, body):
        connection = http.client.HTTPConnection(self._upstream.netloc, timeout=60)
        headers = {k: v for k, v in handler.headers.items() if k.lower() not in ("host", "connection")}
        connection.request(handler.command, handler.path, body, headers)
        response = connection.getresponse()
        answer = response.read()
        connection.close()
        kept = [(k, v) for k, v in response.getheaders()
                if k.lower() in ("content-type", "content-encoding", "retry-after")]
        return response.status, kept, answer

    @staticmethod
    def _answer(handler, status, headers, body, sent=None):
        handler.send_response(status)
        for name, value in headers:
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body[:sent])
