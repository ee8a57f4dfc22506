"""The table of hospitals of one study: own number and code, at the supervising physician's node and nowhere else.

Codes are made with a key that this node alone has, a subkey for each study; the table is sealed with another. It is the
only way back from a code to a hospital. Source: deliberation 05/033, 4.3 and 13.1.
"""

import json
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path

import polars as pl
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from mutualis.coding.kernel import code_distinct
from mutualis.model import MutualisError
from mutualis.node import Node
from mutualis.parcel.durable import write_file

ROLE, PURPOSE, FOLDER, FILE, NONCE = "supervising_physician", "hospital", "conversion", "hospitals.sealed", 12


class Conversion:
    """The table of one study at the node of the supervising physician."""

    def __init__(self, node: Node, study: str) -> None:
        if node.role != ROLE:
            raise MutualisError(
                f"The table of hospitals of {study} is at the supervising physician only.",
                there_is=f"{node.name} is a {node.role}",
            )
        self.node, self.study, self.path = node, study, path_of(node, study)

    def code(self, hospitals: pl.Series) -> pl.DataFrame:
        """hospital_number beside hospital_code; what is new is entered in the table. The same number, the same code."""
        codes = code_distinct(hospitals, self.node.keys.subkey(PURPOSE, f"code-{self.study}"))
        made = pl.DataFrame({"hospital_number": hospitals, "hospital_code": codes}).unique()
        self._write({**self._read(), **dict(made.select("hospital_code", "hospital_number").rows())})
        return made

    def decode(self, codes: Iterable[str]) -> Mapping[str, str | None]:
        """The own number of each code; None where the table has no such code."""
        table = self._read()
        return {code: table.get(code) for code in codes}

    def _cipher(self) -> ChaCha20Poly1305:
        return ChaCha20Poly1305(bytes.fromhex(self.node.keys.subkey(PURPOSE, f"table-{self.study}")))

    def _read(self) -> dict[str, str]:
        if not self.path.is_file():
            return {}
        sealed = self.path.read_bytes()
        try:
            opened = self._cipher().decrypt(sealed[:NONCE], sealed[NONCE:], self.study.encode())
        except InvalidTag as error:
            raise MutualisError(
                f"The table of hospitals of {self.study} cannot be opened with the key of this node.",
                do="restore the key ring of the supervising physician",
            ) from error
        return dict(json.loads(opened))

    def _write(self, table: Mapping[str, str]) -> None:
        nonce = secrets.token_bytes(NONCE)
        told = json.dumps({code: table[code] for code in sorted(table)}).encode()
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_file(self.path, nonce + self._cipher().encrypt(nonce, told, self.study.encode()), mode=0o600)


def path_of(node: Node, study: str) -> Path:
    """Where the sealed table of a study is, if it is there."""
    return node.store / FOLDER / study / FILE
