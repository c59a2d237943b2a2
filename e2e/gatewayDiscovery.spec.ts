/** A gateway is switched from the Service's name to asking the API server, on the same picture; a link keeps it. */
import { expect, STILL, test } from './hopTest';

test.use({ ...STILL, viewport: { width: 1920, height: 1080 } });

test('the switch is found by the route, and the picture shows which road is taken', async ({ learner }) => {
  const { page } = learner;
  await learner.open();
  await learner
    .scene()
    .getByRole('button', { name: /^Ocelot route/ })
    .first()
    .click();
  const roads = page.getByRole('table', { name: learner.t('ui.roads') });
  const taken = roads.locator('thead .is-taken');
  await expect(taken).toContainText(learner.t('ui.gateway.host'));
  await expect(learner.scene()).not.toContainText(learner.t('scene.service.offRoad'));

  await page.getByRole('radio', { name: 'Kube', exact: true }).click({ force: true });
  await expect(taken).toContainText('Kube');
  await expect(taken).toContainText(learner.t('ui.roads.now'));
  await expect(learner.scene()).toContainText(learner.t('scene.service.offRoad'));
  for (const address of ['10.244.1.2:80', '10.244.2.2:80', '10.244.3.2:80']) {
    await expect(roads).toContainText(address);
  }

  // The link says it, too: whoever opens it sees the same road.
  await learner.pauseMotion();
  await expect.poll(() => page.evaluate(() => window.location.hash)).toContain('api-gateway');
  const hash = await page.evaluate(() => window.location.hash);
  await learner.visit(hash);
  await expect(learner.scene()).toContainText(learner.t('scene.service.offRoad'));

  await learner
    .scene()
    .getByRole('button', { name: /^Ocelot route/ })
    .first()
    .click();
  await learner.choice('ui.gateway.discovery', learner.t('ui.gateway.host')).click({ force: true });
  await expect(learner.scene()).not.toContainText(learner.t('scene.service.offRoad'));
});
