/** What a command in a container was asked to print, and what came of it. */
import type { ExecAnswer } from '../../sim/traffic/tables';
import type { Fact } from '../../sim/kernel/draft';
import type { SocketAddress } from '../../sim/packet/headers';

/** How the end of a command is printed: what its options say. */
export type ExecShow =
  | { readonly program: 'nslookup' }
  | {
      readonly program: 'curl';
      readonly isSilent: boolean;
      readonly showsError: boolean;
      /** `-i`: the head of the answer, too; `-I`: nothing else. */
      readonly withHead: boolean;
      readonly isHeadOnly: boolean;
      readonly isVerbose: boolean;
      /** `-f`: a status of 400 and above is an error of curl's own. */
      readonly failsOnStatus: boolean;
      /** `-o`: the body goes elsewhere. */
      readonly bodyIsAway: boolean;
      /** `-w`, with its escapes read. */
      readonly writeOut: string;
      readonly method: string;
      readonly hostHeader: string | null;
    }
  | { readonly program: 'wget'; readonly isQuiet: boolean; readonly printsBody: boolean };

/** The fact with which an nslookup ends. */
export interface LookupEnded {
  readonly kind: 'lookup';
  readonly name: string;
  readonly server: SocketAddress;
  readonly answers: readonly ExecAnswer[];
  readonly unanswered: readonly { readonly name: string; readonly type: string }[];
  readonly refusals: number;
  readonly cause: string | null;
}

/** The fact with which a curl ends. */
export interface CurlEnded {
  readonly kind: 'curl';
  readonly url: string;
  readonly address: string | null;
  readonly status: number | null;
  readonly cause: string | null;
  readonly servedBy: string | null;
  readonly at: number;
  readonly startedAt: number;
}

/** A command's end as its fact tells it; null if the fact is another. */
export function endOf(fact: Fact): LookupEnded | CurlEnded | null {
  if (fact.type !== 'exec/ended') return null;
  return fact as unknown as LookupEnded | CurlEnded;
}

/** What kubectl says of a command that went wrong. Source: kubectl pkg/cmd/exec/exec.go, k8s.io/client-go remotecommand. */
export function exitLine(status: number): readonly string[] {
  return status === 0 ? [] : [`command terminated with exit code ${status}`];
}
