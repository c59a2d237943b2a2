/** Icons that only lessons need: 24 × 24, drawn in the colour of the text around them. */
import type { ReactNode } from 'react';

const SHAPES = {
  ghost: (
    <>
      <path d="M5 20.500V11a7 7 0 0 1 14 0v9.500l-2.800-2-2.100 2-2.100-2-2.100 2-2.100-2z" />
      <path d="M9.700 11h.01M14.300 11h.01" strokeWidth="3" />
    </>
  ),
  lock: (
    <>
      <rect x="5" y="10.500" width="14" height="10" rx="2" />
      <path d="M8 10.500V8a4 4 0 0 1 8 0v2.500M12 14.500v2" />
    </>
  ),
  bulb: (
    <path d="M9.500 17.500h5M10 20.500h4M8.800 14.300a6 6 0 1 1 6.400 0c-.8.7-1 1.400-1 2.200h-4.400c0-.8-.2-1.500-1-2.200z" />
  ),
  target: (
    <>
      <circle cx="12" cy="12" r="8.500" />
      <circle cx="12" cy="12" r="4" />
      <path d="M12 12h.01" strokeWidth="3" />
    </>
  ),
  open: <circle cx="12" cy="12" r="8.500" strokeDasharray="3.500 3" />,
  half: (
    <>
      <circle cx="12" cy="12" r="8.500" />
      <path d="M12 3.500a8.500 8.500 0 0 1 0 17z" fill="currentColor" />
    </>
  ),
  done: (
    <>
      <circle cx="12" cy="12" r="10" fill="currentColor" stroke="none" />
      <path d="M7.500 12.500 11 16l6-7.500" stroke="var(--card)" strokeWidth="2.400" />
    </>
  ),
  wrong: (
    <>
      <circle cx="12" cy="12" r="10" fill="currentColor" stroke="none" />
      <path d="M8.500 8.500l7 7M15.500 8.500l-7 7" stroke="var(--card)" strokeWidth="2.400" />
    </>
  ),
  eye: (
    <>
      <path d="M2.500 12c2.500-4.500 6-6.500 9.500-6.500s7 2 9.500 6.500c-2.500 4.500-6 6.500-9.500 6.500S5 16.500 2.500 12z" />
      <circle cx="12" cy="12" r="3" />
    </>
  ),
  hand: (
    <path d="M8 12.500V6a1.600 1.600 0 0 1 3.200 0v5-6.500a1.600 1.600 0 0 1 3.200 0V11 6.500a1.600 1.600 0 0 1 3.200 0V15c0 3.500-2.200 6-5.600 6-2.600 0-4-1.200-5.300-3.500L4.300 13.600c-.9-1.700 1.200-2.800 2.300-1.500z" />
  ),
  book: (
    <path d="M12 6.500C10 5 7 4.500 3.500 4.800v13.700c3.500-.3 6.500.2 8.500 1.700 2-1.500 5-2 8.500-1.700V4.800C17 4.500 14 5 12 6.500zM12 6.500v13.700" />
  ),
  away: <path d="M8 5h11v11M19 5 6 18" />,
  scissors: <path d="M4 7h16M4 12h10M4 17h6" strokeDasharray="3 3" />,
  free: <path d="M4 18c3 0 3-12 8-12s3 12 8 12M17 15l3 3-3 3" />,
} satisfies Record<string, ReactNode>;

export type LessonIconName = keyof typeof SHAPES;

/** A decorative icon; the words stand beside it. */
export function LessonIcon({ name, size }: { readonly name: LessonIconName; readonly size?: number }) {
  const side = size ?? '1.15em';
  return (
    <svg
      className="ui-icon"
      width={side}
      height={side}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {SHAPES[name]}
    </svg>
  );
}
