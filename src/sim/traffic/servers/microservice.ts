/** A microservice: works on the request for a while and answers 200. */
import { microserviceChart } from '../charts/programs';
import type { TrafficDraft } from '../places';
import type { Program } from '../programs';
import { beginChart, respond, tellProgram, willAnswer, workOn } from './handling';

export function beginMicroservice(draft: TrafficDraft, exchangeId: string, program: Program): void {
  willAnswer(draft, exchangeId, 200);
  beginChart(draft, microserviceChart, exchangeId, program.responseMicros);
}

/** The work is done. */
export function microserviceDone(draft: TrafficDraft, exchangeId: string): void {
  const work = workOn(draft, exchangeId);
  if (work !== null) {
    const { handling, exchange } = work;
    tellProgram(draft, work, {
      name: 'work',
      params: {
        line: `${exchange.method} ${exchange.path}${exchange.query}`,
        milliseconds: (draft.now - handling.arrivedAt) / 1000,
        status: handling.status ?? 0,
      },
      kind: 'work',
      level: 'main',
      leg: exchange.leg,
      startAt: handling.arrivedAt,
      endAt: draft.now,
      decision: { by: 'program', program: 'microservice', status: handling.status ?? 0 },
      verdict: 'answered',
      label: String(handling.status ?? ''),
    });
    const request = draft.get('requests', exchange.request);
    if (request !== undefined) draft.put('requests', request.id, { ...request, servedBy: handling.pod });
  }
  respond(draft, microserviceChart, exchangeId);
}
