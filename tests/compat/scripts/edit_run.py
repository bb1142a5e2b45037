# SPDX-License-Identifier: Apache-2.0
"""Changes a run afterwards."""
import sys

import wandb

run = wandb.Api().run(f"alice/{sys.argv[1]}/audited")
run.display_name = "corrected"
run.notes = "by hand"
run.tags.append("b")
run.config["lr"] = 0.2
run.update()
run.summary["best"] = 0.9
run.summary.update()
