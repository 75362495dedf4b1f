"""The Postman collection against the started product, by newman."""

import subprocess

from product import ROOT, Product


def test_every_request_of_the_collection_is_answered_as_documented(product: Product) -> None:
    result = subprocess.run(
        [ROOT / "ci-cd" / "postman" / "run.sh", product.url, product.password],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert result.returncode == 0, result.stdout[-6000:] + result.stderr[-2000:]
