import { describe, expect, it } from 'vitest';
import { nodeProxyConfig, type NodeProxyConfig } from './nodeProxyConfig';
import { nodeProxyValueProblems } from './nodeProxyValues';

describe('[DP23] impossible values of a node’s configuration are named', () => {
  it.each<[string, Partial<NodeProxyConfig>, RegExp]>([
    ['nodeName', { nodeName: 'a\nb' }, /nodeName.*a name such as node-1/],
    ['nodeIP', { nodeIP: 'here' }, /nodeIP.*"here".*an IP address/],
    ['nodeIPs', { nodeIPs: ['192.168.0.11', '10.1'] }, /nodeIPs.*"10\.1"/],
    ['ipFamily', { ipFamily: 'IPv5' as 'IPv4' }, /ipFamily.*IPv4 or IPv6/],
    ['podCIDR', { podCIDR: '10.0.0.0/99' }, /podCIDR.*a range/],
    ['nodePortAddresses', { nodePortAddresses: ['everywhere'] }, /nodePortAddresses.*"everywhere"/],
    ['primary and more', { nodePortAddresses: ['primary', '10.0.0.0/8'] }, /"primary" alone/],
    ['serviceCIDRs', { serviceCIDRs: ['10.96.0.0'] }, /serviceCIDRs.*a range/],
    ['ranges that overlap', { podCIDR: '10.96.128.0/17', serviceCIDRs: ['10.96.0.0/12'] }, /overlap.*apart/],
  ])('%s', (_, given, message) => {
    expect(nodeProxyValueProblems(given)).toHaveLength(1);
    expect(nodeProxyValueProblems(given)[0]).toMatch(message);
  });

  it('takes what kube-proxy takes', () => {
    const given = {
      nodeName: 'worker.example.org',
      nodeIP: '2001:DB8::11',
      podCIDR: '',
      nodePortAddresses: ['primary'],
      serviceCIDRs: ['10.96.0.0/12', 'fd00::/108'],
    };
    expect(nodeProxyValueProblems(given)).toEqual([]);
  });

  it('has no detector in a family without a Pod range', () => {
    expect(nodeProxyConfig({ ipFamily: 'IPv6' }).detectLocal).toBe(false);
    expect(nodeProxyConfig({ ipFamily: 'IPv6', podCIDR: 'fd00::/56' }).detectLocal).toBe(true);
    expect(nodeProxyConfig({}).detectLocal).toBe(true);
  });
});
