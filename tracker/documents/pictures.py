"""Images within a Word document: the part that holds each, and the place where it is drawn."""

from collections.abc import Iterable, Mapping
from hashlib import sha256

from docx.opc.constants import RELATIONSHIP_TYPE as TO
from docx.oxml.ns import nsmap
from lxml import etree

from tracker.documents.ooxml import XmlElement, xml
from tracker.domain.words.letter import Picture

# A logo is two and a half lines high, and at most a third of the page wide.
_HIGH, WIDEST = 540_000, 2_160_000
# Word's unit of length, per screen pixel (96 to the inch).
SCREEN_DOT = 9525
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_SPACES = {key: nsmap[key] for key in ("w", "wp", "a", "pic", "r")}


def media_of(pictures: Iterable[Picture]) -> Mapping[str, bytes]:
    """Return the parts of these images by name."""
    return {f"word/media/{_key(each)}.jpg": each.data for each in pictures}


def related(relations: bytes, pictures: Iterable[Picture]) -> bytes:
    """Return a document's relationships, with these images."""
    root = etree.fromstring(relations)
    for each in pictures:
        target = f"/word/media/{_key(each)}.jpg"
        told = {"Id": f"picture{_key(each)}", "Type": TO.IMAGE, "Target": target}
        etree.SubElement(root, f"{{{_RELATIONS}}}Relationship", told)
    return xml(root)


def typed(types: bytes) -> bytes:
    """Return a package's content types, with JPEG."""
    root = etree.fromstring(types)
    known = {node.get("Extension", "").lower() for node in root}
    if "jpg" not in known:
        told = {"Extension": "jpg", "ContentType": "image/jpeg"}
        root.insert(0, etree.Element(f"{{{_TYPES}}}Default", told))
    return xml(root)


def inline_picture(picture: Picture, said: str) -> XmlElement:
    """Return the image in a line; `said` is its text for screen readers."""
    across, down = _size(picture)
    size = {"cx": str(across), "cy": str(down)}
    inline = _made("wp:inline", distT="0", distB="0", distL="0", distR="0")
    inline.append(_made("wp:extent", **size))
    inline.append(_made("wp:docPr", id=str(int(_key(picture)[:6], 16)), name="Logo", descr=said))
    shown = _made("pic:pic")
    shown.append(
        _within(
            _made("pic:nvPicPr"), _made("pic:cNvPr", id="0", name="Logo"), _made("pic:cNvPicPr")
        )
    )
    blip = _made("a:blip")
    blip.set(f"{{{nsmap['r']}}}embed", f"picture{_key(picture)}")
    stretch = _within(_made("a:stretch"), _made("a:fillRect"))
    shown.append(_within(_made("pic:blipFill"), blip, stretch))
    frame = _within(_made("a:xfrm"), _made("a:off", x="0", y="0"), _made("a:ext", **size))
    shape = _within(_made("a:prstGeom", prst="rect"), _made("a:avLst"))
    shown.append(_within(_made("pic:spPr"), frame, shape))
    data = _within(_made("a:graphicData", uri=nsmap["pic"]), shown)
    inline.append(_within(_made("a:graphic"), data))
    return _within(_made("w:drawing"), inline)


def size_on_screen(picture: Picture) -> tuple[int, int]:
    """Return the image's width and height in pixels, so that it looks as on paper."""
    across, down = _size(picture)
    return max(across // SCREEN_DOT, 1), max(down // SCREEN_DOT, 1)


def _size(picture: Picture) -> tuple[int, int]:
    across = _HIGH * picture.width // max(picture.height, 1)
    if across <= WIDEST:
        return max(across, 1), _HIGH
    return WIDEST, max(WIDEST * picture.height // picture.width, 1)


def _key(picture: Picture) -> str:
    return sha256(picture.data).hexdigest()[:16]


def _made(tag: str, **attributes: str) -> XmlElement:
    prefix, local = tag.split(":")
    return etree.Element(f"{{{_SPACES[prefix]}}}{local}", attributes, nsmap=_SPACES)


def _within(outer: XmlElement, *inner: XmlElement) -> XmlElement:
    outer.extend(inner)
    return outer
