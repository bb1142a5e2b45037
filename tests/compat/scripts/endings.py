# SPDX-License-Identifier: Apache-2.0
"""Ends in the way asked for: PROJECT RUN finish|exit|exception|sys_exit."""
import sys

import wandb

project, name, how = sys.argv[1:4]
run = wandb.init(entity="alice", project=project, id=name)
run.log({"loss": 1})
if how == "exit":
    run.finish(exit_code=7)
elif how == "exception":
    raise ValueError("the training broke")
elif how == "sys_exit":
    sys.exit(3)
else:
    run.finish()
