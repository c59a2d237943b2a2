/** Where the command line begins. npm goes to the project's folder first; paths start from the caller's. */
import { readFileSync } from 'node:fs';
import { main } from './commandLine';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(); // `| head` has read enough
  throw error;
});

process.exitCode = main(process.argv.slice(2), {
  cwd: process.env['INIT_CWD'] ?? process.cwd(),
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  readStdin: () => readFileSync(0, 'utf8'),
});
