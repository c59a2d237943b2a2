/** What nslookup prints. Source: busybox networking/nslookup.c send_queries, parse_reply. */
import type { ExecAnswer } from '../../sim/traffic/tables';
import { exitLine, type LookupEnded } from './execShow';

export function printLookup(end: LookupEnded): string[] {
  if (end.cause === 'killed') return [...exitLine(137)];
  const refused = Array.from({ length: end.refusals }, () => 'nslookup: read: Connection refused');
  if (end.answers.length === 0) {
    return [...refused, ';; connection timed out; no servers could be reached', '', ...exitLine(1)];
  }
  const { ip, port } = end.server;
  const isWrong = end.answers.some(({ rcode }) => rcode !== 'NOERROR');
  return [
    `Server:\t\t${ip}`,
    `Address:\t${ip}:${port}`,
    '',
    ...end.answers.flatMap((answer) => [...answerLines(answer), '']),
    ...refused,
    ...end.unanswered.map(({ name }) => `*** Can't find ${bare(name)}: No answer`),
    ...(end.unanswered.length > 0 ? [''] : []),
    ...exitLine(isWrong ? 1 : 0),
  ].map(expandTabs);
}

function answerLines({ name, rcode, authoritative, records }: ExecAnswer): string[] {
  if (rcode !== 'NOERROR') return [`** server can't find ${bare(name)}: ${rcode}`];
  return [
    ...(authoritative ? [] : ['Non-authoritative answer:']),
    ...records.flatMap((record) => {
      const owner = bare(record.name);
      switch (record.type) {
        case 'A':
        case 'AAAA':
          return [`Name:\t${owner}`, `Address: ${record.data}`];
        case 'CNAME':
          return [`${owner}\tcanonical name = ${bare(record.data)}`];
        case 'PTR':
          return [`${owner}\tname = ${bare(record.data)}`];
        case 'SRV':
          return [`${owner}\tservice = ${bare(record.data)}`];
        case 'NS':
          return [`${owner}\tnameserver = ${bare(record.data)}`];
        case 'TXT':
          return [`${owner}\ttext = ${record.data}`];
        default:
          return [`${owner}\t${record.data}`];
      }
    }),
  ];
}

function bare(name: string): string {
  return name.replace(/\.$/, '');
}

/** Tabs as a terminal shows them: to the next multiple of 8. */
function expandTabs(line: string): string {
  let out = '';
  for (const char of line) out += char === '\t' ? ' '.repeat(8 - (out.length % 8)) : char;
  return out;
}
