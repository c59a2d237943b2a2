/** The names of kube-proxy's chains: hashes of the Service port's name, so that all nodes agree. */
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The first `length` letters of SHA-256 of the text in base32 (RFC 4648, upper case). */
export function hashLetters(text: string, length: number): string {
  const digest = sha256(utf8ToBytes(text));
  let letters = '';
  let bits = 0;
  let held = 0;
  for (const byte of digest) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5 && letters.length < length) {
      bits -= 5;
      letters += ALPHABET[(held >> bits) & 31]!;
    }
    held &= (1 << bits) - 1;
    if (letters.length === length) break;
  }
  return letters;
}

export interface ServiceChainNames {
  /** Balances over all endpoints (Cluster policy). */
  readonly cluster: string;
  /** Balances over this node's endpoints (Local policy). */
  readonly local: string;
  /** Takes traffic for NodePorts, load balancer IPs and external IPs. */
  readonly external: string;
  /** Checks `loadBalancerSourceRanges`. */
  readonly firewall: string;
}

/**
 * The four chains of a Service port; all share one hash of `ns/name:port` and the protocol in lower case.
 * Source: kubernetes pkg/proxy/iptables/proxier.go, portProtoHash and servicePortPolicyClusterChain.
 */
export function serviceChainNames(servicePort: string, protocol: string): ServiceChainNames {
  const hash = hashLetters(servicePort + protocol, 16);
  return {
    cluster: `KUBE-SVC-${hash}`,
    local: `KUBE-SVL-${hash}`,
    external: `KUBE-EXT-${hash}`,
    firewall: `KUBE-FW-${hash}`,
  };
}

/** Names of endpoint chains, remembered: every node asks for the same ones. Not part of the world. */
const endpointNames = new Map<string, string>();

/**
 * The chain of one endpoint of a Service port. The node does not enter the hash.
 * Source: kubernetes pkg/proxy/iptables/proxier.go, servicePortEndpointChainName.
 */
export function endpointChainName(servicePort: string, protocol: string, address: string): string {
  const text = servicePort + protocol + address;
  let name = endpointNames.get(text);
  if (name === undefined) {
    if (endpointNames.size >= 50_000) endpointNames.clear();
    name = `KUBE-SEP-${hashLetters(text, 16)}`;
    endpointNames.set(text, name);
  }
  return name;
}

/**
 * Chain names of nftables mode: eight letters of hash, then what was hashed.
 * Source: kubernetes pkg/proxy/nftables/proxier.go, hashAndTruncate and servicePortChainNameBase.
 */
export function nftablesChainName(
  prefix: 'service-' | 'local-' | 'external-' | 'firewall-' | 'endpoint-' | 'affinity-',
  port: {
    readonly namespace: string;
    readonly service: string;
    readonly port: string;
    readonly protocol: string;
  },
  endpoint?: { readonly ip: string; readonly port: number },
): string {
  let rest = `${port.namespace}/${port.service}/${port.protocol}/${port.port}`;
  if (endpoint !== undefined) rest += `__${endpoint.ip.replaceAll(':', '.')}/${endpoint.port}`;
  const name = `${hashLetters(rest, 8)}-${rest}`;
  return prefix + (name.length > 240 ? `${name.slice(0, 237)}...` : name);
}
