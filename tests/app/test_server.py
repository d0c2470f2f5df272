"""The server: published files by secret address alone, and headers that keep everything else out."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route
from starlette.testclient import TestClient

from rhapsode.app.launch import free_port, is_local, preview, settings
from rhapsode.app.server import PREFIX, SecurityHeaders, published_file, shelf
from rhapsode.base import RhapsodeError
from rhapsode.narration import Cover, Narration, PublishedFile


@pytest.fixture
def address(tmp_path: Path) -> str:
    (tmp_path / "narration.m4a").write_bytes(bytes(range(100)))
    (tmp_path / "player.html").write_text("<p>player")
    (tmp_path / "notes.txt").write_text("not ours to give")
    files = (
        PublishedFile("narration.m4a", "audio/mp4", 100, "a" * 64),
        PublishedFile("player.html", "text/html", 9, "b" * 64),
        PublishedFile("gone.mp3", "audio/mpeg", 9, "c" * 64),
    )
    return shelf.place(
        tmp_path, Narration("s", Cover("T"), "en", "k", 1.0, -16.0, -1.0, files, {}, "newsroom")
    )


@pytest.fixture
def client() -> TestClient:
    routes = [Route(f"{PREFIX}/{{token}}/{{name}}", published_file)]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(SecurityHeaders)]))


def test_a_listener_can_jump(client: TestClient, address: str) -> None:
    response = client.get(f"{address}/narration.m4a", headers={"Range": "bytes=10-19"})
    assert (response.status_code, response.content) == (206, bytes(range(10, 20)))
    assert response.headers["content-type"] == "audio/mp4"


def test_the_player_is_shut_in(client: TestClient, address: str) -> None:
    policy = client.get(f"{address}/player.html").headers["content-security-policy"]
    assert policy.startswith("sandbox allow-scripts")
    assert "allow-same-origin" not in policy
    assert "default-src 'none'" in policy


@pytest.mark.parametrize("name", ["notes.txt", "gone.mp3", "..%2Fsecret", "project.json", "%2Fetc%2Fpasswd"])
def test_nothing_else_is_given(client: TestClient, address: str, name: str) -> None:
    assert client.get(f"{address}/{name}").status_code == 404
    assert client.get(f"{PREFIX}/{'0' * 32}/player.html").status_code == 404


def test_every_page_forbids_the_outside(client: TestClient) -> None:
    headers = client.get("/").headers
    assert "img-src 'self' data: blob:" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_addresses_differ_by_content(tmp_path: Path, address: str) -> None:
    other = Narration("s", Cover("T"), "en", "k2", 1.0, -16.0, -1.0, (), {}, "newsroom")
    assert shelf.place(tmp_path, other) != address


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("127.0.0.1", True),
        ("localhost", True),
        ("::1", True),
        ("[::1]", True),
        ("0.0.0.0", False),
        ("10.0.0.2", False),
    ],
)
def test_who_can_reach_us(host: str, local: bool) -> None:
    assert is_local(host) is local
    assert bool(settings(host, 8501)["server.allowedHosts"]) is local


def test_settings_are_ones_streamlit_knows() -> None:
    from streamlit.config import get_config_options

    assert set(settings("127.0.0.1", 8501)) <= set(get_config_options())


def test_a_taken_port_is_passed_over() -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert free_port("127.0.0.1", port) > port


def test_without_streamlit_the_command_that_adds_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "streamlit", None)
    with pytest.raises(RhapsodeError, match=r"pip install 'rhapsode\[app\]'"):
        preview()
