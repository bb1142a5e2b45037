# SPDX-License-Identifier: Apache-2.0
"""S12: what permissions add to listing runs."""
import base64
import time

from ensemble_testing.daemon import Daemon
from measure import median, tell
from read_bench import many_runs
from sync_bench import load

TEAM, ROLE, INVITE = 1 << 40, (1 << 40) + 1, (1 << 40) + 2
WHO = 'query { users(query: "bob") { edges { node { id username } } } }'
TABLE = "/api/projects/lab/many/runs?since=0&columns=config.key_0,summary.metric_0"
RUNS = ("query Runs($p: String!, $e: String!) { project(name: $p, entityName: $e) { "
        "runs(first: 1000) { edges { node { id name displayName state config summaryMetrics } } "
        "} } }")
ASKS = {"run table": lambda client: client.get(TABLE),
        "GraphQL, the first 1,000": lambda client: client.graphql_answer(
            RUNS, {"p": "many", "e": "lab"})}


def command(daemon, who, do, **fields):
    answer = daemon.client(who).request("POST", "/api/commands", {"do": do, **fields})
    assert answer.status == 200, (do, answer)


def group():
    """Root made the team lab; bob is in it with a custom role, and was added to its project."""
    daemon = Daemon()
    daemon.add_user("root", "--admin")
    daemon.add_user("bob")
    daemon.start()
    found = daemon.client("root").graphql(WHO)["users"]["edges"][0]["node"]["id"]
    bob = int(base64.b64decode(found).decode().rsplit(":", 1)[1])
    role = {"base": "member", "custom": ROLE}
    command(daemon, "root", "create_role", role=ROLE, name="Watcher", base="member",
            extra=["run:stop"])
    command(daemon, "root", "create_team", team=TEAM, name="lab")
    command(daemon, "root", "create_project", project=TEAM, team=TEAM, name="many",
            visibility="team")
    command(daemon, "root", "invite_member", invite=INVITE, team=TEAM, user=bob, role=role)
    command(daemon, "bob", "accept_invite", team=TEAM, invite=INVITE)
    command(daemon, "root", "set_project_role", project=TEAM, user=bob, role=role)
    return daemon


def s12(options):
    daemon = group()
    try:
        many_runs(daemon, int(10_000 * options.scale), user="root", team="lab")
        clients = {who: daemon.client(who).keep_alive() for who in ("root", "bob")}
        for what, ask in ASKS.items():
            waits = {who: [] for who in clients}
            for _ in range(20 * options.rounds):
                for who, client in clients.items():  # by turns, so that both meet the same noise
                    began = time.perf_counter()
                    answer = ask(client)
                    waits[who].append((time.perf_counter() - began) * 1000)
                    assert answer.status == 200 and len(answer.body) > 10_000, answer.status
            pairs = [bob / root for bob, root in zip(waits["bob"], waits["root"])]
            tell("S12", f"{what}: a member with custom roles against the team's admin", load=load(),
                 admin_ms=median(waits["root"]), member_ms=median(waits["bob"]),
                 ratio=median(pairs))
    finally:
        daemon.close()


BENCHES = {"S12": s12}
