/** What commands in containers print, word for word. */
import { readLine } from '../readLine';
import { describe, expect, it } from 'vitest';
import { readingWorld } from '../testing/readingWorld';

function from(pod = 'deploy/web-mvc', namespace = 'default') {
  const world = readingWorld();
  return {
    ...world,
    run: (command: string) => world.type(`kubectl exec ${pod} -n ${namespace} -- ${command}`),
  };
}

describe('nslookup', () => {
  it('a short name: the whole search list', () => {
    expect(from().run('nslookup user-api-service')).toEqual([
      'Server:         10.96.0.10',
      'Address:        10.96.0.10:53',
      '',
      'Name:   user-api-service.default.svc.cluster.local',
      'Address: 10.103.22.45',
      '',
      "** server can't find user-api-service.svc.cluster.local: NXDOMAIN",
      '',
      "** server can't find user-api-service.cluster.local: NXDOMAIN",
      '',
      '',
      "** server can't find user-api-service.svc.cluster.local: NXDOMAIN",
      '',
      "** server can't find user-api-service.cluster.local: NXDOMAIN",
      '',
      'command terminated with exit code 1',
    ]);
  });

  it('the full name is found, and nothing goes wrong', () => {
    const { run } = from('deploy/ingress-nginx-controller', 'ingress-nginx');
    expect(run('nslookup user-api-service.default.svc.cluster.local')).toEqual([
      'Server:         10.96.0.10',
      'Address:        10.96.0.10:53',
      '',
      'Name:   user-api-service.default.svc.cluster.local',
      'Address: 10.103.22.45',
      '',
      '',
    ]);
    expect(run('nslookup user-api-service').join('\n')).toContain(
      "** server can't find user-api-service.ingress-nginx.svc.cluster.local: NXDOMAIN",
    );
    expect(run('nslookup 10.103.22.45')).toContain(
      '45.22.103.10.in-addr.arpa       name = user-api-service.default.svc.cluster.local',
    );
    expect(run('nslookup shop.example')).toContain('Non-authoritative answer:');
    expect(
      run('nslookup -type=srv _http._tcp.user-api-service.default.svc.cluster.local').join('\n'),
    ).toMatch(/service = 0 \d+ 80 user-api-service\.default\.svc\.cluster\.local/);
  });

  it('nobody there', () => {
    const { run, one } = from();
    expect(run('nslookup x 10.244.1.250')).toEqual([
      ';; connection timed out; no servers could be reached',
      '',
      'command terminated with exit code 1',
    ]);
    one.scale('kube-system/coredns', 0).run(15);
    expect(run('nslookup a.b')[0]).toBe('nslookup: read: Connection refused');
  });
});

describe('curl', () => {
  it('prints the body: the Pod that did the work', () => {
    const { run, pods } = from();
    const [line = '', ...others] = run('curl -s http://user-api-service/users/1');
    expect(others).toEqual([]);
    expect(pods).toContain(line);
    const head = run('curl -i http://user-api-service/users/1');
    expect(head.slice(0, 4)).toEqual([
      'HTTP/1.1 200 OK',
      'Content-Type: text/plain',
      'Content-Length: 37',
      '',
    ]);
    expect(run("curl -s -o /dev/null -w '%{http_code} %{remote_ip}\\n' http://user-api-service")).toEqual([
      '200 10.103.22.45',
    ]);
    expect(run('curl -I http://user-api-service')).toHaveLength(4);
  });

  it('tells the way with -v', () => {
    expect(from().run('curl -v http://user-api-service/users/1').slice(0, 10)).toEqual([
      '* Host user-api-service:80 was resolved.',
      '* IPv6: (none)',
      '* IPv4: 10.103.22.45',
      '*   Trying 10.103.22.45:80...',
      '* Connected to user-api-service (10.103.22.45) port 80',
      '* using HTTP/1.x',
      '> GET /users/1 HTTP/1.1',
      '> Host: user-api-service',
      '> User-Agent: curl/8.14.1',
      '> Accept: */*',
    ]);
  });

  it('says what goes wrong, as curl numbers it', () => {
    const { run, one, pods } = from();
    const ip = one.ipOf(`default/${pods[0]}`);
    expect(run('curl http://nowhere')).toEqual([
      'curl: (6) Could not resolve host: nowhere',
      'command terminated with exit code 6',
    ]);
    expect(run('curl -s http://nowhere')).toEqual(['command terminated with exit code 6']);
    expect(run(`curl ${ip}:81`)).toEqual([
      `curl: (7) Failed to connect to ${ip} port 81 after 0 ms: Could not connect to server`,
      'command terminated with exit code 7',
    ]);
    expect(run('curl --connect-timeout 2 http://10.244.1.250')).toEqual([
      'curl: (28) Connection timed out after 2000 milliseconds',
      'command terminated with exit code 28',
    ]);
    expect(run('curl -f http://api-gateway/nothing')).toEqual([
      'curl: (22) The requested URL returned error: 404',
      'command terminated with exit code 22',
    ]);
    expect(run('curl http://api-gateway/nothing')).toEqual([]);
  });
});

it('wget, resolv.conf and hostname', () => {
  const { run, pods, one } = from();
  expect(pods).toContain(run('wget -qO- user-api-service/users/1')[0]);
  expect(run('wget -qO- http://nowhere')).toEqual([
    "wget: bad address 'nowhere'",
    'command terminated with exit code 1',
  ]);
  expect(run('wget -qO- http://api-gateway/nothing')[0]).toBe(
    'wget: server returned error: HTTP/1.1 404 Not Found',
  );
  expect(run('cat /etc/resolv.conf')).toEqual([
    'search default.svc.cluster.local svc.cluster.local cluster.local',
    'nameserver 10.96.0.10',
    'options ndots:5',
  ]);
  const web = one.pods('web-mvc')[0]!;
  expect(run('hostname')).toEqual([web.slice('default/'.length)]);
  expect(run('hostname -i')).toEqual([one.ipOf(web)]);
});

it('kill ends the first process when the signal reaches it', () => {
  const pod = 'default/web';
  const ask = (args: string) => readLine(`kubectl exec web -- kill ${args}`);
  for (const args of ['1', '-15 1', '-SIGTERM 1']) {
    expect(ask(args)).toMatchObject({ ok: true, intents: [{ type: 'crashPod', pod }] });
  }
  expect(ask('-9 1')).toMatchObject({ ok: true, intents: [] });
  expect(ask('7').ok).toBe(false);
  expect(ask('-HUP 1').ok).toBe(false);
});
