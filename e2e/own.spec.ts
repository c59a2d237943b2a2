/** Somebody's own files: broken, mended, run, followed; kept when the page is loaded anew; hostile ones refused. */
import type { Locator, Page } from '@playwright/test';
import { expect, STILL, test } from './hopTest';
import type { Learner } from './learner';

test.use(STILL);

const BROKEN = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: hello-web
spec:
  replicas: 2
  selector:
    matchLabels:
      app: hello
  template:
    metadata:
      labels:
        app: hello
    spec:
      containers:
        - name: web
         image: nginx
---
apiVersion: v1
kind: Service
metadata:
  name: hello
spec:
  type: LoadBalancer
  selector:
    app: hello
  ports:
    - port: 80
`;
const MENDED = BROKEN.replace('         image', '          image');
/** The line that is not indented as the one above it. */
const LINE = 17;

async function openDialog(learner: Learner): Promise<Locator> {
  await learner.button('own.open').click();
  const dialog = learner.page.getByRole('dialog', { name: learner.t('own.title') });
  await expect(dialog).toBeVisible();
  return dialog;
}

function field(dialog: Locator): Locator {
  return dialog.locator('textarea');
}

/** The number of the line in which the caret stands. */
async function caretLine(text: Locator): Promise<number> {
  return text.evaluate((element) => {
    const area = element as HTMLTextAreaElement;
    return area.value.slice(0, area.selectionStart).split('\n').length;
  });
}

async function hasRun(page: Page): Promise<void> {
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page).toHaveURL(/s=own/);
}

for (const language of ['en', 'zh-CN'] as const) {
  test(`broken YAML is pointed at, mended, run and followed: ${language}`, async ({ learner, page }) => {
    await learner.open({ language });
    const dialog = await openDialog(learner);
    await field(dialog).fill(BROKEN);
    const problem = dialog.getByRole('button', { name: `system.yaml:${LINE}:` });
    await expect(problem).toBeVisible();
    await expect(problem).toContainText(learner.t('own.problem.error'));
    await expect(problem).toContainText(language === 'en' ? 'indentation' : '缩进');
    await problem.click();
    await expect(field(dialog)).toBeFocused();
    expect(await caretLine(field(dialog))).toBe(LINE);

    await field(dialog).fill(MENDED);
    await expect(dialog.getByText(learner.t('own.problems.none'))).toBeVisible();
    const run = dialog.getByRole('button', { name: learner.t('own.run'), exact: true });
    await expect(run).toBeEnabled();
    await run.click();
    await hasRun(page);
    await learner.ready();
    await expect(page.getByText(learner.t('own.note.link'))).toBeVisible();

    await learner.sendToEnd();
    const journey = await learner.panel('journey');
    await expect(journey).toContainText('hello-web');
    await expect(journey).toContainText(learner.t('outcome.200'));
    expect((await learner.pods('hello-web')).map((pod) => pod.count).sort()).toEqual([0, 1]);
    await learner.address(/s=own.*a=/);

    await page.reload();
    await learner.ready();
    expect((await learner.pods('hello-web')).map((pod) => pod.count).sort()).toEqual([0, 1]);
    const again = await openDialog(learner);
    await expect(field(again)).toHaveValue(MENDED);
  });
}

test('nothing typed is lost: by errors, by closing, by loading the page anew', async ({ learner, page }) => {
  await learner.open();
  let dialog = await openDialog(learner);
  await field(dialog).fill('kind: [ unfinished');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  dialog = await openDialog(learner);
  await expect(field(dialog)).toHaveValue('kind: [ unfinished');
  await field(dialog).fill('kind: { other');
  await page.reload();
  await learner.ready();
  dialog = await openDialog(learner);
  await expect(field(dialog)).toHaveValue('kind: { other');
  await dialog.getByRole('button', { name: learner.t('own.file.remove') }).click();
  await expect(field(dialog)).toHaveValue('');
  await dialog.getByRole('button', { name: learner.t('own.file.undo') }).click();
  await expect(field(dialog)).toHaveValue('kind: { other');
});

test('files are chosen and dropped; what is no text is named; nothing becomes markup', async ({
  learner,
  page,
}) => {
  await learner.open();
  const dialog = await openDialog(learner);
  await dialog
    .locator('input[type=file]')
    .first()
    .setInputFiles([
      {
        name: '<img src=x onerror=alert(1)>.yaml',
        mimeType: 'text/yaml',
        buffer: Buffer.from('kind: <script>'),
      },
      { name: 'noise.yaml', mimeType: 'text/yaml', buffer: Buffer.from([0, 1, 2, 255]) },
    ]);
  await expect(dialog.getByText(learner.t('own.skipped.binary', { path: 'noise.yaml' }))).toBeVisible();
  await expect(dialog.getByRole('tab')).toHaveCount(1);
  const data = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['apiVersion: v1\nkind: Servise\nmetadata: {name: a}\n'], 'dropped.yaml'));
    return transfer;
  });
  await dialog.dispatchEvent('drop', { dataTransfer: data });
  await expect(dialog.getByRole('tab', { name: /dropped\.yaml/ })).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'dropped.yaml:2:' })).toContainText('kind: Service');
  expect(await dialog.locator('img, script').count()).toBe(0);
});

test('an address of somebody else’s system says that its files are not here', async ({ learner, page }) => {
  await learner.open({ hash: '#s=own&lang=en' });
  await expect(page.getByText(learner.t('own.notHere.text'))).toBeVisible();
  await expect(learner.button('ui.traffic.send')).toBeVisible();
});

test('a large file does not stop the page', async ({ learner, page }) => {
  await learner.open();
  const dialog = await openDialog(learner);
  const text = `${MENDED}---\n`.repeat(500);
  await dialog
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name: 'large.yaml', mimeType: 'text/yaml', buffer: Buffer.from(text) });
  await expect(dialog.getByRole('tab', { name: /large\.yaml/ })).toBeVisible();
  // While it is read, the page answers.
  const slowest = await page.evaluate(async () => {
    let worst = 0;
    let last = performance.now();
    for (const end = last + 1500; last < end;) {
      await new Promise((done) => setTimeout(done, 20));
      worst = Math.max(worst, performance.now() - last);
      last = performance.now();
    }
    return worst;
  });
  expect(slowest).toBeLessThan(700);
  await expect(dialog.getByRole('button', { name: learner.t('own.run'), exact: true })).toBeEnabled({
    timeout: 30_000,
  });
});
