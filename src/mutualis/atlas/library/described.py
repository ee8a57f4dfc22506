"""A thing of the catalogue in schema.org."""

from typing import Any

from markupsafe import Markup

from mutualis.atlas.schema_org import block, data_catalogue, publisher
from mutualis.release.catalogue import Edition, Item, Key, worded

Said = dict[str, Any]
TYPES = {
    "database": "Dataset", "table": "Dataset", "dataset": "Dataset", "variable": "DefinedTerm",
    "codelist": "DefinedTermSet", "indicator": "DefinedTerm", "authorisation": "GovernmentPermit",
}  # fmt: skip
ABOUT = ("definition", "purpose", "plain", "content", "unit", "title")
PUBLIC = "PUBLIC"
MOST = 200


def described(edition: Edition, item: Item, language: str) -> Markup:
    """The thing with its identifier, words, place in the catalogue and files."""
    said: Said = {
        "@type": TYPES[item.kind],
        "@id": address(edition, item.key),
        "identifier": address(edition, item.key),
        "url": f"{edition.about['address']}catalogue/{item.kind}/{item.name}",
        "name": item.title(language),
        "description": _about(item, language),
        "inLanguage": language,
    }
    more = {"Dataset": _dataset, "DefinedTerm": _term, "DefinedTermSet": _terms, "GovernmentPermit": _permit}
    return block(said | more[TYPES[item.kind]](edition, item, language))


def whole(edition: Edition, language: str) -> Markup:
    """The catalogue itself, with its data sets."""
    sets = [
        {"@type": "Dataset", "@id": address(edition, each.key), "name": each.title(language),
         "description": _about(each, language), "license": edition.about["licence"]}
        for each in edition.of("dataset")
    ]  # fmt: skip
    about = edition.about
    return block(
        {
            "@type": "DataCatalog",
            "@id": f"{about['address']}catalogue",
            "name": about["title"][language],
            "description": about["description"][language],
            "inLanguage": language,
            "license": about["licence"],
            "publisher": publisher(language),
            "version": edition.id,
            "dataset": sets,
        }
    )


def address(edition: Edition, key: Key) -> str:
    """The persistent identifier of a thing."""
    return f"{edition.about['address']}id/{key[0]}/{key[1]}"


def _about(item: Item, language: str) -> str:
    return next(worded(item.texts[field], language)[0] for field in ABOUT if field in item.texts)


def _dataset(edition: Edition, item: Item, language: str) -> Said:
    facts, about = item.facts, edition.about
    said: Said = {
        "keywords": [item.title(language), about["keyword"][language]],
        "creator": publisher(language),
        "publisher": publisher(language),
        "license": about["licence"],
        "spatialCoverage": {"@type": "Place", "name": "Belgium", "identifier": about["spatial"]},
        "includedInDataCatalog": data_catalogue(language),
        "isAccessibleForFree": facts.get("access") == PUBLIC,
        "conditionsOfAccess": facts.get("access", "NON_PUBLIC"),
        "distribution": _files(edition, item),
    }
    first, last = facts.get("first_day", facts.get("first_data", "")), facts.get("last_day", "")
    said |= {"temporalCoverage": f"{first}/{last or '..'}"} if first else {}
    said |= {"version": facts["version"], "datePublished": facts["published"]} if "version" in facts else {}
    based = [address(edition, key) for key in item.linked("made_of")]
    said |= {"isBasedOn": based} if based else {}
    part = [{"@type": "Dataset", "@id": address(edition, key)} for key in item.linked("part_of")]
    return said | ({"isPartOf": part} if part else {})


def _files(edition: Edition, item: Item) -> list[Said]:
    """The files of open data; of anything else its list of variables."""
    root = edition.about["address"]
    if item.facts.get("access") == PUBLIC:
        there = edition.about["open_files"].get(item.facts["release"], {})
        return [_download(f"{root}files/{item.facts['release']}/{name}", size) for name, (size, _) in there.items()]
    kind, name = item.linked("part_of")[0] if item.kind == "dataset" else item.key
    return [{"@type": "DataDownload", "encodingFormat": "text/csv", "contentUrl": f"{root}catalogue/{kind}/{name}.csv"}]


def _download(address_: str, size: int) -> Said:
    kind = {"csv": "text/csv", "json": "application/json"}.get(address_.rpartition(".")[2], "application/octet-stream")
    return {"@type": "DataDownload", "contentUrl": address_, "encodingFormat": kind, "contentSize": f"{size} B"}


def _term(edition: Edition, item: Item, language: str) -> Said:
    return {
        "termCode": item.facts.get("official") or item.name,
        "inDefinedTermSet": [address(edition, key) for key in item.linked("part_of")] or data_catalogue(language),
    }


def _terms(edition: Edition, item: Item, language: str) -> Said:
    codes = edition.codes.get(item.name, ())[:MOST]
    terms = [{"@type": "DefinedTerm", "termCode": c.code, "name": worded(c.words, language)[0]} for c in codes]
    return {"version": item.facts.get("version", ""), "hasDefinedTerm": terms}


def _permit(edition: Edition, item: Item, language: str) -> Said:
    issuer = {"@type": "Organization", "name": worded(item.texts["body"], language)[0]}
    said: Said = {"validFrom": item.facts["decided"], "issuedBy": issuer}
    return said | ({"validUntil": item.facts["expires"]} if item.facts.get("expires") else {})
