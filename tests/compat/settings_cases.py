# SPDX-License-Identifier: Apache-2.0
"""What init, config, summary, console, code and system metrics leave behind."""
import json
import pathlib
import subprocess

from ensemble_testing.cases import case


def _checkout(world):
    """A git repository with one commit and one change on top, holding the script."""
    folder = world.sdk.folder / "checkout"
    folder.mkdir()
    source = pathlib.Path(world.scripts) / "settings_run.py"
    (folder / "train.py").write_text(source.read_text())
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "first"],
                    ["remote", "add", "origin", "https://example.org/team/model.git"]):
        subprocess.run([*git, *command], cwd=folder, check=True)
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=folder, check=True,
                          capture_output=True, text=True).stdout.strip()
    (folder / "train.py").write_text(source.read_text() + "# changed\n")
    return folder, head


@case("everything that init and config say comes back equal")
def _(world):
    folder, head = _checkout(world)
    script = world.sdk.spawn([str(world.sdk.bin / "python"), "train.py", world.project, "first"],
                             cwd=folder, env={"PAUSE_S": "0"})
    script.wait()
    read = world.read("first", "loss")
    assert read["name"] == "the first one" and read["group"] == "group a"
    assert read["job_type"] == "train" and read["state"] == "finished"
    assert sorted(read["tags"]) == ["added", "with blank", "x"], read["tags"]
    assert read["notes"] == "notes\nof two lines, été 한국어"
    assert read["username"] == "alice"
    config = {k: v for k, v in read["config"].items() if not k.startswith("_")}
    assert config == {"lr": 0.1, "nested": {"a": [1, 2], "b": {"c": None}}, "flag": True,
                      "big": 2**53, "text": "한국어", "later": "yes", "epochs": 3,
                      "seed": 7}, config
    assert read["summary"]["explicit"] == {"deep": [1, "two", 3.5]}
    assert read["summary"]["text"] == "done" and read["summary"]["loss"] == 0.2
    assert [row["loss"] for row in read["scan"]] == [1, 1 / 2, 1 / 3, 1 / 4, 1 / 5]
    assert [row["loss"] for row in read["keyed_scan"]] == [row["loss"] for row in read["scan"]]
    assert read["last_step"] == 4
    assert read["metadata"]["git"]["commit"] == head
    assert read["metadata"]["program"].endswith("train.py")
    for name in ("requirements.txt", "config.yaml", "wandb-summary.json", "output.log",
                 "wandb-metadata.json", "code/train.py", "diff.patch"):
        assert read["files"].get(name, 0) > 0, (name, read["files"])
    saved = world.api.get(f"/api/runs/alice/{world.project}/first/files/code/train.py").body
    assert saved == (folder / "train.py").read_bytes()
    changes = world.api.get(f"/api/runs/alice/{world.project}/first/files/diff.patch").body
    assert b"+# changed" in changes, changes
    wanted = world.api.get(f"/api/runs/alice/{world.project}/first/files/requirements.txt").body
    assert f"wandb=={world.version}".encode() in wanted, wanted
    page = world.page_run("first")
    assert page["display_name"] == "the first one" and page["state"] == "finished"
    assert page["commit"] == head and page["repository"].endswith("team/model.git")
    assert page["client"]["version"] == world.version and page["client"]["python"], page["client"]
    assert page["host"] and page["program"].endswith("train.py")
    assert "_wandb" not in json.loads(page["config"]) and "nested" in json.loads(page["config"])
    assert page["metadata"]["git"]["commit"] == head
    assert page["counts"]["rows"] == 5 and page["counts"]["last_step"] == 4


@case("console lines keep colours, text and the last state of a progress bar")
def _(world):
    world.sdk.run("settings_run.py", world.project, "talk")
    lines = world.page_console("talk")
    texts = [line["text"] for line in lines]
    for wanted in ("plain line", "\x1b[31mred\x1b[0m and plain", "progress 100%",
                   "한국어 emoji 🙂", "[INFO] text in brackets is text"):
        assert wanted in texts, (wanted, texts)
    assert not any("progress 40" in text for text in texts), texts
    errors = [line["text"] for line in lines if line["error"]]
    assert "to the error stream" in errors, lines
    assert [line["number"] for line in lines] == sorted(line["number"] for line in lines)
    read = world.read("talk")
    if "console" in read:
        contents = [line["content"] for line in read["console"]]
        assert contents == texts, (contents, texts)
        levels = {line["content"]: line["level"] for line in read["console"]}
        assert levels["to the error stream"] == "error" and not levels["plain line"], levels
    number = texts.index("\x1b[31mred\x1b[0m and plain")
    found = world.api.page_get("runs", "alice", world.project, "talk", "console",
                               query="?search=red%20and%20PLAIN")
    assert found["matches"] == [number] and found["next"] is None, found
    whole = world.api.get(f"/api/runs/alice/{world.project}/talk/console.txt")
    assert whole.status == 200 and "progress 100%" in whole.body.decode()


@case("system metrics are stored and readable")
def _(world):
    world.sdk.run("settings_run.py", world.project, "busy",
                  env={"PAUSE_S": "3", "WANDB__STATS_SAMPLING_INTERVAL": "1"})
    read = world.read("busy")
    assert read["events"], "no system metrics"
    last = read["events"][-1]
    assert any(key.startswith("system.") for key in last), last
    metrics = world.api.page_get("projects", "alice", world.project, "metrics")["metrics"]
    assert any(m["stream"] == "events" and m["name"].startswith("system.") for m in metrics)


@case("the SDK's telemetry is turned away without an error in the script")
def _(world):
    done = world.sdk.run("settings_run.py", world.project, "telling",
                         env={"WANDB_ERROR_REPORTING": None})
    assert "Traceback" not in done.output
    for name in ("metrics", "logs"):
        answer = world.api.request("POST", f"/sdk/otel/v1/{name}", b"x")
        assert answer.status == 404, answer
