/** Whether this kernel balances with IPVS. Not every kernel is built with it. */
import { existsSync } from 'node:fs';
import { runCommand } from '../namespaces';

export interface IpvsHere {
  readonly isHere: boolean;
  /** Why IPVS mode is not held to this kernel. */
  readonly reason: string;
}

/** Loads the module if it can. Source: ipvsadm(8); the kernel shows its table as /proc/net/ip_vs. */
export function ipvsHere(): IpvsHere {
  if (process.platform !== 'linux') return { isHere: false, reason: `IPVS is Linux’s` };
  if (!existsSync(TABLE) && process.getuid?.() === 0) runCommand(['modprobe', 'ip_vs']);
  if (!existsSync(TABLE)) return { isHere: false, reason: 'this kernel has no ip_vs' };
  return { isHere: true, reason: 'only iptables and nftables mode are held to a kernel so far' };
}

const TABLE = '/proc/net/ip_vs';
