// The first two pages anyone meets: set-up on a fresh server, and sign-in.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inEveryLook, openBrowser, openPage, problems, screenshot, signIn, startServer } from './harness.mjs';

// Until the pages exist these tests report without failing the run; whoever builds them removes this mark.
const todo = 'the pages are being built';

let browser;
before(async () => { browser = await openBrowser(); });
after(async () => { await browser?.close(); });

test('a fresh server prints a link that opens the set-up page once', { todo }, async (t) => {
  const server = await startServer({ setUp: false });
  t.after(() => server.stop());
  const link = new URL(server.setupLink());
  await inEveryLook(t, { browser, url: server.url }, async (page, look) => {
    await page.goto(link.pathname + link.search);
    await page.locator('h1').waitFor();
    await screenshot(page, `setup-${look.name}`);
  });
});

test('the administrator signs in, and set-up is gone', { todo }, async (t) => {
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
  const setup = await page.goto('/setup');
  assert.equal(setup.status(), 404);
  await page.context().close();
});
