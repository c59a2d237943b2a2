import type { FlowHeaders } from './projected';

/** Simulated microseconds as seconds with three decimals, without the unit: `4.210`. */
export function formatSeconds(at: number): string {
  return (at / 1_000_000).toFixed(3);
}

/** `10.0.0.1:80`, or `[fd00::1]:80` for IPv6. */
export function formatSocket({ ip, port }: FlowHeaders['source']): string {
  return `${ip.includes(':') ? `[${ip}]` : ip}:${port}`;
}
