/** The line icons of the interface: 24 × 24, drawn in the colour of the text around them. */
import type { ReactNode } from 'react';

const dot = (cx: number, cy: number) => <circle cx={cx} cy={cy} r="1.6" fill="currentColor" stroke="none" />;

const SHAPES = {
  layers: (
    <path d="M12 4 20.5 8.3 12 12.600 3.500 8.300zM3.500 12.300 12 16.600l8.500-4.300M3.500 16.200l8.500 4.300 8.500-4.300" />
  ),
  machines: (
    <>
      <rect x="3.500" y="4" width="17" height="7" rx="1.500" />
      <rect x="3.500" y="13" width="17" height="7" rx="1.500" />
      <path d="M7 7.500h.01M7 16.500h.01" />
    </>
  ),
  menu: <path d="M4 7h16M4 12h16M4 17h16" />,
  sun: (
    <>
      <circle cx="12" cy="12" r="4" />
      <path d="M12 2.500V5M12 19v2.500M2.500 12H5M19 12h2.500M5.300 5.300 7 7M17 17l1.700 1.700M18.700 5.300 17 7M7 17l-1.700 1.700" />
    </>
  ),
  moon: <path d="M19.500 14.500A8 8 0 0 1 9.500 4.500a8 8 0 1 0 10 10z" />,
  auto: (
    <>
      <circle cx="12" cy="12" r="8.500" />
      <path d="M12 3.500a8.500 8.500 0 0 1 0 17z" fill="currentColor" />
    </>
  ),
  help: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M9.500 9.500a2.500 2.500 0 1 1 3.600 2.300c-.8.4-1.100.9-1.100 1.900M12 16.800h.01" />
    </>
  ),
  wire: (
    <>
      <circle cx="12" cy="12" r="7.500" />
      <circle cx="12" cy="12" r="3.200" fill="currentColor" stroke="none" />
    </>
  ),
  arrow: <path d="M3.500 12h15M13.500 7l5 5-5 5" />,
  restart: <path d="M5 12a7.500 7.500 0 1 0 2.300-5.400M5 3.500V8h4.500" />,
  stepBack: <path d="M19 5.500 9.500 12l9.500 6.500zM5.500 5.500v13" fill="currentColor" />,
  stepForward: <path d="M5 5.500 14.500 12 5 18.500zM18.500 5.500v13" fill="currentColor" />,
  play: <path d="M7.500 5v14l11.500-7z" fill="currentColor" />,
  pause: <path d="M8 5.500v13M16 5.500v13" strokeWidth="3.600" />,
  send: <path d="M12 3.500V9M12 15v5.500M3.500 12H9M15 12h5.500" />,
  slide: (
    <>
      <rect x="3.500" y="4.500" width="17" height="11.500" rx="1.500" />
      <path d="M12 16v4M8 20h8M10.500 8v4.500l3.800-2.200z" />
    </>
  ),
  clock: (
    <>
      <circle cx="12" cy="12" r="8.500" />
      <path d="M12 7v5l3.500 2" />
    </>
  ),
  check: <path d="M4.500 12.500 10 18 19.500 6.500" />,
  cross: <path d="M6 6l12 12M18 6 6 18" />,
  hourglass: (
    <path d="M6 3.500h12M6 20.500h12M7.500 3.500c0 5 4.500 5.500 4.500 8.500 0-3 4.500-3.500 4.500-8.500M7.500 20.500c0-5 4.500-5.500 4.500-8.500 0 3 4.500 3.500 4.500 8.500" />
  ),
  die: (
    <>
      <rect x="4" y="4" width="16" height="16" rx="3.500" />
      {[dot(8.5, 8.5), dot(15.5, 8.5), dot(12, 12), dot(8.5, 15.5), dot(15.5, 15.5)].map((each, index) => (
        <g key={index}>{each}</g>
      ))}
    </>
  ),
  causes: (
    <>
      <circle cx="6" cy="5.500" r="2.500" />
      <circle cx="18" cy="12" r="2.500" />
      <circle cx="6" cy="18.500" r="2.500" />
      <path d="M8.300 6.700 15.700 10.700M15.700 13.300 8.300 17.300" />
    </>
  ),
  sequence: <path d="M5 3v18M19 3v18M5 8h13M15 5l3.500 3-3.500 3M19 16H6M9 13l-3.500 3L9 19" />,
  log: <path d="M4 5h16M4 9.700h11M4 14.300h16M4 19h8" />,
  terminal: (
    <>
      <rect x="3" y="4.500" width="18" height="15" rx="2.500" />
      <path d="M7 9.500l3 2.500-3 2.500M12.500 15H17" />
    </>
  ),
  list: <path d="M9 6h11M9 12h11M9 18h11M4.500 6h.01M4.500 12h.01M4.500 18h.01" />,
  packet: (
    <>
      <rect x="3" y="5" width="18" height="14" rx="2.500" />
      <path d="M3 10h18M8 10v9" />
    </>
  ),
  endpoints: (
    <>
      <circle cx="5.500" cy="12" r="2.500" />
      <circle cx="18" cy="5.500" r="2.500" />
      <circle cx="18" cy="18.500" r="2.500" />
      <path d="M8 12h3c3 0 1.500-6.500 4.500-6.500M11 12c3 0 1.500 6.500 4.500 6.500" />
    </>
  ),
  chip: (
    <>
      <rect x="6" y="6" width="12" height="12" rx="2" />
      <path d="M9.500 2.500V6M14.500 2.500V6M9.500 18v3.500M14.500 18v3.500M2.500 9.500H6M2.500 14.500H6M18 9.500h3.500M18 14.500h3.500" />
    </>
  ),
  link: (
    <path d="M9.500 14.500 14.500 9.500M8 11 5.500 13.500a3.500 3.500 0 0 0 5 5L13 16M11 8l2.500-2.500a3.500 3.500 0 0 1 5 5L16 13" />
  ),
  inspect: (
    <>
      <circle cx="10.500" cy="10.500" r="6.500" />
      <path d="M15.500 15.500 21 21" />
    </>
  ),
  modes: <path d="M4 5h4v14H4zM10 5h4v14h-4zM16 5h4v14h-4z" />,
  bars: <path d="M5 20V11M12 20V4M19 20v-6" strokeWidth="3.200" />,
  more: (
    <>
      {[dot(5, 12), dot(12, 12), dot(19, 12)].map((each, index) => (
        <g key={index}>{each}</g>
      ))}
    </>
  ),
  bolt: <path d="M13 3 5 13.500h6L10 21l9-11.500h-6.500z" />,
  pen: <path d="M4 20l1-4.500L16 4.500l3.500 3.500L8.500 19zM13.500 7l3.500 3.500" />,
  save: <path d="M12 4v11M7 10.500l5 5 5-5M4.500 19.500h15" />,
  open: <path d="M12 15.500V4.500M7 9l5-5 5 5M4.500 19.500h15" />,
  bookmark: <path d="M6.500 3.500h11v17L12 16.500l-5.500 4z" />,
  eventBack: <path d="M14.500 5 8 12l6.500 7" />,
  eventForward: <path d="M9.500 5 16 12l-6.500 7" />,
  turnBack: <path d="M12.500 5 6 12l6.500 7M19 5l-6.500 7 6.500 7" />,
  turnForward: <path d="M11.500 5 18 12l-6.500 7M5 5l6.500 7L5 19" />,
  trash: <path d="M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5" />,
  copy: (
    <>
      <rect x="8" y="8" width="12.500" height="12.500" rx="2.500" />
      <path d="M16 4.500A1.500 1.500 0 0 0 14.500 3.500H5A1.500 1.500 0 0 0 3.500 5v9.500A1.500 1.500 0 0 0 5 16" />
    </>
  ),
  widen: <path d="M14 4h6v6M20 4l-7 7M10 20H4v-6M4 20l7-7" />,
  narrow: <path d="M20 10h-6V4M14 10l7-7M4 14h6v6M10 14l-7 7" />,
  chevronDown: <path d="M5 9l7 7 7-7" />,
  chevronUp: <path d="M5 15l7-7 7 7" />,
  plus: <path d="M12 5v14M5 12h14" />,
  minus: <path d="M5 12h14" />,
  warning: <path d="M12 3.500 22 20.500H2zM12 10v5M12 17.700h.01" />,
  info: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M12 11v6M12 7.500h.01" />
    </>
  ),
  client: (
    <>
      <circle cx="12" cy="8" r="4" />
      <path d="M4.500 20.500c1-4.500 4-6 7.500-6s6.500 1.500 7.500 6" />
    </>
  ),
  vip: <path d="M12 3 21 12l-9 9-9-9z" strokeDasharray="4 2.400" />,
  pod: (
    <>
      <rect x="3" y="5" width="18" height="14" rx="7" />
      {dot(12, 12)}
    </>
  ),
  node: <rect x="4.500" y="4.500" width="15" height="15" />,
  external: (
    <>
      <circle cx="12" cy="12" r="8.500" />
      <path d="M3.500 12h17M12 3.500c-5 5-5 12 0 17M12 3.500c5 5 5 12 0 17" />
    </>
  ),
  options: <path d="M4 7h9M17 7h3M4 17h3M11 17h9M15 4.500v5M9 14.500v5" />,
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof SHAPES;

/** A decorative icon; the words stand beside it or in the button's label. */
export function Icon({ name, size }: { readonly name: IconName; readonly size?: number }) {
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
