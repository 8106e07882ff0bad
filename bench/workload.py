# SPDX-License-Identifier: GPL-3.0-or-later
"""The request that every proxy of a run gets, and the callers it may come from."""
import hashlib

PATH = "/bench/v1/orders/12345?expand=items"
KEY_HEADER = "X-API-Key"

# What a browser sends along: with Host and the key about 600 bytes.
BROWSER_HEADERS = [
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
    "Accept: application/json, text/plain, */*",
    "Accept-Language: en-GB,en;q=0.9,de;q=0.8",
    "Accept-Encoding: gzip, deflate, br",
    "Referer: https://shop.example.org/orders?page=3&sort=created",
    "Cache-Control: no-cache",
    "Cookie: theme=dark; visitor=4f1c2d9e8a7b6c5d4e3f2a1b0c9d8e7f; consent=1",
]


def key_of(number):
    """The API key of a caller; spread like real ones."""
    return "stoa_sk_" + hashlib.sha256(f"bench key {number}".encode()).hexdigest()[:40]


def consumer_of(number):
    return f"caller-{number}"


def headers(features):
    return BROWSER_HEADERS + ([f"{KEY_HEADER}: {key_of(0)}"] if features else [])
