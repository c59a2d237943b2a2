/**
 * One window's end of the wire between presenter and audience: a BroadcastChannel of this browser, so that nothing
 * leaves the machine. Two shows on one machine have rooms of their own.
 * Source: https://html.spec.whatwg.org/multipage/web-messaging.html#broadcasting-to-other-browsing-contexts
 */
import {
  agree,
  changeStage,
  countHands,
  openStage,
  readStageMessage,
  type Laser,
  type Stage,
  type StageChange,
  type StageMessage,
} from './stage';

/** How often the laser's place is told at most, in milliseconds. */
const LASER_EVERY_MILLIS = 30;

export class StageLink {
  private stage: Stage;
  private dot: Laser = null;
  /** Other windows that have been heard of. */
  private heard = false;
  private laserSentAt = 0;
  private laserDue: number | null = null;
  private readonly channel: BroadcastChannel;
  private readonly listeners = new Set<() => void>();

  /** `author` must differ between windows. */
  constructor(
    room: string,
    private readonly author: string,
    index = 0,
  ) {
    this.stage = openStage(author, index);
    this.channel = new BroadcastChannel(`hopscope/${room}`);
    this.channel.onmessage = ({ data }: MessageEvent<unknown>) => this.hear(readStageMessage(data));
    this.send({ type: 'hello' });
  }

  current(): Stage {
    return this.stage;
  }

  laser(): Laser {
    return this.dot;
  }

  /** True once another window has answered. */
  hasCompany(): boolean {
    return this.heard;
  }

  change(change: StageChange): void {
    this.take(changeStage(this.stage, this.author, change));
  }

  count(option: string, hands: number): void {
    this.take(countHands(this.stage, this.author, option, hands));
  }

  /** Moves the dot in every window; the last place is always told. */
  point(laser: Laser): void {
    this.dot = laser;
    this.told();
    if (this.laserDue !== null) return;
    const wait = Math.max(0, this.laserSentAt + LASER_EVERY_MILLIS - Date.now());
    this.laserDue = window.setTimeout(() => {
      this.laserDue = null;
      this.laserSentAt = Date.now();
      this.send({ type: 'laser', laser: this.dot });
    }, wait);
  }

  /** Returns how to stop listening. */
  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  close(): void {
    if (this.laserDue !== null) clearTimeout(this.laserDue);
    this.send({ type: 'bye', author: this.author });
    this.listeners.clear();
    this.channel.close();
  }

  private take(stage: Stage): void {
    this.stage = stage;
    this.send({ type: 'stage', stage });
    this.told();
  }

  private hear(message: StageMessage | null): void {
    if (message === null) return;
    this.heard = message.type !== 'bye';
    if (message.type === 'hello') this.send({ type: 'stage', stage: this.stage });
    if (message.type === 'laser') this.dot = message.laser;
    if (message.type === 'stage') this.stage = agree(this.stage, message.stage);
    this.told();
  }

  private send(message: StageMessage): void {
    this.channel.postMessage(message);
  }

  private told(): void {
    for (const listener of this.listeners) listener();
  }
}
