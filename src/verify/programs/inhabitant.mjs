/**
 * Who lives in a namespace: a small HTTP server on each port named on the command line, which answers with its
 * name, its own address and the client's as it sees them; and a client that dials what standard input says, one
 * task as JSON a line, and tells how it went. Run by node as it is.
 */
import { Agent, createServer, get } from 'node:http';
import { createInterface } from 'node:readline';

const [name = '', ip = '', ...ports] = process.argv.slice(2);

/** A text without IPv6's way of writing IPv4. @param {string | undefined} address */
const plain = (address) => (address ?? '').replace(/^::ffff:/, '');

for (const port of ports) {
  const server = createServer((request, response) => {
    const { localAddress, localPort, remoteAddress, remotePort } = request.socket;
    const answer = {
      pod: name,
      target: `${plain(localAddress)}:${localPort}`,
      source: plain(remoteAddress),
      port: remotePort,
    };
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(answer));
  });
  server.keepAliveTimeout = 60_000;
  await new Promise((resolve) => server.listen(Number(port), ip, () => resolve(undefined)));
}
say({ ready: true });

createInterface({ input: process.stdin })
  .on('line', (line) => void work(JSON.parse(line)).then(say))
  .on('close', () => process.exit());

/** @param {unknown} value */
function say(value) {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/**
 * @typedef {{ id: number, ip: string, port: number, connections: number, requests: number, atOnce: number, millis: number }} Task
 * @typedef {{ pod: string, target: string, source: string, port: number } | { error: string }} Answer
 */

/**
 * So many connections of so many requests each, some at once.
 * @param {Task} task
 */
async function work(task) {
  /** @type {Answer[][]} */
  const connections = [];
  let left = task.connections;
  const lane = async () => {
    while (left-- > 0) {
      const answers = await oneConnection(task);
      connections.push(answers);
      // Where nobody answers, waiting for all would take minutes.
      if (connections.length >= 2 && answers.some((one) => 'error' in one)) left = 0;
    }
  };
  await Promise.all(Array.from({ length: Math.min(task.atOnce, task.connections) }, lane));
  return { id: task.id, connections };
}

/** @param {Task} task */
async function oneConnection(task) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  /** @type {Answer[]} */
  const answers = [];
  for (let i = 0; i < task.requests; i++) {
    const answer = await oneRequest(task, agent);
    answers.push(answer);
    if ('error' in answer) break;
  }
  agent.destroy();
  return answers;
}

/**
 * @param {Task} task
 * @param {Agent} agent
 * @returns {Promise<Answer>}
 */
function oneRequest({ ip, port, millis }, agent) {
  return new Promise((resolve) => {
    const request = get({ host: ip, port, agent, path: '/' }, (response) => {
      let text = '';
      response.on('data', (chunk) => (text += chunk));
      response.on('end', () => {
        clearTimeout(timer);
        // The socket goes back to the agent first, or the next request would open another.
        setImmediate(() => resolve(JSON.parse(text)));
      });
    });
    const timer = setTimeout(
      () => request.destroy(Object.assign(new Error(), { code: 'ETIMEDOUT' })),
      millis,
    );
    request.on('error', (error) => {
      clearTimeout(timer);
      resolve({ error: /** @type {{ code?: string }} */ (error).code ?? String(error) });
    });
  });
}
