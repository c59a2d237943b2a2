import { assert, nat, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { complete } from './complete';
import { readingWorld } from './testing/readingWorld';

const { view, pods, one } = readingWorld();
const [pod = ''] = pods;
const texts = (line: string) => complete(line, line.length, view).candidates.map(({ text }) => text);
/** The line after the only candidate is taken. */
const taken = (line: string) => {
  const { from, candidates } = complete(line, line.length, view);
  expect(candidates, line).toHaveLength(1);
  return line.slice(0, from) + candidates[0]!.text;
};

describe('completion', () => {
  it.each([
    ['ku', 'kubectl'],
    ['kubectl des', 'kubectl describe'],
    ['kubectl set sel', 'kubectl set selector'],
    ['kubectl get po', 'kubectl get pods'],
    [`kubectl get pods ${pod.slice(0, -1)}`, `kubectl get pods ${pod}`],
    ['kubectl get svc user', 'kubectl get svc user-api-service'],
    ['kubectl get pods -n ingr', 'kubectl get pods -n ingress-nginx'],
    ['kubectl get pods --namespace=ingr', 'kubectl get pods --namespace=ingress-nginx'],
    ['kubectl get pods -o y', 'kubectl get pods -o yaml'],
    ['kubectl get pods --sh', 'kubectl get pods --show-labels'],
    ['kubectl scale deployment/user', 'kubectl scale deployment/user-api-deployment'],
    ['kubectl scale user', ''],
    ['kubectl get pods -l app=user', 'kubectl get pods -l app=user-api'],
    ['kubectl exec deploy/web', 'kubectl exec deploy/web-mvc'],
    ['kubectl exec x -- nsl', 'kubectl exec x -- nslookup'],
    ['kubectl exec x -- cat ', 'kubectl exec x -- cat /etc/resolv.conf'],
    [
      'kubectl exec x -- curl http://user-api-service.',
      'kubectl exec x -- curl http://user-api-service.default.svc.cluster.local',
    ],
    ['kubectl set image deployment/web-mvc w', 'kubectl set image deployment/web-mvc web-mvc='],
    ['kubectl rollout status deployment/api', 'kubectl rollout status deployment/api-gateway'],
  ])('%j → %j', (line, whole) => {
    if (whole === '') expect(texts(line)).toEqual([]);
    else expect(taken(line)).toBe(whole);
  });

  it('lists what there is, with what it is', () => {
    expect(texts('kubectl ')).toContain('get');
    expect(texts('kubectl get ')).toContain('endpointslices');
    expect(texts('kubectl delete pod ')).toEqual(
      one
        .pods('')
        .filter((key) => key.startsWith('default/'))
        .map((key) => key.slice(8)),
    );
    expect(complete('kubectl delete pod ', 19, view).candidates[0]).toMatchObject({ note: 'Running' });
    expect(texts(`kubectl label pod ${pod} a`)).toEqual(['app=', 'app-', ...texts(`kubectl get pods a`)]);
    expect(texts('kubectl get pods -')).toContain('--watch');
    expect(texts('kubectl exec x ')).toEqual(['--']);
  });

  it('completes where the cursor stands', () => {
    expect(complete('kubectl ge pods', 10, view)).toEqual({
      from: 8,
      candidates: [{ text: 'get', note: 'Display one or many resources' }],
    });
  });

  it('never throws', () => {
    assert(
      property(
        string({ unit: 'binary', maxLength: 40 }),
        nat(50),
        (text, at) => void complete(`kubectl ${text}`, at, view),
      ),
    );
  });
});
