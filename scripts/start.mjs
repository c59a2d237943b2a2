/**
 * `npm start`: from a fresh copy to the app in a browser. Installs what is missing, builds, serves.
 * `npm start -- --port 5000` asks for another port; a port that is taken is passed over.
 */
import { parseArgs } from 'node:util';
import { ensureDependencies } from './dependencies.mjs';
import { requireNode, ROOT } from './root.mjs';

requireNode();
const { port, host } = readArguments();
ensureDependencies();

const { build, preview } = await import('vite');
await build({ root: ROOT, logLevel: 'warn' });
const server = await preview({ root: ROOT, preview: { host, port, strictPort: false } });
const address = server.resolvedUrls?.local[0] ?? `http://${host}:${port}/`;
console.log(`\nHopscope is at ${address}\nCtrl+C stops it.`);

function readArguments() {
  try {
    const { values } = parseArgs({
      options: { port: { type: 'string', default: '4173' }, host: { type: 'string', default: '127.0.0.1' } },
    });
    const number = Number(values.port);
    if (!Number.isInteger(number) || number < 1 || number > 65535) {
      throw new Error(`--port wants a number from 1 to 65535, not "${values.port}"`);
    }
    return { port: number, host: values.host };
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(2);
  }
}
