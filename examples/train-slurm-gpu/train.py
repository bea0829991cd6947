#!/usr/bin/env python3
"""Fits a line to points by gradient descent, and can be ended at any moment.

After every step it writes `checkpoint.json`, whole or not at all; started again in the same folder it
continues from there. Takes `steps` and `pause` from the environment, gives `loss` and `starts` to Floria.
"""

import json
import os
import time

CHECKPOINT = "checkpoint.json"
POINTS = [(x / 10, 3 * x / 10 + 1) for x in range(-10, 11)]
RATE = 0.1


def load():
    try:
        with open(CHECKPOINT, encoding="utf-8") as file:
            return json.load(file)
    except FileNotFoundError:
        return {"step": 0, "starts": 0, "slope": 0.0, "offset": 0.0}


def save(state):
    with open(CHECKPOINT + ".new", "w", encoding="utf-8") as file:
        json.dump(state, file)
    os.replace(CHECKPOINT + ".new", CHECKPOINT)


def main():
    steps = int(os.environ.get("steps", "100"))
    pause = float(os.environ.get("pause", "0"))
    state = load()
    state["starts"] += 1
    save(state)
    print(f"GPUs: {os.environ.get('CUDA_VISIBLE_DEVICES', 'none')}", flush=True)
    if state["step"]:
        print(f"continues after step {state['step']}", flush=True)

    loss = 0.0
    while state["step"] < steps:
        errors = [(x, state["slope"] * x + state["offset"] - y) for x, y in POINTS]
        loss = sum(error * error for _, error in errors) / len(errors)
        state["slope"] -= RATE * 2 * sum(x * error for x, error in errors) / len(errors)
        state["offset"] -= RATE * 2 * sum(error for _, error in errors) / len(errors)
        state["step"] += 1
        save(state)
        print(f"step {state['step']}/{steps}: loss {loss:.6f}", flush=True)
        time.sleep(pause)

    output = os.environ.get("FLORIA_OUTPUT")
    if output:
        with open(output, "a", encoding="utf-8") as lines:
            lines.write(f"loss={loss:.6f}\nstarts={state['starts']}\n")


if __name__ == "__main__":
    main()
