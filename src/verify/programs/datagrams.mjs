/**
 * A UDP socket on the address and port of the command line: every datagram that comes goes out as a line of JSON,
 * every line that comes in goes out as a datagram. Run by node as it is, inside a namespace.
 */
import { createSocket } from 'node:dgram';
import { createInterface } from 'node:readline';

const [address = '', port = ''] = process.argv.slice(2);
const socket = createSocket('udp4');

socket.on('message', (message, from) =>
  say({ data: message.toString('base64'), address: from.address, port: from.port }),
);
socket.bind(Number(port), address, () => say({ ready: true }));

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const { data, address: to, port: at } = JSON.parse(line);
    socket.send(Buffer.from(data, 'base64'), at, to);
  })
  .on('close', () => process.exit());

/** @param {unknown} value */
function say(value) {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
