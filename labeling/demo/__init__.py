"""Recorded campaigns that ship with Quorum: real records and what a real crowd answered.

Provenance and licences are in the README of each folder.
"""

from labeling.demo import llmfao, rte
from labeling.demo.dataset import Dataset, Vote

__all__ = ["DATASETS", "Dataset", "Vote"]

DATASETS: dict[str, Dataset] = {"llmfao": llmfao, "rte": rte}
