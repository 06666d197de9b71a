"""A server on loopback that answers from recorded answers: ``python -m bench.replay DIR [--port 8099]``.

It speaks the part of OpenAI's protocol that the reader uses: ``POST /v1/chat/completions``. A request is known by the hash of its model and
messages; one that nobody answered gets 404. The number of calls is printed at the end (Ctrl-C), and told at ``GET /calls``.
"""

from __future__ import annotations

import argparse
import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from bench.recorded import answers
from ingest.llm.asking import content_key


class Replay(ThreadingHTTPServer):
    """The server, with its answers and how often each was asked for."""

    def __init__(self, folder: Path, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.answers = answers(folder)
        self.calls: list[str] = []


class _Handler(BaseHTTPRequestHandler):
    server: Replay

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        key = content_key(body["model"], body["messages"])
        self.server.calls.append(key)
        if key not in self.server.answers:
            self._send(404, {"error": {"message": f"nobody answered {key[:12]}", "code": "not_recorded"}})
            return
        text = self.server.answers[key]
        read = sum(len(message["content"]) for message in body["messages"]) // 4
        usage = {"prompt_tokens": read, "completion_tokens": len(text) // 4, "total_tokens": read + len(text) // 4}
        choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}
        self._send(
            200, {"id": key[:12], "object": "chat.completion", "created": 0, "model": body["model"], "choices": [choice], "usage": usage}
        )

    def do_GET(self) -> None:
        self._send(200, {"calls": len(self.server.calls), "different": len(set(self.server.calls))})

    def log_message(self, *_: object) -> None:
        """Quiet."""

    def _send(self, status: int, content: object) -> None:
        data = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def main() -> None:
    """Serve until Ctrl-C."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--port", type=int, default=8099)
    args = parser.parse_args()
    server = Replay(args.folder, args.port)
    print(f"{len(server.answers)} answers at http://127.0.0.1:{args.port}/v1", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print(f"{len(server.calls)} calls, {len(set(server.calls))} different ones")


if __name__ == "__main__":
    main()
