"""What Schemathesis is told of recording, which it cannot make out by itself.

Which payload goes with which command is said in the document by some 150 conditions, and it cannot make up a request
that meets them all at once. So it makes requests up without them: the service has to find them wrong for itself. Some
of those it makes are replaced by requests that are as they are recorded (a file of them, one of each command, is named
by CANDOUR_REQUESTS), whole or with something wrong in them. It decides nothing of what is right: the answers are held
against the document all the same. How each was answered is written to CANDOUR_STATUSES, for the test to read.
"""

import copy
import functools
import json
import os
import random
import uuid

import jsonschema_rs
import schemathesis

RECORDS = "POST /api/v1/records"
LINES = "application/x-ndjson"

with open(os.environ["CANDOUR_REQUESTS"], encoding="utf-8") as lines:
    REQUESTS = [json.loads(line) for line in lines if line.strip()]

# What the schemas of the document refer to.
COMPONENTS = {}

# What is put in the place of something else, whatever that was.
INSTEAD = [
    None, True, 0, -1, 2**63, 1.5, "", " ", "\u0000", "nobody", "2026-02-30", "9999-12-31", "2026-02-29T25:61",
    "ä" * 5000, "\u202e\u200b", [], {}, [[]], {"recorded": None}, {"recorded": "not_recorded"}, {"day": "2031-01-01"},
    {"days": {"from": "2026-03-02", "to": "2026-03-01"}}, {"month": "2026-13"}, "00000000-0000-0000-0000-000000000000",
]


@schemathesis.hook
def before_load_schema(context, raw_schema):
    """Takes out which payload goes with which command; and of lines what each has to be, since one that is no
    request is no reason to refuse the others: it is answered in its place."""
    COMPONENTS.update(copy.deepcopy(raw_schema["components"]))
    raw_schema["components"]["schemas"]["PayloadOfCommand"] = {}
    record = raw_schema["paths"]["/api/v1/records"]["post"]
    record["requestBody"]["content"][LINES] = {"schema": {}}


@schemathesis.serializer(LINES)
def write_lines(ctx, value):
    """Several requests: each in a line."""
    several = value if isinstance(value, list) else [value]
    return "\n".join(json.dumps(one) for one in several).encode()


@functools.cache
def schema_of(line):
    """What holds a line against the schema that the document has for it."""
    return jsonschema_rs.validator_for({**json.loads(line), "components": COMPONENTS})


@schemathesis.check
def every_line_is_as_documented(ctx, response, case):
    """Of an answer in lines the document says what each of them is."""
    documented = case.operation.definition.raw["responses"].get(str(response.status_code), {})
    line = documented.get("content", {}).get(LINES)
    if line is None or response.headers.get("content-type", [""])[0] != LINES:
        return
    for said in response.text.splitlines():
        found = next(schema_of(json.dumps(line["schema"])).iter_errors(json.loads(said)), None)
        assert found is None, f"{found.message}: {said}"


def places(value, way=()):
    """The way to everything that stands in a request."""
    if way:
        yield way
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, within in inside:
        yield from places(within, (*way, name))


def spoil(request, chance):
    """Makes something wrong, or only other, at one place of a request."""
    way = chance.choice(list(places(request)))
    holds = request
    for name in way[:-1]:
        holds = holds[name]
    kind = chance.randrange(4)
    if kind == 0:
        del holds[way[-1]]
    elif kind == 1 and isinstance(holds, dict):
        holds["unknown"] = holds.pop(way[-1])
    elif kind == 2:
        holds[way[-1]] = copy.deepcopy(chance.choice(list(chance.choice(REQUESTS).values())))
    else:
        holds[way[-1]] = copy.deepcopy(chance.choice(INSTEAD))


def recorded(chance):
    """A request of those that are recorded: as it is, as another, of another day, or spoiled."""
    request = copy.deepcopy(chance.choice(REQUESTS))
    if chance.random() < 0.5:
        request["request"] = str(uuid.UUID(int=chance.getrandbits(128), version=4))
    if chance.random() < 0.3:
        for action in request.get("actions", [request]):
            action["envelope"]["occurred"] = {"day": f"2026-0{chance.randrange(1, 10)}-1{chance.randrange(10)}"}
    for _ in range(chance.choice([0, 0, 0, 1, 1, 2])):
        spoil(request, chance)
    return request


@schemathesis.hook
def before_call(context, case, kwargs):
    """Puts a request as it is recorded in the place of most that are made up and meant to be right."""
    meta = case.meta
    if case.operation.label != RECORDS or meta is None or meta.phase.name.value != "fuzzing":
        return
    if not meta.generation.mode.is_positive:
        return
    # The same request made up is replaced by the same again, so that what fails can be asked anew.
    chance = random.Random(json.dumps(case.body, sort_keys=True, default=str))
    if chance.random() < 0.2:
        return
    if case.media_type == LINES:
        case.body = [recorded(chance) for _ in range(chance.randrange(1, 4))]
    else:
        case.body = recorded(chance)
    for name in [it for it in case.headers or {} if chance.random() < 0.8]:
        del case.headers[name]
    if chance.random() < 0.1:
        case.headers["If-Match"] = '"1.0"'


@schemathesis.hook
def after_call(context, case, response):
    """Writes down how recording was answered."""
    if case.operation.label == RECORDS:
        with open(os.environ["CANDOUR_STATUSES"], "a", encoding="utf-8") as statuses:
            statuses.write(f"{response.status_code} {case.media_type}\n")
