# SPDX-License-Identifier: Apache-2.0
"""Images, tables, histograms and the other media: PROJECT RUN.

Gives the histogram and the digests of the files.
"""
import hashlib
import pathlib
import sys
import wave

import numpy as np

import wandb
from ensemble_testing.script import give

project, name = sys.argv[1:3]
run = wandb.init(entity="alice", project=project, id=name)
dice = np.random.default_rng(3)
picture = dice.integers(0, 255, (16, 24, 3), dtype=np.uint8)
tone = pathlib.Path("tone.wav")
with wave.open(str(tone), "wb") as file:
    file.setnchannels(1)
    file.setsampwidth(2)
    file.setframerate(8000)
    file.writeframes(dice.integers(-2000, 2000, 800, dtype=np.int16).tobytes())
mask = np.zeros((16, 24), dtype=np.uint8)
mask[4:8, 4:8] = 1
run.log({"image": wandb.Image(picture, caption="one")})
run.log({"images": [wandb.Image(picture), wandb.Image(255 - picture)]})
run.log({"masked": wandb.Image(picture, masks={"truth": {
    "mask_data": mask, "class_labels": {0: "no", 1: "yes"}}}, boxes={"found": {
        "box_data": [{"position": {"minX": 0.1, "maxX": 0.4, "minY": 0.1, "maxY": 0.4},
                      "class_id": 1, "scores": {"p": 0.5}}], "class_labels": {1: "yes"}}})})
histogram = wandb.Histogram(dice.normal(size=500))
run.log({"histogram": histogram, "loss": 0.5})
run.log({"sound": wandb.Audio(str(tone), caption="tone")})
run.log({"page": wandb.Html("<h1>hello</h1>")})
run.log({"cloud": wandb.Object3D(dice.normal(size=(20, 3)))})
table = wandb.Table(columns=["name", "score"], data=[["a", 1.5], ["한국어", None]])
run.log({"table": table})
run.log({"curve": wandb.plot.line(wandb.Table(columns=["x", "y"], data=[[0, 1], [1, 4]]),
                                  "x", "y", title="squares")})
folder = pathlib.Path(run.dir)
run.finish()
give({"histogram": [list(histogram.histogram), [float(edge) for edge in histogram.bins]],
      "files": {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
                for path in folder.rglob("media/**/*") if path.is_file()}})
