// The first two pages anyone meets: set-up on a fresh server, and sign-in.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inEveryLook, openBrowser, openPage, problems, screenshot, signIn, startServer } from './harness.mjs';

let browser;
before(async () => { browser = await openBrowser(); });
after(async () => { await browser?.close(); });

test('a fresh server prints a link that sets up once', async (t) => {
  const server = await startServer({ setUp: false });
  t.after(() => server.stop());
  const link = new URL(server.setupLink());
  await inEveryLook(t, { browser, url: server.url }, async (page, look) => {
    await page.goto(link.pathname + link.search);
    await page.locator('h1').waitFor();
    await screenshot(page, `setup-${look.name}`);
  });
  const page = await openPage(browser, server.url);
  await page.goto(link.pathname + link.search);
  for (const [name, value] of Object.entries({ organization: '海岳工业集团', ...server.admin })) await page.locator(`[name=${name}]`).fill(value);
  await page.locator('[name=start][value=empty]').check({ force: true });
  await page.locator('form [type=submit]').click();
  await page.waitForURL((there) => there.pathname !== '/setup');
  assert.match(await page.locator('body').innerText(), /海岳工业集团/);
  assert.deepEqual(problems(page), []);
  assert.equal((await page.goto(link.pathname + link.search)).status(), 404, 'the link works once');
  await page.context().close();
});

test('the administrator signs in, and set-up is gone', async (t) => {
  const server = await startServer();
  t.after(() => server.stop());
  await inEveryLook(t, { browser, url: server.url }, async (page, look) => {
    await page.goto('/signin');
    await page.locator('input[type=password]').waitFor();
    await screenshot(page, `signin-${look.name}`);
  });
  const session = await signIn(browser, server);
  const page = await openPage(browser, server.url, { session });
  await page.goto('/');
  assert.equal(new URL(page.url()).pathname, '/', 'signed in means the home page stays');
  assert.deepEqual(problems(page), []);
  assert.equal((await page.goto('/setup')).status(), 404);
  await page.context().close();
});
