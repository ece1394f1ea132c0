// What every browser test stands on: the built program with an installation of its own, Chromium, and pages that
// remember whatever went wrong in them. Environment: ZHIKE_BIN (default target/debug/zhike), ZHIKE_CHROMIUM (default
// /usr/bin/chromium), ZHIKE_SHOTS (a folder for screenshots; none are taken without it).

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';

const project = resolve(fileURLToPath(new URL('../..', import.meta.url)));
const program = process.env.ZHIKE_BIN ?? join(project, 'target/debug/zhike');
const axeSource = await readFile(new URL('node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

// --- looks: the eight ways every page is looked at ---------------------------------------------------------------

const languages = [['zh', 'zh-CN'], ['en', 'en-US']];
const schemes = ['light', 'dark'];
const widths = [[1440, 900], [390, 844]];

/** `{ name: 'zh-light-1440', locale, colorScheme, viewport }`, eight of them; the first is the one for behaviour. */
export const looks = languages.flatMap(([language, locale]) =>
  schemes.flatMap((colorScheme) =>
    widths.map(([width, height]) => ({
      name: `${language}-${colorScheme}-${width}`, locale, colorScheme, viewport: { width, height },
    }))));

/**
 * Visits in every look, each as a subtest with a fresh page that must end without problems and without an
 * accessibility fault: `await inEveryLook(t, { browser, url, session }, async (page, look) => { await page.goto(…) })`.
 */
export async function inEveryLook(t, { browser, url, session }, visit) {
  for (const look of looks) {
    await t.test(look.name, async () => {
      const page = await openPage(browser, url, { look, session });
      try {
        await visit(page, look);
        assert.deepEqual(await axe(page), [], 'accessibility');
        assert.deepEqual(problems(page), [], 'problems');
      } finally {
        await page.context().close();
      }
    });
  }
}

// --- the program -------------------------------------------------------------------------------------------------

const admin = { name: '周闻', email: 'admin@example.com', password: '潮水退去以后的海岸线很长也很安静' };

/**
 * A server on a free loopback port with a temporary data folder. With `setUp: false` it waits for its first visitor and
 * `setupLink()` is the one-time link it printed. `restart()` kills and starts it again; `stop()` ends it and removes the folder.
 */
export async function startServer({ locale = 'zh-CN', sample = false, setUp = true } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'zhike-browser-'));
  const data = join(folder, 'data');
  if (setUp) {
    const password = join(folder, 'password');
    await writeFile(password, admin.password);
    await promisify(execFile)(program, ['init', '--data-dir', data, '--admin-email', admin.email, '--admin-name', admin.name,
      '--admin-password-file', password, '--locale', locale, ...(sample ? ['--sample'] : [])]);
  }
  const url = `http://127.0.0.1:${await freePort()}`;
  let words = '';
  let kill;
  const start = async () => {
    const child = spawn(program, ['serve', '--data-dir', data, '--listen', new URL(url).host],
      { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (some) => { words += some; });
    const ended = new Promise((done) => child.once('close', done).once('error', done));
    kill = async () => { child.kill('SIGKILL'); await ended; };
    return becomesReady(url, ended);
  };
  const stop = async () => {
    await kill();
    await rm(folder, { recursive: true, force: true });
  };
  /** Ends the server at once, as a power cut would, and starts it again over the same data. */
  const restart = async () => { await kill(); assert(await start(), `zhike serve does not get ready again:\n${words}`); };
  if (!await start()) {
    await stop();
    throw new Error(`zhike serve does not get ready:\n${words}`);
  }
  const setupLink = () => words.match(/http:\S+\/setup\?token=\S+/)?.[0];
  return { url, data, admin, setupLink, restart, stop };
}

async function becomesReady(url, ended) {
  let running = true;
  ended.then(() => { running = false; });
  for (const until = Date.now() + 60_000; running && Date.now() < until; await sleep(50)) {
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.ok) return true;
  }
  return false;
}

async function freePort() {
  const held = createServer();
  await new Promise((done) => held.listen(0, '127.0.0.1', done));
  const { port } = held.address();
  await new Promise((done) => held.close(done));
  return port;
}

// --- pages -------------------------------------------------------------------------------------------------------

export function openBrowser() {
  return chromium.launch({
    executablePath: process.env.ZHIKE_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
  });
}

const remembered = new WeakMap();

/**
 * A page in a context of its own; `page.goto('/accounts')` is relative to `url`. `session` is what `signIn` gave back.
 * What goes wrong in it (console errors, CSP violations, exceptions, dialogs, requests to other hosts, answers 404 and
 * 5xx) is remembered for `problems(page)`.
 */
export async function openPage(browser, url, { look = looks[0], session } = {}) {
  const { locale, colorScheme, viewport } = look;
  const context = await browser.newContext({
    baseURL: url, locale, colorScheme, viewport, hasTouch: viewport.width < 600, reducedMotion: 'reduce',
    timezoneId: 'Asia/Shanghai', storageState: session,
  });
  const page = await context.newPage();
  const seen = [];
  remembered.set(page, seen);
  page.on('console', (message) => {
    const answered = message.text().startsWith('Failed to load resource');    // judged by its status below
    if (message.type() === 'error' && !answered) seen.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => seen.push(`exception: ${error.message}`));
  page.on('dialog', (dialog) => { seen.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (!['data:', 'blob:', 'about:'].includes(protocol) && origin !== url) seen.push(`foreign request: ${request.url()}`);
  });
  page.on('response', (response) => {
    const status = response.status();
    if (status === 404 || status >= 500) seen.push(`answer: ${status} ${new URL(response.url()).pathname}`);
  });
  return page;
}

/** What went wrong in the page so far, forgotten by being asked for. */
export const problems = (page) => remembered.get(page).splice(0);

/** Signs the administrator in and gives back the session for further pages. */
export async function signIn(browser, { url, admin }) {
  const page = await openPage(browser, url);
  await page.goto('/signin');
  await page.locator('input[type=email]').fill(admin.email);
  await page.locator('input[type=password]').fill(admin.password);
  await page.locator('form:has(input[type=password]) button[type=submit]').click();
  await page.waitForURL((there) => there.pathname !== '/signin');
  const session = await page.context().storageState();
  await page.context().close();
  return session;
}

/** Accessibility faults, one line each; none is `[]`. Evaluated past the page's own CSP, which forbids injected scripts. */
export async function axe(page) {
  const debuggee = await page.context().newCDPSession(page);
  try {
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const run = `axe.run(document, { runOnly: ${JSON.stringify(tags)}, resultTypes: ['violations'] }).then((r) => r.violations)`;
    const { result, exceptionDetails } = await debuggee.send('Runtime.evaluate', {
      expression: `${axeSource};\n${run}`, awaitPromise: true, returnByValue: true, allowUnsafeEvalBlockedByCSP: true,
    });
    if (exceptionDetails) throw new Error(`axe: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`);
    return result.value.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.target.join(' ')}`));
  } finally {
    await debuggee.detach();
  }
}

/** What REST answers to the person of this page. */
export async function rest(page, path, query = {}) {
  const answer = await page.request.get(`/api/v1/${path}`, { params: query });
  assert.ok(answer.ok(), `${path}: ${answer.status()}`);
  return answer.json();
}

/** The person of this session reads the site in another language from now on. */
export async function reads(browser, { url }, session, locale) {
  const page = await openPage(browser, url, { session });
  const tag = locale === 'zh-CN' ? 'zh-CN' : 'en';
  const answer = await page.request.post(`/language/${tag}`, { headers: { origin: url }, maxRedirects: 0 });
  assert.ok(answer.status() < 400, `${answer.status()}`);
  await page.context().close();
}

/** What is wider than the window and cannot be scrolled to within its own box, as selectors. */
export const sticksOut = (page) => page.evaluate(() => {
  const held = (element) => {
    for (let box = element.parentElement; box && box !== document.body; box = box.parentElement) {
      const { overflowX } = getComputedStyle(box);
      if (overflowX !== 'visible' && box.getBoundingClientRect().right <= innerWidth + 1) return !box.matches('.app, .main');
    }
    return false;
  };
  const wide = document.documentElement.scrollWidth > innerWidth + 1 ? ['html'] : [];
  for (const element of document.querySelectorAll('body *')) {
    const { width, right } = element.getBoundingClientRect();
    if (width > 0 && right > innerWidth + 1 && element.checkVisibility({ visibilityProperty: true }) && !held(element)) {
      wide.push(`${element.tagName.toLowerCase()}.${element.className?.baseVal ?? element.className}`);
    }
  }
  return [...new Set(wide)].slice(0, 8);
});

/** Saves `NAME.png` under ZHIKE_SHOTS, once the fonts are there. */
export async function screenshot(page, name) {
  if (!process.env.ZHIKE_SHOTS) return;
  await page.evaluate(() => document.fonts.ready.then(() => true));
  await mkdir(process.env.ZHIKE_SHOTS, { recursive: true });
  await page.screenshot({ path: join(process.env.ZHIKE_SHOTS, `${name}.png`) });
}

/** What the page in front weighs: bytes over the wire with everything it loaded, elements in its document. */
export const weigh = (page) => page.evaluate(() => {
  const loaded = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
  const bytes = loaded.reduce((sum, entry) => sum + entry.transferSize, 0);
  return { bytes, elements: document.querySelectorAll('*').length };
});

/** Types `letters` into the focused field with an input method that then commits `text`, as pinyin is typed. */
export async function compose(page, letters, text) {
  const keyboard = await page.context().newCDPSession(page);
  for (let end = 1; end <= letters.length; end += 1) {
    await keyboard.send('Input.imeSetComposition', { text: letters.slice(0, end), selectionStart: end, selectionEnd: end });
  }
  await keyboard.send('Input.insertText', { text });
  await keyboard.detach();
}
