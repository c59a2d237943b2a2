/**
 * Address ranges as nft keeps them in one set: sorted, and joined where they overlap or touch.
 * Source: nftables 1.0.6 src/intervals.c setelem_automerge, src/segtree.c (a range that is a prefix is shown as one).
 */
import ipaddr from 'ipaddr.js';
import { addressBytes } from '../addresses';

interface Interval {
  readonly from: bigint;
  readonly to: bigint;
}

/** `10.0.0.0/8`, an address, or `10.0.0.1-10.0.0.5`, in the order of their addresses. All of one family. */
export function mergedRanges(texts: readonly string[]): string[] {
  const bits = texts.some((text) => text.includes(':')) ? 128 : 32;
  const sorted = texts
    .map((text) => intervalOf(text, bits))
    .sort((a, b) => (a.from === b.from ? 0 : a.from < b.from ? -1 : 1));
  const merged: Interval[] = [];
  for (const one of sorted) {
    const last = merged.at(-1);
    if (last === undefined || one.from > last.to + 1n) merged.push(one);
    else merged[merged.length - 1] = { from: last.from, to: one.to > last.to ? one.to : last.to };
  }
  return merged.map((one) => textOf(one, bits));
}

function intervalOf(text: string, bits: number): Interval {
  const [ip = '', length = String(bits)] = text.split('/');
  const from = addressBytes(ip).reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  return { from, to: from + (1n << BigInt(bits - Number(length))) - 1n };
}

function textOf({ from, to }: Interval, bits: number): string {
  const size = to - from + 1n;
  const length = bits - (size.toString(2).length - 1);
  const isPrefix = (size & (size - 1n)) === 0n && from % size === 0n;
  if (!isPrefix) return `${addressOf(from, bits)}-${addressOf(to, bits)}`;
  return size === 1n ? addressOf(from, bits) : `${addressOf(from, bits)}/${length}`;
}

function addressOf(value: bigint, bits: number): string {
  const bytes = Array.from({ length: bits / 8 }, (_, at) =>
    Number((value >> BigInt(bits - 8 - 8 * at)) & 255n),
  );
  const address = ipaddr.fromByteArray(bytes);
  return address instanceof ipaddr.IPv6 ? address.toRFC5952String() : address.toString();
}
