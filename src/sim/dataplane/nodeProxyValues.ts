/**
 * What is impossible among the values of a node's configuration, beyond their types.
 * Source: kubernetes pkg/proxy/apis/config/validation/validation.go, which refuses to start kube-proxy with them.
 */
import { addressMatches, canonicalIP, familyOf, normalizeCIDR } from './addresses';
import type { NodeProxyConfig } from './nodeProxyConfig';

const NODE_NAME = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;

/** One message with its mend for each value that cannot be; empty if all can. */
export function nodeProxyValueProblems(given: Partial<NodeProxyConfig>): string[] {
  const {
    nodeName,
    nodeIP,
    nodeIPs = [],
    ipFamily,
    podCIDR,
    nodePortAddresses = [],
    serviceCIDRs = [],
  } = given;
  const wrong = (key: string, value: string, expected: string) =>
    `"${key}" in the node's configuration cannot be ${JSON.stringify(value)}: write ${expected}`;
  const problems: string[] = [];
  if (nodeName !== undefined && !NODE_NAME.test(nodeName)) {
    problems.push(
      wrong('nodeName', nodeName, 'a name such as node-1: lower-case letters, digits, "-" and "."'),
    );
  }
  if (ipFamily !== undefined && ipFamily !== 'IPv4' && ipFamily !== 'IPv6') {
    problems.push(wrong('ipFamily', ipFamily, 'IPv4 or IPv6'));
  }
  for (const [key, ip] of [['nodeIP', nodeIP] as const, ...nodeIPs.map((one) => ['nodeIPs', one] as const)]) {
    if (ip === undefined || canonicalIP(ip) !== undefined) continue;
    problems.push(wrong(key, ip, 'an IP address such as 192.168.56.11'));
  }
  const isRange = (text: string) => normalizeCIDR(text) !== undefined;
  if (podCIDR !== undefined && podCIDR !== '' && !isRange(podCIDR)) {
    problems.push(wrong('podCIDR', podCIDR, 'a range such as 10.244.0.0/16, or "" for no detector'));
  }
  for (const range of nodePortAddresses) {
    if (isRange(range) || (range === 'primary' && nodePortAddresses.length === 1)) continue;
    problems.push(wrong('nodePortAddresses', range, 'ranges such as 192.168.0.0/16, or "primary" alone'));
  }
  for (const range of serviceCIDRs) {
    if (!isRange(range)) problems.push(wrong('serviceCIDRs', range, 'a range such as 10.96.0.0/12'));
    else if (podCIDR !== undefined && isRange(podCIDR) && overlap(podCIDR, range)) {
      problems.push(
        `"podCIDR" ${podCIDR} and "serviceCIDRs" ${range} in the node's configuration overlap: choose ranges apart from each other`,
      );
    }
  }
  return problems;
}

/** Two ranges of one family share an address if one holds the other's first. */
function overlap(a: string, b: string): boolean {
  const [x, y] = [normalizeCIDR(a)!, normalizeCIDR(b)!];
  const first = (range: string) => range.slice(0, range.indexOf('/'));
  if (familyOf(x) !== familyOf(y)) return false;
  return addressMatches(x, first(y)) || addressMatches(y, first(x));
}
