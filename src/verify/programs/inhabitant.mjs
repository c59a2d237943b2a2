/**
 * Who lives in a namespace: servers that answer with the Pod's name, their own address and the client's as they see
 * it (HTTP on TCP, a datagram for each datagram on UDP); and a client that dials what standard input says, one task
 * as JSON a line, and tells how it went. Run by node as it is, with its life as JSON on the command line.
 */
import { createSocket } from 'node:dgram';
import { Agent, createServer, get } from 'node:http';
import { createInterface } from 'node:readline';

/** @type {{ name: string, ips: string[], tcp: number[], udp: number[] }} */
const life = JSON.parse(process.argv[2] ?? '{}');

/** @param {string} ip @param {number} port */
const socketText = (ip, port) => `${ip.includes(':') ? `[${ip}]` : ip}:${port}`;

for (const ip of life.ips) {
  for (const port of life.tcp) await serveHttp(ip, port);
  for (const port of life.udp) await serveDatagrams(ip, port);
}
say({ ready: true });

createInterface({ input: process.stdin })
  .on('line', (line) => void work(JSON.parse(line)).then(say))
  .on('close', () => process.exit());

/** @param {unknown} value */
function say(value) {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** @param {string} ip @param {number} at */
function serveHttp(ip, at) {
  const server = createServer((request, response) => {
    const { remoteAddress: source, remotePort: port } = request.socket;
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ pod: life.name, target: socketText(ip, at), source, port }));
  });
  server.keepAliveTimeout = 60_000;
  return new Promise((resolve) => server.listen(at, ip, () => resolve(undefined)));
}

/** @param {string} ip @param {number} at */
function serveDatagrams(ip, at) {
  const socket = createSocket(ip.includes(':') ? 'udp6' : 'udp4');
  socket.on('message', (_, { address: source, port }) => {
    const answer = { pod: life.name, target: socketText(ip, at), source, port };
    socket.send(JSON.stringify(answer), port, source);
  });
  return new Promise((resolve) => socket.bind(at, ip, () => resolve(undefined)));
}

/**
 * @typedef {{ id: number, protocol: 'tcp' | 'udp', ip: string, port: number, connections: number, requests: number,
 *   atOnce: number, millis: number }} Task
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
      const answers = task.protocol === 'udp' ? await oneFlow(task) : await oneConnection(task);
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

/**
 * Datagrams from one port to one address: to conntrack, one connection. Half way the socket is closed, and another one
 * opened on the same port.
 * @param {Task} task
 */
async function oneFlow(task) {
  /** @type {Answer[]} */
  const answers = [];
  let socket = await connected(task, 0);
  const { port } = socket.address();
  for (let i = 0; i < task.requests; i++) {
    if (i > 0 && i === task.requests >> 1) {
      await new Promise((resolve) => socket.close(() => resolve(undefined)));
      socket = await connected(task, port);
    }
    const answer = await oneDatagram(task, socket);
    answers.push(answer);
    if ('error' in answer) break;
  }
  socket.close();
  return answers;
}

/**
 * A connected socket is told of ICMP's "port unreachable".
 * @param {Task} task
 * @param {number} from
 * @returns {Promise<import('node:dgram').Socket>}
 */
function connected({ ip, port }, from) {
  const socket = createSocket(ip.includes(':') ? 'udp6' : 'udp4');
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(from, () =>
      socket.connect(port, ip, () => {
        socket.off('error', reject);
        resolve(socket);
      }),
    );
  });
}

/**
 * @param {Task} task
 * @param {import('node:dgram').Socket} socket
 * @returns {Promise<Answer>}
 */
function oneDatagram({ millis }, socket) {
  return new Promise((resolve) => {
    /** @param {Answer} answer */
    const end = (answer) => {
      clearTimeout(timer);
      socket.removeAllListeners('message').removeAllListeners('error');
      // What comes late is nobody's.
      socket.on('error', () => undefined);
      resolve(answer);
    };
    const timer = setTimeout(() => end({ error: 'ETIMEDOUT' }), millis);
    socket.once('message', (message) => end(JSON.parse(message.toString())));
    const fail = (/** @type {Error & { code?: string }} */ error) => {
      // A kernel whose own rules take a datagram away says so to who sends it; ICMP tells whether it was refused.
      if (error.code !== 'EPERM') end({ error: error.code ?? String(error) });
    };
    socket.on('error', fail);
    socket.send('who are you?', (error) => error && fail(error));
  });
}
