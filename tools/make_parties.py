"""Write the made parts of docs/parties.md (messages and coalitions) anew from the declarations.

python tools/make_parties.py
"""

from pathlib import Path

from mutualis.node.knowledge_page import with_blocks

PAGE = Path(__file__).resolve().parent.parent / "docs" / "parties.md"


def main() -> None:
    PAGE.write_text(with_blocks(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
