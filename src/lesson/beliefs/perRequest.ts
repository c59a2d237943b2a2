/**
 * "Each request is balanced anew", also where connections are kept. The choice is made once for each connection;
 * later requests on it go where it leads. Source: https://kubernetes.io/docs/reference/networking/virtual-ips/
 */
import { column, podWords, word, type Column } from './column';
import { podAt, type Sight } from './sight';

/** One column per request: a new choice is believed; whether the rules were asked is the truth. */
export function perRequest(sight: Sight): readonly Column[] {
  const count = Math.max(sight.visits.length, sight.expected);
  return Array.from({ length: count }, (_, index) => {
    const visit = sight.visits[index];
    const pod = podAt(sight, visit?.ip ?? '');
    const { short = '', ip = '' } = pod === null ? {} : podWords(sight, pod).params;
    return column(sight, {
      id: `request-${index + 1}`,
      at: visit?.entry.endAt ?? null,
      label: word('label.request', { number: index + 1 }),
      believed: word('newChoice'),
      truth:
        visit === undefined || pod === null ? null : word(visit.isNew ? 'chosen' : 'kept', { short, ip }),
      agrees: visit?.isNew === true,
      known: word('perConnection'),
      place: `service/${sight.service}`,
    });
  });
}
