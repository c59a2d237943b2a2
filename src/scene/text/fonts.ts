/** The font stacks, as in theme/tokens.css; here for measuring. */
export const FONT_SANS =
  '-apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';
export const FONT_MONO = '"SF Mono", Menlo, Consolas, "Noto Sans Mono CJK SC", "DejaVu Sans Mono", monospace';

export type Face = 'sans' | 'bold' | 'mono' | 'monoBold';

/** A CSS font shorthand of 100 px, at which widths are measured. */
export function fontOf(face: Face): string {
  const weight = face === 'bold' || face === 'monoBold' ? 700 : 400;
  return `${weight} 100px ${face === 'mono' || face === 'monoBold' ? FONT_MONO : FONT_SANS}`;
}
