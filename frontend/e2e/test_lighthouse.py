"""What Lighthouse says of the two pages that people open first; `make bench` measures speed."""

from pathlib import Path

import httpx
import pytest
from lighthouse import scores
from product import Product


def session_cookies(product: Product) -> str:
    name, password = product.auth
    with httpx.Client(base_url=product.url) as client:
        client.post("/v1/session", json={"name": name, "password": password}).raise_for_status()
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in client.cookies.jar)


@pytest.mark.parametrize("path", ["/", "/dashboard"])
def test_everybody_can_use_it_and_it_is_well_made(
    product: Product, tmp_path: Path, path: str
) -> None:
    cookies = session_cookies(product) if path != "/" else ""
    found = scores(product.url + path, tmp_path, cookies)
    assert found["accessibility"] >= 0.95
    assert found["best-practices"] >= 0.95
