# SPDX-License-Identifier: Apache-2.0
"""Bodies of file stream requests, shaped like those of a training script."""
import json
import random
import struct

from .equality import same


def float32(value):
    return struct.unpack("f", struct.pack("f", value))[0]


def shuffled_json(row, dice):
    """Keys in random order, as the SDK writes them."""
    keys = list(row)
    dice.shuffle(keys)
    return json.dumps({key: row[key] for key in keys}, separators=(",", ":"))


def history_row(step, dice, keys=3):
    row = {"_step": step, "_timestamp": 1795313621.0 + step * 0.25, "_runtime": step * 0.25}
    for key in range(keys):
        row[f"metric_{key}"] = float32(dice.random())
    return row


def history_lines(first, count, keys=3, seed=0):
    dice = random.Random(f"{seed} {first}")
    return [shuffled_json(history_row(first + i, dice, keys), dice) for i in range(count)]


def body(offset, lines, summary=None, console=None, console_offset=0, **more):
    files = {}
    if lines:
        files["wandb-history.jsonl"] = {"offset": offset, "content": lines}
    if summary is not None:
        files["wandb-summary.json"] = {"offset": 0, "content": [json.dumps(summary)]}
    if console:
        files["output.log"] = {"offset": console_offset, "content": console}
    return {"files": files, **more}


def same_rows(stored, lines):
    """Fails with the first difference between stored rows and the lines that were sent."""
    expected = [json.loads(line) for line in lines]
    steps = [row.get("_step") for row in stored]
    wanted = [row["_step"] for row in expected]
    if steps != wanted:
        missing = sorted(set(wanted) - set(steps))[:5]
        extra = sorted(set(steps) - set(wanted))[:5]
        doubled = len(steps) - len(set(steps))
        raise AssertionError(f"{len(steps)} rows instead of {len(wanted)}; missing {missing}, "
                             f"unexpected {extra}, doubled {doubled}")
    for row, sent in zip(stored, expected):
        if row != sent and not same(row, sent):
            raise AssertionError(f"row differs\nsent   {sent}\nstored {row}")
