"""The deck to begin with: four simple kinds of card to write over, the rest as comments below them."""

from __future__ import annotations

from srm_quiz.deckfiles.writing import text_yaml

SCHEMA_FILE = ".srm-quiz.schema.json"
"""Where, beside the deck, editors find the JSON Schema of decks."""

_STARTER = """\
# yaml-language-server: $schema=./@SCHEMA@
title: @TITLE@
id: @ID@
cards:
# WRITE OVER these four cards, copy their form; all below them is for later.
# 1. Question and answer: you think, look, and judge yourself.
- question: What must a bucket have before it can be replicated?
  answer: Versioning
# 2. With accept you type the answer; accept: [] where nothing else is right.
- question: Which service stores objects?
  answer: Amazon S3
  accept: [S3]
# 3. Choices: some right, some wrong, in any order.
- question: Which class is cheapest for files that are read once a year?
  choices:
  - right: Glacier Deep Archive
  - wrong: Standard
  - wrong: Express One Zone
# 4. Blanks: each {{ }} is a card of its own.
- cloze: S3 Standard keeps an object in at least {{three}} Zones.
#
# ---------------------------- that is all you need; save and close
#
# Quotes are needed around a text with a colon and a space in it, or with a #
# after a space, or that begins with {{ :
#   answer: "Two words: bucket policy"
#
# One more kind. To use it, take away the # and the one space after it, and
# move it up to the others.
#
# # 5. Whose duty is it? The owner is aws, customer or shared. Can another be
# #    defended as well? Then add, say,  accept: [shared]
# - duty: Decide after how many days old versions of objects are deleted
#   on: Amazon S3
#   owner: customer
#   why: S3 carries out your lifecycle rules, but you know what you need.
#
# More that any card may have:
#   why: Replication copies versions.    (a choice may have its own, too)
#   hint: It keeps what was there before.
#   source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/
#   tags: [saa, storage]    drill them alone: srm-quiz drill --tag saa
#   id: replication         so a card keeps its history when you reword it
#
# A long text goes on over several lines after a > and ends where the
# indentation does:
# - question: >
#     Scans of old contracts are opened about once a quarter, and then at
#     once. Where do they cost the least?
#
# In a blank, what follows :: is a cue:  {{three::how many?}}
# With several `right` choices, say in the question how many to choose.
# Your history hangs on the deck's id: change the title and the file's name as
# you like, but not the id.
#
# The model itself: who owns each layer of each service. It makes cards on
# which you draw the line between AWS and yourself, and it feeds the explorer
# and the games. To try it, take away the # and the one space after it from
# the lines below.
#
# matrix:
#   layers:                 # from the data centre up
#     - id: hardware
#       name: Hardware
#     - id: guest-os
#       name: Guest operating system
#       moves: true         # its owner changes between services: it is asked
#     - id: application
#       name: Application
#       moves: true
#   services:
#     - id: fargate
#       name: AWS Fargate
#       category: Containers
#       source: https://aws.amazon.com/compliance/shared-responsibility-model/
#       owners:             # every layer: aws, customer or shared
#         hardware: aws
#         guest-os: {owner: aws, why: You give it a container and no more.}
#         application: customer
"""

FIRST_EXAMPLE = next(n for n, line in enumerate(_STARTER.splitlines(), 1) if line.startswith("- "))
"""The line on which the first of the examples to write over begins."""


def starter_yaml(title: str, id: str) -> str:
    """The text of a deck with this title and id, ready to be changed.

    Raises ValueError for a title that no deck may have.
    """
    written = text_yaml(title)
    if "\n" in written:
        raise ValueError("a title stands on one line")
    return _STARTER.replace("@SCHEMA@", SCHEMA_FILE).replace("@ID@", id).replace("@TITLE@", written)
