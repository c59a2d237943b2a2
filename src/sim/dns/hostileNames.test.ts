import { describe, expect, it } from 'vitest';
import { addressesWithoutQuery, whyNotAsked } from './askableName';
import { readCorefile } from './corefile';
import { parseResolvConf } from './resolvConf';
import { resolveNow, startResolution, type Libc } from './stubResolver';
import { respond } from './message';

const resolvConf = parseResolvConf('search a.b\nnameserver 10.96.0.10\noptions ndots:5\n');
const costs = (name: string, libc: Libc = 'glibc') =>
  resolveNow(startResolution({ name, resolvConf, libc }), () => respond('NXDOMAIN'));

describe('[DN13] names for which nobody is asked', () => {
  const none: [string, string | undefined, Libc][] = [
    ['', 'empty', 'glibc'],
    ['.', 'empty', 'musl'],
    ['.', undefined, 'glibc'],
    ['a..b', 'emptyLabel', 'musl'],
    ['web..', 'emptyLabel', 'go'],
    [`${'l'.repeat(64)}.x`, 'longLabel', 'glibc'],
    [`${'l'.repeat(63)}.x`, undefined, 'glibc'],
    [Array(51).fill('abcd').join('.'), 'longName', 'glibc'],
    ['bücher.example', 'badCharacter', 'glibc'],
    ['bücher.example', undefined, 'musl'],
    ['xn--bcher-kva.example', undefined, 'go'],
    ['a b', 'badCharacter', 'go'],
    ['-a.b', 'badCharacter', 'glibc'],
    ['a_b.c', undefined, 'glibc'],
    ['1.2.3', 'badCharacter', 'go'],
  ];
  for (const [name, why, libc] of none) {
    it(`${libc}: "${name.slice(0, 24)}" ${why ?? 'is asked for'}`, () => {
      expect(whyNotAsked(name, libc)).toBe(why);
      const { asked, result } = costs(name, libc);
      expect(asked.length === 0).toBe(why !== undefined);
      expect(result).toMatchObject({ addresses: [], error: 'EAI_NONAME' });
    });
  }

  it('addresses in every spelling, and localhost, which is in /etc/hosts', () => {
    const spelt = ['127.1', '0x7f.1', '1', '010.1', '1.2.3', '1.2.3.256', 'fe80::1%eth0', 'Localhost'];
    expect(spelt.map((name) => addressesWithoutQuery(name, 'glibc')?.[0])).toEqual([
      ...['127.0.0.1', '127.0.0.1', '0.0.0.1', '8.0.0.1', '1.2.0.3', undefined, 'fe80::1', '127.0.0.1'],
    ]);
    expect(addressesWithoutQuery('127.1', 'go')).toBeUndefined();
    expect(addressesWithoutQuery('Localhost', 'musl')).toBeUndefined();
  });

  it('a name that only a search domain makes too long is asked for without it', () => {
    const long = `${'abcd.'.repeat(49)}abcdefg`;
    const asked = costs(long).asked.map(({ query }) => query.name);
    expect(new Set(asked)).toEqual(new Set([`${long}.`]));
  });
});

describe('[DN14] a server that rejects is asked again', () => {
  const twice = { ...resolvConf, search: [] };
  const asked = (libc: Libc, rcodes: readonly ('SERVFAIL' | 'REFUSED' | 'NOERROR')[]) =>
    resolveNow(startResolution({ name: 'x', resolvConf: twice, libc }), ({ type }) =>
      respond(rcodes[type === 'A' ? 0 : 1]!),
    ).asked.map(({ query }) => query.type);

  it('glibc both queries, if neither was answered; Go each by itself; musl at once after SERVFAIL', () => {
    expect(asked('glibc', ['SERVFAIL', 'REFUSED'])).toEqual(['A', 'AAAA', 'A', 'AAAA']);
    expect(asked('glibc', ['NOERROR', 'SERVFAIL'])).toEqual(['A', 'AAAA']);
    expect(asked('go', ['NOERROR', 'SERVFAIL'])).toEqual(['A', 'AAAA', 'AAAA']);
    expect(asked('musl', ['SERVFAIL', 'SERVFAIL'])).toHaveLength(12);
    expect(asked('musl', ['REFUSED', 'NOERROR'])).toEqual(['A', 'AAAA', 'A']);
  });
});

describe('[DN9] a Corefile that is broken', () => {
  it('never throws, whatever is cut off or doubled', () => {
    const text =
      '.:53 {\n kubernetes cluster.local 10.0.0.0/7 {\n  pods verified\n labels a in (b\n }\n autopath\n}\n';
    for (let end = 0; end <= text.length; end++) {
      for (const broken of [
        text.slice(0, end),
        text.slice(end),
        `${text.slice(0, end)}}{"${text.slice(end)}`,
      ]) {
        const { config, problems } = readCorefile(broken);
        expect(config !== undefined || problems.some(({ severity }) => severity === 'error')).toBe(true);
      }
    }
  });

  it('says what would change answers, and is not simulated', () => {
    const { config, problems } = readCorefile(
      '.:53 {\n hosts {\n 10.0.0.1 x.y\n }\n cache {\n serve_stale\n }\n}',
    );
    expect(config).toBeDefined();
    const places = problems.map(
      ({ severity, line, message }) => `${severity} ${line} ${message.split(' ')[0]}`,
    );
    expect(places).toEqual(["warning 2 'hosts'", "warning 6 'serve_stale'"]);
  });
});
