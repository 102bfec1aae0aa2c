// A browser records WebM as it goes: without a length, and without an index to seek by. This writes the same pictures once more with
// both. https://www.rfc-editor.org/rfc/rfc8794 (EBML), https://www.rfc-editor.org/rfc/rfc9559 (Matroska)

const ids = {
  header: 0x1a45dfa3,
  segment: 0x18538067,
  info: 0x1549a966,
  duration: 0x4489,
  tracks: 0x1654ae6b,
  cues: 0x1c53bb6b,
  cuePoint: 0xbb,
  cueTime: 0xb3,
  cueTrackPositions: 0xb7,
  cueTrack: 0xf7,
  cueClusterPosition: 0xf1,
  cluster: 0x1f43b675,
  timestamp: 0xe7,
  simpleBlock: 0xa3,
  blockGroup: 0xa0,
  block: 0xa1,
  reference: 0xfb,
} as const;

const KEY_FRAME = 0x80;
/** A block's time is relative to its cluster's, in 16 bits with a sign. */
const LONGEST_CLUSTER = 30_000;

type Element = { id: number; body: Buffer };
/** A coded picture: its track, its time in the film, and whether it needs no other one. */
type Picture = { track: Buffer; time: number; isKey: boolean; rest: Buffer };
type Recording = { header: Buffer; info: Buffer; tracks: Buffer; pictures: Picture[] };

/** The recording with its duration and an index in it. Throws when it is not a recording of one video track with pictures in it. */
export function seekable(recorded: Buffer): Buffer {
  const { header, info, tracks, pictures } = read(recorded);
  const [first] = pictures;
  if (!first?.isKey) throw new Error("the recording does not begin with a whole picture");
  const clusters = clustersOf(pictures);
  const fixed = [element(ids.info, infoWith(info, durationOf(pictures))), element(ids.tracks, tracks)];
  const written = clusters.map(({ time, body }) => ({ time, bytes: element(ids.cluster, body) }));
  // The index stands before what it points at, so its own length comes first; every position takes eight bytes, whatever it is.
  const index = (from: number) => element(ids.cues, Buffer.concat(pointsTo(written, first.track, from)));
  const before = sizeOf(fixed) + index(0).length;
  const segment = [...fixed, index(before), ...written.map(({ bytes }) => bytes)];
  return Buffer.concat([element(ids.header, header), element(ids.segment, Buffer.concat(segment))]);
}

const sizeOf = (buffers: Buffer[]): number => buffers.reduce((sum, { length }) => sum + length, 0);

function read(recorded: Buffer): Recording {
  const found = new Map<number, Buffer>();
  const pictures: Picture[] = [];
  let clusterTime = 0;
  // Segments and clusters are walked into, because a recording does not know their length.
  for (const { id, body } of elements(recorded, [ids.segment, ids.cluster])) {
    if (id === ids.timestamp) clusterTime = body.readUIntBE(0, body.length);
    else if (id === ids.simpleBlock) pictures.push(pictureOf(body, clusterTime, ((body[3] ?? 0) & KEY_FRAME) !== 0));
    else if (id === ids.blockGroup) {
      const parts = [...elements(body)];
      const block = parts.find((part) => part.id === ids.block);
      if (block) pictures.push(pictureOf(block.body, clusterTime, !parts.some((part) => part.id === ids.reference)));
    } else found.set(id, body);
  }
  const [header, info, tracks] = [ids.header, ids.info, ids.tracks].map((id) => found.get(id));
  if (!header || !info || !tracks) throw new Error("the recording is not complete");
  return { header, info, tracks, pictures };
}

function pictureOf(block: Buffer, clusterTime: number, isKey: boolean): Picture {
  // One byte names the track, as long as there are fewer than 127 of them.
  return { track: block.subarray(0, 1), time: clusterTime + block.readInt16BE(1), isKey, rest: block.subarray(4) };
}

function* elements(from: Buffer, walkedInto: number[] = []): Generator<Element> {
  for (let at = 0; at < from.length; ) {
    const idLength = Math.clz32((from[at] ?? 0) << 24) + 1;
    const id = from.readUIntBE(at, idLength);
    at += idLength;
    const length = Math.clz32((from[at] ?? 0) << 24) + 1;
    if (idLength > 4 || length > 8) throw new Error("the recording is damaged");
    const size = sizeAt(from, at, length);
    at += length;
    if (walkedInto.includes(id)) continue;
    // A recording that was cut short ends with half an element.
    if (at + size > from.length) return;
    yield { id, body: from.subarray(at, at + size) };
    at += size;
  }
}

function sizeAt(from: Buffer, at: number, length: number): number {
  let size = (from[at] ?? 0) & (0xff >> length);
  for (let i = 1; i < length; i++) size = size * 256 + (from[at + i] ?? 0);
  return size;
}

/** A cluster for each whole picture and what builds on it: those are the places that can be jumped to. */
function clustersOf(pictures: Picture[]): { time: number; body: Buffer }[] {
  const groups: Picture[][] = [];
  for (const picture of pictures) {
    const group = groups.at(-1);
    const since = picture.time - (group?.[0]?.time ?? picture.time);
    if (!group || picture.isKey || since > LONGEST_CLUSTER) groups.push([picture]);
    else group.push(picture);
  }
  return groups.map((group) => {
    const time = group[0]?.time ?? 0;
    return {
      time,
      body: Buffer.concat([element(ids.timestamp, uint(time)), ...group.map((one) => blockOf(one, time))]),
    };
  });
}

function blockOf({ track, time, isKey, rest }: Picture, clusterTime: number): Buffer {
  const head = Buffer.alloc(3);
  head.writeInt16BE(time - clusterTime);
  head[2] = isKey ? KEY_FRAME : 0;
  return element(ids.simpleBlock, Buffer.concat([track, head, rest]));
}

/** The last picture stands as long as the ones before it did on average. */
function durationOf(pictures: Picture[]): number {
  const last = pictures.at(-1)?.time ?? 0;
  return last + last / Math.max(1, pictures.length - 1);
}

function infoWith(info: Buffer, duration: number): Buffer {
  const kept = [...elements(info)].filter(({ id }) => id !== ids.duration).map(({ id, body }) => element(id, body));
  const value = Buffer.alloc(8);
  value.writeDoubleBE(duration);
  return Buffer.concat([...kept, element(ids.duration, value)]);
}

function pointsTo(clusters: { time: number; bytes: Buffer }[], track: Buffer, from: number): Buffer[] {
  let position = from;
  return clusters.map(({ time, bytes }) => {
    const place = Buffer.alloc(8);
    place.writeBigUInt64BE(BigInt(position));
    position += bytes.length;
    const trackNumber = Buffer.of((track[0] ?? 0) & 0x7f);
    const where = [element(ids.cueTrack, trackNumber), element(ids.cueClusterPosition, place)];
    return element(
      ids.cuePoint,
      Buffer.concat([element(ids.cueTime, uint(time)), element(ids.cueTrackPositions, Buffer.concat(where))]),
    );
  });
}

/** An element with its size in eight bytes: longer than need be, and never too short. */
function element(id: number, body: Buffer): Buffer {
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE(BigInt(body.length) | (1n << 56n));
  const idLength = id > 0xffffff ? 4 : id > 0xffff ? 3 : id > 0xff ? 2 : 1;
  const name = Buffer.alloc(idLength);
  name.writeUIntBE(id, 0, idLength);
  return Buffer.concat([name, size, body]);
}

function uint(value: number): Buffer {
  const bytes = Buffer.alloc(6);
  bytes.writeUIntBE(value, 0, 6);
  return bytes;
}
