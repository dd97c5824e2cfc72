"""The six digits that an authenticator app shows (RFC 6238, SHA-1, 30 seconds)."""

import base64
import hashlib
import hmac
import struct
import time


def code_now(secret: str) -> str:
    """The code for a base-32 secret at this moment."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset : offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"
