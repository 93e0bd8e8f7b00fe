"""The deck to begin with: a form for each kind of card; all else stands below them, as comments."""

from __future__ import annotations

from srm_quiz.deckfiles.yaml_writer import text_yaml

SCHEMA_FILE = ".srm-quiz.schema.json"
"""Where, beside the deck, editors find the JSON Schema of decks."""

_STARTER = """\
# yaml-language-server: $schema=./@SCHEMA@
title: @TITLE@
cards:
# TYPE BEHIND THE COLONS: each form is a card, more stand below. Empty ones do
# no harm. "Quotes" go around a text with : or # in it, or that begins with {{
# 1. You type the answer. Also right, in the brackets:  [S3, Simple Storage]
- question:@
  answer:@
  accept: []
# 2. Choices, some right, some wrong, in any order.
- question:@
  choices:
  - right:@
  - wrong:@
  - wrong:@
# 3. A word in {{ }} is a blank:  S3 Standard uses {{three}} or more Zones.
- cloze:@
# 1. Typed, and so on.
- question:@
  answer:@
  accept: []
# 2. Choices.
- question:@
  choices:
  - right:@
  - wrong:@
  - wrong:@
# 3. {{Blanks}}.
- cloze:@
# 1. Typed.
- question:@
  answer:@
  accept: []
# 2. Choices.
- question:@
  choices:
  - right:@
  - wrong:@
  - wrong:@
# 3. {{Blanks}}. Copy a form where you need more of its kind.
- cloze:@
# -------- that is all you need; save and close. Two more kinds, and the rest:
# 4. No typing: you think, look, and judge yourself.
- question:@
  answer:@
# 5. Whose duty is it? The owner is aws, customer or shared.
- duty:@
  on:@
  owner:@
#
# More that any card may have:
#   why: Replication copies versions.    (a choice may have its own, too)
#   hint: It keeps what was there before.
#   source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/
#   tags: [saa, storage]    drill them alone: srm-quiz drill --tag saa
#   weight: 2               exams ask it more than others; from 0.1 to 5
#   id: replication         so a card keeps its history when you reword it
#
# A long text goes on over several lines after a > and ends where the
# indentation does. Cards of all kinds, filled in:
#
# - question: >
#     Scans of old contracts are opened about once a quarter, and then at
#     once. Where do they cost the least?
#   choices:
#   - right: Glacier Instant Retrieval
#     why: SourceText costs extra, but once a quarter that is little.
#   - wrong: Standard-Infrequent Access
#     why: It is for what is opened about once a month.
#   - wrong: Glacier Flexible Retrieval
#     why: It gives the object back after minutes or hours, not at once.
# - question: Which service stores objects?
#   answer: Amazon S3
#   accept: [S3]
# - cloze: S3 Standard keeps an object in at least {{three::how many?}} Zones.
# - question: What must a bucket have before it can be replicated?
#   answer: Versioning
# - duty: Decide after how many days old versions of objects are deleted
#   on: Amazon S3
#   owner: customer
#   accept: [shared]        # where another owner can be defended as well
#
# In a blank, what follows :: is a cue, and | is between right answers. With
# several `right` choices, say in the question how many to choose. Your
# history hangs on the file's name: before you rename it, write the old name
# above `cards:`, as in  id: @ID@
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

FIRST_FORM = next(
    (line, len(text) + 1) for line, text in enumerate(_STARTER.splitlines(), 1) if text.startswith("- ")
)
"""The 1-based line and column where the first text belongs."""


def starter_yaml(title: str, deck_id: str) -> str:
    """The text of a deck with this title and id, ready to be filled in.

    A space stands behind the colon of each form, so that authors can type at the end of the line.
    Raises ValueError for a title that no deck may have.
    """
    written = text_yaml(title)
    if "\n" in written:
        raise ValueError("a title stands on one line")
    forms = _STARTER.replace(":@\n", ": \n")
    return forms.replace("@SCHEMA@", SCHEMA_FILE).replace("@ID@", deck_id).replace("@TITLE@", written)
