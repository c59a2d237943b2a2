/** The loader as a module: `<hop-scope>` is known once it is imported. */
import { defineHopScope } from './hopScope';
import { setLoaderAddress } from './loader';

export { HopScopeElement } from './hopScope';

setLoaderAddress(import.meta.url);
defineHopScope();
