// Settings, files on records, leads that are converted, tasks ticked off: what a person sees and does, with a sample company.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inEveryLook, openBrowser, openPage, problems, reads, screenshot, signIn, startServer } from './harness.mjs';

let browser, server, session;
before(async () => {
  browser = await openBrowser();
  server = await startServer({ sample: true });
  session = await signIn(browser, server);
});
after(async () => {
  await server?.stop();
  await browser?.close();
});

const sections = ['profile', 'access', 'tokens', 'organization', 'people', 'people/new', 'teams', 'teams/new'];

test('every section of the settings', async (t) => {
  for (const section of sections) {
    await t.test(section, (t) => inEveryLook(t, { browser, url: server.url, session }, async (page, look) => {
      await reads(browser, server, session, look.locale);
      await page.goto(`/settings/${section}`);
      await page.locator('.settings').waitFor();
      await screenshot(page, `settings-${section.replace('/', '-')}-${look.name}`);
    }));
  }
});

/** A page in the first look, whose problems are asked for at the end. */
async function on(path, act) {
  await reads(browser, server, session, 'zh-CN');
  const page = await openPage(browser, server.url, { session });
  await page.goto(path);
  await act(page);
  assert.deepEqual(problems(page), []);
  await page.context().close();
}

test('a colleague is invited by a link that can be copied', () => on('/settings/people/new', async (page) => {
  await page.fill('[name=name]', '新同事');
  await page.fill('[name=email]', 'new@haiyue.example');
  await page.click('.form button[type=submit]');
  await page.locator('.roles .bad').waitFor(); // without a role nobody sees anything
  await page.getByRole('checkbox', { name: '销售', exact: true }).check();
  await page.click('.form button[type=submit]');
  const link = page.locator('.secret');
  await link.waitFor();
  assert.match(await link.textContent(), /\/welcome\/[\w-]{43}$/);
  await screenshot(page, 'settings-invited');
  await page.goto('/settings/people?q=新同事');
  await page.getByRole('link', { name: '新同事' }).click();
  await page.getByRole('button', { name: '停用' }).click();
  await page.getByRole('button', { name: '重新启用' }).waitFor();
}));

test('a refused form stays with what was typed', () => on('/settings/people/new', async (page) => {
  await page.fill('[name=name]', '没有邮箱');
  await page.getByRole('checkbox', { name: '销售', exact: true }).check();
  await page.click('.form button[type=submit]');
  await page.locator('[aria-invalid=true]').first().waitFor();
  assert.equal(await page.inputValue('[name=name]'), '没有邮箱');
}));

test('a token is shown once', () => on('/settings/tokens', async (page) => {
  await page.fill('[name=name]', '报表');
  await page.click('.form button[type=submit]');
  await page.locator('.secret').waitFor();
  assert.match(await page.locator('.secret').textContent(), /^zk_/);
  await page.reload();
  assert.equal(await page.locator('.secret').count(), 0);
}));

test('the look of this browser is chosen and stays', () => on('/settings/profile', async (page) => {
  await page.check('[name=theme][value=dark]');
  await page.check('[name=density][value=compact]');
  await Promise.all([page.waitForNavigation(), page.locator('form[action="/settings/look"] button').click()]);
  assert.deepEqual(await page.evaluate(() => ({ ...document.documentElement.dataset })), { theme: 'dark', density: 'compact' });
}));

test('files are hung on a record, downloaded, taken away and brought back', () => on('/accounts', async (page) => {
  await page.locator('td.nm a').first().click();
  const adder = page.locator('[data-attach] input[type=file]');
  await adder.setInputFiles({ name: '合同.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 hello') });
  const link = page.getByRole('link', { name: '合同.pdf' });
  await link.waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  assert.equal(download.suggestedFilename(), '合同.pdf');
  await screenshot(page, 'record-files');
  await page.getByRole('button', { name: '移除 合同.pdf' }).or(page.getByRole('button', { name: /合同\.pdf/ })).first().click();
  await link.waitFor({ state: 'detached' });
  await page.locator('[data-toast]').getByRole('button', { name: '撤销' }).click();
  await link.waitFor();
}));

test('a file is dropped on the page of a record', () => on('/accounts', async (page) => {
  await page.locator('td.nm a').first().click();
  await page.locator('[data-attach]').waitFor();
  const dropped = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['%PDF-1.7 hello'], '拖入.pdf', { type: 'application/pdf' }));
    return transfer;
  });
  await page.locator('.tl').dispatchEvent('dragover', { dataTransfer: dropped });
  assert(await page.locator('[data-attach].over').isVisible(), 'it shows where the file will hang');
  await page.locator('.tl').dispatchEvent('drop', { dataTransfer: dropped });
  await page.getByRole('link', { name: '拖入.pdf' }).waitFor();
}));

test('a file comes with what is written', () => on('/accounts', async (page) => {
  await page.locator('td.nm a').first().click();
  await page.locator('[data-composer] input[type=file]').setInputFiles({ name: '纪要.txt', mimeType: 'text/plain', buffer: Buffer.from('hello') });
  await page.locator('[data-composer] li.file').waitFor();
  await page.fill('[data-composer] textarea', '会议纪要见附件');
  await page.click('[data-composer] button[type=submit]');
  await page.locator('.tl').getByRole('link', { name: /纪要\.txt/ }).waitFor();
  await screenshot(page, 'composer-file');
}));

test('previous and next walk the list one came from', () => on('/accounts?sort=name', async (page) => {
  const names = await page.locator('td.nm a').allTextContents();
  await page.locator('td.nm a').nth(1).click();
  await page.locator('.rec-h').waitFor();
  assert.match(await page.locator('.steps-n').textContent(), /2 \//);
  await page.keyboard.press('j');
  await page.waitForFunction((name) => document.querySelector('.rec-t h1').textContent.includes(name), names[2]);
  await page.keyboard.press('k');
  await page.waitForFunction((name) => document.querySelector('.rec-t h1').textContent.includes(name), names[1]);
}));

test('the dialog of a conversion', async (t) => {
  const made = await openPage(browser, server.url, { session });
  await made.goto('/leads/new');
  await made.fill('[name=name]', '周启明');
  await made.fill('[name=company]', '常州睿驰传动');
  await made.locator('#record-form .form-b button').last().click();
  await made.waitForURL(/\/leads\/\w{13}/);
  const lead = new URL(made.url()).pathname;
  await made.context().close();
  await inEveryLook(t, { browser, url: server.url, session }, async (page, look) => {
    await reads(browser, server, session, look.locale);
    await page.goto(lead);
    await page.locator(`a[href="${lead}/conversion"]`).click();
    await page.locator('dialog#conversion[open]').waitFor();
    await screenshot(page, `conversion-${look.name}`);
  });
  await on(lead, async (page) => {
    await page.locator(`a[href="${lead}/conversion"]`).click();
    await page.locator('dialog#conversion[open] footer button[type=submit]').click();
    await page.getByText('转化为').waitFor();
    assert.equal(await page.locator('.note a').count(), 3);
    await screenshot(page, 'converted');
  });
});

test('a task is planned, ticked off on home, and unticked', () => on('/activities/new?kind=task', async (page) => {
  await page.fill('[name=subject]', '寄送样品');
  await page.locator('#record-form .form-b button').last().click();
  await page.waitForURL(/\/activities\/\w{13}/);
  await page.goto('/');
  const row = page.locator('li.todo', { hasText: '寄送样品' });
  await row.locator('input[type=checkbox]').click();
  await page.locator('li.todo.done', { hasText: '寄送样品' }).waitFor();
  await screenshot(page, 'home-done');
  await page.locator('[data-toast] button').first().click();
  await page.locator('li.todo:not(.done)', { hasText: '寄送样品' }).waitFor();
}));

test('a width stays, tabs are counted, keys are listed', () => on('/accounts', async (page) => {
  await page.waitForFunction(() => document.querySelector('#count-mine')?.textContent.trim() !== '');
  const grip = page.locator('th[data-column] .rz').nth(1);
  const box = await grip.boundingBox();
  await page.mouse.move(box.x + 3, box.y + 10);
  await page.mouse.down();
  await page.mouse.move(box.x + 83, box.y + 10);
  await Promise.all([page.waitForResponse(/\/accounts\/widths/), page.mouse.up()]);
  await page.reload();
  assert.equal(await page.locator('col[width]').count() > 1, true);
  await page.keyboard.press('?');
  await page.locator('dialog#shortcuts[open]').waitFor();
  await screenshot(page, 'shortcuts');
}));

test('a sample company is there when set-up is done', async (t) => {
  const fresh = await startServer({ setUp: false });
  t.after(() => fresh.stop());
  const page = await openPage(browser, fresh.url);
  const link = new URL(fresh.setupLink());
  await page.goto(link.pathname + link.search);
  await page.fill('[name=organization]', '海岳工业集团');
  for (const [name, value] of Object.entries(fresh.admin)) await page.fill(`[name=${name}]`, value);
  await page.click('.gbar button[type=submit]');
  await page.waitForURL((there) => there.pathname === '/', { timeout: 60_000 });
  await page.goto('/accounts');
  await page.locator('.pager', { hasText: '120' }).waitFor();
  assert.deepEqual(problems(page), []);
});
