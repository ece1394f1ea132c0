// The harness itself, on two pages of a small server with the product's CSP: one without a fault, one with every fault.

import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { axe, compose, inEveryLook, looks, openBrowser, openPage, problems, screenshot, weigh } from './harness.mjs';

const csp = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
  + "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; "
  + "require-trusted-types-for 'script'";
const pages = {
  '/good': `<!doctype html><html lang="en"><title>Good</title><link rel="stylesheet" href="/style.css">
    <main><h1>Good 好</h1><label>Name <input name="name"></label></main></html>`,
  '/bad': `<!doctype html><html><title>Bad</title><main><h1>Bad</h1><input><img alt="" src="https://elsewhere.example/a.png">
    <img alt="" src="/absent.png"></main><script>document.title = 'never'</script><script src="/bad.js"></script></html>`,
  '/style.css': ':root { color-scheme: light dark; font-family: sans-serif }',
  '/bad.js': "console.error('a word'); alert('a box'); document.body.innerHTML += '<b>untrusted</b>';",
  '/favicon.ico': '',
};
const types = { css: 'text/css', js: 'text/javascript', ico: 'image/x-icon' };
const server = createServer((request, response) => {
  const page = pages[request.url];
  const type = types[request.url.split('.')[1]] ?? 'text/html; charset=utf-8';
  response.writeHead(page === undefined ? 404 : 200, { 'content-type': type, 'content-security-policy': csp }).end(page);
});
let browser;
let url;

before(async () => {
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${server.address().port}`;
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  server.close();
});

test('a page without a fault passes in every look', async (t) => {
  assert.equal(new Set(looks.map((look) => look.name)).size, 8);
  await inEveryLook(t, { browser, url }, async (page, look) => {
    await page.goto('/good');
    const dark = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
    assert.equal(dark, look.colorScheme === 'dark');
    assert.equal(await page.evaluate(() => navigator.language), look.locale);
    assert.equal(await page.evaluate(() => innerWidth), look.viewport.width);
  });
});

test('every kind of fault is remembered, and forgotten when told', async () => {
  const page = await openPage(browser, url);
  await page.goto('/bad', { waitUntil: 'load' });
  const seen = problems(page);
  for (const fault of [
    /^console: a word/,
    /^console: .*Content Security Policy/,
    /^console: .*TrustedHTML/,
    /^exception: .*TrustedHTML/,
    /^dialog: a box/,
    /^foreign request: https:\/\/elsewhere\.example\/a\.png/,
    /^answer: 404 \/absent\.png/,
  ]) {
    assert.ok(seen.some((line) => fault.test(line)), `${fault} in\n${seen.join('\n')}`);
  }
  assert.deepEqual(problems(page), []);
  await page.context().close();
});

test('accessibility faults are found past the CSP', async () => {
  const page = await openPage(browser, url);
  await page.goto('/bad');
  const faults = await axe(page);
  assert.ok(faults.some((fault) => fault.startsWith('html-has-lang')), faults.join('\n'));
  assert.ok(faults.some((fault) => fault.startsWith('label: ')), faults.join('\n'));
  await page.context().close();
});

test('a page is weighed with what it loads', async () => {
  const page = await openPage(browser, url);
  await page.goto('/good');
  const { bytes, elements } = await weigh(page);
  assert.ok(bytes > pages['/good'].length && bytes < 2_000, `${bytes} bytes`);
  assert.equal(elements, 9);
  await page.context().close();
});

test('Chinese is typed through an input method', async () => {
  const page = await openPage(browser, url);
  await page.goto('/good');
  const field = page.getByLabel('Name');
  await field.evaluate((input) => input.addEventListener('compositionstart', () => { input.dataset.composed = 'yes'; }));
  await field.focus();
  await compose(page, 'zhike', '知客');
  assert.equal(await field.inputValue(), '知客');
  assert.equal(await field.getAttribute('data-composed'), 'yes');
  await page.context().close();
});

test('a screenshot is saved where it was asked for', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'zhike-shots-'));
  const asked = process.env.ZHIKE_SHOTS;
  process.env.ZHIKE_SHOTS = folder;
  const page = await openPage(browser, url, { look: looks.at(-1) });
  await page.goto('/good');
  await screenshot(page, 'good');
  assert.deepEqual(await readdir(folder), ['good.png']);
  await page.context().close();
  if (asked === undefined) delete process.env.ZHIKE_SHOTS;
  else process.env.ZHIKE_SHOTS = asked;
  await rm(folder, { recursive: true });
});
