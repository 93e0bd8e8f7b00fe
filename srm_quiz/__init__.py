"""srm-quiz: drill the AWS Shared Responsibility Model in the terminal."""

__version__ = "0.2.0"
