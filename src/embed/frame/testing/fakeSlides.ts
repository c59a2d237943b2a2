/** Slides without a simulation: three frames, and what has been asked of them. */
import type { SlideFrame, Slides, SlidesEvent, SlidesState } from '../../../app/slide/contract';

export class FakeSlides implements Slides {
  readonly asked: unknown[][] = [];
  isPossible = true;
  svg = '<svg>·</svg>';
  caption = 'caption';
  frames = 3;
  private index = 0;
  private isAsleep = false;
  private readonly listeners = new Set<(event: SlidesEvent) => void>();

  state(): SlidesState {
    return {
      scenario: 'fake',
      title: 'A fake',
      language: 'en',
      frames: Array.from({ length: this.frames }, (_, i) => frame(i, this.caption)),
      index: this.index,
      first: 0,
      last: this.frames - 1,
      isPlaying: false,
      lens: 'layers',
      isAsleep: this.isAsleep,
      isOffScript: false,
    };
  }

  next(): boolean {
    return this.goTo(this.index + 1);
  }

  previous(): boolean {
    return this.goTo(this.index - 1);
  }

  goTo(wanted: number | string, how?: { readonly still?: boolean }): boolean {
    this.asked.push(['goTo', wanted, how?.still]);
    if (typeof wanted === 'string' || wanted < 0 || wanted >= this.frames) return false;
    this.index = wanted;
    this.tell({ type: 'stepchange', index: wanted, id: frame(wanted, '').id });
    return true;
  }

  play(): void {
    this.asked.push(['play']);
  }

  pause(): void {
    this.asked.push(['pause']);
  }

  setLens(lens: string): void {
    this.asked.push(['setLens', lens]);
  }

  setLanguage(language: string): void {
    this.asked.push(['setLanguage', language]);
  }

  send(): boolean {
    this.asked.push(['send']);
    return this.isPossible;
  }

  kill(pod?: string): boolean {
    this.asked.push(['kill', pod]);
    return this.isPossible;
  }

  scale(replicas: number, deployment?: string): boolean {
    this.asked.push(['scale', replicas, deployment]);
    return this.isPossible;
  }

  sleep(): void {
    this.isAsleep = true;
  }

  wake(): void {
    this.isAsleep = false;
  }

  still(): Promise<string> {
    return Promise.resolve(this.svg);
  }

  listen(listener: (event: SlidesEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  tell(event: SlidesEvent): void {
    for (const listener of this.listeners) listener(event);
  }

  listenerCount(): number {
    return this.listeners.size;
  }
}

function frame(i: number, caption: string): SlideFrame {
  return {
    ...{ id: `step-${i}/scene`, kind: 'scene', step: `step-${i}`, title: `Title ${i}`, caption, notes: '' },
    ...{
      startAt: i as SlideFrame['startAt'],
      endAt: i as SlideFrame['endAt'],
      lens: 'layers',
      question: null,
    },
  };
}
