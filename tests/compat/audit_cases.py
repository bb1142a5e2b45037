# SPDX-License-Identifier: Apache-2.0
"""What the real package does to runs, as the audit tells it."""
from ensemble_testing.cases import case


@case("what a person changes of a run by wandb.Api is in the audit, what its script streams is not")
def _(world):
    def entries():
        answer = world.api.page_get("audit", query="?team=alice")["entries"]
        return [e for e in answer if e["detail"] == f"alice/{world.project}/audited"]

    world.sdk.run("audited_run.py", world.project)
    made = entries()
    assert [e["name"] for e in made] == ["run_made"], made
    assert made[0]["actor"] == "alice" and made[0]["device"].startswith("key "), made
    world.sdk.run("edit_run.py", world.project)
    edited = [e for e in entries() if e["name"] == "run_edited"]
    before, after = {}, {}
    for entry in reversed(edited):
        assert entry["actor"] == "alice" and entry["rule"] == "team_role", entry
        before = {**entry["before"][0], **before}
        after |= entry["after"][0]
    assert (before["notes"], after["notes"]) == ("", "by hand"), edited
    assert after["display_name"] == "corrected" and before["display_name"] != "corrected", edited
    assert (before["tags"], after["tags"]) == (["a"], ["a", "b"]), edited
    assert (before["config"], after["config"]) == ({"lr": 0.1}, {"lr": 0.2}), edited
    assert (before["summary"], after["summary"]) == ({"best": 0.5}, {"best": 0.9}), edited
    verified = world.daemon.command("audit", "verify").stdout
    assert "is whole" in verified, verified
