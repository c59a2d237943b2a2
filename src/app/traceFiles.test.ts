import scenarios from 'virtual:scenarios';
import { beforeAll, describe, expect, it } from 'vitest';
import type { LoadedScenario } from '../scenario/prepareFiles';
import type { Intent } from '../sim/intent';
import { seconds } from '../sim/kernel/time';
import { Session } from './session';
import { openTraceText, traceFileOf } from './traceFiles';

let loaded: LoadedScenario;
let text: string;
let session: Session;

beforeAll(async () => {
  loaded = (await scenarios['where-a-service-works']!()).default;
  session = new Session(loaded, 'some seed');
  const client = loaded.scenario.clients[0]!;
  const send: Intent = { type: 'sendRequest', client: client.id, url: client.urls[0]! };
  session.act(send);
  session.seek(seconds(3));
  session.seek(seconds(1));
  session.act({ type: 'scale', deployment: 'default/user-api-deployment', replicas: 2 });
  session.seek(seconds(2));
  text = traceFileOf(session).text;
});

describe('a trace file of a session', () => {
  it('plays again to the last byte, all branches of it', async () => {
    const { session: again, message } = await openTraceText(text, 'en');
    expect(message).toMatchObject({ tone: 'info', what: { key: 'trace.same' } });
    expect(again!.traceHash()).toBe(session.traceHash());
    expect(again!.story()).toEqual(session.story());
    expect(again!.at()).toBe(session.at());
    expect(again!.story().branches).toHaveLength(2);
  });

  it('says so where it goes differently here, with the line', async () => {
    const other = text.replace('"replicas":2', '"replicas":1');
    expect(other).not.toBe(text);
    const { session: again, message } = await openTraceText(other, 'en');
    expect(again).not.toBeNull();
    expect(message).toMatchObject({ tone: 'bad', what: { key: 'trace.differs' } });
    const { line } = message.what.params as { line: number };
    expect(other.split('\n')[line - 1]).toContain('"replicas":2');
  });

  it('runs nothing of a file that was changed, is of no known scenario, or asks for what there is not', async () => {
    const wrong: readonly [string, string][] = [
      [text.replace(/"type":"hop"/, '"type":"hip"'), 'trace.changed'],
      [text.replace('"scenario":"where-a-service-works"', '"scenario":"__proto__"'), 'trace.unknown'],
      [text.replace('"type":"scale"', '"type":"explode"'), 'trace.field'],
      ['{', 'trace.notTrace'],
    ];
    for (const [content, key] of wrong) {
      const opened = await openTraceText(content, 'en');
      expect(opened.session).toBeNull();
      expect(opened.message).toMatchObject({ tone: 'bad', what: { key }, mend: { key: `${key}.mend` } });
    }
  });
});
