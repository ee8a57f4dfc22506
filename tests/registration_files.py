"""Self-registrations for tests: a good one as text, and files that try to hurt who reads them."""

from collections.abc import Mapping

HEAD = '<BeroerteRegistratie versie="1.0" CODE_AGR="007" Jaar="2019">'
END = "</BeroerteRegistratie>"
NAME, SENDER = "VIKZ-BEROERTE-007-2019-01.xml", "hospital-007"


def stay(number: int = 1, inside: str = "", referred: str = "0", in_hospital: str = "0") -> str:
    """A stay as XML, with what may be left out in `inside`."""
    asked = f"<Doorverwijzing>{referred}</Doorverwijzing><InZiekenhuis>{in_hospital}</InZiekenhuis>"
    return f'<Verblijf volgnr="{number}">{asked}{inside}</Verblijf>'


def needle(minutes: object) -> str:
    return f'<DeurNaaldTijd eenheid="min">{minutes}</DeurNaaldTijd>'


def onset(minutes: object) -> str:
    return f'<BeroerteTijd eenheid="min">{minutes}</BeroerteTijd>'


def screened(value: object) -> str:
    return f"<Slikscreening>{value}</Slikscreening>"


def file_of(*stays: str, head: str = HEAD) -> bytes:
    """A whole file."""
    return "\n".join((head, *stays, END)).encode()


def laughs() -> bytes:
    """Ten to the ninth laughs in a few hundred bytes."""
    lines = [f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10)]
    return f"<!DOCTYPE x [{''.join(lines)}]>{HEAD}&l9;{END}".encode()


def _many(name: str, count: int) -> bytes:
    """An element with so many attributes."""
    attributes = (f'{name.format(number)}="u{number}"' for number in range(count))
    return f"<BeroerteRegistratie {' '.join(attributes)}/>".encode()


def attacks(reachable: str) -> Mapping[str, tuple[bytes, str]]:
    """By name: the bytes, and the rules that must refuse them. `reachable` is an address that nobody may ask."""
    good = file_of(stay())
    declared = '<?xml version="1.0" encoding="{}"?>'
    entity = '<!DOCTYPE x [<!ENTITY e SYSTEM "{}">]>'
    instance = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="{}" versie'
    return {
        "billion_laughs": (laughs(), "selfreg.doctype"),
        "quadratic": (
            f'<!DOCTYPE x [<!ENTITY e "{"x" * 50_000}">]>{HEAD}{"&e;" * 50_000}{END}'.encode(), "selfreg.doctype"
        ),
        "deep": (b"<a>" * 300_000 + b"</a>" * 300_000, "selfreg.depth"),
        "deep_in_a_stay": (
            file_of(stay(inside="<a>" * 300_000 + "</a>" * 300_000)), "selfreg.depth"
        ),
        "attribute_of_30_mb": (file_of(stay(), head=HEAD.replace("1.0", "x" * 30_000_000)), "selfreg.size"),
        "attribute_of_4_mb": (file_of(stay(), head=HEAD.replace("1.0", "x" * 4_000_000)), "selfreg.token"),
        "name_of_4_mb": (file_of(f"<{'x' * 4_000_000}/>"), "selfreg.token"),
        "text_of_4_mb": (file_of(stay(inside=screened("1" * 4_000_000))), "selfreg.token"),
        "blanks_of_4_mb": (file_of(" " * 4_000_000), "selfreg.token"),
        "many_attributes": (
            _many("a{}", 250_000), "selfreg.token"
        ),
        "many_namespaces": (
            _many("xmlns:a{}", 200_000),
            "selfreg.token",
        ),
        "many_attributes_with_tags": (_many("a{}", 200_000).replace(b'"u', b'">'), "selfreg.token"),
        "many_elements": (file_of("<b/>" * 1_200_000), "selfreg.size"),
        "many_stays": (file_of('<Verblijf volgnr="1"/>' * 200_000), "selfreg.size"),
        "all_wrong": (
            file_of('<Verblijf volgnr="x"><X/><X/><X/><X/></Verblijf>' * 14_000), "selfreg.element selfreg.value"
        ),
        "file_entity": (
            f"{entity.format('file:///etc/passwd')}{HEAD}{stay(inside=screened('&e;'))}{END}".encode(),
            "selfreg.doctype",
        ),
        "web_entity": (f"{entity.format(reachable)}{HEAD}&e;{END}".encode(), "selfreg.doctype"),
        "web_doctype": (f'<!DOCTYPE x SYSTEM "{reachable}">'.encode() + good, "selfreg.doctype"),
        "schema_location": (good.replace(b"versie", instance.format(reachable).encode()), "selfreg.root"),
        "utf_16": (good.decode().encode("utf-16"), "selfreg.encoding"),
        "utf_16_doctype": (laughs().decode().encode("utf-16-le"), "selfreg.encoding"),
        "utf_32": (good.decode().encode("utf-32"), "selfreg.encoding"),
        "utf_7": (declared.format("UTF-7").encode() + good, "selfreg.encoding"),
        "latin_1": (declared.format("ISO-8859-1").encode() + good, "selfreg.encoding"),
        "ebcdic": (good.decode().encode("cp500"), "selfreg.encoding"),
        "overlong": (good.replace(b"<Verblijf", b"\xc0\xbcVerblijf"), "selfreg.encoding"),
        "zero_byte": (good.replace(b">0<", b">0\x00<", 1), "selfreg.encoding"),
        "instruction": (file_of(stay(), "<?php system(1) ?>"), "selfreg.markup"),
        "stylesheet": (f'<?xml-stylesheet href="{reachable}"?>'.encode() + good, "selfreg.markup"),
        "comment": (file_of("<!-- Jan Janssens -->", stay()), "selfreg.markup"),
        "cdata": (file_of(stay(inside="<Slikscreening><![CDATA[1]]></Slikscreening>")), "selfreg.markup"),
        "include": (
            file_of(f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{reachable}"/>'), "selfreg.element"
        ),
        "namespace": (good.replace(b"versie", b'xmlns="urn:other" versie'), "selfreg.root"),
        "other_root": (b"<Registratie/>", "selfreg.root"),
        "cut": (good[:-9], "selfreg.syntax"),
        "nothing": (b"", "selfreg.syntax"),
        "no_xml": (b"007#2019#1#", "selfreg.syntax"),
    }  # fmt: skip
