# SPDX-License-Identifier: Apache-2.0
"""What wandb.Api does with teams, step by step: STEPS, a JSON list of {"key", "do", "with"}. Gives
for every step what came of it, or {"error": TEXT}."""
import json
import sys

import wandb
from ensemble_testing.script import give


def shown(team):
    return {"name": team.name, "id": team.id, "is_team": team.is_team, "members": [
        {"id": m.id, "name": m.name, "username": m.username, "email": m.email, "admin": m.admin,
         "pending": m.pending, "type": m.account_type, "key": m.api_key} for m in team.members]}


def member(api, team, name):
    found = [m for m in api.team(team).members if name in (m.username, m.name, m.email)]
    assert len(found) == 1, (name, found)
    return found[0]


def create_service_account(api, team, description):
    made = api.team(team).create_service_account(description)
    return made and {"name": made.name, "type": made.account_type, "key": made.api_key}


def delete_key(api, name):
    viewer = api.viewer
    return viewer.delete_api_key(next(k for k in viewer.api_keys if name.startswith(k)))


def run_of(api, path):
    run = api.run(path)
    return {"user": run.user.username, "state": run.state, "loss": run.summary.get("loss"),
            "rows": len(list(run.scan_history())), "files": sorted(f.name for f in run.files())}


def delete_artifact(api, name):
    api.artifact(name).delete(delete_aliases=True)


STEPS = {
    "team": lambda api, team: shown(api.team(team)),
    "create_team": lambda api, *given: shown(api.create_team(*given)),
    "invite": lambda api, team, *who: api.team(team).invite(*who),
    "create_service_account": create_service_account,
    "remove": lambda api, team, name: member(api, team, name).delete(),
    "viewer": lambda api: {"entity": api.default_entity, "email": api.viewer.email,
                           "username": api.viewer.username, "teams": api.viewer.teams},
    "create_user": lambda api, email: api.create_user(email).username,
    "user": lambda api, name: (lambda user: user and user.username)(api.user(name)),
    "users": lambda api, text: sorted(user.username for user in api.users(text)),
    "generate_key": lambda api: api.viewer.generate_api_key("more"),
    "delete_key": delete_key,
    "keys": lambda api: api.viewer.api_keys,
    "projects": lambda api, entity: sorted(p.name for p in api.projects(entity)),
    "run": run_of,
    "runs": lambda api, path: sorted(run.id for run in api.runs(path)),
    "stop_run": lambda api, path: api.run(path).stop(),
    "delete_run": lambda api, path: api.run(path).delete(),
    "delete_artifact": delete_artifact,
}

results = []
apis = {}
for step in json.loads(sys.argv[1]):
    try:
        if step["key"] not in apis:
            apis[step["key"]] = wandb.Api(api_key=step["key"])
        results.append(STEPS[step["do"]](apis[step["key"]], *step["with"]))
    except Exception as error:
        results.append({"error": f"{type(error).__name__}: {error}"})
give(results)
