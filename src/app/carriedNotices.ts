/** What is to be said on the page that opens next: it has another controller. */
import type { Notice } from '../ui/contract';

let carried: readonly Notice[] = [];

export function carryNotice(notice: Notice): void {
  carried = [...carried, notice];
}

/** Takes them away. */
export function takeCarriedNotices(): readonly Notice[] {
  const taken = carried;
  carried = [];
  return taken;
}
