# SPDX-License-Identifier: Apache-2.0
"""What run.log was handed and what comes back."""
import json
import struct

from ensemble_testing import streams
from ensemble_testing.cases import case
from ensemble_testing.equality import same
from ensemble_testing.frames import curves


def stripped(row):
    return {k: v for k, v in row.items() if k not in ("_timestamp", "_runtime")}


@case("every kind of logged value comes back equal")
def _(world):
    expected = world.sdk.run("values.py", world.project, "values").result
    read = world.read("values", "loss")
    for way in ("scan", "history"):
        found = [stripped(row) for row in read[way]]
        if way == "history":  # the public API's sampled history flattens nothing either
            found = [{k: v for k, v in row.items() if v is not None or k == "none"}
                     for row in found]
        assert [row["_step"] for row in found] == [row["_step"] for row in expected], found
        for have, want in zip(found, expected):
            assert same(have, want), f"{way}\nlogged {str(want)[:600]}\nread   {str(have)[:600]}"
    losses = [row["loss"] for row in read["keyed_scan"]]
    assert same(losses, [1.5, "NaN", "Infinity", "-Infinity"]), losses
    assert read["last_step"] == 5000
    page = world.page_run("values")
    assert page["counts"]["rows"] == len(expected), page["counts"]
    assert page["counts"]["invalid"] == 0 and page["counts"]["replaced"] == 0, page["counts"]
    series = world.api.request("POST", "/api/series", {
        "project": world.api.page_get("projects", "alice", world.project)["id"],
        "runs": [page["id"]], "keys": ["loss", "third", "a.b.c", "late"], "stream": "history",
        "x": "_step", "range": None, "points": 1500}, {"X-Ensemble-Request": "1"})
    assert series.status == 200, series.body[:300]
    loss, third, nested, late = curves(series.body)
    assert loss.exact and same(list(loss.columns[1]), [1.5, float("nan"), float("inf"),
                                                       float("-inf")]), loss
    assert loss.not_finite == 3 and third.columns[1] == (1 / 3,)
    assert nested.columns == ((4.0,), (1.0,))
    assert late.columns == ((100.0, 5000.0), (1.0, 3.0)), late


@case("numbers survive to the last bit")
def _(world):
    expected = world.sdk.run("values.py", world.project, "bits").result[6]
    rows = world.api.history("alice", world.project, "bits")
    row = next(row for row in rows if row["_step"] == 6)
    for key in ("big", "negative", "tiny", "huge", "third", "zero", "f32"):
        assert struct.pack("d", row[key]) == struct.pack("d", expected[key]), (key, row[key])


@case("sampled history is spread over the whole run and says what was logged")
def _(world):
    world.api.upsert_run("alice", world.project, "long")
    lines = streams.history_lines(0, 3000)
    for first in range(0, 3000, 1000):
        assert world.api.file_stream("alice", world.project, "long", streams.body(
            first, lines[first:first + 1000], complete=first == 2000, exitcode=0)).status == 200
    read = world.sdk.run("sampled.py", world.path("long")).result
    logged = {row["_step"]: row for row in map(json.loads, lines)}
    for rows, keys in ((read["whole"], None), (read["keyed"], {"_step", "metric_0", "metric_2"})):
        assert 50 <= len(rows) <= 100, len(rows)
        steps = [row["_step"] for row in rows]
        assert steps == sorted(set(steps)) and steps[0] < 60 and steps[-1] > 2940, steps
        for row in rows:
            wanted = logged[row["_step"]]
            for key in keys or wanted:
                assert row[key] == wanted[key], (row, wanted)
    assert read["part"] == [logged[step]["metric_1"] for step in range(1000, 1500)]


@case("five thousand sparse keys come back equal")
def _(world):
    world.sdk.run("many_keys.py", world.project, "wide")
    rows = [stripped(row) for row in world.api.history("alice", world.project, "wide")]
    assert len(rows) == 20
    for step, row in enumerate(rows):
        expected = {f"layer{key}/weight": key + step / 16 for key in range(step % 3, 5000, 3)}
        assert same(row, {**expected, "_step": step}), (step, len(row))
    metrics = world.api.page_get("projects", "alice", world.project, "metrics")["metrics"]
    assert sum(m["name"].startswith("layer") for m in metrics) == 5000, len(metrics)


@case("images, tables and the other media come back byte for byte")
def _(world):
    given = world.sdk.run("media.py", world.project, "media").result
    sent = given["files"]
    assert len(sent) >= 9, sent
    read = world.sdk.run("download_files.py", world.path("media")).result
    for name, digest in sent.items():
        assert read.get(name) == digest, (name, read.keys())
    rows = world.api.history("alice", world.project, "media")
    kinds = {key: value["_type"] for row in rows for key, value in row.items()
             if isinstance(value, dict) and "_type" in value}
    assert kinds["image"] == "image-file" and kinds["images"] == "images/separated", kinds
    assert kinds["histogram"] == "histogram" and kinds["sound"] == "audio-file", kinds
    assert kinds["table"] == "table-file" and kinds["page"] == "html-file", kinds
    drawn = next(row["histogram"] for row in rows if "histogram" in row)
    assert same([drawn["values"], drawn["bins"]], given["histogram"]), drawn
    page = world.page_run("media")
    assert {"image", "images", "masked", "sound", "page", "table"} <= {
        one["key"] for one in page["media"]}, page["media"]
    values = world.api.page_get("runs", "alice", world.project, "media", "media",
                                query="?key=image")["values"]
    assert values[0]["value"]["caption"] == "one", values
    name = values[0]["value"]["path"]
    answer = world.api.get(f"/api/runs/alice/{world.project}/media/files/{name}")
    assert answer.status == 200 and answer.body.startswith(b"\x89PNG")
    assert "sandbox" in answer.headers["content-security-policy"], answer.headers
    assert answer.headers["x-content-type-options"] == "nosniff"
    part = world.api.get(f"/api/runs/alice/{world.project}/media/files/{name}",
                         headers={"Range": "bytes=1-3"})
    assert part.status == 206 and part.body == b"PNG", part


@case("define_metric decides the x axis and the summary")
def _(world):
    world.sdk.run("metrics.py", world.project, "metrics")
    summary = world.read("metrics")["summary"]
    assert summary["val/score"] == {"min": 0, "max": 25, "mean": 8.5}, summary
    assert summary["accuracy"] == {"max": 6} and summary["loss"]["min"] == 3, summary
    assert "silent" not in summary
    metrics = {m["name"]: m for m in world.api.page_get(
        "projects", "alice", world.project, "metrics")["metrics"]}
    assert metrics["val/score"]["x"] == "epoch", metrics["val/score"]
    assert metrics["accuracy"]["x"] == "_step"
    assert json.loads(world.page_run("metrics")["summary"])["accuracy"] == {"max": 6}
