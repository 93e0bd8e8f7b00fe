"""The deck to begin with: three simple kinds of card to write over, the rest as comments below them."""

from __future__ import annotations

from srm_quiz.deckfiles.writing import text_yaml

SCHEMA_FILE = ".srm-quiz.schema.json"
"""Where, beside the deck, editors find the JSON Schema of decks."""

_STARTER = """\
# yaml-language-server: $schema=./@SCHEMA@
title: @TITLE@
id: @ID@
cards:
  # WRITE OVER these three cards, copy their form for more, save and close.

  # 1. Question and answer. Any card may have a why.
  - question: What must an S3 bucket have before it can be replicated?
    answer: Versioning
    why: Replication copies versions.

  # 2. Choices: some right, some wrong, in any order.
  - question: Which S3 class is cheapest for files read once a quarter, and at once?
    choices:
      - right: Glacier Instant Retrieval
      - wrong: Glacier Deep Archive
      - wrong: Standard

  # 3. Blanks: each {{ }} is a card of its own.
  - cloze: S3 Standard keeps an object in at least {{three}} Availability Zones.

# ------------------------- that is all you need; the rest is for later
#
# A text with a colon and a space in it, or with a # after a space, or that begins with {{ needs quotes:
#   answer: "Two words: bucket policy"
#
# Two more kinds. To use one, take away the # and the one space after it, and move it up to the others.
#
#   # 4. With `accept` you type the answer. Capitals and small slips are forgiven; list what else is
#   #    right, or write  accept: []  where nothing is.
#   - question: Which S3 feature keeps a stored file from being deleted or overwritten for a set time?
#     answer: S3 Object Lock
#     accept: [Object Lock]
#     why: It serves records that the law wants unchanged, and keeps backups safe from ransomware.
#
#   # 5. Whose duty is it? The owner is aws, customer or shared. Can another be defended as well?
#   #    Then add, say,  accept: [shared]
#   - duty: Decide after how many days old versions of objects are deleted
#     on: Amazon S3
#     owner: customer
#     why: S3 carries out your lifecycle rules, but only you know what you still need.
#
# More that any card may have:
#     hint: It turns a key until the time is over.
#     source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
#     tags: [saa, storage]    drill them alone: srm-quiz drill --tag saa
#     id: replication         with an id of its own a card keeps its history when you reword it
#
# A long text goes on over several lines after a > and ends where the indentation does:
#   - question: >
#       Scans of old contracts are opened about once a quarter, and then at once.
#       Where do they cost the least?
#
# In a blank, what follows :: is a cue:  {{three::how many?}}
# With several `right` choices, say in the question how many to choose.
# A choice may have a why of its own.
# Your history hangs on the deck's id: change the title and the file's name as you like, but not the id.
#
# The model itself: who owns each layer of each service. It makes cards on which you draw the line
# between AWS and yourself, and it feeds the explorer and the games. To try it, take away the # and
# the one space after it from the lines below.
#
# matrix:
#   layers:                          # from the data centre up
#     - id: hardware
#       name: Hardware
#     - id: guest-os
#       name: Guest operating system
#       moves: true                  # its owner changes between services: this is asked
#     - id: application
#       name: Application
#       moves: true
#   services:
#     - id: fargate
#       name: AWS Fargate
#       category: Containers
#       source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-shared-model.html
#       owners:                      # every layer: aws, customer or shared
#         hardware: aws
#         guest-os: {owner: aws, why: "You give it a container. The host under it is AWS's."}
#         application: customer
"""

FIRST_EXAMPLE = next(n for n, line in enumerate(_STARTER.splitlines(), 1) if line.startswith("  - "))
"""The line on which the first of the examples to write over begins."""


def starter_yaml(title: str, id: str) -> str:
    """The text of a deck with this title and id, ready to be changed.

    Raises ValueError for a title that no deck may have.
    """
    written = text_yaml(title)
    if "\n" in written:
        raise ValueError("a title stands on one line")
    return _STARTER.replace("@SCHEMA@", SCHEMA_FILE).replace("@ID@", id).replace("@TITLE@", written)
