/** One request, hop by hop, there and back: everything on the screen tells the same story. */
import { translate } from '../src/i18n/translate';
import type { View } from '../src/ui/contract';
import { expect, STILL, test } from './hopTest';
import type { Learner } from './learner';
import type { Moment } from './moment';
import { replay, requestAt, viewed } from './replay';

test.use(STILL);

const VIP = '10.103.22.45:80';
const POD = /^10\.244\.\d+\.\d+:80$/;

/** What should stand on the screen after every step of the same request, computed without a browser. */
function expectedSteps(): View[] {
  const session = replay([requestAt(0)]);
  session.seek(1); // the request has begun, so that it is known to its end
  const views: View[] = [];
  const count = viewed(session, 'en').journey!.hops.length;
  session.seekHop(viewed(session, 'en').journey!.hops[0]!.hopId);
  for (let hop = 0; hop < count; hop += 1) {
    if (hop > 0) session.stepForward(true);
    views.push(viewed(session, 'en'));
  }
  return views;
}

function plain(language: 'en' | 'zh-CN', message: { key: string; params: Record<string, string | number> }) {
  return translate(language, message.key, message.params).replaceAll('**', '').replace(/\s+/g, ' ').trim();
}

/** Steps through all hops from the first; returns what stood on the screen at each. */
async function walk(learner: Learner, key: string, count: number): Promise<Moment[]> {
  const moments = [await learner.moment()];
  while (moments.length < count) {
    await learner.press(key);
    moments.push(await learner.moment());
  }
  return moments;
}

test('every hop forwards with →: row, strip, caption and counter agree; the same backwards with ←', async ({
  learner,
}) => {
  const expected = expectedSteps();
  await learner.open();
  await expect(learner.strip()).toContainText(learner.t('ui.strip.empty'));
  await learner.send();
  const forwards = await walk(learner, 'ArrowRight', expected.length);
  forwards.forEach((moment, hop) => {
    const { journey, strip, picture } = expected[hop]!;
    const now = journey!.hops[hop]!;
    expect(moment.hopCount).toBe(learner.t('ui.transport.hop', { index: hop + 1, count: expected.length }));
    expect(moment.row).toEqual({
      index: hop + 1,
      title: plain('en', now.title),
      sentence: plain('en', now.sentence),
    });
    expect(moment.caption).toBe(plain('en', picture.caption));
    expect(moment.caption, 'the caption says what the row says').toBe(moment.row!.sentence);
    expect(moment.strip).toContain(strip!.label);
    expect(moment.strip).toContain(strip!.source.text);
    expect(moment.strip).toContain(strip!.destination.text);
    expect(moment.strip).toContain(plain('en', strip!.who));
    const after = [strip!.sourceAfter, strip!.destinationAfter].flatMap((one) => (one ? [one.text] : []));
    expect(moment.fresh).toEqual(after);
    expect(moment.at).toBe(now.endAt);
  });

  const backwards = await walk(learner, 'ArrowLeft', expected.length);
  expect(backwards.reverse()).toEqual(forwards);

  await learner.press('End');
  expect((await learner.moment()).panel).toContain(learner.t('outcome.200'));
  await learner.press('Home');
  const start = await learner.moment();
  expect(start.at).toBe(0);
  expect(start.row).toBeNull();
  await learner.press('ArrowRight');
  expect(await learner.moment()).toEqual(forwards[0]);
});

test('with a clicker and the Rules panel: each rule text forwards is the rule text backwards', async ({
  learner,
}) => {
  const count = expectedSteps().length;
  await learner.open({ language: 'zh-CN', lens: 'machines' });
  await learner.send();
  await learner.panel('rules');
  const forwards = await walk(learner, 'PageDown', count);
  const backwards = await walk(learner, 'PageUp', count);
  expect(backwards.reverse()).toEqual(forwards);
  const texts = new Set(forwards.map((moment) => moment.panel));
  expect(texts.size, 'the panel follows the packet from node to node').toBeGreaterThan(3);
  expect(forwards.some((moment) => moment.panel.includes('KUBE-SERVICES'))).toBe(true);
});

test('the figures of the lesson: the VIP is struck for a Pod, restored on the way back, and named by DNS', async ({
  learner,
}) => {
  const expected = expectedSteps();
  await learner.open();
  await learner.send();
  const moments = await walk(learner, 'ArrowRight', expected.length);

  const rewrite = moments.findIndex((moment) => moment.struck.includes(VIP));
  expect(rewrite).toBeGreaterThan(0);
  const pod = moments[rewrite]!.fresh.find((text) => POD.test(text));
  expect(pod, 'the VIP becomes the address of one Pod').toBeDefined();
  expect(moments[rewrite]!.caption).toContain(VIP);
  expect(moments[rewrite]!.caption).toContain(pod);

  const restored = moments.findIndex((moment, hop) => hop > rewrite && moment.fresh.includes(VIP));
  expect(restored).toBeGreaterThan(rewrite);
  expect(moments[restored]!.struck, 'the reply comes from that Pod').toContain(pod);

  const answer = moments.findIndex((moment) => moment.row!.title === learner.t('hop.dnsFound.title'));
  expect(answer).toBeLessThan(rewrite);
  expect(moments[answer]!.row!.sentence).toContain('10.103.22.45');
});

test('the browser moves it: playing goes on by itself, Pause holds it, a row of the journey jumps', async ({
  learner,
}) => {
  await learner.open();
  await learner.button('ui.traffic.send').click();
  const first = await learner.at();
  await expect.poll(() => learner.at()).toBeGreaterThan(first);
  await learner.pauseMotion();
  const held = await learner.moment();
  await learner.settled();
  expect(await learner.moment()).toEqual(held);
  await learner.journeyHop(14);
  expect((await learner.moment()).row?.index).toBe(15);
  await learner.press('Space');
  await expect(learner.button('ui.transport.pause')).toBeVisible();
  await learner.press('.');
  await expect(learner.button('ui.transport.play')).toBeVisible();
});
