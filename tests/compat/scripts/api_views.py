# SPDX-License-Identifier: Apache-2.0
"""Filters, order, paging and changes through the public API: PROJECT (with 12 runs in it)."""
import pathlib
import sys

import wandb

project = sys.argv[1]
api = wandb.Api()


def names(order="+created_at", per_page=50, **filters):
    found = api.runs(f"alice/{project}", filters=filters.get("f") or {}, order=order,
                     per_page=per_page)
    return [run.id for run in found]


everything = [f"run-{i:02}" for i in range(12)]
assert names() == everything, names()
assert names(per_page=5) == everything
assert names(order="-created_at", per_page=5) == everything[::-1]
assert names(order="-summary_metrics.score", per_page=3) == everything[::-1]
assert names(order="+config.lr.value") == sorted(everything, key=lambda n: (int(n[-2:]) % 3, n))
assert len(api.runs(f"alice/{project}")) == 12
cases = [
    ({"config.lr": 0.1}, [1, 4, 7, 10]), ({"config.lr.value": 0.1}, [1, 4, 7, 10]),
    ({"summary_metrics.score": {"$gte": 10}}, [10, 11]),
    ({"$and": [{"config.lr": 0.2}, {"summary_metrics.score": {"$lt": 6}}]}, [2, 5]),
    ({"$or": [{"displayName": "nice 3"}, {"name": "run-04"}]}, [3, 4]),
    ({"tags": "even"}, [0, 2, 4, 6, 8, 10]),
    ({"tags": {"$in": ["even", "none"]}}, [0, 2, 4, 6, 8, 10]),
    ({"tags": {"$ne": "even"}}, [1, 3, 5, 7, 9, 11]),
    ({"displayName": {"$regex": "nice 1"}}, [1, 10, 11]),
    ({"state": "finished"}, list(range(12))), ({"state": {"$ne": "finished"}}, []),
    ({"group": "g1"}, [1, 3, 5, 7, 9, 11]), ({"jobType": {"$in": ["train"]}}, list(range(12))),
    ({"config.only": {"$exists": True}}, [7]), ({"config.nested.deep": 3}, [3]),
    ({"config.lr": {"$not": {"$gt": 0.05}}}, [0, 3, 6, 9]),
    ({"created_at": {"$gt": "2020-01-01"}}, list(range(12))),
    ({"created_at": {"$lt": "2020-01-01T00:00:00"}}, []), ({"username": "alice"}, list(range(12))),
    ({"$nor": [{"config.lr": 0.1}, {"config.lr": 0.2}]}, [0, 3, 6, 9]),
]
for condition, wanted in cases:
    found = names(f=condition)
    assert found == [everything[i] for i in wanted], (condition, found)
assert api.runs(f"alice/{project}-not-there") is not None
try:
    list(api.runs(f"alice/{project}-not-there"))
    raise SystemExit("a missing project gave runs")
except ValueError as error:
    assert "Could not find project" in str(error), error
try:
    api.run(f"alice/{project}/missing")
    raise SystemExit("a missing run was found")
except Exception as error:
    assert "ould not find run" in str(error), error

run = api.run(f"alice/{project}/run-03")
run.config["lr"] = 9
run.config["added"] = {"x": 1}
run.tags.append("new")
run.notes = "changed"
run.display_name = "renamed"
run.name = "renamed"
run.update()
run.summary["extra"] = 5
run.summary.update()
again = api.run(f"alice/{project}/run-03")
again.load(force=True)
assert again.config["lr"] == 9 and again.config["added"] == {"x": 1}, again.config
assert "new" in again.tags and again.notes == "changed" and again.name == "renamed"
assert again.summary["extra"] == 5 and again.summary["score"] == 3
assert again.state == "finished"
run.tags = []
run.notes = ""
run.update()
fresh = wandb.Api().run(f"alice/{project}/run-03")
assert fresh.tags == [] and not fresh.notes, (fresh.tags, fresh.notes)

pathlib.Path("extra").mkdir(exist_ok=True)
pathlib.Path("extra/up.txt").write_text("uploaded later")
file = run.upload_file("extra/up.txt")
assert file.name == "extra/up.txt", file.name
assert wandb.Api().run(f"alice/{project}/run-03").state == "finished"
assert run.file("extra/up.txt").download(root="got", replace=True).read() == "uploaded later"
assert [f.name for f in run.files(names=["extra/up.txt"])] == ["extra/up.txt"]
assert [f.name for f in run.files(pattern="extra/%")] == ["extra/up.txt"]
run.file("extra/up.txt").delete()
assert "extra/up.txt" not in [f.name for f in wandb.Api().run("/".join(run.path)).files()]
assert wandb.Api().viewer.username == "alice"
assert project in [p.name for p in wandb.Api().projects("alice")]
