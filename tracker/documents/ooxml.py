"""The few words of WordprocessingML that letters are written in."""

from typing import Final

from docx.oxml.ns import nsmap
from lxml import etree

Element = etree._Element

WORD: Final[str] = nsmap["w"]
LINKED: Final[str] = nsmap["r"]
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def name(tag: str) -> str:
    """The full name of `w:tag`, for elements and attributes alike."""
    return f"{{{WORD}}}{tag}"


def w(tag: str, *children: Element, **attributes: str) -> Element:
    """The element `w:tag`; each attribute is one of the same namespace."""
    named = {name(key): value for key, value in attributes.items()}
    made = etree.Element(name(tag), named, nsmap={"w": WORD})
    made.extend(children)
    return made


def text(words: str, tag: str = "t") -> Element:
    """Words with their spaces kept."""
    made = etree.Element(name(tag), {_SPACE: "preserve"}, nsmap={"w": WORD})
    made.text = words
    return made


def xml(root: Element) -> bytes:
    """The bytes of a part."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
