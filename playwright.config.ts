import { chromium, defineConfig, devices } from '@playwright/test';
import { findChromium } from './scripts/chromium.mjs';

/** A port of its own per run, so that two runs on one machine do not meet. */
const port = Number(process.env.HOPSCOPE_PORT ?? 4173);
/** The build under test; another one for those who work on a copy. */
const dist = process.env.HOPSCOPE_DIST ?? 'dist';
const baseURL = `http://127.0.0.1:${port}`;
const browser = findChromium(chromium.executablePath());

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  workers: 2,
  retries: 0,
  forbidOnly: process.env.CI !== undefined,
  timeout: 150_000,
  expect: { timeout: 30_000 },
  reporter: 'list',
  use: {
    ...devices['Desktop Chrome'],
    baseURL,
    screenshot: 'only-on-failure',
    // Recording doubles the time of a run: at one's own desk `--trace on` when it is wanted.
    trace: process.env.CI === undefined ? 'off' : 'retain-on-failure',
    launchOptions: {
      ...(browser !== undefined && !browser.own ? { executablePath: browser.path } : {}),
      // Only silence the browser's own talk in the background.
      args: [
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [{ name: 'chromium' }],
  webServer: {
    command: `node node_modules/vite/bin/vite.js preview --outDir ${dist} --host 127.0.0.1 --port ${port} --strictPort`,
    url: baseURL,
    reuseExistingServer: false,
    timeout: 30_000,
  },
});
