"""A code that a phone is to scan names an address that the phone can reach, or the page says that it cannot."""

import pytest

from clinics.reach import host_for_others, is_reached_from_elsewhere, is_this_machine


@pytest.mark.parametrize("bind", ["127.0.0.1", "localhost", "::1", "127.8.8.8"])
def test_a_server_for_itself_has_no_address_for_others(bind: str) -> None:
    assert host_for_others(bind) is None


def test_one_card_is_its_own_address() -> None:
    assert host_for_others("192.168.7.20") == "192.168.7.20"


def test_listening_everywhere_names_a_card_of_this_machine_or_none() -> None:
    host = host_for_others("0.0.0.0")
    assert host is None or not is_this_machine(host)


@pytest.mark.parametrize(
    ("url", "is_reached"),
    [
        ("http://localhost:8000/p/x/", False),
        ("http://127.0.0.1:8000/p/x/", False),
        ("http://[::1]:8000/p/x/", False),
        ("http://demo.localhost/p/x/", False),
        ("http://192.168.7.20:8000/p/x/", True),
        ("https://stance.example/p/x/", True),
    ],
)
def test_only_an_address_beyond_this_machine_is_one_for_a_phone(url: str, is_reached: bool) -> None:
    assert is_reached_from_elsewhere(url) is is_reached
