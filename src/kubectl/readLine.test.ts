import { describe, expect, it } from 'vitest';
import { readLine, VERBS } from './readLine';

describe('a line of kubectl', () => {
  it.each([
    ['kubectl scale deployment/web --replicas=5', 'default/web', 5],
    ['kubectl scale deployment web --replicas 0', 'default/web', 0],
    ['  kubectl  scale deploy/web --replicas=3 -n shop ', 'shop/web', 3],
    ['kubectl scale --replicas=2 --namespace=shop deployments.apps/web', 'shop/web', 2],
  ])('scales: %s', (line, deployment, replicas) => {
    expect(readLine(line)).toEqual({ ok: true, intents: [{ type: 'scale', deployment, replicas }] });
  });

  it('names several objects at once', () => {
    expect(readLine('kubectl delete pods a b')).toEqual({
      ok: true,
      intents: [
        { type: 'deletePod', pod: 'default/a' },
        { type: 'deletePod', pod: 'default/b' },
      ],
    });
    const scaled = readLine('kubectl scale deploy/a deploy/b --replicas=1');
    expect(scaled).toMatchObject({
      ok: true,
      intents: [{ deployment: 'default/a' }, { deployment: 'default/b' }],
    });
  });

  it.each([
    ['', 'is not kubectl'],
    ['kubctl scale', '"kubctl" is not kubectl'],
    ['kubectl', 'needs a command'],
    ['kubectl scael deployment/web', 'Did you mean "scale"?'],
    ['kubectl frobnicate', 'Known here: scale, delete'],
    ['kubectl scale deployment/web', '"replicas" not set'],
    ['kubectl scale deployment/web --replica=3', 'Did you mean --replicas?'],
    ['kubectl scale deployment/web --replicas=-1', 'whole number'],
    ['kubectl scale deployment/web --replicas=five', 'whole number'],
    ['kubectl scale deployment/web --replicas', 'needs an argument'],
    ['kubectl scale --replicas=3', 'TYPE/NAME'],
    ['kubectl scale deployment --replicas=3', 'Name the deployment'],
    ['kubectl scale pod/web --replicas=3', 'cannot be scaled'],
    ['kubectl scale gadget/web --replicas=3', `resource type "gadget"`],
    ['kubectl scale deployment/ --replicas=3', 'not TYPE/NAME'],
    ['kubectl delete deployment/web', 'Only Pods'],
    ['kubectl delete pod web --constructor=1', 'unknown flag: --constructor'],
  ])('refuses %j with a mend and the usage', (line, words) => {
    const reading = readLine(line);
    expect(reading.ok).toBe(false);
    if (reading.ok) return;
    expect(reading.message).toContain(words);
    expect(VERBS.some((verb) => reading.usage.includes(verb.usage))).toBe(true);
  });
});
