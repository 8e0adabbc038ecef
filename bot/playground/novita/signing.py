"""Links to images that are valid for a while, in the form of AWS's query signing."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Mapping

REGION = "ap-southeast-1"
STAMP = "%Y%m%dT%H%M%SZ"


class Signature(Enum):
    """What is the matter with a link."""

    GOOD = "good"
    MISSING = "missing"
    WRONG = "wrong"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Signer:
    """Sign paths and check them again."""

    secret: bytes

    def query(self, path: str, *, now: datetime, expires_s: int) -> str:
        """Return the query that opens ``path`` from ``now`` for ``expires_s`` seconds."""
        fields = {
            "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
            "X-Amz-Credential": f"AKIAPLAYGROUND/{now:%Y%m%d}/{REGION}/s3/aws4_request",
            "X-Amz-Date": now.strftime(STAMP),
            "X-Amz-Expires": str(expires_s),
            "X-Amz-SignedHeaders": "host",
            "x-id": "GetObject",
        }
        return urlencode({**fields, "X-Amz-Signature": self._signature(path, fields)})

    def check(self, path: str, query: Mapping[str, str], *, now: datetime) -> Signature:
        """Judge the query of a request for ``path``."""
        fields = {key: query[key] for key in query if key != "X-Amz-Signature"}
        if "X-Amz-Signature" not in query:
            return Signature.MISSING
        if not hmac.compare_digest(query["X-Amz-Signature"], self._signature(path, fields)):
            return Signature.WRONG
        signed_at = datetime.strptime(query["X-Amz-Date"], STAMP).replace(tzinfo=UTC)
        lifetime = timedelta(seconds=int(query["X-Amz-Expires"]))
        return Signature.GOOD if now < signed_at + lifetime else Signature.EXPIRED

    def _signature(self, path: str, fields: Mapping[str, str]) -> str:
        text = "\n".join([path, *(f"{key}={fields[key]}" for key in sorted(fields))])
        return hmac.new(self.secret, text.encode(), hashlib.sha256).hexdigest()
