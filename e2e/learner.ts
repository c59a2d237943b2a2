/**
 * What a learner does and sees, in the words of the lesson. Everything is found by role and accessible name
 * where it has one; the names come from the same catalogues as on the page.
 */
import { expect, type Locator, type Page } from '@playwright/test';
import '../src/i18n/later';
import { translate, type Params } from '../src/i18n/translate';
import type { Language, Lens, PanelId } from '../src/ui/contract';
import { WIDTHS } from '../src/ui/timeline/timeWindow';
import { addressOf } from './replay';
import { readMoment, type Moment } from './moment';

export interface Opening {
  readonly language?: Language;
  readonly lens?: Lens;
  /** The whole address after the page's; else one is made of language and lens. */
  readonly hash?: string;
}

/** A Pod as the scene says it aloud. */
export interface SeenPod {
  readonly name: string;
  readonly ip: string;
  readonly node: string;
  readonly state: string;
  readonly count: number;
}

export interface SeenEndpoint {
  readonly address: string;
  readonly state: 'ready' | 'notReady' | 'terminating' | 'gone';
}

/** So many steps closer lead from any width of the timeline to the narrowest, and so many wider to a second. */
const NARROWEST = WIDTHS.length;
const ONE_SECOND = WIDTHS.indexOf(1_000_000);

export class Learner {
  language: Language = 'en';

  constructor(readonly page: Page) {}

  // --- opening and words ------------------------------------------------------------

  async open({ language = 'en', lens = 'layers', hash }: Opening = {}): Promise<void> {
    this.language = language;
    await this.page.goto(`/${hash ?? addressOf({ language, lens })}`);
    await this.ready();
  }

  /** The same page anew, as when someone opens a link to it. */
  async visit(hash: string): Promise<void> {
    await this.page.goto('about:blank');
    await this.page.goto(`/${hash}`);
    await this.ready();
  }

  async ready(): Promise<void> {
    await expect(this.scene().getByRole('button').first()).toBeVisible();
    await this.settled();
  }

  /** A sentence of the catalogue, without its marks for bold. */
  t(key: string, params?: Params): string {
    return translate(this.language, key, params).replaceAll('**', '');
  }

  /** Two frames later whatever was asked for is on the screen. */
  async settled(): Promise<void> {
    await this.page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
  }

  // --- where things are -------------------------------------------------------------

  button(key: string, params?: Params): Locator {
    return this.page.getByRole('button', { name: this.t(key, params), exact: true });
  }

  region(key: string): Locator {
    return this.page.getByRole('region', { name: this.t(key), exact: true });
  }

  scene(): Locator {
    return this.page.getByRole('group', { name: this.t('scene.picture') });
  }

  /** One choice of a bar of radio buttons. */
  choice(legendKey: string, name: string): Locator {
    return this.page.getByRole('group', { name: this.t(legendKey) }).getByRole('radio', { name });
  }

  playhead(): Locator {
    return this.page.getByRole('slider', { name: this.t('ui.timeline.playhead') });
  }

  // --- what one does ----------------------------------------------------------------

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) {
      await this.page.keyboard.press(key);
      await this.settled();
    }
  }

  /** Sends one request and stops at the moment of its sending's first hop. */
  async send(): Promise<void> {
    await this.button('ui.traffic.send').click();
    await this.journeyHop(0);
  }

  /** Sends one request and goes to its end at once. */
  async sendToEnd(): Promise<void> {
    await this.send();
    await this.press('End');
  }

  stepForward(): Promise<void> {
    return this.press('ArrowRight');
  }

  stepBack(): Promise<void> {
    return this.press('ArrowLeft');
  }

  /** Presses a row of the journey, and lets go of the focus so that keys are the page's again. */
  async journeyHop(index: number): Promise<void> {
    await this.panel('journey');
    await this.journeyRows().nth(index).getByRole('button').first().click();
    await this.letGo();
  }

  journeyRows(): Locator {
    const panel = this.page.getByRole('complementary', { name: this.t('ui.panel.journey.long') });
    return panel.getByRole('listitem');
  }

  async letGo(): Promise<void> {
    await this.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await this.settled();
  }

  async pauseMotion(): Promise<void> {
    await expect(async () => {
      await this.settled();
      const pause = this.button('ui.transport.pause');
      if (await pause.isVisible()) await pause.click();
      await expect(this.button('ui.transport.play')).toBeVisible({ timeout: 500 });
    }, 'nothing moves by itself').toPass();
    await this.letGo();
  }

  /** Half seconds of the cluster's time, when no hop is left to step to. */
  async halfSeconds(count: number): Promise<void> {
    await this.press(...Array<string>(count).fill('ArrowRight'));
  }

  /** Steps on by half seconds until something holds. */
  async untilTrue(what: string, holds: () => Promise<boolean>, steps = 40): Promise<void> {
    for (let step = 0; step < steps; step += 1) {
      if (await holds()) return;
      await this.stepForward();
    }
    expect(await holds(), what).toBe(true);
  }

  /** Makes the timeline show one second, so that the playhead's keys move 10 ms, and 100 ms with Shift. */
  async timelineOfOneSecond(): Promise<void> {
    await this.button('ui.timeline.closer').focus();
    for (let step = 0; step < NARROWEST; step += 1) await this.page.keyboard.press('Enter');
    await this.button('ui.timeline.wider').focus();
    for (let step = 0; step < ONE_SECOND; step += 1) await this.page.keyboard.press('Enter');
    await this.letGo();
  }

  /** Presses keys on the playhead. */
  async nudge(...keys: string[]): Promise<void> {
    await this.playhead().focus();
    await this.press(...keys);
    await this.letGo();
  }

  /** The moment shown, in simulated microseconds. */
  async at(): Promise<number> {
    return Number(await this.playhead().getAttribute('aria-valuenow'));
  }

  async openMenu(pod: string): Promise<Locator> {
    await this.pod(pod).click();
    const menu = this.page.getByRole('dialog', { name: new RegExp(escape(pod)) });
    await expect(menu).toBeVisible();
    return menu;
  }

  async killPod(pod: string): Promise<void> {
    const menu = await this.openMenu(pod);
    await menu.getByRole('button', { name: this.t('ui.pod.delete'), exact: true }).click();
    await expect(menu).toBeHidden();
  }

  async crashPod(pod: string): Promise<void> {
    const menu = await this.openMenu(pod);
    await menu.getByRole('button', { name: this.t('ui.pod.crash'), exact: true }).click();
    await expect(menu).toBeHidden();
  }

  /** Presses the stepper on a deployment's box until it wants so many Pods. */
  async scale(name: string, from: number, to: number): Promise<void> {
    const key = to > from ? 'scene.stepper.more' : 'scene.stepper.less';
    for (let count = from; count !== to; count += Math.sign(to - from)) {
      const replicas = count + Math.sign(to - from);
      await this.button(key, { name, replicas }).click();
      await this.settled();
    }
  }

  async chooseLens(lens: Lens): Promise<void> {
    await this.choice('ui.lens', this.t(`ui.lens.${lens}`)).click();
    await this.settled();
  }

  async chooseLanguage(language: Language): Promise<void> {
    const name = { 'zh-CN': '中文', en: 'EN' }[language];
    await this.choice('ui.language', name).click();
    this.language = language;
    await this.settled();
  }

  async steadyTraffic(rate: number): Promise<void> {
    await this.page.getByLabel(this.t('ui.traffic.rate')).selectOption(String(rate));
    await this.letGo();
  }

  // --- panels -----------------------------------------------------------------------

  /** Opens a panel by the rail, unless it is open; returns it. */
  async panel(id: PanelId): Promise<Locator> {
    const panel = this.page.getByRole('complementary', { name: this.t(`ui.panel.${id}.long`), exact: true });
    if (!(await panel.isVisible())) {
      await this.page
        .getByRole('navigation', { name: this.t('ui.panels') })
        .getByRole('button', { name: this.t(`ui.panel.${id}`), exact: true })
        .click();
      await this.letGo();
    }
    await expect(panel).toBeVisible();
    return panel;
  }

  /** The endpoints listed for the Service in the middle. */
  async endpoints(): Promise<SeenEndpoint[]> {
    const panel = await this.panel('endpoints');
    const texts = await panel.getByRole('listitem').allTextContents();
    const states = ['ready', 'notReady', 'terminating', 'gone'] as const;
    return texts.flatMap((text) => {
      const address = /^\d+\.\d+\.\d+\.\d+:\d+/.exec(text.trim())?.[0];
      if (address === undefined) return [];
      const rest = text.trim().slice(address.length).trim();
      const state = states.find((each) => rest.startsWith(this.t(`ui.endpoint.${each}`)));
      return state === undefined ? [] : [{ address, state }];
    });
  }

  /** A node's rules, line by line, as the Rules panel prints them. */
  async rules(node: string): Promise<string[]> {
    const panel = await this.panel('rules');
    await this.choice('ui.node.choose', node).click();
    await this.letGo();
    return panel.locator('code').allTextContents();
  }

  /** Sets how late a node's kube-proxy hears of changes to the slowest on offer. */
  async slowestWatch(node: string): Promise<void> {
    const panel = await this.panel('rules');
    await this.choice('ui.node.choose', node).click();
    await panel.getByRole('slider', { name: this.t('ui.delay', { node }) }).focus();
    await this.press('End');
    await this.letGo();
  }

  /** Requests answered, by Pod's short name. */
  async tally(): Promise<Record<string, number>> {
    const panel = await this.panel('tally');
    const rows = panel.getByRole('listitem').filter({ hasText: '…' });
    const counts = await rows.evaluateAll((items) =>
      items.map((item) => [
        /…(\w{5})/.exec(item.textContent)?.[1] ?? item.textContent,
        Number(item.querySelector('b')?.textContent),
      ]),
    );
    return Object.fromEntries(counts) as Record<string, number>;
  }

  /** How requests ended: by the text of the outcome, how many. */
  async outcomes(): Promise<Record<string, number>> {
    const panel = await this.panel('tally');
    const rows = await panel.getByRole('listitem').allTextContents();
    return Object.fromEntries(
      rows.flatMap((row) => {
        const match = /^(?!…)(.*?)\s*(\d+)$/.exec(row.trim());
        return match === null ? [] : [[match[1]!.trim(), Number(match[2])]];
      }),
    );
  }

  // --- what one sees ----------------------------------------------------------------

  /** The Pod with this name, in the lens that is shown. */
  pod(name: string): Locator {
    return this.scene().getByRole('button', { name: new RegExp(`\\b${escape(name)}\\b.*`) });
  }

  /** The Pods of a deployment in the order in which they stand. */
  async pods(deployment: string): Promise<SeenPod[]> {
    const slot = (name: string) => `(?<${name}>.+?)`;
    const pattern = this.t('scene.pod.label', {
      name: `(?<name>${escape(deployment)}-[a-z0-9]+-[a-z0-9]+)`,
      ip: slot('ip'),
      node: slot('node'),
      state: slot('state'),
      count: '(?<count>\\d+)',
    });
    const labels = await this.scene()
      .getByRole('button', { name: new RegExp(`${escape(deployment)}-[a-z0-9]+-[a-z0-9]+`) })
      .evaluateAll((nodes) => nodes.map((node) => node.getAttribute('aria-label') ?? ''));
    return labels.map((label) => {
      const groups = new RegExp(`^${pattern}$`).exec(label)?.groups;
      if (groups === undefined) throw new Error(`not a Pod's label: ${label}`);
      return {
        name: groups['name']!,
        ip: groups['ip']!,
        node: groups['node']!,
        state: groups['state']!,
        count: Number(groups['count']),
      };
    });
  }

  /** Strip, caption, counter and journey row, all of one frame. */
  moment(): Promise<Moment> {
    return readMoment(this.page, { strip: this.t('ui.strip'), caption: this.t('ui.caption') });
  }

  async caption(): Promise<string> {
    return (await this.region('ui.caption').getByRole('paragraph').textContent()) ?? '';
  }

  strip(): Locator {
    return this.region('ui.strip');
  }

  async traceHash(): Promise<string> {
    return this.page.evaluate(() =>
      (globalThis as unknown as { hopscope: { traceHash(): string } }).hopscope.traceHash(),
    );
  }

  /** The address once it has been written after the last change. */
  async address(contains: string | RegExp): Promise<string> {
    await expect(this.page).toHaveURL(contains);
    return new URL(this.page.url()).hash;
  }
}

/** A text as part of a regular expression. */
export function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
