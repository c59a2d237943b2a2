import { describe, expect, it } from 'vitest';
import { endpointChainName, hashLetters, nftablesChainName, serviceChainNames } from './chainNames';
import { probabilityText } from './iptables/matches';
import { chainNameCases, probabilityCases } from './testing/kubeProxyCases';

describe('[DP1] chain names are hashes of Service port, protocol and endpoint', () => {
  it.each(chainNameCases.service)(
    '$servicePortName $protocol',
    ({ servicePortName, protocol, hash, hashInput, chains }) => {
      const names = serviceChainNames(servicePortName, protocol);
      expect(names).toMatchObject({
        cluster: chains.SVC,
        local: chains.SVL,
        external: chains.EXT,
        firewall: chains.FW,
      });
      expect(hashLetters(hashInput, 16)).toBe(hash);
    },
  );

  it.each(chainNameCases.endpoint)(
    '$servicePortName $endpoint',
    ({ servicePortName, protocol, endpoint, chain }) => {
      expect(endpointChainName(servicePortName, protocol, endpoint)).toBe(chain);
    },
  );

  it.each(chainNameCases.computed)('$servicePortName as on any kubeadm cluster', (given) => {
    expect(serviceChainNames(given.servicePortName, given.protocol).cluster).toBe(given.SVC);
    expect(endpointChainName(given.servicePortName, given.protocol, given.endpoint)).toBe(given.SEP);
  });

  it.each(chainNameCases.nftables)('nftables $chain', ({ endpoint, chain, ...port }) => {
    const [ip, number] = endpoint?.split(':') ?? [];
    const prefix = chain.slice(0, chain.indexOf('-') + 1) as 'service-' | 'endpoint-';
    const target = ip === undefined ? undefined : { ip, port: Number(number) };
    expect(nftablesChainName(prefix, port, target)).toBe(chain);
  });

  it('fits names into what the kernel allows', () => {
    expect(serviceChainNames('a/b', 'sctp').cluster.length).toBeLessThanOrEqual(28);
    const name = 'x'.repeat(63);
    const port = { namespace: name, service: name, port: name, protocol: 'sctp' };
    const longest = nftablesChainName('endpoint-', port, {
      ip: '1111:2222:3333:4444:5555:6666:7777:8888',
      port: 65535,
    });
    expect(longest.length).toBeLessThanOrEqual(256);
    expect(longest).not.toContain(':');
  });
});

describe('[DP2] probabilities have ten decimals', () => {
  it.each(probabilityCases)('1 of $n is $text', ({ n, text }) => {
    expect(probabilityText(n)).toBe(text);
  });
});
