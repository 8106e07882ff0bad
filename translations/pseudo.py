#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""pseudo.py <in.ts> <out.ts>: fills a translation with accented, longer English, to see what clips and what is not
translated at all. Place markers (%1, %n), accelerators (&x) and tags stay as they are."""
import re
import sys
import xml.etree.ElementTree as tree

ACCENTS = str.maketrans("aeiounycAEIOUNYC", "àéîöûñýçÀÉÎÖÛÑÝÇ")
KEPT = re.compile(r"(%L?\d+|%n|&\w|<[^>]*>)")
LONGER_BY = 0.4


def pseudo(text):
    parts = [part if KEPT.fullmatch(part) else part.translate(ACCENTS) for part in KEPT.split(text)]
    return "[" + "".join(parts) + "~" * round(len(text) * LONGER_BY) + "]"


def main(source, target):
    document = tree.parse(source)
    document.getroot().set("language", "en_XA")
    for message in document.getroot().iter("message"):
        text = pseudo(message.find("source").text or "")
        translation = message.find("translation")
        translation.attrib.pop("type", None)
        for child in list(translation):
            translation.remove(child)
        translation.text = None
        if message.get("numerus") == "yes":
            for _ in range(2):
                tree.SubElement(translation, "numerusform").text = text
        else:
            translation.text = text
    document.write(target, encoding="utf-8", xml_declaration=True)


if __name__ == "__main__":
    main(*sys.argv[1:3])
