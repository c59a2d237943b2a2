/** Several files as one ZIP archive, stored as they are: pictures are packed already. PKWARE APPNOTE 6.3, sections 4.3.7 to 4.3.16. */
import type { MadeFile } from './footage';

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const VERSION = 20;
/** Names are UTF-8. */
const FLAGS = 0x0800;
/** 1 January 1980: the same files make the same archive. */
const DATE = 0x21;

/** The archive's bytes. The files' names must differ. */
export function zipOf(files: readonly MadeFile[]): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  const entries: Uint8Array[] = [];
  let offset = 0;
  for (const { name, bytes } of files) {
    const path = new TextEncoder().encode(name);
    const shared = [
      ...u16(VERSION, FLAGS, 0, 0, DATE),
      ...u32(crcOf(bytes), bytes.length, bytes.length),
      ...u16(path.length, 0),
    ];
    const local = new Uint8Array([...u32(LOCAL), ...shared, ...path]);
    parts.push(local, bytes);
    entries.push(
      new Uint8Array([
        ...u32(CENTRAL),
        ...u16(VERSION),
        ...shared,
        ...u16(0, 0, 0),
        ...u32(0, offset),
        ...path,
      ]),
    );
    offset += local.length + bytes.length;
  }
  const size = entries.reduce((sum, entry) => sum + entry.length, 0);
  const count = files.length;
  const end = new Uint8Array([...u32(END), ...u16(0, 0, count, count), ...u32(size, offset), ...u16(0)]);
  return joined([...parts, ...entries, end]);
}

function u16(...values: readonly number[]): number[] {
  return values.flatMap((value) => [value & 255, (value >> 8) & 255]);
}

function u32(...values: readonly number[]): number[] {
  return values.flatMap((value) => [
    value & 255,
    (value >> 8) & 255,
    (value >> 16) & 255,
    (value >>> 24) & 255,
  ]);
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

let table: Uint32Array | null = null;

/** CRC-32 of ISO 3309. */
function crcOf(bytes: Uint8Array): number {
  table ??= Uint32Array.from({ length: 256 }, (_, n) => {
    let value = n;
    for (let k = 0; k < 8; k += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
    return value;
  });
  let crc = 0xffffffff;
  for (const byte of bytes) crc = table[(crc ^ byte) & 255]! ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
