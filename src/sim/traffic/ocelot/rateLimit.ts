/**
 * Ocelot's rate limit as state and step: a fixed window per client and route, and a wait after the quota.
 * Source: Ocelot src/RateLimiting/{RateLimiting,RateLimitingMiddleware}.cs, src/Configuration/{RateLimitOptions,RateLimitRule}.cs.
 */
import type { Micros } from '../../kernel/time';

/** RateLimitOptions after merging with GlobalConfiguration. */
export interface RateLimitOptions {
  readonly isOn: boolean;
  /** Whose value names the client; `Oc-Client` unless said otherwise. */
  readonly clientIdHeader: string;
  readonly clientWhitelist: readonly string[];
  readonly limit: number;
  /** As written: `1s`, `5m`. */
  readonly period: string;
  readonly periodMs: number;
  readonly waitMs: number;
  /** 429 unless said otherwise. */
  readonly status: number;
}

export const NO_RATE_LIMIT: RateLimitOptions = {
  isOn: false,
  clientIdHeader: 'Oc-Client',
  clientWhitelist: [],
  limit: 0,
  period: '1s',
  periodMs: 1_000,
  waitMs: 0,
  status: 429,
};

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/**
 * A time span as the rule writes it, in milliseconds: `100ms`, `1.5s`, `5m`, `1h`, `1d`; without a unit milliseconds.
 * Undefined where Ocelot throws. Source: RateLimitRule.ParseTimespan.
 */
export function parseTimespan(text: string): number | undefined {
  if (text.trim() === '') return 0;
  const match = /^-?(\d+\.?\d*|\.\d+)([a-z]*)$/i.exec(text.trim());
  const unit = UNITS[match?.[2]?.toLowerCase() ?? '-'];
  return match === null || unit === undefined ? undefined : Number(match[1]) * unit;
}

/** Requests of one client on one route. */
export interface RateLimitCounter {
  readonly startedAt: Micros;
  readonly exceededAt: Micros | null;
  readonly total: number;
}

export type Admission =
  | { readonly admitted: true; readonly counter: RateLimitCounter | null }
  /** `retryAfterMicros` is null where Ocelot does not know the client. */
  | {
      readonly admitted: false;
      readonly counter: RateLimitCounter | null;
      readonly status: number;
      readonly retryAfterMicros: Micros | null;
    };

/** Ocelot does not let a client in that does not say who it is. */
const UNKNOWN_CLIENT_STATUS = 503;

/**
 * Whether a request may go on.
 * @param clientId value of the header that the rule names; empty if there is none
 */
export function admit(
  before: RateLimitCounter | undefined,
  options: RateLimitOptions,
  clientId: string,
  now: Micros,
): Admission {
  if (!options.isOn || options.clientWhitelist.includes(clientId)) return { admitted: true, counter: null };
  if (clientId === '') {
    return { admitted: false, counter: null, status: UNKNOWN_CLIENT_STATUS, retryAfterMicros: null };
  }
  let counter = count(before, options, now);
  let retryAfterMicros = retryAfter(counter, options, now);
  if (counter.total > options.limit && retryAfterMicros < 0) {
    counter = { startedAt: now, exceededAt: null, total: 1 };
    retryAfterMicros = retryAfter(counter, options, now);
  }
  if (counter.total <= options.limit) return { admitted: true, counter };
  return { admitted: false, counter, status: options.status, retryAfterMicros };
}

function count(
  before: RateLimitCounter | undefined,
  { limit, periodMs, waitMs }: RateLimitOptions,
  now: Micros,
): RateLimitCounter {
  const fresh = { startedAt: now, exceededAt: null, total: 1 };
  // Storage forgets after the period, the wait and one second.
  if (before === undefined) return fresh;
  const total = before.total + 1;
  const exceededAt = before.exceededAt ?? (total > limit ? now : null);
  const isInPeriod = before.startedAt + periodMs * 1_000 >= now;
  const isInWait = exceededAt !== null && exceededAt + waitMs * 1_000 >= now;
  return isInPeriod || isInWait ? { startedAt: before.startedAt, exceededAt, total } : fresh;
}

/** Microseconds until it may be tried again; below 0 when the wait is over. */
function retryAfter(
  counter: RateLimitCounter,
  { limit, periodMs, waitMs }: RateLimitOptions,
  now: Micros,
): Micros {
  if (counter.total <= limit || counter.exceededAt === null) return 0;
  const periodEnd = counter.startedAt + periodMs * 1_000;
  if (waitMs === 0 && periodEnd > now) return periodEnd - now;
  const waitEnd = counter.exceededAt + waitMs * 1_000;
  return waitEnd > now ? waitEnd - now : -1;
}
