/**
 * Makes the app work without a network after the first load, where that is possible: in a built copy, over
 * http(s), in a browser that has service workers and lets this frame use them. Elsewhere nothing happens.
 */

/** True if a page at this address can have a service worker of its own: not from a file, not in a dev server. */
export function canWorkOffline(protocol: string, isProduction: boolean): boolean {
  return isProduction && (protocol === 'https:' || protocol === 'http:');
}

/**
 * Registers the service worker once the page has loaded, so that it takes no bandwidth from the first picture.
 * Resolves to true if it is registered; never rejects, because an app that cannot be kept is still an app.
 */
export async function keepForOffline(): Promise<boolean> {
  if (!canWorkOffline(location.protocol, import.meta.env.PROD)) return false;
  try {
    await pageLoaded();
    // Relative to the page, so that every sub-path has its own. In a sandboxed frame this access throws.
    await navigator.serviceWorker.register(new URL('sw.js', document.baseURI), { updateViaCache: 'none' });
    return true;
  } catch {
    return false;
  }
}

function pageLoaded(): Promise<void> {
  if (document.readyState === 'complete') return Promise.resolve();
  return new Promise((resolve) => window.addEventListener('load', () => resolve(), { once: true }));
}
