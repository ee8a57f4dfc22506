"""Where authorisations lie, and the layouts of other holders' files beside them.

Files of one's own (the folder that MUTUALIS_AUTHORISATIONS names) stand beside those that come with the program.
"""

import os
from pathlib import Path

BUILT_IN = Path(__file__).parent / "files"
OWN_FOLDER = "MUTUALIS_AUTHORISATIONS"


def paths(ending: str) -> dict[str, Path]:
    """The files with an ending (`.toml`: authorisations, `.csv`: layouts) by name; one's own take precedence."""
    own = os.environ.get(OWN_FOLDER)
    folders = (BUILT_IN, *([Path(own)] if own else []))
    return {path.stem: path for folder in folders for path in sorted(folder.glob(f"*{ending}"))}
