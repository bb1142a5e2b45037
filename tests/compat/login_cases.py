# SPDX-License-Identifier: Apache-2.0
"""Who may come in, and what the others are told."""
from ensemble_testing.cases import case

WRONG = "0123456789abcdef0123456789abcdef01234567"


@case("a good key logs in, from the environment, as argument and on the command line")
def _(world):
    key = world.sdk.key
    assert world.sdk.run("login.py").result == {"good": True, "error": None}
    assert world.sdk.run("login.py", key, env={"WANDB_API_KEY": None}).result["good"]
    netrc = world.sdk.folder / "home/.netrc"
    assert key in netrc.read_text()
    netrc.unlink()
    world.sdk.command("login", "--relogin", key, env={"WANDB_API_KEY": None})
    assert key in netrc.read_text()
    # From now on the file alone is enough.
    world.sdk.run("endings.py", world.project, "by-file", "finish", env={"WANDB_API_KEY": None})
    assert world.page_run("by-file")["state"] == "finished"


@case("a wrong key is refused with a sentence, in login and in init")
def _(world):
    answer = world.sdk.run("login.py", WRONG).result
    assert not answer["good"] and answer["error"], answer
    done = world.sdk.command("login", "--relogin", WRONG, env={"WANDB_API_KEY": None}, code=None)
    assert done.code != 0 and "ailed to authenticate" in done.output, done.output
    refused = world.sdk.run("init_refused.py", "alice", world.project,
                            env={"WANDB_API_KEY": WRONG}).result
    assert refused["refused"] and refused["seconds"] < 20, refused
    assert world.api.get("/api/projects/alice/" + world.project).status == 404


@case("an unknown entity is refused at once with a sentence that names it")
def _(world):
    for entity in ("nobody-here", "bob"):
        answer = world.sdk.run("init_refused.py", entity, world.project).result
        assert answer["refused"] and entity in answer["refused"], answer
        assert answer["seconds"] < 15, answer
