# SPDX-License-Identifier: Apache-2.0
"""Teaches a small network to read handwritten digits and logs everything with wandb.

The data are the 1,797 scanned digits that come with scikit-learn; the network and its training are
plain numpy. The only thing that points this script at Ensemble is the environment:

    export WANDB_BASE_URL=http://127.0.0.1:8080 WANDB_API_KEY=...
    python examples/digits.py --epochs 60
"""
import argparse

import numpy as np
import wandb
from sklearn.datasets import load_digits
from sklearn.metrics import confusion_matrix
from sklearn.model_selection import train_test_split


class Network:
    """Two hidden layers with ReLU and dropout, a softmax at the end, trained with AdamW."""

    def __init__(self, sizes, dropout, weight_decay, random):
        self.random, self.dropout, self.weight_decay = random, dropout, weight_decay
        self.layers = [
            {
                "weight": random.standard_normal((a, b), np.float32) * np.float32(np.sqrt(2 / a)),
                "bias": np.zeros(b, np.float32),
            }
            for a, b in zip(sizes, sizes[1:])
        ]
        self.moments = [
            {name: (np.zeros_like(p), np.zeros_like(p)) for name, p in layer.items()}
            for layer in self.layers
        ]
        self.steps = 0

    def forward(self, images, training=False):
        """Gives the class probabilities and what each layer saw."""
        seen = []
        values = images
        for layer in self.layers[:-1]:
            seen.append(values)
            values = np.maximum(values @ layer["weight"] + layer["bias"], 0)
            if training:
                kept = self.random.random(values.shape, np.float32) >= self.dropout
                values = values * kept / np.float32(1 - self.dropout)
        seen.append(values)
        scores = values @ self.layers[-1]["weight"] + self.layers[-1]["bias"]
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        return scores / scores.sum(axis=1, keepdims=True), seen

    def gradients(self, images, labels):
        """Gives loss, accuracy and the gradients of one batch."""
        probabilities, seen = self.forward(images, training=True)
        loss, accuracy = score(probabilities, labels)
        flow = probabilities.copy()
        flow[np.arange(len(labels)), labels] -= 1
        flow /= len(labels)
        found = []
        for i in reversed(range(len(self.layers))):
            found.append({"weight": seen[i].T @ flow, "bias": flow.sum(axis=0)})
            # Where dropout or ReLU gave zero, nothing flows back.
            flow = (flow @ self.layers[i]["weight"].T) * (seen[i] > 0)
        return loss, accuracy, found[::-1]

    def update(self, gradients, learning_rate):
        self.steps += 1
        for layer, moments, found in zip(self.layers, self.moments, gradients):
            for name, gradient in found.items():
                first, second = moments[name]
                first += 0.1 * (gradient - first)
                second += 0.001 * (gradient**2 - second)
                first_mean = first / (1 - 0.9**self.steps)
                second_mean = second / (1 - 0.999**self.steps)
                decay = self.weight_decay * layer[name] if name == "weight" else 0
                layer[name] -= learning_rate * (first_mean / (np.sqrt(second_mean) + 1e-8) + decay)


def score(probabilities, labels):
    likely = np.clip(probabilities[np.arange(len(labels)), labels], 1e-9, 1)
    right = probabilities.argmax(axis=1) == labels
    return float(-np.log(likely).mean()), float(right.mean())


def shifted(images, random):
    """Each image moved by up to one pixel and made a little noisy, so that no two epochs are alike."""
    padded = np.pad(images.reshape(-1, 8, 8), ((0, 0), (1, 1), (1, 1)))
    down, right = random.integers(0, 3, (2, len(images)))
    rows = down[:, None, None] + np.arange(8)[None, :, None]
    columns = right[:, None, None] + np.arange(8)[None, None, :]
    moved = padded[np.arange(len(images))[:, None, None], rows, columns].reshape(-1, 64)
    noise = random.standard_normal(moved.shape, np.float32) * np.float32(0.1)
    return np.clip(moved + noise, 0, 1)


def learning_rate_at(step, steps, highest):
    """Rises for the first twentieth, then falls along a cosine."""
    warm = max(1, steps // 20)
    if step < warm:
        return highest * (step + 1) / warm
    return highest * 0.5 * (1 + np.cos(np.pi * (step - warm) / max(1, steps - warm)))


def norm(gradients):
    return float(np.sqrt(sum((g**2).sum() for layer in gradients for g in layer.values())))


def sample_images(network, images, labels, count=12):
    """The images that the network is least sure about, with what it takes them for."""
    probabilities, _ = network.forward(images)
    unsure = probabilities.max(axis=1).argsort()[:count]
    return [
        wandb.Image(
            np.kron((images[i].reshape(8, 8) * 255).astype(np.uint8), np.ones((8, 8), np.uint8)),
            caption=f"{labels[i]}: taken for {probabilities[i].argmax()} "
            f"({probabilities[i].max():.0%} sure)",
        )
        for i in unsure
    ]


def confusion_table(network, images, labels):
    probabilities, _ = network.forward(images)
    counts = confusion_matrix(labels, probabilities.argmax(axis=1), labels=range(10))
    table = wandb.Table(columns=["digit", *[f"taken for {digit}" for digit in range(10)]])
    for digit, row in enumerate(counts):
        table.add_data(str(digit), *[int(n) for n in row])
    return table


def end_of_epoch(network, gradients, epoch, epochs, images, labels):
    loss, accuracy = score(network.forward(images)[0], labels)
    row = {"epoch": epoch, "validation/loss": loss, "validation/accuracy": accuracy}
    for number, layer in enumerate(gradients, 1):
        row[f"gradients/layer_{number}"] = wandb.Histogram(layer["weight"])
    if epoch == epochs or epoch % max(1, epochs // 6) == 0:
        row["examples"] = sample_images(network, images, labels)
        row["confusion"] = confusion_table(network, images, labels)
    print(f"[{epoch}/{epochs}] validation loss {loss:.4f}, accuracy {accuracy:.4f}")
    return row


def train(run, network, images, labels, check_images, check_labels, random):
    epochs, size = run.config.epochs, run.config.batch_size
    steps_per_epoch = len(images) // size
    best = 0.0
    for epoch in range(1, epochs + 1):
        order = random.permutation(len(images))
        for i in range(steps_per_epoch):
            step = (epoch - 1) * steps_per_epoch + i
            rate = learning_rate_at(step, steps_per_epoch * epochs, run.config.learning_rate)
            batch = order[i * size : (i + 1) * size]
            loss, accuracy, gradients = network.gradients(
                shifted(images[batch], random), labels[batch]
            )
            network.update(gradients, np.float32(rate))
            row = {
                "train/loss": loss,
                "train/accuracy": accuracy,
                "train/learning_rate": rate,
                "train/gradient_norm": norm(gradients),
            }
            if i == steps_per_epoch - 1:
                row |= end_of_epoch(network, gradients, epoch, epochs, check_images, check_labels)
                best = max(best, row["validation/accuracy"])
            run.log(row)
    return best


def save_model(run, network, accuracy):
    path = "digits-model.npz"
    np.savez_compressed(
        path,
        **{f"{name}_{i}": p for i, layer in enumerate(network.layers) for name, p in layer.items()},
    )
    artifact = wandb.Artifact(
        "digits-model", type="model", metadata={"validation_accuracy": accuracy}
    )
    artifact.add_file(path)
    run.log_artifact(artifact)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--epochs", type=int, default=120)
    arguments.add_argument("--batch-size", type=int, default=64)
    arguments.add_argument("--hidden", type=int, default=768, help="width of both hidden layers")
    arguments.add_argument("--dropout", type=float, default=0.3)
    arguments.add_argument("--learning-rate", type=float, default=0.001)
    arguments.add_argument("--weight-decay", type=float, default=0.02)
    arguments.add_argument("--seed", type=int, default=0)
    arguments.add_argument("--project", default="digits")
    options = vars(arguments.parse_args())
    project = options.pop("project")

    digits = load_digits()
    images = (digits.data / 16).astype(np.float32)
    images, check_images, labels, check_labels = train_test_split(
        images, digits.target, test_size=0.2, stratify=digits.target, random_state=options["seed"]
    )
    random = np.random.default_rng(options["seed"])

    with wandb.init(project=project, config=options, tags=["example"]) as run:
        run.config.update({"train_images": len(images), "validation_images": len(check_images)})
        run.define_metric("epoch", hidden=True)
        run.define_metric("validation/*", step_metric="epoch")
        run.define_metric("validation/loss", step_metric="epoch", summary="min")
        sizes = [64, options["hidden"], options["hidden"], 10]
        network = Network(sizes, options["dropout"], options["weight_decay"], random)
        run.summary["parameters"] = sum(p.size for layer in network.layers for p in layer.values())
        accuracy = train(run, network, images, labels, check_images, check_labels, random)
        save_model(run, network, accuracy)
        run.summary["best_accuracy"] = accuracy


if __name__ == "__main__":
    main()
