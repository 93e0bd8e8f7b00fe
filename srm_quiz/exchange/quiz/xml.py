"""XML from strangers, read without anything that grows while it is read."""

from __future__ import annotations

from xml.etree.ElementTree import Element, ParseError, fromstring

from srm_quiz.exchange.model import ImportRefusedError

_MOST_ELEMENTS = 1_000_000


def parse(text: str) -> Element:
    """The root element. Raises ImportRefusedError for text that is not well-formed, or declares entities."""
    if "<!DOCTYPE" in text or "<!ENTITY" in text:  # a few lines of entities can stand for billions
        raise ImportRefusedError("the XML declares a document type", "export it again without one")
    if text.count("<") > 2 * _MOST_ELEMENTS:
        raise ImportRefusedError("the XML has very many elements", "split it into several files")
    if text.lstrip().startswith("<?xml"):  # the text is decoded already, whatever its declaration says
        text = text.partition("?>")[2]
    try:
        root = fromstring(text.strip())
    except (ParseError, RecursionError) as error:
        raise ImportRefusedError(f"the XML is not well-formed: {error}") from None
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.rpartition("}")[2]
    return root
