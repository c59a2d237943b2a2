/** The element's class alone, for a page that defines it itself. */
import { setLoaderAddress } from './loader';

export { defineHopScope, HopScopeElement } from './hopScope';

setLoaderAddress(import.meta.url);
