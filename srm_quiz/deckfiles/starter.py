"""The deck to begin with: an example of every kind of card, each with a word on how to write one."""

from __future__ import annotations

from srm_quiz.deckfiles.writing import text_yaml

SCHEMA_FILE = ".srm-quiz.schema.json"
"""Where, beside the deck, editors find the JSON Schema of decks."""

_STARTER = """\
# yaml-language-server: $schema=./@SCHEMA@
# ^ With this line editors that know YAML complete the keys for you and underline slips.
#
# This is your deck. Each entry below, from one dash to the next, is a note: it becomes a card.
# Try them, keep what you like, delete the rest, and write your own. Lines that begin with # are for
# you alone.
#
#   srm-quiz check          names every mistake with its line
#   srm-quiz drill --deck @ID@

title: @TITLE@
id: @ID@
# ^ Your history hangs on the id: change the title and the file's name as you like, but not this.

cards:

  # 1. A question and its answer. You think, look, and say how well you knew it.
  #    Keep it to one fact: two small cards are learnt faster than one big one.
  - question: What must be switched on before Amazon S3 can replicate a bucket?
    answer: Versioning, at the source as well as at the destination
    why: Replication copies versions of objects, so there must be versions.
    source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-requirements.html
    # Only question and answer are needed. A why is the best gift to your later self.

  # 2. With `accept` you type the answer. Capitals and small slips are forgiven; list what else is
  #    right, or write  accept: []  where nothing is.
  - question: Which S3 feature keeps a stored file from being deleted or overwritten for a set time?
    answer: S3 Object Lock
    accept: [Object Lock]
    hint: It turns a key until the time is over.
    why: It serves records that the law wants unchanged, and keeps backups safe from ransomware.
    source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html

  # 3. Choices. One `right` is multiple choice; with several, say in the question how many to choose.
  #    Give the wrong ones a why, too: they are what you would have fallen for in the exam.
  #    The order does not matter, it is shuffled each time.
  - question: >
      Scans of old contracts are opened about once a quarter, and then they must be there at once.
      Which storage class keeps them at the lowest price?
    # ^ After > a text may go on over several lines. It ends where the indentation does.
    choices:
      - right: S3 Glacier Instant Retrieval
        why: It is made for data that is read about once a quarter, and reads it in milliseconds.
      - wrong: S3 Glacier Flexible Retrieval
        why: Its price is lower, but a file takes minutes to hours to come back.
      - wrong: S3 Glacier Deep Archive
        why: Its price is the lowest of all, but a file takes hours to come back.
      - wrong: S3 Standard
        why: It is as quick, but storing what nobody reads costs several times as much.
    why: The colder a storage class, the less it costs to keep a file and the more to fetch it.
    source: https://aws.amazon.com/s3/storage-classes/

  # 4. A text with blanks. Each {{blank}} is a card of its own; what follows :: is shown in it as a cue.
  #    A text that begins with {{ needs quotes around the whole of it.
  - cloze: S3 Standard keeps an object in at least {{three::how many?}} Availability Zones, and is
      designed for {{eleven::how many?}} nines of durability.
    why: Eleven nines is 99.999999999%, over a year.
    source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/DataDurability.html

  # 5. Whose duty is it? The owner is aws, customer or shared. Can another be defended as well?
  #    Then add, for example,  accept: [shared]
  - duty: Decide after how many days old versions of objects are deleted
    on: Amazon S3
    owner: customer
    why: S3 carries out your lifecycle rules, but only you know what you still need.
    source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html

  # More that any note may have:
  #   tags: [saa, storage]    drill them alone: srm-quiz drill --tag saa
  #   id: replication         with an id of its own a note keeps its history when you reword it

  # A text with a colon and a space in it, or with a # after a space, needs quotes:
  #   answer: "Two words: bucket policy"

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


def starter_yaml(title: str, id: str) -> str:
    """The text of a deck with this title and id, ready to be changed.

    Raises ValueError for a title that no deck may have.
    """
    written = text_yaml(title)
    if "\n" in written:
        raise ValueError("a title stands on one line")
    return _STARTER.replace("@SCHEMA@", SCHEMA_FILE).replace("@ID@", id).replace("@TITLE@", written)
