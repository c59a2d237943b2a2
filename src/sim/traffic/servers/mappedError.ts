/** Tells that a program turns the failure of its call into a status of its own. */
import type { ExchangeEnd } from '../exchanges';
import type { TrafficDraft } from '../places';
import type { Program } from '../programs';
import type { FailureCause } from '../tcp';
import { tellProgram, workOn } from './handling';

const GROUP_OF_CAUSE: Readonly<Record<FailureCause, 'connect' | 'reset' | 'dns' | 'timeout'>> = {
  refused: 'connect',
  rejected: 'connect',
  reset: 'reset',
  senderGone: 'reset',
  nameNotFound: 'dns',
  dnsTimeout: 'dns',
  connectTimeout: 'timeout',
  requestTimeout: 'timeout',
};

/** A call has failed, and the program that made it answers with this status instead of the other's answer. */
export function tellMappedError(
  draft: TrafficDraft,
  exchangeId: string,
  program: 'ingress' | 'web' | 'gateway',
  status: number,
  end: ExchangeEnd,
  { responseMicros }: Program,
): void {
  const work = workOn(draft, exchangeId);
  if (work === null) return;
  const group = GROUP_OF_CAUSE[end.cause ?? 'refused'];
  tellProgram(draft, work, {
    // An ingress controller dials addresses: it never looks a name up.
    name:
      program === 'ingress'
        ? `ingressMapsError.${group === 'dns' ? 'connect' : group}`
        : `${program}MapsError.${group}`,
    params: { status, address: end.address ?? '', host: end.exchange.host },
    kind: 'decide',
    level: 'main',
    leg: work.exchange.leg,
    startAt: draft.now,
    endAt: draft.now + responseMicros,
    decision: { by: 'program', program: CHART[program], status },
    verdict: 'failed',
    label: String(status),
  });
}

const CHART = { ingress: 'ingressController', web: 'webApp', gateway: 'gateway' } as const;
