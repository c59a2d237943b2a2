/**
 * A route's RateLimitOptions and HttpHandlerOptions, the route's own before the global ones.
 * Sources: Ocelot 25 src/Configuration/Creator/{RateLimitOptionsCreator,HttpHandlerOptionsCreator}.cs,
 * src/Configuration/{RateLimitOptions,HttpHandlerOptions}.cs.
 */
import type { HttpHandlerOptions } from './configuration';
import { NO_RATE_LIMIT, parseTimespan, type RateLimitOptions } from './rateLimit';
import type { SectionReader } from './sectionReader';

const DEFAULT_POOLED_LIFETIME_SECONDS = 120;
const INT_MAX = 2_147_483_647;

/** @param isShared whether the global section is for this route */
export function rateLimitOf(
  route: SectionReader,
  global: SectionReader,
  isShared: boolean,
): RateLimitOptions {
  const name = 'RateLimitOptions';
  const own = route.section(name);
  const shared = global.section(name);
  const sections = [...(route.has(name) ? [own] : []), ...(isShared && global.has(name) ? [shared] : [])];
  if (sections.length === 0) return NO_RATE_LIMIT;
  const isOff = sections.some(
    (section) => section.has('EnableRateLimiting') && !section.boolean('EnableRateLimiting'),
  );
  if (!isOff && route.has(name)) checkOwnLimit(own);
  const text = (...keys: readonly string[]) =>
    sections.map((section) => section.text(...keys)).find((value) => value !== '') ?? '';
  const number = (...keys: readonly string[]) =>
    sections.map((section) => section.number(...keys)).find((value) => value !== undefined);
  const oldWait = number('PeriodTimespan');
  const whitelists = sections.map((section) => section.texts('ClientWhitelist'));
  const period = text('Period') || NO_RATE_LIMIT.period;
  return {
    isOn: !isOff,
    clientIdHeader: text('ClientIdHeader') || NO_RATE_LIMIT.clientIdHeader,
    clientWhitelist: whitelists.find((list) => list.length > 0) ?? [],
    limit: Math.abs(number('Limit') ?? 0),
    period,
    periodMs: timespan(sections, 'Period', period),
    waitMs: oldWait === undefined ? timespan(sections, 'Wait', text('Wait')) : oldWait * 1_000,
    status: number('HttpStatusCode', 'StatusCode') ?? NO_RATE_LIMIT.status,
  };
}

/** What Ocelot refuses at start in a route's own RateLimitOptions. Source: Validator/RouteFluentValidator.cs. */
function checkOwnLimit(own: SectionReader): void {
  const limit = own.number('Limit');
  if (limit !== undefined && limit <= 0) {
    own.complain(own.get('Limit')!.position, {
      code: 'limitNotPositive',
      params: { limit },
      message: `Limit ${limit} of RateLimitOptions is not positive. Ocelot does not start with this`,
      mend: 'Write how many requests a client may send in one Period, or "EnableRateLimiting": false',
    });
  }
  const period = own.text('Period').trim();
  if (/^\d+(\.\d+)?(ms|s|m|h|d)/.test(period) || own.get('Period')?.kind === 'array') return;
  own.complain(own.get('Period')?.position ?? own.position, {
    code: period === '' ? 'noPeriod' : 'badPeriod',
    params: { period },
    message:
      period === ''
        ? "A route's own RateLimitOptions need a Period. Ocelot does not start without it"
        : `Period ${period} is no number with ms, s, m, h or d. Ocelot does not start with this`,
    mend: 'Write for example "Period": "1s"',
  });
}

function timespan(sections: readonly SectionReader[], key: string, text: string): number {
  const found = parseTimespan(text);
  if (found !== undefined) return found;
  const section = sections.find((one) => one.has(key)) ?? sections[0]!;
  section.complain(section.get(key)?.position ?? section.position, {
    code: 'badTimespan',
    params: { key, text },
    message: `${key} ${text} is no time span: the first request to this route ends in an exception`,
    mend: 'Write a number with ms, s, m, h or d, as "1s"',
  });
  return 0;
}

/** @param isShared whether the global section is for this route */
export function httpHandlerOf(
  route: SectionReader,
  global: SectionReader,
  isShared: boolean,
): HttpHandlerOptions {
  const sections = [
    route.section('HttpHandlerOptions'),
    ...(isShared ? [global.section('HttpHandlerOptions')] : []),
  ];
  const number = (key: string) =>
    sections.map((section) => section.number(key)).find((value) => value !== undefined);
  const most = number('MaxConnectionsPerServer') ?? INT_MAX;
  return {
    pooledConnectionLifetimeSeconds:
      number('PooledConnectionLifetimeSeconds') ?? DEFAULT_POOLED_LIFETIME_SECONDS,
    maxConnectionsPerServer: most >= INT_MAX || most < 1 ? null : most,
  };
}
