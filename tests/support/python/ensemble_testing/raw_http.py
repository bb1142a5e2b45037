# SPDX-License-Identifier: Apache-2.0
"""HTTP without an SDK, and the few documents of the training scripts' protocol that tests send."""
import base64
import dataclasses
import http.client
import json
import urllib.parse


@dataclasses.dataclass
class Answer:
    status: int
    headers: dict  # names in lower case
    body: bytes

    def json(self):
        return json.loads(self.body)

    def comparable(self):
        """What a caller can tell apart: the status, the type and the words."""
        return self.status, self.headers.get("content-type"), self.body


def basic(key):
    return "Basic " + base64.b64encode(b"api:" + key.encode()).decode()


def quoted(*parts):
    return "/".join(urllib.parse.quote(part, safe="") for part in parts)


class Client:
    """One connection per request unless used with keep_alive; never retries."""

    def __init__(self, port, key=None, timeout_s=60.0, host="127.0.0.1"):
        self.host, self.port, self.key, self.timeout_s = host, port, key, timeout_s
        self.connection = None
        self.cookie = None

    def keep_alive(self):
        self.connection = http.client.HTTPConnection(self.host, self.port, timeout=self.timeout_s)
        return self

    def request(self, method, path, body=None, headers=None):
        sent = dict(headers or {})
        if self.key and "Authorization" not in sent:
            sent["Authorization"] = basic(self.key)
        if self.cookie:
            sent["Cookie"] = self.cookie
        if isinstance(body, (dict, list)):
            body = json.dumps(body).encode()
            sent.setdefault("Content-Type", "application/json")
        connection = self.connection or http.client.HTTPConnection(
            self.host, self.port, timeout=self.timeout_s)
        try:
            try:
                connection.request(method, path, body, sent)
            except (BrokenPipeError, ConnectionResetError):
                # Refused before the end of the body: the answer may be there already.
                if connection.sock is None:
                    raise
            answer = connection.getresponse()
            content = answer.read()
        finally:
            if self.connection is None:
                connection.close()
        return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, content)

    def get(self, path, **more):
        return self.request("GET", path, **more)

    def page_get(self, *parts, query=""):
        """GET below /api, parts escaped, as JSON; fails unless 200."""
        answer = self.get("/api/" + quoted(*parts) + query)
        assert answer.status == 200, (parts, answer.status, answer.body[:500])
        return answer.json()

    def graphql_answer(self, query, variables=None, operation=None):
        body = {"query": query, "variables": variables or {}}
        if operation:
            body["operationName"] = operation
        return self.request("POST", "/graphql", body)

    def graphql(self, query, variables=None, operation=None):
        """The data; fails on any error."""
        answer = self.graphql_answer(query, variables, operation)
        parsed = answer.json() if answer.body else {}
        assert answer.status == 200 and not parsed.get("errors"), (answer.status, answer.body[:800])
        return parsed["data"]

    # What scripts send ---------------------------------------------------------------------------

    def upsert_run(self, entity, project, name, **more):
        variables = dict.fromkeys(UPSERT_VARIABLES)
        variables.update(entity=entity, project=project, name=name, host="trainer",
                         program="train.py", config=json.dumps(FIRST_CONFIG))
        variables.update(more)
        answer = self.graphql(UPSERT, variables, "UpsertBucket")
        return answer["upsertBucket"]["bucket"]

    def file_stream(self, entity, project, run, body, headers=None):
        return self.request("POST", f"/files/{quoted(entity, project, run)}/file_stream", body,
                            headers)

    def history(self, entity, project, run):
        """Every stored history row, parsed, however many there are."""
        rows = self.history_page(entity, project, run, 0, 1 << 53)
        if len(rows) < ROWS_A_PAGE:
            return rows
        last = self.run(entity, project, run)["counts"]["last_step"]
        return [row for first in range(0, last + 1, ROWS_A_PAGE)
                for row in self.history_page(entity, project, run, first, first + ROWS_A_PAGE)]

    def history_page(self, entity, project, run, first, end):
        """Rows with first <= _step < end; thinned when there are more than ROWS_A_PAGE."""
        answer = self.graphql(HISTORY_PAGE, {
            "entity": entity, "project": project, "run": run,
            "minStep": first, "maxStep": end, "pageSize": ROWS_A_PAGE}, "HistoryPage")
        return [json.loads(row) for row in answer["project"]["run"]["history"]]

    def run(self, entity, project, name):
        return self.page_get("runs", entity, project, name)

    def upload(self, entity, project, run, name, content):
        made = self.graphql(CREATE_FILES, {"entity": entity, "project": project, "run": run,
                                           "files": [name]}, "CreateRunFiles")
        url = made["createRunFiles"]["files"][0]["uploadUrl"]
        if not url:
            return None
        target = urllib.parse.urlsplit(url)
        path = target.path + ("?" + target.query if target.query else "")
        return Client(self.port, timeout_s=self.timeout_s).request("PUT", path, content)


ROWS_A_PAGE = 50_000
FIRST_CONFIG = {"_wandb": {"value": {"cli_version": "0.31.0", "t": {"5": "0.31.0"}, "m": []}},
                "lr": {"value": 0.1}}

_TYPES = {"debug": "Boolean", "config": "JSONString", "summaryMetrics": "JSONString",
          "tags": "[String!]"}
UPSERT_VARIABLES = ("id name project entity groupName description displayName notes commit config "
                    "host debug program repo jobType state sweep tags summaryMetrics").split()
_RENAMED = {"project": "modelName", "entity": "entityName", "program": "jobProgram",
            "repo": "jobRepo"}
UPSERT = ("mutation UpsertBucket ("
          + ", ".join(f"${v}: {_TYPES.get(v, 'String')}" for v in UPSERT_VARIABLES)
          + ") { upsertBucket(input: {"
          + ",".join(f"{_RENAMED.get(v, v)}:${v}" for v in UPSERT_VARIABLES)
          + "}) { bucket { id name displayName description config sweepName "
          "project { id name entity { id name } } historyLineCount } inserted } }")
HISTORY_PAGE = ("query HistoryPage($entity: String!, $project: String!, $run: String!, "
                "$minStep: Int64!, $maxStep: Int64!, $pageSize: Int!) { "
                "project(name: $project, entityName: $entity) { run(name: $run) { "
                "history(minStep: $minStep, maxStep: $maxStep, samples: $pageSize) } } }")
CREATE_FILES = ("mutation CreateRunFiles ($entity: String!, $project: String!, $run: String!, "
                "$files: [String!]!) { createRunFiles(input: {entityName:$entity,"
                "projectName:$project,runName:$run,files:$files}) { runID uploadHeaders "
                "files { name uploadUrl } } }")
