/** What a new selector does to a Service and what it leaves alone. */
import { expect, it } from 'vitest';
import { lab } from '../testing/lab';

const SERVICE = 'default/user-api-service';

it('[CT42] a new selector: other Pods stand behind the Service, on every node, and the old ones run on', () => {
  const one = lab(undefined, { checkEvery: 1 });
  const pods = one.pods('');
  const contacts = one
    .pods('contact-api')
    .map((pod) => `${one.ipOf(pod)}:80`)
    .sort();
  one.intend({ type: 'setServiceSelector', service: SERVICE, selector: { app: 'contact-api' } });
  one.run(5);
  for (const node of ['node-1', 'node-2', 'node-3']) expect(one.targets(node, SERVICE)).toEqual(contacts);
  expect(one.pods('')).toEqual(pods);
  one.intend({ type: 'setServiceSelector', service: SERVICE, selector: { app: 'user-apy' } });
  one.run(5);
  expect(one.targets('node-1', SERVICE)).toEqual([]);
  expect(one.ask().status).toBe(502);
});

it('[CT42] the same selector again changes nothing; a Service that is not there is refused', () => {
  const one = lab();
  const before = one.tables.services[SERVICE];
  one.intend({ type: 'setServiceSelector', service: SERVICE, selector: { ...before!.spec.selector } });
  expect(one.tables.services[SERVICE]).toBe(before);
  const facts = one.intend({ type: 'setServiceSelector', service: 'default/none', selector: {} });
  expect(facts.at(-1)).toMatchObject({ type: 'intent/refused', message: 'services "none" not found' });
});
