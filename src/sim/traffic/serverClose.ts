/**
 * A server closes its kept connections: a program that got SIGTERM, or that ends. The FIN takes a moment to its
 * opener; what is sent in between meets a closed socket.
 * Sources: ASP.NET Core src/Servers/Kestrel/Core/src/Internal/Infrastructure/ConnectionManager.cs
 * CloseAllConnectionsAsync; RFC 9293 §3.6; dotnet/runtime HttpConnection.cs SendAsync (premature end of the answer).
 */
import { clientAt, type TrafficDraft } from './places';
import { dropConnection } from './pools';
import { TIMING } from './timing';

/** Due when a FIN has reached the opener of a connection. */
export interface FinDue {
  readonly connection: string;
}

/** How long a FIN is under way: not overtaking an answer that was sent just before. */
function finMicros(opener: string): number {
  const inside = 2 * TIMING.vethMicros + 2 * TIMING.wireMicros + 3 * TIMING.rulesMicros;
  return clientAt(opener) === undefined ? inside : inside + TIMING.internetMicros;
}

function finTimer(connection: string): string {
  return `fin|${connection}`;
}

/** Whether a FIN is on its way to a connection's opener: it stands in front of whatever the server sends later. */
export function finIsComing(draft: TrafficDraft, connection: string): boolean {
  return draft.isPending(finTimer(connection));
}

/** Closes the connections to a Pod that carry nothing; those in use are closed after their answer. */
export function closeServed(draft: TrafficDraft, pod: string): void {
  for (const id of draft.lookup('connections', 'byServer', pod)) {
    const connection = draft.get('connections', id)!;
    if (connection.closedByServer) continue;
    draft.put('connections', id, { ...connection, closedByServer: true });
    // A request that is still on its way does not make the server's end busy.
    if (connection.exchange === null || draft.get('handlings', connection.exchange) === undefined) {
      draft.schedule({
        type: 'traffic/fin',
        delayMicros: finMicros(connection.owner),
        data: { connection: id } satisfies FinDue,
        timer: finTimer(id),
      });
    }
  }
}

/** Methods whose requests have no content: .NET may send them again. Source: HttpConnection.cs, `request.Content is null`. */
const WITHOUT_CONTENT: ReadonlySet<string> = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE']);

/** HttpConnectionPool.MaxConnectionFailureRetries. */
const MOST_RETRIES = 3;

/**
 * A FIN has come. An idle connection is closed; if it is in use again, the answer has ended before it began.
 * Returns the exchange that it hits, and whether that may be sent again on another connection.
 */
export function onFin(
  draft: TrafficDraft,
  { connection: id }: FinDue,
): { exchange: string; mayRetry: boolean } | null {
  const connection = draft.get('connections', id);
  if (connection === undefined || connection.state === 'opening') return null;
  const exchange = connection.exchange === null ? undefined : draft.get('exchanges', connection.exchange);
  if (exchange === undefined) {
    dropConnection(draft, id, 'serverClosed');
    return null;
  }
  const mayRetry =
    exchange.handler !== '' && exchange.retries < MOST_RETRIES && WITHOUT_CONTENT.has(exchange.method);
  return { exchange: exchange.id, mayRetry };
}
