// Holds the stand-in honest with a client that others wrote, on another implementation of gRPC.
//
// Called with what to connect to and with the file of the authority to trust. Compares whole values,
// and fails at the first that differs.

import { deepStrictEqual as equal, ok, rejects } from "node:assert";

import {
  AccessDeniedError,
  ANY,
  BACKWARDS,
  binaryEvent,
  END,
  EventStoreDBClient,
  FORWARDS,
  jsonEvent,
  MaxAppendSizeExceededError,
  NO_STREAM,
  START,
  STREAM_EXISTS,
  streamNameFilter,
  eventTypeFilter,
  StreamDeletedError,
  StreamNotFoundError,
  WrongExpectedVersionError,
} from "@eventstore/db-client";

const APPEND_BYTES_MAX = 1024 * 1024;

const id = (number) => `00000000-0000-0000-0000-${String(number).padStart(12, "0")}`;
const event = (number) => jsonEvent({ type: "Seen", id: id(number), data: { number } });
const seen = ({ event }) => [event.streamId, event.revision, Number(event.id.split("-")[4])];

async function all(read) {
  const found = [];
  for await (const one of read) {
    found.push(one);
  }
  return found;
}

async function refused(kind, call, more) {
  await rejects(call, (error) => {
    equal(error.constructor, kind);
    for (const [name, wanted] of Object.entries(more ?? {})) {
      equal(error[name], wanted);
    }
    return true;
  });
}

async function appends(client) {
  const write = (events, expectedRevision, more) =>
    client.appendToStream("peer-1", events, { expectedRevision, ...more });
  const first = await write(event(1), NO_STREAM);
  equal([first.success, first.nextExpectedRevision], [true, 0n]);
  equal(await write(event(1), NO_STREAM), first);
  const several = [event(2), event(3)];
  const second = await write(several, 0n);
  equal([second.success, second.nextExpectedRevision], [true, 2n]);
  equal(await write(several, 0n), second);
  ok(second.position.commit > first.position.commit);
  const sent = binaryEvent({
    type: "Heard",
    id: id(4),
    data: Uint8Array.from({ length: 256 }, (_, at) => at),
    metadata: { $correlationId: "7" },
  });
  // With credentials of its own the client writes by a single append, otherwise by batches.
  const single = { credentials: { username: "candour", password: "secret" } };
  const third = await write(sent, 2n, single);
  equal(await write(sent, 2n, single), third);
  const [{ event: found }] = await all(client.readStream("peer-1", { fromRevision: 3n }));
  equal([found.type, found.isJson, found.id, found.revision], ["Heard", false, id(4), 3n]);
  equal([...found.data], [...sent.data]);
  equal(found.metadata, { $correlationId: "7" });
  equal(found.position, third.position);
  const late = Date.now() - found.created.getTime();
  ok(late > -1000 && late < 300_000, `stamped ${late} ms ago`);
}

async function reads(client) {
  const wanted = [0, 1, 2, 3].map((at) => ["peer-1", BigInt(at), at + 1]);
  const stream = async (options) => (await all(client.readStream("peer-1", options))).map(seen);
  equal(await stream({ direction: FORWARDS, fromRevision: START }), wanted);
  equal(await stream({ direction: FORWARDS, fromRevision: 2n }), wanted.slice(2));
  equal(await stream({ direction: FORWARDS, fromRevision: END }), []);
  equal(await stream({ direction: FORWARDS, fromRevision: START, maxCount: 2 }), wanted.slice(0, 2));
  const back = [...wanted].reverse();
  equal(await stream({ direction: BACKWARDS, fromRevision: END }), back);
  equal(await stream({ direction: BACKWARDS, fromRevision: 1n }), back.slice(2));
  equal(await stream({ direction: BACKWARDS, fromRevision: START }), back.slice(3));
  const everything = async (options) => {
    const found = await all(client.readAll(options));
    return found.filter(({ event }) => !event.type.startsWith("$"));
  };
  const found = await everything({ direction: FORWARDS, fromPosition: START });
  equal(found.map(seen), wanted);
  const positions = found.map(({ event }) => event.position);
  for (const [at, { commit, prepare }] of positions.entries()) {
    ok(at === 0 || commit > positions[at - 1].commit);
    equal(commit, prepare);
  }
  const fromPosition = positions[2];
  const after = await everything({ direction: FORWARDS, fromPosition });
  equal(after.map(seen), wanted.slice(2));
  const before = await everything({ direction: BACKWARDS, fromPosition });
  equal(before.map(seen), back.slice(2));
  const last = await all(client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1 }));
  equal(last.map(seen), wanted.slice(3));
}

async function refusals(client) {
  const single = { credentials: { username: "candour", password: "secret" } };
  for (const more of [{}, single]) {
    const write = (stream, expectedRevision) => () =>
      client.appendToStream(stream, event(9), { expectedRevision, ...more });
    await refused(WrongExpectedVersionError, write("peer-1", 7n), {
      streamName: "peer-1",
      expectedVersion: 7n,
      actualVersion: 3n,
    });
    await refused(WrongExpectedVersionError, write("peer-1", NO_STREAM), { actualVersion: 3n });
    await refused(WrongExpectedVersionError, write("peer-9", STREAM_EXISTS), {
      streamName: "peer-9",
      expectedVersion: "stream_exists",
      actualVersion: "no_stream",
    });
    const data = { long: "a".repeat(APPEND_BYTES_MAX) };
    const large = () =>
      client.appendToStream("peer-9", jsonEvent({ type: "Large", data }), more);
    await refused(MaxAppendSizeExceededError, large, { maxAppendSize: APPEND_BYTES_MAX });
  }
  const missing = () => all(client.readStream("peer-9"));
  await refused(StreamNotFoundError, missing, { streamName: "peer-9" });
}

/** What a subscription brings: each message in its order, as it comes. */
function following(subscription) {
  const waiting = [];
  const told = [];
  const tell = (what) => (waiting.length ? waiting.shift().give(what) : told.push({ what }));
  subscription.on("data", (resolved) => tell(seen(resolved)));
  subscription.on("caughtUp", () => tell("caught up"));
  subscription.on("error", (error) => {
    for (const { fail } of waiting) {
      fail(error);
    }
  });
  return () =>
    told.length
      ? Promise.resolve(told.shift().what)
      : new Promise((give, fail) => waiting.push({ give, fail }));
}

async function subscriptions(client) {
  const stream = client.subscribeToStream("peer-1", { fromRevision: 1n });
  const next = following(stream);
  equal([await next(), await next()], [["peer-1", 2n, 3], ["peer-1", 3n, 4]]);
  equal(await next(), "caught up");
  await client.appendToStream("peer-1", event(5), { expectedRevision: 3n });
  equal(await next(), ["peer-1", 4n, 5]);
  await stream.unsubscribe();

  let checkpoints = 0;
  const filter = streamNameFilter({
    prefixes: ["peer-2"],
    maxSearchWindow: 1,
    checkpointInterval: 2,
    checkpointReached: async () => void checkpoints++,
  });
  const filtered = client.subscribeToAll({ fromPosition: START, filter });
  const nextFiltered = following(filtered);
  equal(await nextFiltered(), "caught up");
  equal(checkpoints, 3);
  const written = await client.appendToStream("peer-2", event(6), { expectedRevision: NO_STREAM });
  equal(await nextFiltered(), ["peer-2", 0n, 6]);
  await filtered.unsubscribe();

  const regex = eventTypeFilter({ regex: /^(?!\$).*$/.source });
  const after = client.subscribeToAll({ fromPosition: written.position, filter: regex });
  const nextAfter = following(after);
  equal(await nextAfter(), "caught up");
  await client.appendToStream("peer-2", event(7), { expectedRevision: ANY });
  equal(await nextAfter(), ["peer-2", 1n, 7]);
  await after.unsubscribe();
}

async function deletions(client) {
  const elsewhere = () => client.deleteStream("peer-2", { expectedRevision: 7n });
  await refused(WrongExpectedVersionError, elsewhere, {
    streamName: "peer-2",
    expectedVersion: 7n,
    actualVersion: 1n,
  });
  await client.deleteStream("peer-2", { expectedRevision: 1n });
  const read = () => all(client.readStream("peer-2"));
  await refused(StreamNotFoundError, read);
  await client.appendToStream("peer-2", event(8), { expectedRevision: NO_STREAM });
  equal((await read()).map(seen), [["peer-2", 2n, 8]]);
  await client.tombstoneStream("peer-2", { expectedRevision: 2n });
  await refused(StreamDeletedError, read, { streamName: "peer-2" });
  const write = () => client.appendToStream("peer-2", event(9), { expectedRevision: 2n });
  await refused(StreamDeletedError, write, { streamName: "peer-2" });
}

const [connection, authority] = process.argv.slice(2);
const connect = (string) => EventStoreDBClient.connectionString(`${string}&tlsCAFile=${authority}`);
const client = connect(connection);
for (const part of [appends, reads, refusals, subscriptions, deletions]) {
  await part(client);
}
await client.dispose();
const stranger = connect(connection.replace("candour:secret@", "candour:wrong@"));
await refused(AccessDeniedError, () => all(stranger.readStream("peer-1")));
await stranger.dispose();
console.log("all as it should be");
