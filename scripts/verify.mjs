/**
 * The stage of `npm test` that holds the simulation to a real kernel and a real resolver. Where this machine cannot
 * (not root, not Linux, no tools), it says why and succeeds. On Debian, as root, missing tools are installed first.
 */
import { spawnSync } from 'node:child_process';
import { ROOT } from './root.mjs';

/** Commands that are needed, and the Debian packages that bring them. */
const TOOLS = {
  ip: 'iproute2',
  'iptables-restore': 'iptables',
  nft: 'nftables',
  conntrack: 'conntrack',
  ipset: 'ipset',
  dig: 'bind9-dnsutils',
};
/** A further one, where the kernel has IPVS. */
const IPVS_TOOLS = { ipvsadm: 'ipvsadm' };
const INSTALL_MILLIS = 180_000;
/** The checks end by themselves; this ends one that hangs, on a machine however busy. */
const CHECK_MILLIS = 900_000;

/**
 * Debian packages that bring what is missing.
 * @param {Record<string, string>} tools
 * @param {(command: string) => boolean} isThere
 */
export function missingPackages(tools, isThere) {
  return Object.entries(tools).flatMap(([command, debian]) => (isThere(command) ? [] : [debian]));
}

/** @param {string} command */
function isInstalled(command) {
  return spawnSync('sh', ['-c', `command -v ${command}`], { stdio: 'ignore' }).status === 0;
}

function installTools() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !isInstalled('apt-get')) return;
  spawnSync('modprobe', ['ip_vs'], { stdio: 'ignore' });
  const hasIpvs = spawnSync('sh', ['-c', 'test -e /proc/net/ip_vs']).status === 0;
  const missing = missingPackages(hasIpvs ? { ...TOOLS, ...IPVS_TOOLS } : TOOLS, isInstalled);
  if (missing.length === 0) return;
  console.log(`Installing ${missing.join(', ')}.`);
  /** @param {string[]} args */
  const apt = (...args) =>
    spawnSync('apt-get', ['-qq', ...args], {
      stdio: ['ignore', 'ignore', 'inherit'],
      timeout: INSTALL_MILLIS,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0;
  const install = () => apt('install', '-y', '--no-install-recommends', ...missing);
  if (!install() && !(apt('update') && install())) {
    console.log(`They could not be installed; what needs them is skipped.`);
  }
}

/** @param {string} program */
function runCheck(program) {
  const args = ['node_modules/tsx/dist/cli.mjs', `src/verify/${program}.ts`];
  const { status } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: CHECK_MILLIS,
    env: { ...process.env, INIT_CWD: ROOT },
  });
  return status === 0;
}

if (process.argv[1]?.endsWith('verify.mjs')) {
  installTools();
  const fine = ['kernelMain', 'resolverMain'].map(runCheck);
  process.exitCode = fine.every(Boolean) ? 0 : 1;
}
