"""Parcels by SFTP: what an account may do, what it may not, and the way of a parcel to its recipient's inbox."""

import asyncio
import getpass
import inspect
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import asyncssh
import pytest

from mutualis import node as nodes
from mutualis.model import MutualisError
from mutualis.node import Node, transport
from mutualis.node.sftp import Accounts, UploadName, collect, send_by_sftp
from mutualis.node.sftp.uploads import DENIED, Uploads
from sftp_hosts import SFTP_SERVER, SSHD, Host, OpenSsh, done_of, key_pair, made_parcel, session

AS_EVER = True  # see conftest.py: other processes take part

PASSPHRASE = "open up, it is us"
SENDER, OTHER = "insurer-100", "insurer-200"
NAME = "coded-2023H1-0123456789ab.parcel+gz.parquet.age"
ROLES = {SENDER: "insurer", OTHER: "insurer", "ttp": "ttp", "sftp-host": "transfer_host"}
BAD_NAMES = [
    *("", ".", "..", "/", "../x", "/etc/passwd", "~/.ssh/authorized_keys", "a", "manifest.json", ".hidden"),
    *("coded-2023H1-0123456789ab.parcel", "coded-2023H1-0123456789ab.parcel+", "+done", "+"),
    *(f"{prefix}{NAME}" for prefix in ("../", "a/", "./", "//", "../insurer-200/", " ", "\x00", "\\", "C:", "-", ".")),
    *(f"{NAME}{suffix}" for suffix in ("/", "/..", "\x00", "\n", " ", ".", "+", "+done", "\u202e", "/../../x")),
    "coded-2023H1-0123456789ab.parcel+../../../x.age",
    "coded-2023H1-0123456789ab.parcel+con.age",
    "coded-2023H1-0123456789AB.parcel+gz.parquet.age",
    "coded-2023H1-0123456789ab.parcel+GZ.age",
    "coded-2023H1-0123456789ab.parcel+" + "a" * 300 + ".age",
    "c\u043eded-2023H1-0123456789ab.parcel+gz.parquet.age",
    "coded-\u0662\u0660\u0662\u0663H1-0123456789ab.parcel+gz.parquet.age",
    "$(reboot)-2023H1-0123456789ab.parcel+x.age",
]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sftp")
    made = {
        name: Node.create(path / "nodes" / name, name, role, PASSPHRASE, purposes=() if "host" in name else None)
        for name, role in ROLES.items()
    }
    nodes.exchange_keys(made.values())
    for each in made.values():
        each.close()
    return path


@pytest.fixture(scope="module")
def country(workspace: Path) -> dict[str, Node]:
    return nodes.open_country(workspace, PASSPHRASE)


@pytest.fixture(scope="module")
def keys(workspace: Path) -> dict[str, Path]:
    return {name: workspace / f"{name}.key" for name in (SENDER, OTHER, "ca")}


@pytest.fixture(scope="module")
def accounts(country: dict[str, Node], keys: dict[str, Path]) -> Accounts:
    made = Accounts(country["sftp-host"], quota_bytes=3_000_000, quota_files=20)
    for sender in (SENDER, OTHER):
        made.add(sender, key_pair(keys[sender]))
    return made


@pytest.fixture(scope="module")
def host(accounts: Accounts) -> Iterator[Host]:
    listening = Host(accounts)
    yield listening
    listening.stop()


@pytest.fixture(autouse=True)
def emptied(accounts: Accounts, country: dict[str, Node], workspace: Path) -> Iterator[None]:
    yield
    for path in accounts.folder(SENDER).iterdir():
        path.unlink()
    transport.deliver_all(workspace)
    for waiting in country["ttp"].receive():
        country["ttp"].done(waiting)


def there(accounts: Accounts) -> list[str]:
    return sorted(path.name for path in accounts.folder(SENDER).iterdir())


def test_a_parcel_goes_through_the_host_to_its_recipients_inbox(
    host: Host, accounts: Accounts, country: dict[str, Node], keys: dict[str, Path], workspace: Path
) -> None:
    sent = made_parcel(country[SENDER], country["ttp"])
    send_by_sftp(sent, host.at(SENDER), keys[SENDER])
    send_by_sftp(sent, host.at(SENDER), keys[SENDER])
    assert len(there(accounts)) == 4
    [found] = collect(accounts)
    assert there(accounts) == []
    assert collect(accounts) == []
    transport.send(found, country["sftp-host"].path, country["ttp"].path)
    [waiting] = country["ttp"].receive("coded")
    assert country["ttp"].open_parcel(waiting, "coded").manifest.sender == SENDER
    assert [each.counts for each in country["sftp-host"].ledger.events("parcel.collected")] == [{"files": 3}]


def test_without_its_marker_a_parcel_is_not_picked_up(
    host: Host, accounts: Accounts, country: dict[str, Node], keys: dict[str, Path]
) -> None:
    sent = made_parcel(country[SENDER], country["ttp"])
    send_by_sftp(sent, host.at(SENDER), keys[SENDER])
    (accounts.folder(SENDER) / f"{sent.name}+done").unlink()
    assert collect(accounts) == []
    assert len(there(accounts)) == 3


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda folder, name: (folder / f"{name}+gz.parquet.age").unlink(), "not the files and sizes"),
        (lambda folder, name: (folder / f"{name}+gz.parquet.age").write_bytes(b"x"), "not the files and sizes"),
        (lambda folder, name: (folder / f"{name}+more.age").write_bytes(b"x"), "not the files and sizes"),
        (lambda folder, name: (folder / f"{name}+manifest.sig").unlink(), "not the files and sizes"),
        (lambda folder, name: (folder / f"{name}+manifest.json").unlink(), "without its manifest"),
        (lambda folder, name: (folder / f"{name}+manifest.json").write_bytes(b"{"), "manifest"),
    ],
)
def test_a_parcel_that_is_not_what_its_manifest_says_is_refused_with_a_reason(
    host: Host,
    accounts: Accounts,
    country: dict[str, Node],
    keys: dict[str, Path],
    spoil: Callable[[Path, str], object],
    told: str,
) -> None:
    sent = made_parcel(country[SENDER], country["ttp"])
    send_by_sftp(sent, host.at(SENDER), keys[SENDER])
    spoil(accounts.folder(SENDER), sent.name)
    assert collect(accounts) == []
    assert there(accounts) == []
    assert list(country["sftp-host"].outbox.iterdir()) == []
    assert told in (country["sftp-host"].store / "refused" / f"{SENDER}-{sent.name}.reason.json").read_text()


def test_nobody_sends_a_parcel_of_another_party(
    host: Host, accounts: Accounts, country: dict[str, Node], keys: dict[str, Path]
) -> None:
    sent = made_parcel(country[OTHER], country["ttp"])
    send_by_sftp(sent, host.at(SENDER), keys[SENDER])
    assert collect(accounts) == []
    refused = country["sftp-host"].store / "refused" / f"{SENDER}-{sent.name}.reason.json"
    assert "names another sender" in refused.read_text()


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_name_that_is_no_file_of_a_parcel_writes_nothing(
    host: Host, accounts: Accounts, keys: dict[str, Path], workspace: Path, name: str
) -> None:
    before = sorted(path for path in workspace.rglob("*") if "log" not in path.parts)
    assert UploadName.parse(name) is None

    async def act(client: Any) -> None:
        with pytest.raises(asyncssh.SFTPError):
            await client.open(name, asyncssh.FXF_WRITE | asyncssh.FXF_CREAT)

    session(host, keys[SENDER], act)
    assert sorted(path for path in workspace.rglob("*") if "log" not in path.parts) == before


def test_every_request_but_those_for_writing_is_refused(host: Host, accounts: Accounts, keys: dict[str, Path]) -> None:
    (accounts.folder(SENDER) / NAME).write_bytes(b"there")
    other = NAME.replace("coded", "relay")

    async def act(client: Any) -> list[str]:
        tried = {
            "read": lambda: client.open(NAME, asyncssh.FXF_READ),
            "both": lambda: client.open(NAME, asyncssh.FXF_READ | asyncssh.FXF_WRITE),
            "append": lambda: client.open(NAME, asyncssh.FXF_WRITE | asyncssh.FXF_APPEND),
            "list": lambda: client.listdir("."),
            "remove": lambda: client.remove(NAME),
            "rename": lambda: client.rename(NAME, other),
            "posix_rename": lambda: client.posix_rename(NAME, other),
            "symlink": lambda: client.symlink("/etc/passwd", other),
            "link": lambda: client.link(NAME, other),
            "readlink": lambda: client.readlink(NAME),
            "mkdir": lambda: client.mkdir("x"),
            "rmdir": lambda: client.rmdir("."),
            "stat": lambda: client.stat(NAME),
            "lstat": lambda: client.lstat(NAME),
            "chmod": lambda: client.chmod(NAME, 0o777),
            "statvfs": lambda: client.statvfs("."),
        }
        return await done_of(tried)

    assert session(host, keys[SENDER], act) == []
    assert there(accounts) == [NAME]
    assert (accounts.folder(SENDER) / NAME).read_bytes() == b"there"


def test_every_request_of_the_protocol_is_either_ours_or_refused() -> None:
    harmless = {"channel", "connection", "env", "logger", "convert_attrs", "exit", "map_path", "reverse_map_path"}
    harmless |= {"format_user", "format_group", "format_longname"}
    every = {name for name, _ in inspect.getmembers(asyncssh.SFTPServer) if not name.startswith("_")}
    ours = {name for name in vars(Uploads) if not name.startswith("_")}
    assert every - harmless == ours
    assert set(DENIED) < ours


def test_there_is_no_shell_no_command_and_no_forwarding(host: Host, keys: dict[str, Path]) -> None:
    async def run() -> list[str]:
        known = ([asyncssh.import_public_key(host.at(SENDER).host_key)], [], [])
        options = {"username": SENDER, "client_keys": [str(keys[SENDER])], "known_hosts": known, "config": None}
        done = []
        async with asyncssh.connect("127.0.0.1", host.port, **options) as connection:
            tried = {
                "command": lambda: connection.run("id", check=True),
                "shell": lambda: connection.run(check=True, input="id\n"),
                "forward": lambda: connection.open_connection("127.0.0.1", 22),
            }
            for what, request in tried.items():
                try:
                    await asyncio.wait_for(request(), 10)
                    done.append(what)
                except (asyncssh.Error, asyncssh.ProcessError):
                    pass
        return done

    assert asyncio.run(run()) == []


@pytest.mark.parametrize("abort", [False, True])
def test_a_file_appears_whole_or_not_at_all(host: Host, accounts: Accounts, keys: dict[str, Path], abort: bool) -> None:
    async def act(client: Any) -> list[str]:
        file = await client.open(NAME, asyncssh.FXF_WRITE | asyncssh.FXF_CREAT, encoding=None)
        await file.write(b"half of it")
        return there(accounts)

    [during] = session(host, keys[SENDER], act, abort=abort)
    assert during.startswith(".unfinished-")
    for _ in range(50):
        if there(accounts) == []:
            break
        asyncio.run(asyncio.sleep(0.1))
    assert there(accounts) == []


def test_a_quota_of_bytes_and_one_of_files_hold_over_all_sessions(
    host: Host, accounts: Accounts, keys: dict[str, Path], country: dict[str, Node]
) -> None:
    big = made_parcel(country[SENDER], country["ttp"], 3_100_000)
    with pytest.raises(MutualisError, match=r"was not sent.*quota of this account is used up"):
        send_by_sftp(big, host.at(SENDER), keys[SENDER])

    async def sparse(client: Any) -> None:
        file = await client.open(NAME, asyncssh.FXF_WRITE | asyncssh.FXF_CREAT, encoding=None)
        with pytest.raises(asyncssh.SFTPFailure, match="quota"):
            await file.write(b"x", 1 << 40)
        with pytest.raises(asyncssh.SFTPFailure, match="not whole and was dropped"):
            await file.close()

    async def many(client: Any) -> list[str]:
        refused = []
        for number in range(30):
            try:
                await (await client.open(f"{NAME[:-4]}{number}.age", asyncssh.FXF_WRITE)).close()
            except asyncssh.SFTPFailure as error:
                refused.append(error.reason)
        return refused

    session(host, keys[SENDER], sparse)
    assert there(accounts) == []
    refused = session(host, keys[SENDER], many)
    assert set(refused) == {"Too many files are waiting in this account."}
    assert len(there(accounts)) == 20


def test_only_the_key_of_the_account_opens_it_and_only_the_known_host_is_sent_to(
    host: Host, accounts: Accounts, keys: dict[str, Path], country: dict[str, Node], tmp_path: Path
) -> None:
    sent = made_parcel(country[SENDER], country["ttp"])
    for user, key in ((SENDER, keys[OTHER]), ("nobody", keys[SENDER]), ("../insurer-100", keys[SENDER])):
        with pytest.raises(MutualisError, match=r"was not sent.*Permission"):
            send_by_sftp(sent, host.at(user), key)
    stranger = key_pair(tmp_path / "stranger")
    to = host.at(SENDER)
    with pytest.raises(MutualisError, match=r"was not sent.*HostKey"):
        send_by_sftp(sent, type(to)(to.host, to.port, to.user, stranger), keys[SENDER])
    assert there(accounts) == []


def test_a_certificate_of_the_accounts_authority_opens_it(
    host: Host, accounts: Accounts, keys: dict[str, Path], country: dict[str, Node], tmp_path: Path
) -> None:
    kept = accounts.keys_file(SENDER).read_text()
    authority = key_pair(keys["ca"])
    accounts.add(SENDER, f'cert-authority,principals="{SENDER}" {authority}')
    line = key_pair(tmp_path / "mine")
    signer = asyncssh.read_private_key(str(keys["ca"]))
    sent = made_parcel(country[SENDER], country["ttp"])
    try:
        for principal in (OTHER, SENDER):
            made = signer.generate_user_certificate(
                asyncssh.import_public_key(line), "cert", principals=[principal], valid_before="+1h"
            )
            made.write_certificate(str(tmp_path / f"{principal}-cert.pub"))
        with pytest.raises(MutualisError, match=r"was not sent.*Permission"):
            send_by_sftp(sent, host.at(SENDER), tmp_path / "mine", tmp_path / f"{OTHER}-cert.pub")
        send_by_sftp(sent, host.at(SENDER), tmp_path / "mine", tmp_path / f"{SENDER}-cert.pub")
    finally:
        accounts.add(SENDER, kept)
    assert len(collect(accounts)) == 1


def test_only_a_transfer_host_hosts_and_an_account_is_a_party_with_a_key(
    country: dict[str, Node], accounts: Accounts, tmp_path: Path
) -> None:
    with pytest.raises(MutualisError, match="hosts no uploads: its role is ttp"):
        Accounts(country["ttp"])
    with pytest.raises(MutualisError, match="named as its party"):
        accounts.add("../x", "ssh-ed25519 AAAA")
    with pytest.raises(MutualisError, match="needs a public key"):
        accounts.add(SENDER, " ")


def test_what_is_no_parcel_is_not_sent(host: Host, keys: dict[str, Path], tmp_path: Path) -> None:
    odd = tmp_path / "coded-2023H1-0123456789ab.parcel"
    odd.mkdir()
    for _ in range(2):
        with pytest.raises(MutualisError, match="is no parcel: nothing was sent"):
            send_by_sftp(odd, host.at(SENDER), keys[SENDER])
        (odd / "My File.docx").write_bytes(b"x")


@pytest.fixture
def openssh(accounts: Accounts, keys: dict[str, Path], tmp_path: Path) -> Iterator[OpenSsh]:
    if SSHD is None or not SFTP_SERVER.exists():
        pytest.skip("OpenSSH's server is not installed: tools/debian.sh openssh-server")
    public = asyncssh.read_private_key(str(keys[SENDER])).export_public_key().decode().strip()
    running = OpenSsh(tmp_path, accounts.folder(SENDER), public)
    yield running
    running.stop()


def test_openssh_s_own_server_takes_the_same_parcels(
    openssh: OpenSsh, accounts: Accounts, country: dict[str, Node], keys: dict[str, Path]
) -> None:
    sent = made_parcel(country[SENDER], country["ttp"], 1_500_000)
    send_by_sftp(sent, openssh.at(getpass.getuser()), keys[SENDER])
    assert there(accounts) == sorted(
        f"{sent.name}+{name}" for name in ("done", *(each.name for each in sent.iterdir()))
    )
    [found] = collect(accounts)
    transport.send(found, country["sftp-host"].path, country["ttp"].path)
    [waiting] = country["ttp"].receive("coded")
    assert country["ttp"].open_parcel(waiting, "coded").manifest.hash.startswith(sent.name[-19:-7])


def test_openssh_s_own_client_uploads_to_our_server(
    host: Host, accounts: Accounts, keys: dict[str, Path], country: dict[str, Node], tmp_path: Path
) -> None:
    sent = made_parcel(country[SENDER], country["ttp"], 1_500_000)
    to = host.at(SENDER)
    (tmp_path / "known").write_text(f"[127.0.0.1]:{host.port} {to.host_key}\n")
    (tmp_path / "empty").touch()
    puts = [f"put {path} {sent.name}+{path.name}" for path in sorted(sent.iterdir())]
    (tmp_path / "batch").write_text("\n".join([*puts, f"put {tmp_path / 'empty'} {sent.name}+done", ""]))
    options = [f"-oUserKnownHostsFile={tmp_path / 'known'}", "-oIdentitiesOnly=yes", "-F", "none"]
    command = ["sftp", "-b", str(tmp_path / "batch"), "-P", str(host.port), "-i", str(keys[SENDER]), *options]
    made = subprocess.run([*command, f"{SENDER}@127.0.0.1"], capture_output=True, text=True, timeout=60, check=False)
    assert made.returncode == 0, made.stderr
    assert [path.name for path in collect(accounts)] == [sent.name]


def test_half_a_parcel_at_openssh_s_server_is_not_picked_up_and_nothing_can_be_read(
    openssh: OpenSsh, accounts: Accounts, keys: dict[str, Path]
) -> None:
    async def act(client: Any) -> list[str]:
        file = await client.open(NAME, asyncssh.FXF_WRITE | asyncssh.FXF_CREAT, encoding=None)
        await file.write(b"half of it")
        tried = {
            "read": lambda: client.open(NAME, asyncssh.FXF_READ),
            "list": lambda: client.listdir("."),
            "remove": lambda: client.remove(NAME),
            "rename": lambda: client.rename(NAME, "x"),
            "mkdir": lambda: client.mkdir("x"),
        }
        return await done_of(tried)

    done = session(openssh, keys[SENDER], act, user=getpass.getuser(), abort=True)
    assert set(done) <= {"read"}  # opened, since OpenSSH has one request for both; no byte comes out
    assert there(accounts) == [NAME]
    assert collect(accounts) == []
