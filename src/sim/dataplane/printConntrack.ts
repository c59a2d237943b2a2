/** Conntrack rows as `conntrack -L` prints them. Source: conntrack-tools, conntrack(8); libnetfilter_conntrack snprintf_default.c. */
import type { Micros } from '../kernel/time';
import type { FlowHeaders } from '../packet/headers';
import type { ConntrackEntry } from './conntrack';

function tuple({ source, destination }: FlowHeaders): string {
  return `src=${source.ip} dst=${destination.ip} sport=${source.port} dport=${destination.port}`;
}

/** One row: protocol, seconds left, state, both tuples, flags. */
export function printConntrackEntry(entry: ConntrackEntry, now: Micros): string {
  const { protocol } = entry.original;
  const left = Math.max(0, Math.floor((entry.expiresAt - now) / 1_000_000));
  return [
    protocol.padEnd(8),
    protocol === 'tcp' ? '6' : '17',
    String(left),
    ...(entry.tcpState === undefined ? [] : [entry.tcpState]),
    tuple(entry.original),
    ...(entry.seenReply ? [] : ['[UNREPLIED]']),
    tuple(entry.reply),
    ...(entry.assured ? ['[ASSURED]'] : []),
    'mark=0',
    'use=1',
  ].join(' ');
}

/** All rows that are still alive, one a line; empty text if there are none. */
export function printConntrack(entries: readonly ConntrackEntry[], now: Micros): string {
  return entries
    .filter((entry) => entry.expiresAt > now)
    .map((entry) => `${printConntrackEntry(entry, now)}\n`)
    .join('');
}
