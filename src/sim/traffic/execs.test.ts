/** Commands in containers: their names, their road, their end. */
import { describe, expect, it, vi } from 'vitest';
import type { Fact } from '../kernel/draft';
import type { Intent } from '../intent';
import { lab, type Lab } from '../testing/lab';

vi.setConfig({ testTimeout: 60_000 });

/** Runs a command and lets time pass until it has ended. */
function exec(one: Lab, intent: Intent): Fact {
  const refused = one.intend(intent).find((fact) => fact.type === 'intent/refused');
  if (refused !== undefined) return refused;
  one.runWhile(() => Object.keys(one.tables.execs).length > 0);
  return one.of('exec/ended').at(-1)!;
}

function world() {
  const one = lab(undefined, { checkEvery: 1 });
  const web = one.pods('web-mvc')[0]!;
  const controller = one.pods('ingress-nginx-controller')[0]!;
  const vip = one.tables.services['default/user-api-service']!.spec.clusterIP;
  return { one, web, controller, vip };
}

const asked = (fact: Fact) =>
  (fact['answers'] as { name: string; type: string; rcode: string }[]).map(
    ({ name, type, rcode }) => `${name} ${type} ${rcode}`,
  );

describe('nslookup', () => {
  it('[TR55] a short name is asked for in every domain of the search list', () => {
    const { one, web, vip } = world();
    const ended = exec(one, { type: 'execLookup', pod: web, name: 'user-api-service' });
    expect(asked(ended)).toEqual([
      'user-api-service.default.svc.cluster.local. A NOERROR',
      'user-api-service.svc.cluster.local. A NXDOMAIN',
      'user-api-service.cluster.local. A NXDOMAIN',
      'user-api-service.default.svc.cluster.local. AAAA NOERROR',
      'user-api-service.svc.cluster.local. AAAA NXDOMAIN',
      'user-api-service.cluster.local. AAAA NXDOMAIN',
    ]);
    expect(ended).toMatchObject({ server: { ip: '10.96.0.10', port: 53 }, unanswered: [], cause: null });
    expect(JSON.stringify(ended['answers'])).toContain(`"data":"${vip}"`);
  });

  it('[TR55] from another namespace the short name is not there; with its namespace it has a dot and no search list', () => {
    const { one, controller } = world();
    const short = exec(one, { type: 'execLookup', pod: controller, name: 'user-api-service' });
    expect(asked(short)[0]).toBe('user-api-service.ingress-nginx.svc.cluster.local. A NXDOMAIN');
    expect(asked(short).every((line) => line.endsWith('NXDOMAIN'))).toBe(true);
    const dotted = exec(one, { type: 'execLookup', pod: controller, name: 'user-api-service.default' });
    expect(asked(dotted)).toEqual([
      'user-api-service.default. A NXDOMAIN',
      'user-api-service.default. AAAA NXDOMAIN',
    ]);
  });

  it('[TR55] its packets go to the VIP of the cluster DNS and are rewritten on the Pod’s own node', () => {
    const { one, web } = world();
    exec(one, { type: 'execLookup', pod: web, name: 'user-api-service' });
    const rewritten = one.hops('e1').filter((hop) => hop.kind === 'rewrite');
    expect(rewritten.map((hop) => hop.before?.destination.ip)).toEqual(['10.96.0.10']);
    expect(rewritten[0]!.actor).toBe(`node/${one.nodeOf(web)}`);
    expect(one.pods('coredns').map((pod) => one.ipOf(pod))).toContain(rewritten[0]!.after?.destination.ip);
  });

  it('[TR55] an address is asked for backwards; a server of one’s own is asked without search list', () => {
    const { one, web } = world();
    const back = exec(one, { type: 'execLookup', pod: web, name: '10.96.0.10' });
    expect(asked(back)).toEqual(['10.0.96.10.in-addr.arpa. PTR NOERROR']);
    const server = one.ipOf(one.pods('coredns')[0]!);
    const own = exec(one, { type: 'execLookup', pod: web, name: 'user-api-service', server });
    expect(asked(own)[0]).toBe('user-api-service. A NXDOMAIN');
    expect(own['server']).toEqual({ ip: server, port: 53 });
  });

  it('[TR56] nobody answers: two rounds, five seconds, and no server', () => {
    const { one, web } = world();
    const lost = exec(one, { type: 'execLookup', pod: web, name: 'a.b', server: '10.244.1.250' });
    expect(lost).toMatchObject({ cause: 'noServer', answers: [] });
    expect(lost.at - (lost['startedAt'] as number)).toBe(5_000_000);
    expect(one.hops('e1').filter((hop) => hop.kind === 'lost')).toHaveLength(4);
    one.scale('kube-system/coredns', 0).run(15);
    expect(exec(one, { type: 'execLookup', pod: web, name: 'a.b' })).toMatchObject({
      cause: 'noServer',
      refusals: 4,
    });
  });
});

describe('curl', () => {
  it('[TR57] resolves, dials the VIP, is rewritten to a Pod and answered; nobody’s page view', () => {
    const { one, controller, vip } = world();
    const ended = exec(one, {
      type: 'execCurl',
      pod: controller,
      url: 'http://user-api-service.default/users/1',
    });
    expect(ended).toMatchObject({ status: 200, address: vip, cause: null });
    expect(one.pods('user-api')).toContain(ended['servedBy']);
    expect(one.rewrites('e1')).toHaveLength(1);
    expect(one.rewrites('e1')[0]).toContain(`> ${vip}:80 => `);
    expect(one.of('request/sent')).toEqual([]);
    expect(one.tables.outcomes).toEqual({});
    expect(one.tables.connections).toEqual({});
  });

  it('[TR57] never takes a connection that the Pod’s program keeps open, and leaves none', () => {
    const { one } = world();
    one.keepAlive();
    one.ask();
    const owners = Object.values(one.tables.connections).map(({ owner }) => owner.slice('pod/'.length));
    const web = owners.find((pod) => one.pods('web-mvc').includes(pod))!;
    const ofWeb = () => one.engine.index.lookup('connections', 'byOwner', `pod/${web}`);
    const open = ofWeb();
    expect(open).toHaveLength(1);
    const url = 'http://api-gateway/users/1';
    expect(exec(one, { type: 'execCurl', pod: web, url })).toMatchObject({ status: 200 });
    expect(ofWeb()).toEqual(open);
    expect(one.hopNames('e1')).toContain('rewrite');
  });

  it('[TR57] what goes wrong: no such name, nothing behind the VIP, nobody on the port', () => {
    const { one, web, vip } = world();
    const from = (url: string) => exec(one, { type: 'execCurl', pod: web, url });
    expect(from('http://nowhere/')).toMatchObject({ status: null, cause: 'nameNotFound', address: null });
    const pod = one.ipOf(one.pods('user-api')[0]!);
    expect(from(`http://${pod}:81/`)).toMatchObject({ cause: 'refused' });
    one.intend({ type: 'setServiceSelector', service: 'default/user-api-service', selector: { app: 'x' } });
    one.run(5);
    expect(from('http://user-api-service/')).toMatchObject({ cause: 'rejected', address: vip });
  });

  it('[TR58] patience: the kernel’s 127 s, or one’s own', () => {
    const { one, web } = world();
    const nobody = 'http://10.244.1.250/';
    const long = exec(one, { type: 'execCurl', pod: web, url: nobody });
    expect(long).toMatchObject({ cause: 'connectTimeout' });
    expect(long.at - (long['startedAt'] as number)).toBe(127_000_000);
    const short = exec(one, { type: 'execCurl', pod: web, url: nobody, connectTimeoutMillis: 2000 });
    expect(short.at - (short['startedAt'] as number)).toBe(2_000_000);
    const whole = exec(one, { type: 'execCurl', pod: web, url: nobody, maxTimeMillis: 1000 });
    expect(whole).toMatchObject({ cause: 'requestTimeout' });
  });

  it('[TR59] needs a running container, and dies with it', () => {
    const { one, web } = world();
    const curl = { type: 'execCurl', pod: web, url: 'http://10.244.1.250/' } as const;
    expect(exec(one, { ...curl, pod: 'default/none' })).toMatchObject({ message: 'pods "none" not found' });
    one.intend(curl);
    one.intend({ type: 'execLookup', pod: web, name: 'a.b', server: '10.244.1.250' });
    one.run(0.5).crash(web).run(0.1);
    expect(one.of('exec/ended').map((fact) => fact['cause'])).toEqual(['killed', 'killed']);
    expect(one.tables.execs).toEqual({});
    expect(exec(one, curl)).toMatchObject({ message: expect.stringContaining('container not found') });
  });
});

it('[TR39] a Pod dials the NodePort of a node: that node’s rules serve it, whichever node the Pod is on', () => {
  const one = lab(undefined, { checkEvery: 1 });
  const { nodePort } = one.tables.services['ingress-nginx/ingress-nginx-controller']!.spec.ports[0]!;
  const pod = one.pods('web-mvc')[0]!;
  const home = one.tables.pods[pod]!.spec.nodeName;
  for (const [name, node] of Object.entries(one.tables.nodes)) {
    const ended = exec(one, {
      type: 'execCurl',
      pod,
      url: `http://${node.status.internalIP}:${nodePort}/users/123`,
    });
    // The ingress controller answers: it has no rule for a host that is an address.
    expect({ name, home, ...ended }).toMatchObject({ status: 404, cause: null });
  }
});
