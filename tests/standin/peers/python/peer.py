"""Holds the stand-in honest with a client that others wrote, on another implementation of gRPC.

Called with what to connect to and with the file of the authority to trust. Compares whole values, and
fails at the first that differs.
"""

import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from uuid import UUID

from kurrentdbclient import CaughtUp, Checkpoint, KurrentDBClient, NewEvent, StreamState
from kurrentdbclient.exceptions import (
    FailedPreconditionError,
    GrpcError,
    MaximumAppendSizeExceededError,
    NotFoundError,
    StreamIsDeletedError,
    UnauthenticatedError,
    WrongCurrentVersionError,
)

APPEND_BYTES_MAX = 1024 * 1024


def equal(found, wanted):
    if found != wanted:
        raise AssertionError(f"found {found!r}, wanted {wanted!r}")


def refused(kind, call):
    """What a call is refused with, which has to be of this kind and of no other."""
    try:
        found = call()
    except Exception as error:
        equal(type(error), kind)
        return error
    raise AssertionError(f"found {found!r}, wanted {kind.__name__}")


def event(number, **more):
    said = b'{"number":%d}' % number
    return NewEvent(type="Seen", data=said, id=UUID(int=number), **more)


def seen(record):
    return (record.stream_name, record.stream_position, record.id.int)


def appends(client):
    none = StreamState.NO_STREAM
    first = client.append_to_stream("peer-1", events=event(1), current_version=none)
    equal(client.append_to_stream("peer-1", events=event(1), current_version=none), first)
    several = [event(2), event(3)]
    second = client.append_to_stream("peer-1", events=several, current_version=0)
    equal(client.append_to_stream("peer-1", events=several, current_version=0), second)
    equal(second > first, True)
    sent = NewEvent(
        type="Heard",
        data=bytes(range(256)),
        metadata=b'{"$correlationId":"7"}',
        content_type="application/octet-stream",
        id=UUID(int=4),
    )
    third = client.append_to_stream("peer-1", events=sent, current_version=2)
    [found] = client.get_stream("peer-1", stream_position=3)
    equal(
        (found.type, found.data, found.metadata, found.content_type, found.id),
        (sent.type, sent.data, sent.metadata, sent.content_type, sent.id),
    )
    equal((found.stream_name, found.stream_position), ("peer-1", 3))
    equal((found.commit_position, found.prepare_position), (third, third))
    late = datetime.now(timezone.utc) - found.recorded_at
    equal(timedelta(0) <= late < timedelta(minutes=5), True)


def reads(client):
    wanted = [("peer-1", at, at + 1) for at in range(4)]
    found = [seen(it) for it in client.get_stream("peer-1")]
    equal(found, wanted)
    equal([seen(it) for it in client.get_stream("peer-1", stream_position=2)], wanted[2:])
    equal([seen(it) for it in client.get_stream("peer-1", limit=2)], wanted[:2])
    back = [seen(it) for it in client.get_stream("peer-1", backwards=True)]
    equal(back, wanted[::-1])
    back = client.get_stream("peer-1", stream_position=1, backwards=True)
    equal([seen(it) for it in back], wanted[1::-1])
    # Without the records of the server itself: the client's own filter looks ahead.
    everything = list(client.read_all())
    equal([seen(it) for it in everything], wanted)
    positions = [it.commit_position for it in everything]
    equal(positions, sorted(set(positions)))
    third = positions[2]
    equal([seen(it) for it in client.read_all(commit_position=third)], wanted[2:])
    back = client.read_all(commit_position=third, backwards=True)
    equal([seen(it) for it in back], wanted[1::-1])
    by_name = client.read_all(filter_include=["peer-.*"], filter_by_stream_name=True)
    equal([seen(it) for it in by_name], wanted)
    unfiltered = {it.type for it in client.read_all(filter_exclude=[])}
    equal(unfiltered, {"$epoch-information", "Seen", "Heard"})
    equal(client.get_current_version("peer-1"), 3)
    equal(client.get_current_version("peer-9"), StreamState.NO_STREAM)
    equal(client.get_commit_position(), positions[-1])


def refusals(client):
    def append(version, events, stream="peer-1"):
        return lambda: client.append_to_stream(stream, events=events, current_version=version)

    for events in (event(9), [event(9)]):
        error = refused(WrongCurrentVersionError, append(7, events))
        equal((error.stream_name, error.actual_version, error.expected_version), ("peer-1", 3, 7))
        error = refused(WrongCurrentVersionError, append(7, events, "peer-9"))
        wanted = ("peer-9", StreamState.NO_STREAM, 7)
        equal((error.stream_name, error.actual_version, error.expected_version), wanted)
    refused(NotFoundError, lambda: client.get_stream("peer-9"))
    large = NewEvent(type="Large", data=bytes(APPEND_BYTES_MAX))
    error = refused(GrpcError, append(4, large))
    equal("an append has at most 1048576 bytes" in str(error), True)
    refused(MaximumAppendSizeExceededError, append(4, [large]))
    equal(client.get_current_version("peer-1"), 3)


def subscriptions(client):
    with client.subscribe_to_stream("peer-1", stream_position=1, include_caught_up=True) as follows:
        equal([seen(next(follows)) for _ in range(2)], [("peer-1", 2, 3), ("peer-1", 3, 4)])
        equal(type(next(follows)), CaughtUp)
        client.append_to_stream("peer-1", events=event(5), current_version=3)
        equal(seen(next(follows)), ("peer-1", 4, 5))
    with client.subscribe_to_all(
        filter_include=["peer-2"],
        filter_by_stream_name=True,
        include_checkpoints=True,
        include_caught_up=True,
        window_size=1,
        checkpoint_interval_multiplier=2,
    ) as follows:
        kinds = [type(next(follows)) for _ in range(4)]
        equal(kinds, [Checkpoint, Checkpoint, Checkpoint, CaughtUp])
        client.append_to_stream("peer-2", events=event(6), current_version=StreamState.NO_STREAM)
        found = next(follows)
        equal(seen(found), ("peer-2", 0, 6))
    with client.subscribe_to_all(commit_position=found.commit_position) as follows:
        client.append_to_stream("peer-2", events=event(7), current_version=0)
        equal(seen(next(follows)), ("peer-2", 1, 7))


def deletions(client):
    error = refused(WrongCurrentVersionError, lambda: client.delete_stream("peer-2", current_version=7))
    equal((error.stream_name, error.actual_version, error.expected_version), ("peer-2", 1, 7))
    client.delete_stream("peer-2", current_version=1)
    refused(NotFoundError, lambda: client.get_stream("peer-2"))
    none = StreamState.NO_STREAM
    client.append_to_stream("peer-2", events=event(8), current_version=none)
    equal([seen(it) for it in client.get_stream("peer-2")], [("peer-2", 2, 8)])
    client.tombstone_stream("peer-2", current_version=2)
    refused(StreamIsDeletedError, lambda: client.get_stream("peer-2"))
    # The client has a kind of its own for this in a batch alone.
    for events, kind in ((event(9), FailedPreconditionError), ([event(9)], StreamIsDeletedError)):
        write = lambda: client.append_to_stream("peer-2", events=events, current_version=2)
        equal("is deleted" in str(refused(kind, write)), True)


def cluster(client):
    states = [(member.state, member.address) for member in client.read_gossip()]
    wanted = ["NODE_STATE_LEADER", "NODE_STATE_FOLLOWER", "NODE_STATE_FOLLOWER"]
    equal(states, [(state, "127.0.0.1") for state in wanted])


def main():
    connection, authority = sys.argv[1:]
    trusted = Path(authority).read_bytes()
    with KurrentDBClient(connection, root_certificates=trusted) as client:
        for part in (appends, reads, refusals, subscriptions, deletions, cluster):
            part(client)
    stranger = connection.replace("esdb://candour:secret@", "esdb://candour:wrong@")
    with KurrentDBClient(stranger, root_certificates=trusted) as client:
        refused(UnauthenticatedError, lambda: client.get_stream("peer-1"))
    print("all as it should be")


main()
