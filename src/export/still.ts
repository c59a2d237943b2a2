/**
 * One frame as a picture that stands alone: header strip, scene, caption and step in one SVG of 1280 by 720. It is
 * drawn by the very scene of the page, beside what is seen, so that both always agree; it needs a document for that.
 */
import './still.css';
import type { FrameQuestion } from '../lesson/storyboard/frame';
import type { StripCard } from '../projection/cards';
import type { Picture } from '../projection/picture';
import { Scene } from '../scene/scene';
import { joinShapes } from '../scene/render/parts';
import { STILL_SANS, standaloneCopy } from '../scene/render/export';
import type { Language } from '../i18n/translate';
import { StillPen } from './stillPen';
import { drawBand, drawFoot, drawStrip, FOOT, STRIP } from './stillFrame';
import { drawQuestion } from './stillQuestion';

/** Size of a still, in px. */
export const STILL_WIDTH = 1280;
export const STILL_HEIGHT = 720;

/**
 * The scene is drawn for a smaller room and enlarged, so that its smallest type is read from the last row; but never
 * for a room so low that it would leave things out.
 */
const MAGNIFIED = 1.3;
const LEAST_HEIGHT = 384;
const NS = 'http://www.w3.org/2000/svg';

export interface StillInput {
  readonly picture: Picture;
  readonly strip: StripCard | null;
  /** One plain sentence. */
  readonly caption: string;
  readonly language: Language;
  readonly theme: 'light' | 'dark';
  readonly lens: 'layers' | 'machines';
  /** From 1. */
  readonly stepNumber: number;
  readonly stepCount: number;
  /** Stands in the caption's place, with its options lettered; once revealed its answer stands above the caption. */
  readonly question: FrameQuestion | null;
  readonly isRevealed?: boolean;
  readonly title: string;
}

/** The still as the text of an SVG file: no style sheet, no font and no picture from elsewhere. Throws nothing of its own. */
export function stillSvg(input: StillInput): string {
  return drawn(input, 'whole').svg;
}

/** What stands above the caption or the question, for those who write these themselves; its height in px. */
export function stillAboveWords(input: StillInput): { readonly svg: string; readonly height: number } {
  return drawn(input, 'aboveWords');
}

/** The question that is open in a still. */
export function askedIn({ question, isRevealed }: StillInput): FrameQuestion | null {
  return isRevealed === true ? null : question;
}

/** The answer that is told in a still; empty if there is none. */
export function answerIn({ question, isRevealed }: StillInput): string {
  return isRevealed === true ? (question?.answer ?? '') : '';
}

function drawn(input: StillInput, part: 'whole' | 'aboveWords'): { svg: string; height: number } {
  const host = document.createElement('div');
  host.className = 'still-host';
  host.dataset['theme'] = input.theme;
  host.setAttribute('aria-hidden', 'true');
  host.inert = true;
  document.body.append(host);
  try {
    const { svg, height } = drawStill(input, host, part);
    return {
      svg: `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}`,
      height,
    };
  } finally {
    host.remove();
  }
}

function drawStill(input: StillInput, host: HTMLElement, part: 'whole' | 'aboveWords') {
  const pen = new StillPen(input.language);
  const asked = askedIn(input);
  const top = asked === null ? STRIP : 0;
  pen.box(0, 0, STILL_WIDTH, STILL_HEIGHT, 0, 'still-paper');
  if (asked === null) drawStrip(pen, input.strip);
  const bottom = STILL_HEIGHT - FOOT;
  const bandY =
    asked === null ? drawBand(pen, input.caption, answerIn(input), bottom) : drawQuestion(pen, asked, bottom);
  drawFoot(pen, input, STILL_HEIGHT);

  const frame = document.createElementNS(NS, 'svg');
  frame.setAttribute('class', 'hs-scene still-frame');
  const group = document.createElementNS(NS, 'g');
  frame.append(group);
  host.append(frame);
  joinShapes(group, pen.shapes, '');
  const svg = document.createElementNS(NS, 'svg');
  const height = part === 'whole' ? STILL_HEIGHT : bandY;
  svg.setAttribute('viewBox', `0 0 ${STILL_WIDTH} ${height}`);
  svg.setAttribute('width', String(STILL_WIDTH));
  svg.setAttribute('height', String(height));
  svg.setAttribute('font-family', STILL_SANS);
  svg.setAttribute('lang', input.language);
  const name = document.createElementNS(NS, 'title');
  name.textContent = `${input.title} ${input.stepNumber}/${input.stepCount}`;
  const said = document.createElementNS(NS, 'desc');
  said.textContent = asked?.text ?? input.caption;
  svg.append(name, said, standaloneCopy(group), sceneOf(input, host, top, bandY));
  return { svg, height };
}

/** The scene, between `top` and `bottom`. */
function sceneOf(input: StillInput, host: HTMLElement, top: number, bottom: number): SVGGElement {
  const stage = document.createElement('div');
  stage.className = 'still-stage';
  const scale = Math.min(MAGNIFIED, (bottom - top) / LEAST_HEIGHT);
  // By the object model: a strict page allows no style in the text of a document.
  stage.style.width = `${Math.floor(STILL_WIDTH / scale)}px`;
  stage.style.height = `${Math.floor((bottom - top) / scale)}px`;
  host.append(stage);
  const scene = new Scene(stage, { select: nothing, scale: nothing, openRoute: nothing });
  const group = document.createElementNS(NS, 'g');
  group.setAttribute('transform', `translate(0 ${top}) scale(${Math.round(scale * 1000) / 1000})`);
  try {
    const lensMix = input.lens === 'machines' ? 1 : 0;
    scene.draw(input.picture, { lensMix, language: input.language, selected: null, reducedMotion: false });
    const copy = scene.standalone();
    group.append(...copy.childNodes);
  } finally {
    scene.destroy();
  }
  return group;
}

function nothing(): void {}
