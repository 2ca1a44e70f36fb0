"""The act of labelling: dealing, responses, consensus, agreement, standings; also the Django project package."""

__version__ = "0.1.0"
