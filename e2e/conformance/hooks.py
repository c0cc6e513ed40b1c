"""Gives each request its sender: credentials that run.ts made for the operation, and an address of its own, so that
limits by address do not hide what lies behind them."""

import itertools
import json
import os

import schemathesis

with open(os.environ["CONFORMANCE_CREDENTIALS"], encoding="utf-8") as file:
    credentials = json.load(file)

schemathesis.serializer.alias("application/offset+octet-stream", "application/octet-stream")

serial = itertools.count(1)
turns = {}


@schemathesis.hook
def before_call(context, case, kwargs):
    number = next(serial)
    senders = credentials.get(case.operation.label) or [{}]
    turn = turns[case.operation.label] = turns.get(case.operation.label, -1) + 1
    address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    case.headers = {**(case.headers or {}), **senders[turn % len(senders)], "X-Forwarded-For": address}
