"""Texts of declared things by language, from the text files; and from rows that have some languages only."""

from collections.abc import Mapping

from mutualis import reference
from mutualis.reference import TEXT_LANGUAGES
from mutualis.release.catalogue import Words


def said(key: str, **values: str) -> Words:
    """{language: the text of a key}, in all four."""
    return {language: reference.text(key, language, **values) for language in TEXT_LANGUAGES}


def named(key: str, otherwise: str) -> Words:
    """The texts of a key, or a name that is of no language (filed as English) where nobody wrote any."""
    if all(key in reference.texts(language) for language in TEXT_LANGUAGES):
        return said(key)
    return {"en": otherwise}


def given(words: Mapping[str, str]) -> Words:
    """{language: text} of what has a text."""
    return {language: text for language, text in words.items() if text}


def sentence(words: Words) -> Words:
    """The same, each beginning with a capital."""
    return {language: f"{text[:1].upper()}{text[1:]}" for language, text in words.items()}
