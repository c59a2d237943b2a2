import { describe, expect, it } from 'vitest';
import { inTurn } from './ipvsLoading';
import { firstDifference, firstLineDifference, firstNftDifference } from './readBack';

describe('what iptables-save gives back', () => {
  const printed = '*nat\n:A - [0:0]\n:POSTROUTING ACCEPT [0:0]\n-A A -j B\n-A A -j C\nCOMMIT\n';

  it('is the same whatever the counters and the order of chains', () => {
    const kernel = '# x\n*nat\n:POSTROUTING ACCEPT [7:9]\n:A - [0:0]\n-A A -j B\n-A A -j C\nCOMMIT\n';
    expect(firstDifference(printed, kernel)).toBeUndefined();
  });

  it.each([
    [
      'a rule less',
      printed.replace('-A A -j C\n', ''),
      'nat A rule 2: printed "-j C", the kernel has "none"',
    ],
    [
      'a rule more',
      printed.replace('-A A -j C\n', '-A A -j C\n-A A -j D\n'),
      'nat A: the kernel also has "-j D"',
    ],
    ['another order', printed.replace('-A A -j B\n-A A -j C', '-A A -j C\n-A A -j B'), 'nat A rule 1'],
    ['a chain more', `${printed}*filter\n:X - [0:0]\nCOMMIT\n`, 'the kernel also has chain filter X'],
    ['a chain less', printed.replace(/.*A.*\n/g, ''), 'the kernel has no chain nat A'],
  ])('differs in %s', (_, kernel, sentence) => {
    expect(firstDifference(printed, kernel)).toContain(sentence);
  });
});

describe('what nft gives back', () => {
  const printed = [
    'table ip kube-proxy {',
    '\tcomment "rules for kube-proxy"',
    '',
    '\tmap service-ips {',
    '\t\ttype ipv4_addr . inet_proto . inet_service : verdict',
    '\t\tcomment "a, b"',
    '\t\telements = { 10.96.0.2 . tcp . 80 comment "x, y" : goto b, 10.96.0.1 . tcp . 80 : goto a }',
    '\t}',
    '\tchain a {',
    '\t\tip saddr 10.0.0.0/8 jump b',
    '\t\tdrop',
    '\t}',
    '}',
  ].join('\n');

  it('is the same whatever the order of chains and elements, and wherever lines end', () => {
    const kernel = printed
      .replace(/(\{ )(.*goto b), (.*goto a)/, '$1$3,\n\t\t\t     $2')
      .replace(/(\tmap[^]*?\t\})\n(\tchain[^]*?\t\})/, '$2\n\n$1');
    expect(kernel).not.toBe(printed);
    expect(firstNftDifference(printed, kernel)).toBeUndefined();
  });

  it.each([
    [
      'another element',
      printed.replace('goto a ', 'goto c '),
      'map service-ips: printed "10.96.0.1 . tcp . 80 : goto a"',
    ],
    ['a comment of an element', printed.replace('"x, y"', '"x, z"'), 'map service-ips: printed'],
    ['a property', printed.replace('a, b', 'a'), 'map service-ips: printed "comment "a, b""'],
    ['another order of rules', printed.replace(/(\t\tip.*)\n(.*)/, '$2\n$1'), 'chain a: printed "ip saddr'],
    [
      'a rule more',
      printed.replace('\t\tdrop', '\t\tdrop\n\t\taccept'),
      'printed "none", the kernel has "accept"',
    ],
    [
      'a chain more',
      printed.replace('\tchain a', '\tchain z {\n\t}\n\tchain a'),
      'the kernel also has chain z',
    ],
    ['a chain less', printed.replace(/\tchain[^]*\t\}\n/, ''), 'the kernel has no chain a'],
    ['the table itself', printed.replace('rules for kube-proxy', ''), 'table: printed'],
  ])('differs in %s', (_, kernel, sentence) => {
    expect(kernel).not.toBe(printed);
    expect(firstNftDifference(printed, kernel)).toContain(sentence);
  });
});

describe('what ipset and ipvsadm give back', () => {
  it('is the same in any order, and nothing more or less', () => {
    expect(firstLineDifference('a\nb\n', 'b\na')).toBeUndefined();
    expect(firstLineDifference('a\nb\n', 'a')).toBe('printed "b", the kernel has "none"');
    expect(firstLineDifference('a', 'a\nb\n')).toBe('printed "none", the kernel has "b"');
  });

  it('is fed so that real servers take turns in the order in which they are printed', () => {
    const lines = (...text: string[]) => text.map((line) => `${line}\n`).join('');
    const tcp = [
      '-a -t 10.96.0.1:80 -r 10.244.1.2:80 -m -w 1',
      '-a -t 10.96.0.1:80 -r 10.244.1.3:80 -m -w 1',
    ];
    const [a = '', b = ''] = tcp;
    const [first, second] = ['-A -t 10.96.0.1:80 -s rr', '-A -u 10.96.0.2:53 -s rr -p 600'];
    expect(inTurn(lines(first, a, b, second))).toBe(lines(first, b, a, second));
    expect(inTurn('')).toBe('');
  });
});
