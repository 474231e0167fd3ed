"""The few questions of the forge's API that workflows ask, answered by a forge in a box, and written down.

The real `gh` asks them, over a local socket. A token names its job, and
may do what that job asks the right to, and nothing else.
"""

import base64
import json
import socketserver
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

if TYPE_CHECKING:
    from forge.box import Forge

LONGEST = 65_536
"""The letters that the forge takes in a body."""

Answer = tuple[int, Any]
NOT_FOUND: Answer = (404, {"message": "Not Found"})
Rights = Mapping[str, str]


class Api:
    """The API of `forge`, listening at the socket `path`."""

    def __init__(self, forge: "Forge", path: Path) -> None:
        self.forge, self.path = forge, path
        api = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                api.handle(self)

            do_POST = do_PUT = do_PATCH = do_GET  # noqa: N815

            def log_message(self, *_: Any) -> None:
                pass

        self.server = socketserver.ThreadingUnixStreamServer(str(path), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Listen no more."""
        self.server.shutdown()
        self.server.server_close()

    def handle(self, request: BaseHTTPRequestHandler) -> None:
        """Answer one request."""
        length = int(request.headers.get("Content-Length") or 0)
        body = json.loads(request.rfile.read(length) or b"{}")
        job = str(request.headers.get("Authorization", "")).removeprefix("token ")
        address = urlsplit(request.path)
        query, rights = dict(parse_qsl(address.query)), self.forge.rights.get(job)
        status, answer = self._answer(str(request.command), address.path, query, body, rights)
        content = json.dumps(answer).encode() if status != 204 else b""
        request.send_response(status)
        request.send_header("Content-Type", "application/json; charset=utf-8")
        request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        request.wfile.write(content)

    def _answer(self, verb: str, path: str, asked: Mapping[str, str], body: Any, rights: Rights | None) -> Answer:
        if rights is None:
            return 401, {"message": "Bad credentials"}
        if path == "/graphql":
            return self._commit_on_branch(body["variables"]["input"], rights)
        home = f"/repos/{self.forge.name}/"
        if not path.startswith(home):
            return NOT_FOUND
        steps = path.removeprefix(home).split("/")
        match verb, steps:
            case "GET", ["pages"]:
                found = (200, {"html_url": self.forge.site}) if self.forge.settings.pages else NOT_FOUND
                return self._may(rights, "pages", "read") or found
            case "POST", ["pages", "deployments"]:
                may = self._may(rights, "pages", "write") or self._may(rights, "id-token", "write")
                return may or self._deploy(body)
            case "POST", ["git", "refs"]:
                return self._may(rights, "contents", "write") or self._make_branch(body)
            case "PATCH", ["git", "refs", "heads", branch]:
                return self._may(rights, "contents", "write") or self._move_branch(branch, body)
            case "GET", ["git", "ref", "heads", branch]:
                tip = self.forge.repository.tip(f"refs/heads/{branch}")
                found = (200, {"object": {"sha": tip}}) if tip else NOT_FOUND
                return self._may(rights, "contents", "read") or found
            case "PUT", ["contents", *file]:
                return self._may(rights, "contents", "write") or self._write("/".join(file), body)
            case "POST", ["pulls"]:
                return self._may(rights, "pull-requests", "write") or self._open_pull(body)
            case "POST", ["issues", number, "comments"]:
                return self._may(rights, "issues", "write") or self._comment(int(number), body)
            case "POST", ["statuses", commit]:
                return self._may(rights, "statuses", "write") or self._state(commit, body)
            case "GET", ["actions", "workflows", file, "runs"]:
                return self._may(rights, "actions", "read") or self._runs(file, asked)
            case "POST", ["actions", "workflows", file, "dispatches"]:
                return self._may(rights, "actions", "write") or self._dispatch(file, body)
            case _:
                return NOT_FOUND

    def _may(self, rights: Rights, what: str, how: str) -> Answer | None:
        if rights.get(what) in (how, "write"):
            return None
        return 403, {"message": "Resource not accessible by integration"}

    def _deploy(self, body: Any) -> Answer:
        self.forge.published = self.forge.artefact(int(body["artifact_id"]), "github-pages")
        return 200, {"page_url": self.forge.site}

    def _make_branch(self, body: Any) -> Answer:
        branch = body["ref"].removeprefix("refs/heads/")
        if self.forge.repository.tip(f"refs/heads/{branch}"):
            return 422, {"message": "Reference already exists"}
        self.forge.repository.move(branch, body["sha"])
        return 201, {"ref": body["ref"]}

    def _move_branch(self, branch: str, body: Any) -> Answer:
        """Have `branch` stand at main, which leaves its proposal with nothing: the forge closes it."""
        assert (body["sha"], body["force"]) == (self.forge.main, True)
        self.forge.repository.move(branch, body["sha"])
        for pull in self.forge.pulls.values():
            pull.open = pull.open and pull.head != branch
        return 200, {"ref": f"refs/heads/{branch}"}

    def _write(self, path: str, body: Any) -> Answer:
        repository, branch = self.forge.repository, body["branch"]
        content = base64.b64decode(body["content"], validate=True)
        commit = repository.commit([repository.tip(branch)], {path: content}, body["message"])
        repository.move(branch, commit)
        return 201, {"commit": {"sha": commit}}

    def _open_pull(self, body: Any) -> Answer:
        if not self.forge.settings.workflows_open_pulls:
            return 403, {"message": "GitHub Actions is not permitted to create or approve pull requests."}
        pull = self.forge.pull(body["head"], body["title"], by_token=True)
        return 201, {"number": pull.number, "html_url": f"{self.forge.url}/pull/{pull.number}"}

    def _comment(self, number: int, body: Any) -> Answer:
        if not body["body"].strip() or len(body["body"]) > LONGEST:
            return 422, {"message": f"Validation Failed: body is too long (maximum is {LONGEST} characters)"}
        self.forge.issues[number].comments.append(body["body"])
        return 201, {}

    def _state(self, commit: str, body: Any) -> Answer:
        if len(body["description"]) > 140 or not self.forge.repository.tip(commit):
            return 422, {"message": "Validation Failed"}
        self.forge.statuses.setdefault(commit, {})[body["context"]] = body["state"]
        return 201, {}

    def _runs(self, file: str, asked: Mapping[str, str]) -> Answer:
        runs = [
            run
            for run in reversed(self.forge.runs)
            if run.file == file
            and run.result == asked.get("status", run.result)
            and asked.get("branch") in (None, run.ref.removeprefix("refs/heads/"))
        ]
        return 200, {"workflow_runs": [{"head_sha": run.commit} for run in runs[: int(asked.get("per_page", 30))]]}

    def _dispatch(self, file: str, body: Any) -> Answer:
        self.forge.asked.append((file, body["ref"]))
        return 204, None

    def _commit_on_branch(self, asked: Any, rights: Rights) -> Answer:
        """Answer the mutation createCommitOnBranch; GraphQL tells its errors under a status of success."""
        repository, branch = self.forge.repository, asked["branch"]["branchName"]

        def failed(message: str) -> Answer:
            return 200, {"data": None, "errors": [{"message": message}]}

        if self._may(rights, "contents", "write"):
            return failed("Resource not accessible by integration")
        if self.forge.settings.protected and branch == "main":
            return failed("Changes must be made through a pull request.")
        head = repository.tip(f"refs/heads/{branch}")
        if asked["expectedHeadOid"] != head:
            return failed(f"Expected branch to point to {asked['expectedHeadOid']} but it did not.")
        files = {
            one["path"]: base64.b64decode(one["contents"], validate=True) for one in asked["fileChanges"]["additions"]
        }
        if any(path.startswith(".github/workflows/") for path in files):
            return failed("refusing to allow a GitHub App to create or update workflow without `workflows` permission")
        repository.move(branch, repository.commit([head], files, asked["message"]["headline"]))
        return 200, {"data": {"createCommitOnBranch": {"commit": {"url": ""}}}}
