/** Three hops over four kinds of address. */
export function Logo() {
  return (
    <svg className="ui-logo" viewBox="4 14 56 40" width="42" height="30" fill="none" aria-hidden="true">
      <g stroke="var(--ink)" strokeWidth="4" strokeLinecap="round">
        <path d="M9 45C13 12 25 12 29 45" />
        <path d="M29 45C32 23 41 23 44 45" />
        <path d="M44 45C46 32 53 32 55 45" />
      </g>
      <circle cx="9" cy="45" r="6" fill="var(--client-stroke)" />
      <circle cx="29" cy="45" r="6" fill="var(--vip-stroke)" />
      <circle cx="44" cy="45" r="6" fill="var(--node-stroke)" />
      <circle cx="55" cy="45" r="6" fill="var(--pod-stroke)" />
    </svg>
  );
}
