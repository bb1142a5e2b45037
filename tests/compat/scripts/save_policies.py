# SPDX-License-Identifier: Apache-2.0
"""run.save with its three policies, files in folders and changed files: PROJECT RUN."""
import os
import pathlib
import sys
import time

import wandb

project, name = sys.argv[1:3]
run = wandb.init(entity="alice", project=project, id=name)
pathlib.Path("sub").mkdir(exist_ok=True)
pathlib.Path("sub/now.txt").write_text("now")
pathlib.Path("live.txt").write_text("live 1")
pathlib.Path("end.txt").write_text("end 1")
run.save("sub/now.txt", policy="now")
run.save(os.path.abspath("live.txt"), base_path=os.path.abspath("."), policy="live")
run.save("end.txt", policy="end")
pathlib.Path("sub/name with blank, été.bin").write_bytes(bytes(range(256)) * 50)
run.save("sub/*", policy="now")
time.sleep(3)
pathlib.Path("live.txt").write_text("live 2, longer")
pathlib.Path("end.txt").write_text("end 2, longer")
time.sleep(1)
run.finish()
