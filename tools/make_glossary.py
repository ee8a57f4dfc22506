"""Write `docs/glossary.md` from the reference data. Run: .venv/bin/python tools/make_glossary.py"""

from pathlib import Path

from mutualis.reference.glossary_page import glossary

TARGET = Path(__file__).parent.parent / "docs" / "glossary.md"


def main() -> None:
    """Write the page."""
    TARGET.write_text(glossary(), encoding="utf-8")


if __name__ == "__main__":
    main()
