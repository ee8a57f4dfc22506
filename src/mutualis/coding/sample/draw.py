"""Drawing the permanent sample (EPS): 1 of 40 theoretical numbers, and another 1 of 40 for who is 65 or older.

The list of all theoretical numbers is put in an order that only the holder of the sampling key knows: stratum after
stratum, the 499 serials of each by a keyed permutation. From a keyed start every fortieth number is drawn, and from
another start every fortieth for the extra sample. So every stratum has 12 or 13 of each, the total is 1 of 40 to the
number, every number has the same chance, and whether a number is drawn never depends on other years, on how far the
list goes, on the machine or on the engine.
Source: deliberation 05/033, 2.3, step 2; methods.md 9 (systematic emulation).
"""

import hmac
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from mutualis.coding.kernel import require_subkey
from mutualis.coding.sample import theoretical
from mutualis.reference.national_numbers import SERIALS_A_SEX, Numbers
from mutualis.reference.permanent_sample import STEP

PLACES = 512  # random numbers of a stratum in the key stream: 499 serials, and some that are left
BLOCK_BYTES = 16


class Drawn(NamedTuple):
    """National numbers drawn, in the order of the list, and whether each belongs to the extra sample."""

    number: Numbers
    is_extra: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Draw:
    """The draw of a sampling key, given as the key ring's subkey (64 hex characters)."""

    subkey: str

    def __post_init__(self) -> None:
        require_subkey(self.subkey)

    @property
    def starts(self) -> tuple[int, int]:
        """The places (0 to 39) from which every fortieth number is drawn, for the base and for the extra sample."""
        said = self._key("starts")
        base, after = int.from_bytes(said[:8]) % STEP, int.from_bytes(said[8:16]) % (STEP - 1)
        return base, (base + 1 + after) % STEP

    def births(self, year: int) -> Drawn:
        """All numbers of a birth year that are drawn, for the base or for the extra sample; none where another year
        has the same digits and they are drawn with that.
        """
        if theoretical.drawing_year(year) != year:
            return Drawn(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=bool))
        strata, serials = theoretical.STRATA_A_YEAR, self._order(theoretical.first_stratum(year))
        place = np.arange(strata * SERIALS_A_SEX) + theoretical.first_stratum(year) * SERIALS_A_SEX
        base, extra = self.starts
        rest = place % STEP
        chosen = np.flatnonzero((rest == base) | (rest == extra))
        stratum = chosen // SERIALS_A_SEX
        return Drawn(theoretical.numbers(year, stratum, serials.ravel()[chosen]), rest[chosen] == extra)

    def _order(self, first: int) -> Numbers:
        """The serials of the strata of a year in the order of the list: one row a stratum."""
        stream = self._stream(first, theoretical.STRATA_A_YEAR).reshape(-1, PLACES)
        return np.argsort(stream[:, :SERIALS_A_SEX], axis=1, kind="stable")

    def _stream(self, first: int, strata: int) -> npt.NDArray[np.uint64]:
        """The random numbers of some strata: AES-256 in counter mode, PLACES numbers of 8 bytes for each stratum."""
        size = strata * PLACES * 8
        start = (first * PLACES * 8 // BLOCK_BYTES).to_bytes(BLOCK_BYTES)
        encryptor = Cipher(algorithms.AES256(self._key("order")), modes.CTR(start)).encryptor()
        return np.frombuffer(encryptor.update(bytes(size)), dtype="<u8")

    def _key(self, use: str) -> bytes:
        return hmac.digest(bytes.fromhex(self.subkey), f"mutualis/sample/{use}/v1".encode(), "sha256")
