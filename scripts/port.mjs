/** A free port of this machine. */
import { createServer } from 'node:net';

/** @returns {Promise<number>} a port on 127.0.0.1 that nobody used a moment ago */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
