"""Readiness for an exam: plan, forecast, workload, and predictions beside outcomes."""
