"""Launches from record software: by SMART, and by a token that the software signs."""

import pytest
from fastapi import Depends, FastAPI
from joserfc import jwt
from joserfc.jwk import ECKey

from mutualis import reference
from mutualis.staff import app as staff_app
from mutualis.staff.session import needs
from staff_desk import House
from staff_systems import FHIR, PERSON, Provider, another_key, ed_key

# EdDSA is the older name of what RFC 9864 calls Ed25519; software writes it still, so it is taken.
pytestmark = pytest.mark.filterwarnings("ignore:EdDSA is deprecated")
SOFTWARE = {"name": "ehr", "title": "Dossier", "issuer": FHIR, "client_id": "mutualis"}
RECORD = "https://record.example"


def said(answer, key, language="en", **values):
    return reference.text(f"staff.{key}", language, **values) in answer.text.replace("&#39;", "'")


def own_figures(app: FastAPI, desk) -> None:
    """A page that tells what a page of a practice would be told."""

    @app.get("/population")
    def population(person=Depends(needs("practice", "hospital"))) -> dict:  # noqa: B008
        return {"roles": sorted(person.roles), "practice": person.practice, "how": person.how, "name": person.name}


@pytest.fixture(autouse=True)
def with_own_figures(monkeypatch):
    monkeypatch.setattr(staff_app, "PARTS", (own_figures, *staff_app.PARTS))


@pytest.fixture
def software():
    return Provider(FHIR, lambda: 0, smart=True)


@pytest.fixture
def house(tmp_path, software):
    house = House(tmp_path, software.transport(), smart=[SOFTWARE])
    software.clock = house.clock
    house.store.add_account("dr.maes", {"practice", "admin"}, practice="P1", provider="ehr", subject=PERSON)
    return house


@pytest.mark.parametrize("launch", ["&launch=xyz", ""])
def test_a_launch_lets_a_practitioner_see_one_practice_and_nothing_else(house, software, launch):
    browser = house.browser()
    sent = browser.get(f"/launch?iss={FHIR}{launch}").headers["location"]
    assert ("launch=xyz" in sent) == bool(launch)
    assert f"scope={'launch+' if launch else ''}openid+fhirUser" in sent
    assert "patient" not in sent
    done = browser.get(software.authorise(sent))
    assert (done.status_code, done.headers["location"]) == (303, "/population")
    told = {"roles": ["practice"], "practice": "P1", "how": "smart", "name": "dr.maes"}
    assert browser.get("/population").json() == told
    assert browser.get("/accounts").status_code == 403


def test_the_software_is_told_for_which_server_the_question_is(house, software):
    sent = house.browser().get(f"/launch?iss={FHIR}/&launch=xyz").headers["location"]
    software.authorise(sent)
    assert software.codes["code-0"]["aud"] == FHIR


def test_a_patient_that_the_software_tells_of_is_nowhere_kept(house, software):
    software.more = {"patient": "patient-123", "encounter": "e-456", "fhirContext": [{"reference": "Patient/123"}]}
    software.claims["patient"] = "patient-123"
    browser = house.browser()
    assert browser.get(software.authorise(browser.get(f"/launch?iss={FHIR}").headers["location"])).status_code == 303
    kept = b"".join(path.read_bytes() for path in house.settings.folder.rglob("*") if path.is_file())
    assert b"dr.maes" in kept
    assert b"patient-123" not in kept
    assert all("Patient" not in str(each.url) for each in software.asked)


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
@pytest.mark.parametrize("issuer", ["https://evil.example/fhir", "", "https://ehr.example.org"])
def test_a_software_that_is_not_admitted_is_not_even_asked(house, software, issuer, language):
    answer = house.browser(language).get(f"/launch?iss={issuer}&launch=x")
    assert (answer.status_code, said(answer, "wrong_issuer", language)) == (403, True)
    assert software.asked == []


@pytest.mark.parametrize(
    ("claims", "key"),
    [
        ({"fhirUser": "https://ehr.example.org/fhir/Practitioner/8"}, "wrong_no_account"),
        ({"fhirUser": None}, "wrong_statement"),
        ({"aud": "another"}, "wrong_statement"),
        ({"iss": "https://ehr.example.org/other"}, "wrong_statement"),
        ({"nonce": "other"}, "wrong_statement"),
    ],
)
def test_a_launch_of_somebody_else_or_for_something_else_is_refused(house, software, claims, key):
    software.claims |= claims
    browser = house.browser()
    answer = browser.get(software.authorise(browser.get(f"/launch?iss={FHIR}&launch=x").headers["location"]))
    assert (answer.status_code, said(answer, key)) == (403, True)
    assert browser.get("/population").status_code == 303


def test_a_launch_cannot_be_replayed(house, software):
    browser = house.browser()
    back = software.authorise(browser.get(f"/launch?iss={FHIR}&launch=x").headers["location"])
    assert browser.get(back).status_code == 303
    assert said(browser.get(back), "wrong_errand")


def test_an_account_without_a_practice_gets_nothing_by_a_launch(house, software):
    house.store.add_account("ed", {"editor"}, provider="ehr", subject="ed")
    software.claims["fhirUser"] = "ed"
    browser = house.browser()
    answer = browser.get(software.authorise(browser.get(f"/launch?iss={FHIR}").headers["location"]))
    assert said(answer, "wrong_no_account")


@pytest.mark.parametrize("description", [{"code_challenge_methods_supported": ["plain"]}, {"jwks_uri": ""}])
def test_a_software_that_falls_short_of_smart_2_is_not_used(house, software, description):
    software.description = description
    answer = house.browser().get(f"/launch?iss={FHIR}&launch=x")
    assert (answer.status_code, said(answer, "wrong_outside")) == (502, True)


KEYS = {"EdDSA": ed_key(), "Ed25519": ed_key(), "ES256": ECKey.generate_key("P-256")}


@pytest.fixture(params=sorted(KEYS))
def record(request, tmp_path):
    key = KEYS[request.param]
    system = {"name": "record", "title": "R", "issuer": RECORD, "key": key.as_dict(private=False)}
    house = House(tmp_path, record_system=[{**system, "practices": ["P1", "P2"]}])
    return house, key, request.param


def launch(house, key, algorithm, **changed):
    now = int(house.clock())
    told = {"iss": RECORD, "aud": "http://localhost", "sub": "dr. Maes", "practice": "P1", "jti": "1"}
    claims = {**told, "iat": now, "exp": now + 300, **changed}
    given = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode({"alg": algorithm}, given, key, algorithms=[algorithm])


@pytest.mark.parametrize("by_form", [True, False])
def test_a_signed_launch_shows_the_practice_that_it_names(record, by_form):
    house, key, algorithm = record
    browser, token = house.browser(), launch(house, key, algorithm)
    done = browser.post("/launch/record", token=token) if by_form else browser.get(f"/launch/record?token={token}")
    assert (done.status_code, done.headers["location"]) == (303, "/population")
    told = {"roles": ["practice"], "practice": "P1", "how": "record", "name": "dr. Maes"}
    assert browser.get("/population").json() == told
    assert said(browser.get("/account"), "account_elsewhere")
    (event,) = house.store.events("staff.signed_in")
    assert (event.subject, dict(event.counts)) == ("dr. Maes", {"by": "record", "how": "record", "practice": "P1"})


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"aud": "https://other.example"}, "wrong_launch_audience"),
        ({"aud": None}, "wrong_launch_audience"),
        ({"iss": "https://evil.example"}, "wrong_issuer"),
        ({"practice": "P3"}, "wrong_launch_practice"),
        ({"practice": None}, "wrong_statement"),
        ({"practice": ["P1"]}, "wrong_statement"),
        ({"jti": None}, "wrong_statement"),
        ({"jti": "x" * 81}, "wrong_statement"),
        ({"sub": ""}, "wrong_statement"),
        ({"exp": None}, "wrong_launch_old"),
        ({"iat": None}, "wrong_launch_old"),
        ({"exp": 1_790_000_301}, "wrong_launch_old"),
        ({"iat": 1_789_999_000, "exp": 1_789_999_300}, "wrong_launch_old"),
        ({"iat": 1_790_000_100, "exp": 1_790_000_300}, "wrong_launch_old"),
        ({"exp": 1e300}, "wrong_launch_old"),
    ],
)
def test_a_signed_launch_for_another_place_time_or_practice_is_refused(record, changed, key):
    house, signing, algorithm = record
    browser = house.browser()
    answer = browser.post("/launch/record", token=launch(house, signing, algorithm, **changed))
    assert (answer.status_code, said(answer, key)) == (403, True)
    assert browser.get("/population").status_code == 303


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_a_signed_launch_is_used_once(record, language):
    house, key, algorithm = record
    token = launch(house, key, algorithm)
    assert house.browser().post("/launch/record", token=token).status_code == 303
    again = house.browser(language).post("/launch/record", token=token)
    assert (again.status_code, said(again, "wrong_replayed", language)) == (403, True)
    house.clock.pass_by(329)
    assert said(house.browser().post("/launch/record", token=token), "wrong_replayed")
    house.clock.pass_by(1)
    assert said(house.browser().post("/launch/record", token=token), "wrong_launch_old")


def test_a_launch_with_another_signature_is_refused(record):
    house, key, algorithm = record
    token = launch(house, key, algorithm)
    unsigned = f"{token.rpartition('.')[0]}."
    forged = [launch(house, another_key(), "ES256"), f"{token[:-6]}AAAAAA", unsigned, "x", "", "a.b.c"]
    for each in forged:
        answer = house.browser().post("/launch/record", token=each)
        assert (answer.status_code, said(answer, "wrong_statement")) == (403, True)


def test_a_launch_ends_the_session_that_the_browser_had(record):
    house, key, algorithm = record
    house.account("ed", "editor")
    browser = house.signed_in("ed")
    before = browser.cookies["mutualis"]
    browser.post("/launch/record", token=launch(house, key, algorithm))
    assert browser.get("/population").json()["roles"] == ["practice"]
    other = house.browser()
    other.cookies.set("mutualis", before)
    assert other.get("/").status_code == 303
