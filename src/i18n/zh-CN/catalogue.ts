import type { Catalogue } from '../translate';
import { hops } from './hops';
import { scene } from './scene';
import { ui } from './ui';

/** Every sentence in this language, by key. */
export const zhCN: Catalogue = { ...hops, ...scene, ...ui };
