/**
 * A lesson as a PowerPoint file: one slide of 16:9 for each frame. The picture stands above; caption, question and
 * options below it are text of the slide, so that they can be changed, searched and read aloud; notes are the speaker's.
 */
import type PptxGenJS from 'pptxgenjs';
import { Stopped, type Footage, type FootageFrame, type MadeFile, type Progress } from './footage';
import { pngOf } from './raster';
import type { FrameQuestion } from '../lesson/storyboard/frame';
import { answerIn, askedIn, stillAboveWords, STILL_WIDTH, type StillInput } from './still';
import { ANSWER, answerText, CAPTION_WIDTH, CAPTION_X, captionText, FOOT } from './stillFrame';
import { questionLayout } from './stillQuestion';

const WIDTH_INCHES = 40 / 3;
const HEIGHT_INCHES = 7.5;
/** Pixels of a picture for each px of the still. */
const SHARPNESS = 1.5;
/** A px of the still in points: 1280 px are 960 pt. */
const POINTS = 0.75;
const TYPE = 'application/vnd.openxmlformats-officedocument.presentationml.presentation';
/** Fonts that PowerPoint, WPS and Keynote have, or replace well. */
const FONTS = { 'zh-CN': 'Microsoft YaHei', en: 'Segoe UI' } as const;

interface Colours {
  readonly paper: string;
  readonly band: string;
  readonly bar: string;
  readonly ink: string;
  readonly ink2: string;
  readonly card: string;
  readonly line: string;
  readonly good: string;
}

/** As in theme/tokens.css. */
const COLOURS: Readonly<Record<'light' | 'dark', Colours>> = {
  light: {
    ...{ paper: 'F5F3ED', band: 'FFF3B8', bar: 'B89000', ink: '1B2027', ink2: '474F5A' },
    ...{ card: 'FFFFFF', line: 'BDB7A9', good: '1F5E34' },
  },
  dark: {
    ...{ paper: '12151A', band: '3C3612', bar: 'F0E442', ink: 'EEF1F4', ink2: 'B9C1CB' },
    ...{ card: '20262E', line: '4B5563', good: '7FD69B' },
  },
};

interface Desk {
  readonly slide: PptxGenJS.Slide;
  readonly input: StillInput;
  readonly colours: Colours;
  readonly font: string;
}

/** The bytes of the PPTX file. Throws `Stopped`. */
export async function pptxFile(footage: Footage, progress: Progress): Promise<MadeFile> {
  const { default: Presentation } = await import('pptxgenjs');
  const deck = new Presentation();
  const font = FONTS[footage.language];
  const colours = COLOURS[footage.theme];
  deck.defineLayout({ name: 'WIDE', width: WIDTH_INCHES, height: HEIGHT_INCHES });
  deck.layout = 'WIDE';
  deck.title = footage.title;
  deck.author = 'Hopscope';
  deck.company = 'Hopscope';
  deck.theme = { headFontFace: font, bodyFontFace: font };
  deck.defineSlideMaster(master(colours, font));
  const total = footage.frames.length;
  for (const [index, one] of footage.frames.entries()) {
    if (!(await progress(index, total))) throw new Stopped();
    const slide = deck.addSlide({ masterName: 'FRAME' });
    await fillSlide({ slide, input: one.still(), colours, font }, one);
  }
  const bytes = (await deck.write({
    outputType: 'uint8array',
    compression: true,
  })) as Uint8Array<ArrayBuffer>;
  await progress(total, total);
  return { name: `${footage.id}-${footage.language}.pptx`, type: TYPE, bytes };
}

/** The title is a real one, for the outline and for screen readers; it stands small in the last row. */
function master(colours: Colours, font: string): PptxGenJS.SlideMasterProps {
  const y = inches(720 - FOOT);
  return {
    title: 'FRAME',
    background: { color: colours.paper },
    objects: [
      {
        placeholder: {
          options: {
            ...{ name: 'title', type: 'title', x: inches(24), y, w: inches(1060), h: inches(FOOT) },
            ...{
              fontFace: font,
              fontSize: 14,
              color: colours.ink2,
              align: 'left',
              valign: 'middle',
              margin: 4,
            },
          },
          text: '',
        },
      },
    ],
  };
}

async function fillSlide(desk: Desk, { frame }: FootageFrame): Promise<void> {
  const { slide, input, colours, font } = desk;
  const { svg, height } = stillAboveWords(input);
  const png = await pngOf(svg, STILL_WIDTH * SHARPNESS, Math.round(height * SHARPNESS));
  const altText = input.caption;
  slide.addImage({ data: dataUrl(png), x: 0, y: 0, w: WIDTH_INCHES, h: inches(height), altText });
  slide.addShape('rect', {
    x: 0,
    y: inches(height),
    w: WIDTH_INCHES,
    h: inches(720 - FOOT - height),
    fill: { color: colours.band },
  });
  const asked = askedIn(input);
  if (asked === null) addCaption(desk, height);
  else addQuestion(desk, asked);
  slide.addText(`${input.title} · ${frame.title}`, { placeholder: 'title' });
  slide.addText(`${input.stepNumber} / ${input.stepCount}`, {
    ...{
      x: inches(1100),
      y: inches(720 - FOOT),
      w: inches(156),
      h: inches(FOOT),
      align: 'right',
      valign: 'middle',
    },
    ...{ fontFace: font, fontSize: 15, bold: true, color: colours.ink, margin: 4 },
  });
  if (frame.notes !== '') slide.addNotes(frame.notes);
}

function addCaption({ slide, input, colours, font }: Desk, top: number): void {
  const h = 720 - FOOT - top;
  const bar = { x: inches(32), y: inches(top + 20), w: inches(7), h: inches(h - 40) };
  slide.addShape('rect', { ...bar, fill: { color: colours.bar } });
  const lang = input.language;
  const base = { fontFace: font, color: colours.ink, fit: 'shrink', lang, margin: 0 } as const;
  const x = inches(CAPTION_X);
  const w = inches(CAPTION_WIDTH);
  const answer = answerIn(input);
  const above = answer === '' ? 0 : ANSWER;
  if (answer !== '') {
    const { size } = answerText(answer);
    const check = { text: '✓  ', options: { color: colours.good } };
    slide.addText([check, { text: answer }], {
      ...{ ...base, x, y: inches(top + 6), w, h: inches(above), valign: 'middle' },
      ...{ fontSize: points(size), bold: true },
    });
  }
  const { size } = captionText(input.caption);
  slide.addText(input.caption, {
    ...{ ...base, x, y: inches(top + above), w, h: inches(h - above), valign: 'middle' },
    fontSize: points(size),
  });
}

function addQuestion({ slide, input, colours, font }: Desk, question: FrameQuestion): void {
  const { text, options } = questionLayout(question, 720 - FOOT);
  const base = {
    fontFace: font,
    lang: input.language,
    color: colours.ink,
    valign: 'middle',
    fit: 'shrink',
  } as const;
  const bar = { x: inches(32), y: inches(text.y + 2), w: inches(7), h: inches(text.h - 4) };
  slide.addShape('rect', { ...bar, fill: { color: colours.bar } });
  slide.addText(question.text, {
    ...{
      ...base,
      x: inches(text.x),
      y: inches(text.y - 4),
      w: inches(text.w),
      h: inches(text.h + 8),
      margin: 0,
    },
    ...{ fontSize: points(text.size), bold: true },
  });
  options.forEach((box, i) => {
    const option = question.options[i]!;
    const letter = { text: `${option.letter}  `, options: { bold: true } };
    slide.addText([letter, { text: option.text }], {
      ...{ ...base, shape: 'roundRect', rectRadius: 0.12, fill: { color: colours.card } },
      ...{ x: inches(box.x), y: inches(box.y), w: inches(box.w), h: inches(box.h), margin: 8 },
      ...{ line: { color: colours.line, width: 1 }, fontSize: points(box.size) },
    });
  });
}

function inches(px: number): number {
  return Math.round((px / STILL_WIDTH) * WIDTH_INCHES * 10_000) / 10_000;
}

/** YaHei and Segoe UI run a little wider than the letters that were measured. */
function points(px: number): number {
  return Math.round(px * POINTS * 0.96 * 2) / 2;
}

function dataUrl(png: Uint8Array): string {
  let text = '';
  for (let i = 0; i < png.length; i += 0x8000) text += String.fromCharCode(...png.subarray(i, i + 0x8000));
  return `data:image/png;base64,${btoa(text)}`;
}
