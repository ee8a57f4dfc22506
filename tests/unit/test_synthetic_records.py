"""Fixed-width records from columns."""

import numpy as np
import pytest

from mutualis import reference
from mutualis.model import MutualisError
from mutualis.synthetic.claim_records import day_texts, payees
from mutualis.synthetic.records import Looked, RecordWriter, digits_table, texts, texts_of_numbers


def field(record: bytes, database: str, name: str) -> str:
    found = reference.layout(database).field(name)
    return record[found.start - 1 : found.end].decode()


@pytest.mark.parametrize("database", ["pp", "gz", "fu", "mg"])
def test_an_empty_record_has_the_length_of_its_layout_zeros_plus_signs_and_a_line_end(database):
    layout = reference.layout(database)
    record = RecordWriter(layout).write({}, 1)[0].tobytes()
    assert len(record) == layout.record_length + 1
    assert record.endswith(b"\n")
    for each in layout.fields:
        value = field(record, database, each.name)
        expected = " " * each.width if each.type == "text" else "0" * each.width
        assert value == ("+" + expected[1:] if each.type == "signed" else expected)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0, "+00000000000"), (1234, "+00000001234"), (-50, "-00000000050"), (10_000_000_000, "+10000000000")],
)
def test_amounts_carry_their_sign_and_leading_zeros(value, expected):
    records = RecordWriter(reference.layout("gz")).write({"reimbursed_cents": np.array([7, value])}, 2)
    assert field(records[1].tobytes(), "gz", "reimbursed_cents") == expected


def test_looked_up_texts_constants_and_numbers_land_on_the_right_record():
    table = texts(["11", "4000012345"], 15)
    index = np.arange(10_000) % 2
    columns = {"person": Looked(table, index), "invoice_type": 3, "compulsory_or_free": b"1", "days": np.arange(10_000)}
    records = RecordWriter(reference.layout("gz")).write(columns, 10_000)
    last = records[-1].tobytes()
    assert field(last, "gz", "person") == "000004000012345"
    assert (field(last, "gz", "invoice_type"), field(last, "gz", "compulsory_or_free")) == ("3", "1")
    assert field(last, "gz", "days") == "+9999"
    assert field(records[4].tobytes(), "gz", "person") == "000000000000011"


def test_a_field_that_the_layout_does_not_have_is_refused():
    with pytest.raises(MutualisError, match="has no field colour"):
        RecordWriter(reference.layout("gz")).write({"colour": 1}, 1)


def test_tables_of_digits_and_days_are_exact():
    assert digits_table(2)[[0, 7, 99]].tolist() == [b"00", b"07", b"99"]
    assert texts_of_numbers(np.array([0, 12, 999]), 4).tolist() == [b"0000", b"0012", b"0999"]
    looked = day_texts(np.array([0, np.datetime64("2024-02-29", "D").astype(int)]))
    assert looked.texts[looked.index].tolist() == [b"00000000", b"20240229"]


def test_payees_have_enterprise_numbers_and_bank_accounts_of_the_right_form():
    enterprise, iban = payees()
    number = int(enterprise[5])
    assert 97 - (number // 100) % 97 == number % 100
    account = iban[5].decode().strip()
    assert int(account[4:] + "1114" + account[2:4]) % 97 == 1
