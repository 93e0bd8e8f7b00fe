"""Formats of learning platforms: GIFT, Moodle XML and QTI."""
