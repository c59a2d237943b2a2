/**
 * "A short name resolves from every namespace." It is completed with the namespace of the Pod that asks.
 * Source: https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#namespaces-of-services
 */
import type { Micros } from '../../sim/kernel/time';
import type { Hop } from '../../sim/packet/hop';
import { column, literal, word, type Column } from './column';
import { factsSince, type Sight } from './sight';

/** One column per question that CoreDNS was asked about the Service's name, in order. */
export function nameWorksAnywhere(sight: Sight): readonly Column[] {
  const name = sight.service.slice(sight.service.indexOf('/') + 1);
  const asked = questionsFor(sight, name);
  if (asked.length === 0) {
    return [
      column(sight, {
        id: 'question-1',
        at: null,
        label: word('label.asks', { name }),
        believed: literal(sight.vip),
        truth: null,
        agrees: false,
        known: word('ifNamespace'),
        place: 'dns',
      }),
    ];
  }
  return asked.map(({ question, rcode, address, at }, index) => {
    const isFirst = index === 0;
    const truth = address ?? rcode;
    return column(sight, {
      id: `question-${index + 1}`,
      at,
      label: word('label.asks', { name: shorten(question) }),
      believed: isFirst ? literal(sight.vip) : word('noMoreQuestions'),
      truth: literal(truth),
      agrees: isFirst && address === sight.vip,
      known: literal(truth),
      place: 'dns',
    });
  });
}

interface Asked {
  readonly question: string;
  readonly rcode: string;
  readonly address: string | null;
  readonly at: Micros;
}

/** Each name once for each time it was asked for: A records, from Pods. */
function questionsFor(sight: Sight, name: string): Asked[] {
  return factsSince(sight, 'hop').flatMap((fact): Asked[] => {
    const { decision, label, endAt } = fact['hop'] as Hop;
    if (decision.by !== 'dns' || label !== 'A' || !decision.server.startsWith('pod/')) return [];
    return decision.queries
      .filter((query) => query.name === name || query.name.startsWith(`${name}.`))
      .map((query) => {
        const address = query.answers.find(({ type }) => type === 'A')?.data ?? null;
        return { question: query.name, rcode: query.rcode, address, at: endAt };
      });
  });
}

/** `user-api-service.shop.svc…` of `user-api-service.shop.svc.cluster.local.` */
function shorten(question: string): string {
  return question.replace(/\.svc\.cluster\.local\.$/, '.svc…').replace(/\.$/, '');
}
