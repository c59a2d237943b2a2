/** How kubectl writes how long ago something was, and when. */
import type { Micros } from '../../sim/kernel/time';

/** Two or three significant figures: `45s`, `3m20s`, `12m`, `5h7m`, `2d3h`. Source: apimachinery pkg/util/duration HumanDuration. */
export function humanDuration(micros: Micros): string {
  const seconds = Math.trunc(micros / 1_000_000);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.trunc(seconds / 60);
  if (minutes < 10) return pair(minutes, 'm', seconds % 60, 's');
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.trunc(minutes / 60);
  if (hours < 8) return pair(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  const days = Math.trunc(hours / 24);
  if (hours < 24 * 8) return pair(days, 'd', hours % 24, 'h');
  if (hours < 24 * 365 * 2) return `${days}d`;
  const years = Math.trunc(days / 365);
  return hours < 24 * 365 * 8 ? pair(years, 'y', days % 365, 'd') : `${years}y`;
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit}${small}${smallUnit}`;
}

/** The simulated world begins at 8:00 UTC on this day, a Monday: days since 1970. Ours. */
const FIRST_DAY = 20_332;
const FIRST_HOUR = 8;
const WEEKDAYS = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

interface Moment {
  readonly days: number;
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** `08:00:05`. */
  readonly clock: string;
}

/** Source: Howard Hinnant, chrono-Compatible Low-Level Date Algorithms, civil_from_days. */
function momentOf(micros: Micros): Moment {
  const seconds = Math.floor(micros / 1_000_000) + FIRST_HOUR * 3600;
  const days = FIRST_DAY + Math.floor(seconds / 86_400);
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const inDay = seconds - Math.floor(seconds / 86_400) * 86_400;
  const clock = [inDay / 3600, (inDay / 60) % 60, inDay % 60].map((part) => two(Math.floor(part))).join(':');
  return {
    days,
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
    clock,
  };
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

/** `2025-09-01T08:00:05Z`, as the API writes a moment of the simulated world. Source: RFC 3339. */
export function rfc3339(micros: Micros): string {
  const { year, month, day, clock } = momentOf(micros);
  return `${year}-${two(month)}-${two(day)}T${clock}Z`;
}

/** `Mon, 01 Sep 2025 08:00:05 +0000`, as `describe` writes it. Source: Go time.RFC1123Z. */
export function rfc1123(micros: Micros): string {
  const { days, year, month, day, clock } = momentOf(micros);
  return `${WEEKDAYS[((days % 7) + 7) % 7]}, ${two(day)} ${MONTHS[month - 1]} ${year} ${clock} +0000`;
}
