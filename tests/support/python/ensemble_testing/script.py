# SPDX-License-Identifier: Apache-2.0
"""For training scripts under test: what they hand back to the test that started them."""
import json
import os


def give(result):
    """Hands a JSON value (NaN allowed) to the test."""
    with open(os.environ["RESULT"], "w") as file:
        json.dump(result, file)


def read_run(path, keys=None):
    """Everything that the public API says about one run."""
    import wandb

    run = wandb.Api().run(path)
    found = {
        "id": run.id, "name": run.name, "state": run.state, "tags": list(run.tags),
        "notes": run.notes, "group": run.group, "job_type": run.job_type, "path": run.path,
        "config": dict(run.config), "summary": plain(run.summary),
        "username": run.username, "last_step": run.lastHistoryStep,
        "scan": list(run.scan_history()),
        "history": run.history(samples=100000, pandas=False),
        "events": run.history(samples=100000, pandas=False, stream="system"),
        "files": {file.name: file.size for file in run.files(per_page=20)},
        "metadata": run.metadata if has_file(run, "wandb-metadata.json") else None,
    }
    if keys:
        found["keyed_scan"] = list(run.scan_history(keys=keys))
        found["keyed_history"] = run.history(keys=keys, samples=100000, pandas=False)
    if hasattr(run, "console_logs"):
        found["console"] = [
            {"number": line.number, "level": line.level, "label": line.label,
             "timestamp": str(line.timestamp), "content": line.content}
            for line in run.console_logs(per_page=50)]
    return found


def has_file(run, name):
    return any(file.name == name for file in run.files(names=[name]) if file.size)


def plain(value):
    """The SDK's summary views as ordinary dicts and lists."""
    if hasattr(value, "items"):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    return value
