# SPDX-License-Identifier: Apache-2.0
"""wandb.Api: filters, order, paging, changes; alerts; unknown fields; `wandb verify`."""
import json

from ensemble_testing import streams
from ensemble_testing.cases import case
from ensemble_testing.frames import column_frame


@case("filters, order, paging and changes through the public API")
def _(world):
    for i in range(12):
        name = f"run-{i:02}"
        config = {"_wandb": {"value": {"t": {"5": "x"}}}, "lr": {"value": [0.0, 0.1, 0.2][i % 3]},
                  "nested": {"value": {"deep": i}}}
        if i == 7:
            config["only"] = {"value": 1}
        world.api.upsert_run("alice", world.project, name, config=json.dumps(config),
                             displayName=f"nice {i}", tags=["even"] if i % 2 == 0 else ["odd"],
                             groupName=f"g{i % 2}", jobType="train")
        answer = world.api.file_stream("alice", world.project, name, streams.body(
            0, streams.history_lines(0, 3), {"score": i, "_step": 2}, complete=True, exitcode=0))
        assert answer.status == 200, answer
    world.sdk.run("api_views.py", world.project)
    project = world.api.get(f"/api/projects/alice/{world.project}/runs?since=0"
                            "&columns=config.lr,summary.score")
    assert project.status == 200 and project.headers["x-ensemble-version"]
    table = column_frame(project.body)
    rows = dict(zip(table["name"], zip(table["config.lr"], table["summary.score"])))
    assert rows["run-03"] == (9, 3) and rows["run-11"] == (0.2, 11), rows
    assert table["state"] == ["finished"] * 12


@case("fields and operations that no server knows get a proper answer and are counted")
def _(world):
    data = world.api.graphql("query Q { viewer { username surprise { deep(x: 1) { er } } } "
                             "nothing { at all } serverInfo { madeUp } }")
    assert data["viewer"]["username"] == "alice" and data["viewer"]["surprise"] is None
    assert data["nothing"] is None, data
    answer = world.api.graphql_answer("mutation M { turnIntoGold(input: {}) { gold } }")
    assert answer.status == 501 and "turnIntoGold" in answer.json()["errors"][0]["message"]
    answer = world.api.graphql_answer("query Q { viewer { username ")
    assert answer.status == 400 and answer.json()["errors"][0]["message"], answer
    counted = world.api.get("/metrics").body.decode()
    log = world.daemon.log(1 << 20)
    for kind, field in (("User", "surprise"), ("ServerInfo", "madeUp"), ("", "turnIntoGold")):
        assert f'field="{field}"' in counted and f".{field} " in log, (kind, field, counted)


ALERT = """
import sys, wandb
run = wandb.init(entity="alice", project=sys.argv[1], id="alerting")
run.alert(title="Loss is high", text="very", level="WARN", wait_duration=0)
run.alert(title="Loss is high", text="again")
run.finish()
"""


@case("run.alert is taken")
def _(world):
    path = world.sdk.folder / "alert.py"
    path.write_text(ALERT)
    done = world.sdk.spawn([str(world.sdk.bin / "python"), str(path), world.project]).wait()
    assert "Traceback" not in done.output and world.page_run("alerting")["state"] == "finished"


@case("wandb verify passes, apart from what needs TLS and sweeps", slow=True)
def _(world):
    done = world.sdk.command("verify", code=None, limit_s=400)
    failed = {line.split("...")[0] for line in done.output.splitlines() if "❌" in line}
    assert failed == {"Checking requests to base url", "Checking requests made over signed URLs",
                      "Checking sweep creation and agent execution"}, done.output[-4000:]
    for wanted in ("Checking logged metrics", "Checking artifact"):
        assert wanted.lower() in done.output.lower(), done.output[-4000:]
