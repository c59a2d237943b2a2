import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { embedPlugin } from './build/embedPlugin.ts';
import { offlinePlugin } from './build/offlinePlugin.ts';
import { scenarioPlugin } from './build/scenarioPlugin.ts';
import { singleFilePlugin } from './build/singleFilePlugin.ts';

/**
 * What a strict host would send. Every browser test runs under it, so that an inline script, an inline style
 * sheet or a call to someone else's server fails here first. Framing is allowed: slides do it.
 */
const STRICT_HEADERS = {
  'Content-Security-Policy': [
    "default-src 'self'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    'frame-ancestors *',
  ].join('; '),
  'Access-Control-Allow-Origin': '*',
  'X-Content-Type-Options': 'nosniff',
};

export default defineConfig({
  // Relative, so that the same files work at a domain's root, in a course's sub-folder and from a CDN.
  base: './',
  plugins: [react(), scenarioPlugin(), embedPlugin(), offlinePlugin(), singleFilePlugin()],
  build: {
    target: 'es2022',
    sourcemap: true,
    manifest: true,
    // The simulation is one chunk, loaded beside the page; its size is held by the size check.
    chunkSizeWarningLimit: 700,
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  preview: { host: '127.0.0.1', headers: STRICT_HEADERS },
  server: { host: '127.0.0.1' },
  test: {
    // No test asserts a time; this only ends one that hangs, on a machine however busy.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    setupFiles: ['src/testing/propertySeed.ts'],
    include: ['src/**/*.test.{ts,tsx}', 'build/**/*.test.ts', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'],
    coverage: { provider: 'v8', include: ['src/**/*.{ts,tsx}'] },
  },
});
