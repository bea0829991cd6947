#!/usr/bin/env python3
"""Trains a small neural network on scikit-learn's handwritten digits.

Takes `epochs` and `min_accuracy` from the environment, leaves `model.joblib` in the working folder, and
gives `accuracy` and `model` to Floria. Ends with 1 when the accuracy stays below the threshold.
"""

import os
import sys
import time

# Before NumPy is loaded: threads of its own cost such small matrices more than they bring, and on a
# machine that is shared they wait for each other.
os.environ["OMP_NUM_THREADS"] = "1"
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import joblib
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier

SEED = 7
BATCH = 64


def main():
    epochs = int(os.environ.get("epochs", "20"))
    min_accuracy = float(os.environ.get("min_accuracy", "0.9"))

    digits = load_digits()
    train_x, test_x, train_y, test_y = train_test_split(
        digits.data / 16.0, digits.target, test_size=0.25, random_state=SEED, stratify=digits.target
    )
    print(f"{len(train_x)} digits to learn from, {len(test_x)} kept back for the test", flush=True)

    model = MLPClassifier(hidden_layer_sizes=(64,), batch_size=BATCH, random_state=SEED)
    accuracy = 0.0
    for epoch in range(1, epochs + 1):
        begin = time.monotonic()
        model.partial_fit(train_x, train_y, classes=digits.target_names)
        accuracy = model.score(test_x, test_y)
        print(
            f"epoch {epoch}/{epochs}: loss {model.loss_:.4f}, accuracy {accuracy:.4f},"
            f" {time.monotonic() - begin:.2f} s",
            flush=True,
        )

    path = os.path.abspath("model.joblib")
    joblib.dump(model, path)
    output = os.environ.get("FLORIA_OUTPUT")
    if output:
        with open(output, "a", encoding="utf-8") as lines:
            lines.write(f"accuracy={accuracy:.4f}\nmodel={path}\n")
    print(f"model in {path}", flush=True)

    if accuracy < min_accuracy:
        sys.exit(
            f"the accuracy {accuracy:.4f} is below min_accuracy {min_accuracy}:"
            " more epochs may help, or a lower threshold"
        )


if __name__ == "__main__":
    main()
