# SPDX-License-Identifier: Apache-2.0
"""Scripts of people, and of service accounts, that are not in the team of an open project."""
from ensemble_testing.cases import case
from lab import Lab


@case("B.2: a stranger's script logs a whole run with an artifact to an open project, and to none "
      "of others")
def _(world):
    lab = Lab(world).with_team()
    lab.make_project("course", "open")
    assert lab.run("mia", "vision", "course", "first", "artifact")["refused"] is None
    done = lab.start("nils", "vision", "course", "nilss", "artifact").wait()
    assert done.result["refused"] is None and done.result["place"] == "vision/course", done.result
    mine, others, gone, kept, deleted, page = lab.steps(
        ("nils", "run", "vision/course/nilss"), ("nils", "run", "vision/course/first"),
        ("nils", "delete_run", "vision/course/first"), ("mia", "run", "vision/course/first"),
        ("nils", "delete_run", "vision/course/nilss"), ("nils", "runs", "vision/course"))
    assert mine["user"] == "nils" and mine["rows"] == 3 and others["user"] == "mia", (mine, others)
    assert "error" in gone and kept["rows"] == 3, (gone, kept)
    assert deleted is None and page == ["first"], (deleted, page)
    # What somebody else began, nobody but the team goes on with.
    code = lab.start("nils", "vision", "course", "first", "artifact").wait(code=None)
    assert "error" in str(code.output).lower() or code.result["refused"], code.output
