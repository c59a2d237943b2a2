/** Whether this kernel balances with IPVS. Not every kernel is built with it. */
import { existsSync } from 'node:fs';
import { runCommand } from '../namespaces';

export interface IpvsHere {
  readonly isHere: boolean;
  /** Why nobody can be asked in IPVS mode; empty if it can be. */
  readonly reason: string;
}

const TABLE = '/proc/net/ip_vs';
let known: IpvsHere | undefined;

/** Loads the module if it can; asked once. Source: ipvsadm(8); the kernel shows its table as /proc/net/ip_vs. */
export function ipvsHere(): IpvsHere {
  return (known ??= findOut());
}

function findOut(): IpvsHere {
  if (process.platform !== 'linux') return { isHere: false, reason: 'IPVS is Linux’s' };
  if (!existsSync(TABLE) && process.getuid?.() === 0) runCommand(['modprobe', 'ip_vs']);
  if (!existsSync(TABLE)) return { isHere: false, reason: 'this kernel has no ip_vs' };
  const isInstalled = runCommand(['ipvsadm', '--version']).status === 0;
  return isInstalled ? { isHere: true, reason: '' } : { isHere: false, reason: 'ipvsadm is not installed' };
}
