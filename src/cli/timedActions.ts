/** What is to happen in a run, and when: `--do '2s: kubectl scale deployment/web --replicas=5'`. */
import { readLine } from '../kubectl/readLine';
import { parseDuration } from '../manifest/duration';
import type { Intent } from '../sim/intent';
import type { Micros } from '../sim/kernel/time';
import { didYouMean } from './arguments';
import { UsageError } from './errors';

export interface TimedAction {
  readonly at: Micros;
  /** As it was written. */
  readonly text: string;
  readonly intents: readonly Intent[];
}

/** Whom `send` sends for, and what. */
export interface Sender {
  readonly client: string;
  readonly url: string;
}

const FORMS = 'kubectl …, crash pod NAME, fail node NAME, recover node NAME or send [URL]';

/** Reads the value of one `--do`. Throws `UsageError`. */
export function readTimedAction(text: string, sender: Sender): TimedAction {
  const match = /^\s*([^:\s]+)\s*:\s+(\S.*)$/.exec(text);
  if (match === null) {
    throw new UsageError(
      `--do must be "TIME: ACTION", such as "2s: kubectl scale deployment/web --replicas=5", not "${text}"`,
    );
  }
  const at = parseDuration(match[1]!);
  if (at === undefined) throw new UsageError(`--do "${text}": "${match[1]}" is no time; say 500ms, 2s or 1m`);
  return { at, text: match[2]!, intents: readAction(match[2]!.trim(), text, sender) };
}

function readAction(action: string, text: string, sender: Sender): readonly Intent[] {
  const words = action.split(/\s+/);
  switch (words[0]) {
    case 'kubectl': {
      const reading = readLine(action);
      if (reading.ok) return reading.intents;
      throw new UsageError(`--do "${text}": ${reading.message}\nusage: ${reading.usage}`);
    }
    case 'send':
      return [{ type: 'sendRequest', client: sender.client, url: words[1] ?? sender.url }];
    case 'crash': {
      const name = words[1] === 'pod' ? words[2] : undefined;
      if (name === undefined)
        throw new UsageError(`--do "${text}": say crash pod NAME or crash pod NAMESPACE/NAME`);
      return [{ type: 'crashPod', pod: name.includes('/') ? name : `default/${name}` }];
    }
    case 'fail':
    case 'recover': {
      const node = words[1] === 'node' ? words[2] : undefined;
      if (node === undefined) throw new UsageError(`--do "${text}": say ${words[0]} node NAME`);
      return [{ type: words[0] === 'fail' ? 'failNode' : 'recoverNode', node }];
    }
    default: {
      const mend = didYouMean(words[0] ?? '', ['kubectl', 'crash', 'fail', 'recover', 'send']);
      throw new UsageError(`--do "${text}": "${words[0]}" is not known${mend || `; say ${FORMS}`}`);
    }
  }
}
