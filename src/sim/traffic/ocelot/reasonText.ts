/** English words for why a route was not taken: for the command line. The app has its own words per language. */
import type { RejectionReason } from './routing';

/** One sentence. Routes are named by their index, from 0, as in the JSON output. */
export function reasonText(reason: RejectionReason): string {
  switch (reason.code) {
    case 'pathDiffers':
      return `path ${reason.params.path} does not match ${reason.params.template} (pattern ${reason.params.pattern})`;
    case 'queryDiffers': {
      const { path, query, template, pattern } = reason.params;
      return `path and query ${path}${query} do not match ${template} (pattern ${pattern})`;
    }
    case 'patternTooSlow':
      return `${reason.params.template} was not tried on this request: it may take longer than Ocelot's limit of 100 ms (pattern ${reason.params.pattern})`;
    case 'methodDiffers':
      return `method ${reason.params.method} is not among ${reason.params.allowed}`;
    case 'hostDiffers':
      return `host ${reason.params.host} is not ${reason.params.wanted}`;
    case 'headerMissing':
      return `header ${reason.params.header} is missing`;
    case 'headerDiffers':
      return `header ${reason.params.header}: ${reason.params.value} does not match ${reason.params.template}`;
    case 'lowerPriority': {
      const { priority, winner, winnerPriority } = reason.params;
      return `matches too, but its priority ${priority} is lower than ${winnerPriority} of route ${winner}`;
    }
    case 'laterInFile':
      return `matches too with the same priority ${reason.params.priority}, but stands after route ${reason.params.winner}`;
    case 'hostRouteWins':
      return `matches too, but route ${reason.params.winner} is for the host ${reason.params.host}`;
  }
}
