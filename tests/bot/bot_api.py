#!/usr/bin/env python3
"""A local stand-in for Telegram's Bot API, for tests and for trying a bot without Telegram.

It has getMe, getUpdates (long poll, offset, limit, allowed_updates) and sendMessage, with the
errors that the real one gives: 401 for a wrong token, 409 for a second poller, 429 with retry_after,
400 for a text that is empty, too long or not the HTML it takes, and what a test plants. It knows
nothing of the bot's code; what it does follows core.telegram.org/bots/api.

    bot_api.py [--port N] [--token 1:TOKEN] [--user ID]

In the terminal: what you type is said to the bot, its answers are printed.
"""

import argparse
import collections
import html.parser
import http.server
import json
import sys
import threading
import time

TAGS = {"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "code", "pre", "a", "tg-spoiler",
        "blockquote", "span"}
MAX_TEXT = 4096  # UTF-16 units of the text without its tags


class BadHtml(Exception):
    pass


class Entities(html.parser.HTMLParser):
    """Takes the HTML that Telegram takes, and gives the text that is shown."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        if tag not in TAGS:
            raise BadHtml(f'unsupported start tag "{tag}"')
        self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            raise BadHtml(f'unexpected end tag "{tag}"')

    def handle_data(self, data):
        self.text += data

    @classmethod
    def shown(cls, source):
        parser = cls()
        parser.feed(source)
        parser.close()
        if parser.open:
            raise BadHtml(f'can\'t find end tag corresponding to start tag "{parser.open[-1]}"')
        return parser.text


class Refusal(Exception):
    def __init__(self, status, description, **parameters):
        super().__init__(description)
        self.status = status
        self.body = {"ok": False, "error_code": status, "description": description}
        if parameters:
            self.body["parameters"] = parameters


class BotApi:
    """The server. `sent` has the messages of the bot, as (chat, text as it is shown)."""

    def __init__(self, token="12345:stand-in", port=0):
        self.token = token
        self.sent = []
        self.calls = []
        self.on_sent = lambda chat, text: None
        self._changed = threading.Condition()
        self._updates = collections.deque()
        self._next_id = int(time.time())  # one that is started later goes on with higher ones
        self._poller = 0
        self._planted = collections.deque()
        api = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):  # pylint: disable=invalid-name
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                api.answer(self, body)

            do_GET = do_POST

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            def handle_error(self, request, client_address):
                """A bot that was killed says nothing of it."""

        self._server = Server(("127.0.0.1", port), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    # The people, and the test.

    def say(self, user, text, chat=None):
        """A user says something to the bot, or in a group."""
        where = {"id": user, "type": "private"} if chat is None else {"id": chat, "type": "group"}
        with self._changed:
            message = {"message_id": self._next_id, "date": int(time.time()), "chat": where,
                       "from": {"id": user, "is_bot": False, "first_name": str(user)},
                       "text": text}
            self._updates.append({"update_id": self._next_id, "message": message})
            self._next_id += 1
            self._changed.notify_all()

    def plant(self, method, status, description="planted", **parameters):
        """The next call of the method is refused."""
        with self._changed:
            self._planted.append((method, Refusal(status, description, **parameters)))

    def wait_for_sent(self, count, timeout):
        """The messages of the bot, when there are that many."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.sent) >= count, timeout), self.sent
            return list(self.sent)

    def unconfirmed(self):
        with self._changed:
            return len(self._updates)

    # The methods.

    def answer(self, request, body):
        try:
            status, reply = 200, {"ok": True, "result": self._call(request.path, body)}
        except Refusal as refusal:
            status, reply = refusal.status, refusal.body
        data = json.dumps(reply).encode()
        try:
            request.send_response(status)
            request.send_header("Content-Type", "application/json")
            request.send_header("Content-Length", str(len(data)))
            request.end_headers()
            request.wfile.write(data)
        except (BrokenPipeError, ConnectionResetError):
            request.close_connection = True

    def _call(self, path, body):
        if not path.startswith("/bot") or path.count("/") != 2:
            raise Refusal(404, "Not Found")
        token, method = path[len("/bot"):].split("/")
        if token != self.token:
            raise Refusal(401, "Unauthorized")
        with self._changed:
            self.calls.append(method)
            if self._planted and self._planted[0][0] == method:
                raise self._planted.popleft()[1]
        call = {"getMe": self._get_me, "getUpdates": self._get_updates,
                "sendMessage": self._send_message}.get(method)
        if call is None:
            raise Refusal(404, "Not Found")
        try:
            arguments = json.loads(body or b"{}")
        except ValueError:
            raise Refusal(400, "Bad Request: can't parse request") from None
        return call(arguments)

    def _get_me(self, _):
        return {"id": int(self.token.split(":")[0]), "is_bot": True, "first_name": "Stand-in",
                "username": "stand_in_bot"}

    def _get_updates(self, arguments):
        offset = int(arguments.get("offset", 0))
        limit = min(max(int(arguments.get("limit", 100)), 1), 100)
        deadline = time.monotonic() + min(int(arguments.get("timeout", 0)), 50)
        with self._changed:
            self._poller += 1
            me = self._poller
            self._changed.notify_all()  # ends the poll of another one
            while self._updates and self._updates[0]["update_id"] < offset:
                self._updates.popleft()
            while not self._updates and time.monotonic() < deadline:
                self._changed.wait(deadline - time.monotonic())
                if self._poller != me:
                    raise Refusal(409, "Conflict: terminated by other getUpdates request; make "
                                       "sure that only one bot instance is running")
            return list(self._updates)[:limit]

    def _send_message(self, arguments):
        text = str(arguments.get("text", ""))
        if arguments.get("parse_mode") == "HTML":
            try:
                text = Entities.shown(text)
            except BadHtml as bad:
                raise Refusal(400, f"Bad Request: can't parse entities: {bad}") from None
        if not text.strip():
            raise Refusal(400, "Bad Request: message text is empty")
        if len(text.encode("utf-16-le")) // 2 > MAX_TEXT:
            raise Refusal(400, "Bad Request: message is too long")
        with self._changed:
            self.sent.append((arguments.get("chat_id"), text))
            self._changed.notify_all()
        self.on_sent(arguments.get("chat_id"), text)
        return {"message_id": len(self.sent), "text": text}


def main():
    parser = argparse.ArgumentParser(description="A local stand-in for Telegram's Bot API.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token", default="12345:stand-in")
    parser.add_argument("--user", type=int, default=5938472011, help="who you are")
    arguments = parser.parse_args()
    api = BotApi(arguments.token, arguments.port)
    print(api.url, flush=True)
    api.on_sent = lambda chat, text: print(text, "", sep="\n", flush=True)
    for line in sys.stdin:
        if line.strip():
            api.say(arguments.user, line.rstrip("\n"))


if __name__ == "__main__":
    main()
