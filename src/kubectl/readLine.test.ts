import { assert, property, string, array, constantFrom } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reading } from './command';
import { printQuery } from './print/printQuery';
import { readLine, VERBS } from './readLine';
import { readingWorld } from './testing/readingWorld';

const intents = (reading: Reading) => (reading.ok ? reading.intents : reading.message);

describe('a line of kubectl that changes something', () => {
  it.each([
    ['kubectl scale deployment/web --replicas=5', 'default/web', 5],
    ['kubectl scale deployment web --replicas 0', 'default/web', 0],
    ['  kubectl  scale deploy/web --replicas=3 -n shop ', 'shop/web', 3],
    ['kubectl scale --replicas=2 --namespace=shop deployments.apps/web', 'shop/web', 2],
    ['kubectl -n shop scale "deploy/web" --replicas=\'2\'', 'shop/web', 2],
    ['k scale -nshop deploy/web --replicas=2', 'shop/web', 2],
  ])('scales: %s', (line, deployment, replicas) => {
    expect(intents(readLine(line))).toEqual([{ type: 'scale', deployment, replicas }]);
  });

  it.each([
    ['kubectl delete pods a b', [{ pod: 'default/a' }, { pod: 'default/b' }]],
    ['kubectl delete po/a pod/b -n x', [{ pod: 'x/a' }, { pod: 'x/b' }]],
    ['kubectl delete pod a --grace-period=5', [{ pod: 'default/a', graceSeconds: 5 }]],
    ['kubectl delete pod a --grace-period=0', [{ pod: 'default/a', graceSeconds: 1 }]],
    ['kubectl delete pod a --now', [{ pod: 'default/a', graceSeconds: 1 }]],
    ['kubectl delete pod a --grace-period 0 --force', [{ pod: 'default/a', graceSeconds: 0 }]],
    ['kubectl label pod a app=b', [{ pod: 'default/a', label: 'app', value: 'b' }]],
    [
      'kubectl label po/a app- tier=x',
      [
        { label: 'app', value: null },
        { label: 'tier', value: 'x' },
      ],
    ],
    ['kubectl set image deploy/x c=i:2', [{ deployment: 'default/x', container: 'c', image: 'i:2' }]],
    [
      'kubectl set selector svc x app=y,tier=z',
      [{ service: 'default/x', selector: { app: 'y', tier: 'z' } }],
    ],
    ['kubectl rollout restart deploy/x', [{ type: 'restartDeployment', deployment: 'default/x' }]],
    ['kubectl exec a -- nslookup x', [{ type: 'execLookup', pod: 'default/a', name: 'x' }]],
    [
      'kubectl exec -it a -n b -- nslookup -type=srv x 10.96.0.10',
      [{ pod: 'b/a', types: ['SRV'], server: '10.96.0.10' }],
    ],
    ['kubectl exec a -- curl -s x:8080/y', [{ type: 'execCurl', pod: 'default/a', url: 'http://x:8080/y' }]],
    [
      "kubectl exec a -- curl -m 2 -XPOST -H 'Host: h' http://x",
      [{ maxTimeMillis: 2000, method: 'POST', hostHeader: 'h' }],
    ],
    ["kubectl exec a -- sh -c 'curl http://x'", [{ type: 'execCurl', url: 'http://x' }]],
    ['kubectl exec a -- wget -qO- http://x', [{ type: 'execCurl', url: 'http://x' }]],
  ])('reads %s', (line, expected) => {
    expect(intents(readLine(line))).toMatchObject(expected);
  });
});

describe('a line that kubectl would not run', () => {
  it.each([
    ['', 'command not found'],
    ['kubctl scale', 'did you mean kubectl?'],
    [
      'kubectl scael deployment/web',
      'error: unknown command "scael" for "kubectl"\n\nDid you mean this?\n\tscale',
    ],
    ['kubectl frobnicate', 'error: unknown command "frobnicate" for "kubectl"'],
    ['kubectl apply -f x', '"kubectl apply" is not simulated here'],
    ['kubectl scale deployment/web', 'error: required flag(s) "replicas" not set'],
    ['kubectl scale deployment/web --replica=3', 'error: unknown flag: --replica (did you mean --replicas?)'],
    ['kubectl get pods -z', "error: unknown shorthand flag: 'z' in -z\nSee 'kubectl get --help' for usage."],
    ['kubectl scale deployment/web --replicas=-1', 'greater than or equal to 0'],
    ['kubectl scale deployment/web --replicas=five', 'invalid argument "five" for "--replicas" flag'],
    ['kubectl scale deployment/web --replicas', 'error: flag needs an argument: --replicas'],
    ['kubectl get pods -n', "error: flag needs an argument: 'n' in -n"],
    ['kubectl scale deployment --replicas=3', 'no name was specified'],
    ['kubectl scale pod/web --replicas=3', 'cannot be scaled'],
    ['kubectl scale gadget/web --replicas=3', `error: the server doesn't have a resource type "gadget"`],
    ['kubectl scale deployment/ --replicas=3', 'must have a single resource and name'],
    ['kubectl get pods/a/b', 'may not have more than one slash'],
    ['kubectl delete deployment/web', 'only Pods'],
    ['kubectl delete pod a --force --grace-period=3', '--force and --grace-period greater than 0'],
    ['kubectl delete pod a -l app=x', 'name cannot be provided when a selector is specified'],
    ['kubectl get', 'You must specify the type of resource to get.'],
    ['kubectl get pods -o jsonpath={.items}', 'unable to match a printer suitable for the output format'],
    ['kubectl get pods a -A', 'a resource cannot be retrieved by name across all namespaces'],
    ['kubectl get pods -l a=b=c', 'error: unable to parse requirement'],
    ['kubectl get pods | grep x', 'a pipe is for a shell'],
    ['kubectl get pods $(x)', 'there is none here'],
    ['kubectl get "pods', 'a double quote is not closed'],
    ['kubectl label pod a', 'error: at least one label update is required'],
    ['kubectl label pod a app=!', 'invalid label value'],
    ['kubectl exec a nslookup x', 'is not supported anymore. Use exec [POD] -- [COMMAND] instead'],
    ['kubectl exec a -- rm -rf /', '"rm" is not simulated in containers'],
    ['kubectl exec a -- bash', 'a shell to type into is not simulated'],
    ['kubectl exec a -- curl ftp://x', 'curl: (3) URL rejected'],
  ])('refuses %j', (line, words) => {
    const reading = readLine(line);
    expect(reading.ok).toBe(false);
    if (reading.ok) return;
    expect(reading.message).toContain(words);
    expect(VERBS.some((verb) => reading.usage.includes(verb.usage))).toBe(true);
  });
});

describe('with a cluster', () => {
  const { view, pods } = readingWorld();
  const [pod = ''] = pods;

  it('selects by labels', () => {
    expect(intents(readLine('kubectl delete pod -l app=user-api', view))).toEqual(
      pods.map((name) => ({ type: 'deletePod', pod: `default/${name}` })),
    );
    expect(readLine('kubectl delete pod -l app=none', view)).toMatchObject({ said: ['No resources found'] });
  });

  it('takes a Deployment’s first Pod for exec, and every container for *', () => {
    expect(intents(readLine('kubectl exec deploy/user-api-deployment -- nslookup x', view))).toMatchObject([
      { pod: `default/${pod}` },
    ]);
    expect(intents(readLine('kubectl set image deploy/user-api-deployment *=i:2', view))).toMatchObject([
      { container: 'user-api', image: 'i:2' },
    ]);
  });

  it.each([
    [
      'kubectl scale deploy/nope --replicas=1',
      'Error from server (NotFound): deployments.apps "nope" not found',
    ],
    ['kubectl delete pod nope', 'Error from server (NotFound): pods "nope" not found'],
    ['kubectl set selector svc nope a=b', 'Error from server (NotFound): services "nope" not found'],
    ['kubectl exec nope -- nslookup x', 'Error from server (NotFound): pods "nope" not found'],
    [
      `kubectl label pod ${pod} app=x`,
      "error: 'app' already has a value (user-api), and --overwrite is false",
    ],
    ['kubectl set image deploy/user-api-deployment x=i', 'error: unable to find container named "x"'],
    [`kubectl exec ${pod} -c x -- nslookup x`, `container x is not valid for pod ${pod}`],
  ])('says as the real one: %s', (line, message) => {
    expect(readLine(line, view)).toMatchObject({ ok: false, message: expect.stringContaining(message) });
  });

  it.each([
    [`kubectl delete pod ${pod}`, [`pod "${pod}" deleted from default namespace`]],
    ['kubectl scale deploy/user-api-deployment --replicas=5', ['deployment.apps/user-api-deployment scaled']],
    [`kubectl label pod ${pod} app=x --overwrite`, [`pod/${pod} labeled`]],
    [`kubectl label pod ${pod} app-`, [`pod/${pod} unlabeled`]],
    [`kubectl label pod ${pod} app=user-api`, [`pod/${pod} not labeled`]],
    [`kubectl label pod ${pod} nope-`, ['label "nope" not found.', `pod/${pod} not labeled`]],
    [
      'kubectl set image deploy/user-api-deployment user-api=i:2',
      ['deployment.apps/user-api-deployment image updated'],
    ],
    ['kubectl set selector svc user-api-service a=b', ['service/user-api-service selector updated']],
    ['kubectl rollout restart deploy/user-api-deployment', ['deployment.apps/user-api-deployment restarted']],
  ])('tells what it has done: %s', (line, said) => {
    expect(readLine(line, view)).toMatchObject({ ok: true, said });
  });

  it('never throws, whatever is typed, and neither does what it prints', () => {
    const words = constantFrom(
      ...[
        'kubectl',
        'get',
        'pods',
        'svc,ep',
        'all',
        'describe',
        'exec',
        '--',
        'curl',
        'nslookup',
        'label',
        'set',
        'image',
      ],
      ...[
        '-l',
        '-n',
        '-A',
        '-o',
        'yaml',
        'json',
        'wide',
        '-w',
        'a=b',
        "'",
        '"',
        '\\',
        '-',
        '--x',
        '=',
        'a in (b',
        pod,
        '/',
      ],
    );
    const typed = array(words, { maxLength: 9 }).map((list) => `kubectl ${list.join(' ')}`);
    const check = (line: string) => {
      const reading = readLine(line, view);
      readLine(line);
      if (reading.ok && reading.query !== null) printQuery(reading.query, view);
    };
    assert(property(typed, check), { numRuns: 600 });
    assert(property(string({ unit: 'binary', maxLength: 60 }), check), { numRuns: 300 });
  });
});
