// The components, on the sample pages of the gallery: accessible in every look and with every overlay open, usable from the
// keyboard, and quiet under the product's content security policy. Builds and serves the gallery itself, or takes the built one
// that ZHIKE_GALLERY names.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { axe, compose, inEveryLook, openBrowser, openPage, problems } from './harness.mjs';

const PAGES = ['accounts', 'filters', 'account', 'kanban', 'home', 'import-1', 'import-2', 'import-3', 'import-4', 'import-5', 'setup',
  'signin', 'states', 'forms', 'everything'];
const project = fileURLToPath(new URL('../..', import.meta.url));
let browser, gallery, url;

before(async () => {
  const run = ['cargo', 'run', '--quiet', '-p', 'edge-web', '--features', 'gallery', '--example', 'gallery', '--'];
  const [command, ...words] = process.env.ZHIKE_GALLERY ? [process.env.ZHIKE_GALLERY] : run;
  gallery = spawn(command, [...words, '0'], { cwd: project, stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  const [line] = await once(gallery.stdout, 'data');
  url = String(line).trim();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  if (gallery) process.kill(-gallery.pid);
});

/** Opens a sample page, remembering what it posts, and fails on anything the browser complains about. */
async function on(name, visit) {
  const page = await openPage(browser, url);
  const posts = [];
  page.on('request', (request) => { if (request.method() === 'POST') posts.push(decodeURIComponent(request.postData() ?? '')); });
  try {
    await page.goto(`/${name}.html`, { waitUntil: 'networkidle' });
    await visit(page, posts);
    assert.deepEqual(problems(page), []);
  } finally {
    await page.context().close();
  }
}
const focused = (page) => page.evaluate(() => document.activeElement.textContent.trim());
const has = (text) => (posts) => posts.some((post) => post.includes(text));
const eventually = async (page, holds, what) => {
  for (let tries = 0; tries < 50; tries += 1) {
    if (await holds()) return;
    await page.waitForTimeout(60);
  }
  assert.fail(what);
};

for (const name of PAGES) {
  test(`${name} is accessible in every look`, (t) => inEveryLook(t, { browser, url }, async (page, look) => {
    await page.goto(`/${name}${look.locale === 'zh-CN' ? '' : '.en'}.html`, { waitUntil: 'networkidle' });
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth + 1), 'nothing sticks out');
  }));
}

test('overlays are accessible too', async () => {
  const steps = [
    ['accounts', (page) => page.keyboard.press('Control+k'), '#palette [role=option]'],
    ['accounts', (page) => page.keyboard.press('?'), '#shortcuts[open]'],
    ['accounts', (page) => page.locator('[data-open=save-view]').first().click(), '#save-view[open]'],
    ['accounts', (page) => page.locator('[popovertarget=columns]').first().click(), '#columns:popover-open'],
    ['accounts', (page) => page.locator('[data-peek-open]').first().click({ force: true }), '#peek h2'],
    ['accounts', (page) => page.locator('td.ck input').first().click(), '[data-bulk]:not([hidden])'],
    ['accounts', (page) => page.locator('td[data-edit]').first().dblclick(), 'td.editing select'],
    ['states', (page) => page.locator('[hx-get=conflict]').click(), '#conflict[open]'],
    ['states', (page) => page.locator('[data-open=confirm]').click(), '#confirm[open]'],
    ['states', (page) => page.locator('[hx-get=moved]').click(), '#toasts [data-toast]'],
    ['kanban', (page) => page.locator('[data-move-menu]').first().click({ force: true }), '#move-card:popover-open'],
    ['forms', (page) => page.locator('#f-owner-ts-control').click(), '.ts-dropdown .co'],
  ];
  for (const [name, act, shown] of steps) {
    await on(name, async (page) => {
      await act(page);
      await page.locator(shown).first().waitFor();
      assert.deepEqual(await axe(page), [], shown);
    });
  }
});

test('the list is worked from the keyboard', () => on('accounts', async (page, posts) => {
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  assert.equal(await focused(page), '杭州云岫数据科技有限公司');
  await page.keyboard.press('x');
  await page.locator('td.ck input').nth(4).click({ modifiers: ['Shift'] });
  assert.equal(await page.locator('tr[aria-selected=true]').count(), 4);
  await page.locator('[data-bulk] .btn').first().click();
  await page.locator('#toasts [data-toast]').waitFor();
  assert.ok(has('id=2&id=3&id=4&id=5')(posts));
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('tr[aria-selected=true]').count(), 0);
  await page.keyboard.press('j');
  await page.keyboard.press(' ');
  await page.locator('#peek h2').first().waitFor();
  await page.keyboard.press('Escape');
  assert.ok(await page.locator('#peek').isHidden());
}));

test('a cell is edited in place, and Escape takes it back', () => on('accounts', async (page, posts) => {
  await page.keyboard.press('j');
  await page.keyboard.press('e');
  await page.locator('td.editing select').waitFor();
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('td.editing').count(), 0);
  await page.locator('td[data-edit]').first().dblclick();
  await page.locator('td.editing select').selectOption('新能源');
  await eventually(page, () => has('industry=新能源')(posts), 'the choice is sent');
}));

test('the palette waits for the input method', () => on('accounts', async (page) => {
  let asked = 0;
  await page.keyboard.press('Control+k');
  await page.locator('#palette [role=option]').first().waitFor();
  page.on('request', (request) => { if (request.url().includes('/search')) asked += 1; });
  await page.evaluate(() => document.addEventListener('htmx:after:swap', () => { document.body.dataset.swapped = 'yes'; }));
  await compose(page, 'heng tai', '恒泰');
  // the answer must be shown before the arrow moves within it
  await page.locator('body[data-swapped]').waitFor();
  assert.equal(asked, 1, 'one search, after composing');
  await page.keyboard.press('ArrowDown');
  assert.equal(await page.locator('#pal-2').getAttribute('aria-selected'), 'true');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/account.html');
}));

test('sorting swaps the panel, keeps the focus, and Back returns', () => on('accounts', async (page) => {
  await page.locator('#sort-grade').click();
  await page.waitForURL('**?sort=grade');
  await eventually(page, async () => await page.evaluate(() => document.activeElement.id) === 'sort-grade', 'the focus stays');
  await page.goBack();
  await page.waitForURL((to) => !to.search);
}));

test('columns are chosen, moved and widened', () => on('accounts', async (page, posts) => {
  await page.locator('[popovertarget=columns]').first().click();
  await page.locator('#columns input[name=column]').first().click();
  await eventually(page, () => posts.at(-1)?.startsWith('column=industry&column=place'), 'a column less');
  await page.locator('#columns [data-down]').nth(1).click();
  await eventually(page, () => posts.at(-1)?.startsWith('column=place&column=industry'), 'another order');
  await page.keyboard.press('Escape');
  const edge = await page.locator('th[data-column=industry] [data-resize]').boundingBox();
  await page.mouse.move(edge.x + 3, edge.y + 5);
  await page.mouse.down();
  await page.mouse.move(edge.x + 63, edge.y + 5, { steps: 4 });
  await page.mouse.up();
  await eventually(page, () => /column=industry&width=\d+/.test(posts.at(-1)), 'the width');
}));

test('a filter changes the address and rebuilds its controls', () => on('filters', async (page) => {
  await page.locator('select[name="f.0"]').selectOption('级别');
  await page.waitForURL((to) => to.searchParams.get('f.0') === '级别');
  await page.locator('button[name=drop]').first().click();
  await page.waitForURL((to) => to.searchParams.get('drop') === '0');
  await eventually(page, async () => await page.locator('.ts-wrapper').count() === 3, 'comboboxes are there again');
}));

test('a card moves by key, by menu and by hand; a refused move is taken back', () => on('kanban', async (page, posts) => {
  await page.locator('#card-0-0 h3 a').focus();
  await page.keyboard.press('Shift+ArrowRight');
  await page.locator('[data-stage=s1] #card-0-0').waitFor();
  await page.locator('#card-2-0').hover();
  await page.locator('#card-2-0 .mv').click();
  await page.locator('#move-card [data-to=s4]').click();
  await page.locator('[data-stage=s4] #card-2-0').waitFor();
  const from = await page.locator('#card-3-0').boundingBox();
  const to = await page.locator('[data-stage=s4]').boundingBox();
  await page.mouse.move(from.x + 80, from.y + 60);
  await page.mouse.down();
  await page.mouse.move(to.x + 60, to.y + 80, { steps: 12 });
  await page.waitForTimeout(200);
  await page.mouse.up();
  await page.locator('[data-stage=s4] #card-3-0').waitFor();
  assert.deepEqual(posts.map((post) => post.split('&')[0]), ['to=s1', 'to=s4', 'to=s4']);
  await page.route('**/moved', (route) => route.abort());
  await page.locator('#card-1-1 h3 a').focus();
  await page.keyboard.press('Shift+ArrowRight');
  await page.locator('#toasts [data-toast]').first().waitFor();
  await page.locator('[data-stage=s1] #card-1-1').waitFor();
  problems(page);
}));

test('a draft survives a reload and leaves when it is saved', () => on('account', async (page, posts) => {
  const text = page.locator('.comp textarea');
  await text.fill('草稿一段');
  await page.locator('.comp [data-saved]').waitFor();
  await page.reload();
  await eventually(page, async () => await text.inputValue() === '草稿一段', 'the draft is back');
  await page.locator('.comp label', { hasText: '任务' }).click();
  await page.locator('[data-kinds=task]').waitFor();
  await text.focus();
  await page.keyboard.press('Control+Enter');
  await eventually(page, () => has('kind=task&text=草稿一段')(posts), 'it is sent');
  // sent is not yet answered: a page left before keeps its draft, rightly
  const kept = () => page.evaluate(() => Object.keys(localStorage).some((key) => key.includes('draft:')));
  await eventually(page, async () => !await kept(), 'the draft is forgotten');
  await page.reload();
  assert.equal(await text.inputValue(), '');
}));

test('a conflict is decided side by side', () => on('states', async (page) => {
  await page.locator('[hx-get=conflict]').click();
  await page.locator('#conflict[open]').waitFor();
  await page.locator('[data-take]').click();
  assert.equal(await page.locator('#conflict [data-side=theirs]:checked').count(), 3);
  await page.keyboard.press('Escape');
  await eventually(page, async () => await page.locator('#conflict').count() === 0, 'it leaves');
}));

test('fields help: search, free tags, ranges, lists', () => on('forms', async (page) => {
  assert.ok(await page.evaluate(() => document.activeElement.hasAttribute('data-errors')), 'the errors come first');
  await page.locator('#f-owner-ts-control').click();
  await page.locator('.ts-dropdown .co:visible').nth(2).click();
  assert.equal(await page.locator('#f-owner').inputValue(), '陈嘉禾');
  await page.locator('#f-tags-ts-control').click();
  await page.keyboard.type('新标签');
  await page.keyboard.press('Enter');
  const chosen = (id) => page.locator(id).evaluate((select) => [...select.selectedOptions].map((option) => option.value));
  assert.ok((await chosen('#f-tags')).includes('新标签'));
  await page.locator('[data-range-open]').click();
  const january = page.locator('calendar-month').first();
  await january.getByRole('button', { name: /12/ }).first().click();
  await january.getByRole('button', { name: /20/ }).first().click();
  assert.equal(await page.locator('input[name="term.to"]').inputValue(), '2026-01-20');
  await page.locator('.rich-e').click();
  await page.keyboard.press('End');
  await page.locator('[data-format=insertUnorderedList]').click();
  await page.keyboard.press('Enter');
  await page.keyboard.type('第二点');
  assert.match(await page.locator('textarea[name=rich]').inputValue(), /<li>第二点<\/li>/);
}));

test('the theme is remembered on this device', () => on('home', async (page) => {
  await page.locator('[data-theme-toggle]').first().click();
  await page.reload();
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
}));

test('charts are drawn under the content security policy', () => on('everything', async (page) => {
  await eventually(page, async () => await page.locator('[data-chart] svg').count() === 5, 'five charts');
}));
