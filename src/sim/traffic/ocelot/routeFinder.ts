/**
 * Chooses the route of a request, and says of every other why not.
 * Source: Ocelot src/DownstreamRouteFinder/Finder/DownstreamRouteFinder.cs.
 */
import type { RejectedRoute, RejectionReason } from './routing';

/** What choosing needs to know of a route. */
export interface FinderRoute {
  readonly index: number;
  readonly kind: 'route' | 'aggregate';
  /** Empty means every method. */
  readonly upstreamHttpMethod: readonly string[];
  /** Empty means every host. */
  readonly upstreamHost: string;
  /** After the pattern's own say: 0 for `/{everything}`. */
  readonly priority: number;
}

function methodReason(route: FinderRoute, method: string): RejectionReason | null {
  const wanted = method.trim().toUpperCase();
  const allowed = route.upstreamHttpMethod;
  if (allowed.length === 0 || allowed.some((one) => one.trim().toUpperCase() === wanted)) return null;
  return { code: 'methodDiffers', params: { method: wanted, allowed: allowed.join(', ') } };
}

/** Hosts are compared with regard to case. */
function hostReason(route: FinderRoute, host: string): RejectionReason | null {
  if (route.upstreamHost === '' || route.upstreamHost === host) return null;
  return { code: 'hostDiffers', params: { host, wanted: route.upstreamHost } };
}

function lostTo(winner: FinderRoute, loser: FinderRoute): RejectionReason {
  if (winner.upstreamHost !== '' && loser.upstreamHost === '') {
    return { code: 'hostRouteWins', params: { winner: winner.index, host: winner.upstreamHost } };
  }
  if (loser.priority < winner.priority) {
    const { priority } = loser;
    return {
      code: 'lowerPriority',
      params: { priority, winner: winner.index, winnerPriority: winner.priority },
    };
  }
  return { code: 'laterInFile', params: { winner: winner.index, priority: winner.priority } };
}

/**
 * The first route, by falling priority and then by place in the file, that fits;
 * a route with an UpstreamHost goes before all without. The more specific template
 * does not win by itself.
 * @param misfit why path or headers do not fit; null if they do
 */
export function findRoute<R extends FinderRoute>(
  routes: readonly R[],
  request: { readonly method: string; readonly host: string },
  misfit: (route: R) => RejectionReason | null,
): { readonly winner: R | undefined; readonly rejected: readonly RejectedRoute[] } {
  const reasons = new Map<R, RejectionReason>();
  const fitting: R[] = [];
  for (const route of routes) {
    const fit = misfit(route);
    const isPath =
      fit?.code === 'pathDiffers' || fit?.code === 'queryDiffers' || fit?.code === 'patternTooSlow';
    // Ocelot looks at method and host first; to a reader, the path says most.
    const reason = isPath
      ? fit
      : (methodReason(route, request.method) ?? hostReason(route, request.host) ?? fit);
    if (reason === null) fitting.push(route);
    else reasons.set(route, reason);
  }
  fitting.sort((a, b) => b.priority - a.priority); // stable
  const winner = fitting.find((route) => route.upstreamHost !== '') ?? fitting[0];
  const rejected = routes
    .filter((route) => route !== winner)
    .map((route): RejectedRoute => {
      const reason = reasons.get(route) ?? lostTo(winner!, route);
      return { index: route.index, kind: route.kind, reason };
    });
  return { winner, rejected };
}
