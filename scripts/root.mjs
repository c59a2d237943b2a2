/** Where the project is, and whether this Node can run it. */
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');

/** Ends the process with a plain sentence when Node is older than the tools need. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isEnough = major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19);
  if (isEnough) return;
  console.error(`Hopscope needs Node 20.19 or later, or 22.12 or later; this is ${process.versions.node}.`);
  process.exit(1);
}
