// What a salesperson does in a day, told as stories on the sample company. What a page claims is read back from what is stored.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { axe, compose, openBrowser, openPage, problems, reads, rest, signIn, startServer } from './harness.mjs';

let browser, server, session;
before(async () => {
  browser = await openBrowser();
  server = await startServer({ sample: true });
  session = await signIn(browser, server);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** A story on a fresh page that must end without problems; `expected` are problems it is about. */
const story = (name, tell) => test(name, async () => {
  const page = await openPage(browser, server.url, { session });
  try {
    await tell(page);
    assert.deepEqual(problems(page), []);
  } finally {
    await page.context().close();
  }
});

const eventually = async (holds, what) => {
  for (const until = Date.now() + 5000; Date.now() < until; await new Promise((go) => setTimeout(go, 50))) {
    if (await holds()) return;
  }
  assert.fail(what);
};
const list = async (page, object, query) => (await rest(page, object, query)).items;
const save = (page) => page.locator('#record-form [type=submit]:not([name])').click();
const idOf = (page) => new URL(page.url()).pathname.split('/')[2];
const names = (page) => page.locator('[data-table] tbody td.nm a').allTextContents();

/** Makes an account through its form and stays on its page. */
async function account(page, name, fields = {}) {
  await page.goto('/accounts/new');
  await page.locator('#f-name').fill(name);
  for (const [field, value] of Object.entries(fields)) await page.locator(`#f-${field}`).fill(value);
  await save(page);
  await page.waitForURL((to) => /^\/accounts\/[0-9a-z]{13}$/i.test(to.pathname));
  return idOf(page);
}

story('an account is made, and what was forgotten is asked for without losing the rest', async (page) => {
  await page.goto('/accounts');
  await page.keyboard.press('n');
  await page.waitForURL('**/accounts/new');
  await page.locator('#f-region').fill('华东');
  await save(page);
  await page.locator('[data-errors]').waitFor();
  assert.equal(await page.locator('#f-region').inputValue(), '华东');
  assert.equal(await page.locator('#f-name').getAttribute('aria-invalid'), 'true');
  await page.locator('#f-name').fill('无锡听松精密制造有限公司');
  await page.locator('#f-grade').selectOption('A');
  await page.locator('#f-phone').fill('0510-82751234');
  await save(page);
  await page.waitForURL((to) => /^\/accounts\/[0-9a-z]{13}$/i.test(to.pathname));
  assert.equal(await page.locator('h1').first().innerText().then((text) => text.split('\n')[0]), '无锡听松精密制造有限公司');
  const stored = await rest(page, `accounts/${idOf(page)}`);
  assert.deepEqual([stored.name, stored.grade, stored.region], ['无锡听松精密制造有限公司', 'A', '华东']);
});

story('a fact is edited where it stands, and a list cell too', async (page) => {
  const id = await account(page, '常州溪口传动科技有限公司', { region: '华东' });
  const fact = page.locator('dd[data-edit$="/cells/region"]');
  await fact.hover();
  await fact.locator('[data-edit-open]').click();
  await fact.locator('input[name=region]').fill('华南');
  await page.keyboard.press('Enter');
  await eventually(async () => (await rest(page, `accounts/${id}`)).region === '华南', 'the region is stored');
  await eventually(async () => (await fact.innerText()).includes('华南'), 'and shown');
  await page.goto('/accounts?sort=-created_at&columns=grade,region');
  const cell = page.locator(`tr[data-id="${id}"] td[data-edit$="/cells/grade"]`);
  await cell.dblclick();
  await cell.locator('select').selectOption('B');
  await eventually(async () => (await rest(page, `accounts/${id}`)).grade === 'B', 'the grade is stored');
  await eventually(async () => (await cell.innerText()).includes('B'), 'and shown');
  // what is doubtful is told, and stays
  await page.goto('/accounts?sort=-created_at&columns=employees');
  const count = page.locator(`tr[data-id="${id}"] td[data-edit$="/cells/employees"]`);
  await count.dblclick();
  await count.locator('input[name=employees]').fill('-3');
  await page.keyboard.press('Enter');
  await page.locator('#toasts [data-text]', { hasText: '请核对' }).waitFor();
  await eventually(async () => (await count.innerText()).includes('-3'), 'the doubtful number stands there');
  assert.equal((await rest(page, `accounts/${id}`)).employees, -3);
  // what is refused is typed on where one stands
  await page.goto(`/accounts/${id}`);
  const people = page.locator('dd[data-edit$="/cells/employees"]');
  await people.hover();
  await people.locator('[data-edit-open]').click();
  await people.locator('input[name=employees]').fill('many');
  await page.keyboard.press('Enter');
  await people.locator('[role=alert]').waitFor();
  await eventually(async () => people.locator('input[name=employees]').evaluate((input) => input === document.activeElement), 'the focus stays');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('-5');
  await page.keyboard.press('Enter');
  await eventually(async () => (await people.innerText()).includes('请核对'), 'a doubt is told and does not block');
});

story('two people save the same field: the second one chooses', async (page) => {
  const id = await account(page, '镇江北固轴承有限公司', { region: '华东' });
  const other = await openPage(browser, server.url, { session });
  const open = async (one) => {
    await one.goto(`/accounts/${id}`);
    const fact = one.locator('dd[data-edit$="/cells/region"]');
    await fact.hover();
    await fact.locator('[data-edit-open]').click();
    return fact.locator('input[name=region]');
  };
  const [mine, theirs] = [await open(page), await open(other)];
  await theirs.fill('华北');
  await other.keyboard.press('Enter');
  await eventually(async () => (await rest(page, `accounts/${id}`)).region === '华北', 'the other one saved first');
  await other.context().close();
  await mine.fill('西南');
  await page.keyboard.press('Enter');
  const dialog = page.locator('#conflict[open]');
  await dialog.waitFor();
  assert.match(await dialog.innerText(), /华北[\s\S]*西南/);
  assert.equal((await rest(page, `accounts/${id}`)).region, '华北', 'nothing is overwritten meanwhile');
  await dialog.locator('[type=submit]').click();
  await eventually(async () => (await rest(page, `accounts/${id}`)).region === '西南', 'the chosen side is stored');
  await eventually(async () => await dialog.count() === 0, 'the dialog is gone');
  await eventually(async () => (await page.locator('dd[data-edit$="/cells/region"]').innerText()).includes('西南'), 'and shown');
});

story('a list is filtered, sorted, given other columns and kept as a view; Back goes back', async (page) => {
  await page.goto('/accounts');
  await page.locator('[data-views] a').first().press('Home');
  await page.keyboard.press('f');
  await page.locator('select[name="f.0"]').selectOption('grade');
  await page.locator('select[name="o.0"]').waitFor();
  await eventually(async () => await page.locator('select[name="v.0"], [name="v.0"]').count() > 0, 'a value is asked for');
  const value = page.locator('select[name="v.0"]');
  if (await value.evaluate((select) => select.multiple)) {
    await page.locator('.vl .ts-control').first().click();
    await page.locator('.ts-dropdown .option:visible, .ts-dropdown .co:visible').filter({ hasText: 'A' }).first().click();
    await page.keyboard.press('Escape');
  } else await value.selectOption('A');
  await page.waitForURL((to) => /grade/.test(to.searchParams.get('filter') ?? ''));
  const filter = new URL(page.url()).searchParams.get('filter');
  const wanted = await list(page, 'accounts', { limit: 200, filter });
  assert.ok(wanted.length > 0 && wanted.every((one) => one.grade === 'A'));
  await eventually(async () => (await page.locator('.hits').innerText()).includes(String(wanted.length)), 'the builder counts');
  await page.locator('#sort-created_at, #sort-name').first().click();
  await page.waitForURL((to) => to.searchParams.has('sort'));
  const sorted = await list(page, 'accounts', { limit: 50, filter, sort: new URL(page.url()).searchParams.get('sort') });
  await eventually(async () => (await names(page)).join() === sorted.map((one) => one.name).join(), 'rows as REST sorts them');
  await page.locator('[popovertarget=columns]').first().click();
  await page.locator('#columns input[value=region]').click();
  await page.waitForURL((to) => to.searchParams.has('columns'));
  await eventually(async () => await page.locator('th[data-column=region]').count() === 0, 'a column less');
  const before = page.url();
  await page.keyboard.press('Escape');
  await page.locator('[data-open=save-view]').first().click();
  await page.locator('#save-view [name=name]').fill('重点客户');
  await page.locator('#save-view [type=submit]').click();
  await page.waitForURL((to) => /^[0-9a-z]{13}$/i.test(to.searchParams.get('view') ?? ''));
  const view = new URL(page.url()).searchParams.get('view');
  assert.equal((await rest(page, `views/${view}`)).name, '重点客户');
  await page.goBack();
  await eventually(async () => page.url() === before, 'Back is the list before it was kept');
  await page.goto('/accounts');
  await page.getByRole('link', { name: /重点客户/ }).click();
  await page.waitForURL((to) => to.searchParams.get('view') === view || to.searchParams.has('filter'));
  await eventually(async () => (await names(page)).join() === sorted.map((one) => one.name).join(), 'the view is what was kept');
  assert.equal(await page.locator('th[data-column=region]').count(), 0);
  await page.locator('.chip .rm').first().click();
  await eventually(async () => (await names(page)).length > sorted.length || sorted.length >= 50, 'a chip is taken away');
  await page.goBack();
  await eventually(async () => (await names(page)).join() === sorted.map((one) => one.name).join(), 'and Back brings it back');
});

story('rows are changed together, and taken back', async (page) => {
  await page.goto('/accounts?sort=name&columns=grade,region');
  const ids = await page.locator('[data-table] tbody tr').evaluateAll((rows) => rows.slice(0, 3).map((row) => row.dataset.id));
  const regions = async () => (await Promise.all(ids.map((id) => rest(page, `accounts/${id}`)))).map((one) => one.region);
  const was = await regions();
  await page.locator('td.ck input').nth(0).click();
  await page.locator('td.ck input').nth(2).click({ modifiers: ['Shift'] });
  assert.equal(await page.locator('[data-bulk] [data-n]').innerText(), '3');
  await page.locator('[data-bulk] [hx-get*="/bulk/edit"]').click();
  const dialog = page.locator('#bulk[open]');
  await dialog.locator('select[name=field]').selectOption('region');
  await dialog.locator('input[name=region]').fill('临时大区');
  await dialog.locator('[type=submit]').click();
  await dialog.locator('[name=confirmed]').waitFor();
  assert.deepEqual(await regions(), was, 'a preview changes nothing');
  await dialog.locator('[name=confirmed]').click();
  await eventually(async () => (await regions()).every((one) => one === '临时大区'), 'all three are changed');
  await eventually(async () => await page.locator('td[data-edit$="/cells/region"]').filter({ hasText: '临时大区' }).count() === 3, 'and shown');
  await page.locator('[data-toast] [hx-post*="bulk-undo"]').click();
  await eventually(async () => (await regions()).join() === was.join(), 'and as before again');
  // two fields in one act, taken back by a key
  const grades = async () => (await Promise.all(ids.map((id) => rest(page, `accounts/${id}`)))).map((one) => one.grade);
  const graded = await grades();
  await page.locator('td.ck input').nth(0).click();
  await page.locator('td.ck input').nth(2).click({ modifiers: ['Shift'] });
  await page.locator('[data-bulk] [hx-get*="/bulk/edit"]').click();
  await dialog.locator('select[name=field]').selectOption('region');
  await dialog.locator('input[name=region]').fill('再临时');
  await dialog.locator('[hx-vals*=add]').click();
  await dialog.locator('select[name=field]').nth(1).selectOption('grade');
  await dialog.locator('select[name=grade]').selectOption('D');
  assert.equal(await dialog.locator('input[name=region]').inputValue(), '再临时', 'what was typed stays');
  await dialog.locator('[type=submit]').click();
  await dialog.locator('[name=confirmed]').waitFor();
  assert.deepEqual(await axe(page), []);
  await dialog.locator('[name=confirmed]').click();
  await eventually(async () => (await regions()).every((one) => one === '再临时') && (await grades()).every((one) => one === 'D'), 'both are changed');
  await page.locator('[data-toast] [data-undo]').waitFor();
  await page.keyboard.press('Control+z');
  await eventually(async () => (await regions()).join() === was.join() && (await grades()).join() === graded.join(), 'one undo for both');
});

story('a card moves by hand and by key', async (page) => {
  await page.goto('/opportunities/board');
  const stages = await page.locator('[data-stage]').evaluateAll((all) => all.map((one) => one.dataset.stage));
  const stage = async (id) => {
    const { stage } = await rest(page, `opportunities/${id}`);
    return stage.id ?? stage;
  };
  const card = page.locator(`[data-stage="${stages[0]}"] .deal`).first();
  const id = await card.getAttribute('data-id');
  const head = page.locator(`#colh-${stages[1]}`);
  const counted = Number(await head.locator('.n').innerText());
  const from = await card.boundingBox();
  const to = await page.locator(`[data-stage="${stages[1]}"]`).boundingBox();
  await page.mouse.move(from.x + 80, from.y + from.height - 20);
  await page.mouse.down();
  await page.mouse.move(to.x + 60, to.y + 60, { steps: 15 });
  await page.waitForTimeout(200);
  await page.mouse.up();
  await eventually(async () => await stage(id) === stages[1], 'the stage is stored');
  await eventually(async () => Number(await head.locator('.n').innerText()) === counted + 1, 'the column counts');
  await page.locator(`#card-${id} h3 a`).focus();
  await page.keyboard.press('Shift+ArrowRight');
  await eventually(async () => await stage(id) === stages[2], 'a key moves it on');
  await page.keyboard.press('Shift+ArrowLeft');
  await eventually(async () => await stage(id) === stages[1], 'and back');
  const undo = page.locator('#toasts [data-undo]');
  await eventually(async () => await undo.count() === 1, 'only the last move can be taken back');
  await undo.click();
  await eventually(async () => await stage(id) === stages[2], 'it is taken back');
  await page.locator(`[data-stage="${stages[2]}"] #card-${id}`).waitFor();
  await eventually(async () => Number(await head.locator('.n').innerText()) === counted, 'the columns count anew');
  await page.locator('#toasts [data-text]', { hasText: '已恢复' }).waitFor();
  await eventually(async () => page.locator(`#card-${id} h3 a`).evaluate((link) => link === document.activeElement), 'the card has the focus');
  await page.keyboard.press('Shift+ArrowLeft');
  await eventually(async () => await stage(id) === stages[1], 'again');
  await undo.waitFor();
  await page.keyboard.press('Control+z');
  await eventually(async () => await stage(id) === stages[2], 'a key takes it back');
  await page.locator(`[data-stage="${stages[2]}"] #card-${id}`).waitFor();
  await page.keyboard.press('Shift+ArrowLeft');
  await eventually(async () => await stage(id) === stages[1], 'where it shall stay');
  await page.reload();
  await page.locator(`[data-stage="${stages[1]}"] #card-${id}`).waitFor();
});

story('a lost card is asked why, a won one for how much; who does not say leaves it where it was', async (page) => {
  const [lost, won] = await Promise.all(['lost', 'won'].map(async (outcome) =>
    (await list(page, 'stages', { filter: `outcome == "${outcome}"`, fields: 'name', limit: 1 }))[0].id));
  const deal = async (id) => {
    const { stage, lost_reason: why, amount } = await rest(page, `opportunities/${id}`);
    return { stage: stage.id ?? stage, why: why?.code ?? why, amount: amount?.amount ?? amount };
  };
  const made = async (name) => {
    await page.goto('/opportunities/new');
    await page.locator('#f-name').fill(name);
    await save(page);
    await page.waitForURL((to) => /^\/opportunities\/[0-9a-z]{13}$/i.test(to.pathname));
    return idOf(page);
  };
  const [first, second] = [await made('问一问'), await made('说多少')];
  await page.goto('/opportunities/board');
  const card = page.locator(`#card-${first}`);
  const home = (await deal(first)).stage;
  const question = page.locator('#move-question[open]');
  // by hand, into the outer margin beside the last column
  const from = await card.boundingBox();
  const board = await page.locator('[data-board]').boundingBox();
  await page.mouse.move(from.x + 80, from.y + from.height - 20);
  await page.mouse.down();
  await page.mouse.move(from.x + 160, from.y + 60, { steps: 5 });
  await page.mouse.move(board.x + board.width - 8, board.y + 200, { steps: 15 });
  await page.waitForTimeout(200);
  const width = (await page.locator(`.col[data-column="${lost}"]`).boundingBox()).width;
  assert.ok(width > 100, `the column is wide enough to be hit: ${width}`);
  await page.mouse.up();
  await question.waitFor();
  assert.deepEqual(await axe(page), []);
  await page.keyboard.press('Escape');
  await page.locator(`[data-stage="${home}"] #card-${first}`).waitFor();
  assert.equal((await deal(first)).stage, home, 'Esc leaves it where it was');
  // by the menu
  const byMenu = async (id, to) => {
    await page.locator(`#card-${id}`).hover();
    await page.locator(`#card-${id} [data-move-menu]`).click();
    await page.locator(`#move-card [data-to="${to}"]`).click();
    await question.waitFor();
  };
  await byMenu(first, lost);
  await page.keyboard.press('Enter');
  await question.locator('[aria-invalid=true]').waitFor();
  await question.locator('select[name=lost_reason]').selectOption('price');
  await question.locator('[name=close_date]').press('Enter');
  await eventually(async () => (await deal(first)).why === 'price', 'the reason is kept');
  assert.equal((await deal(first)).stage, lost);
  await eventually(async () => await question.count() === 0, 'the dialog is gone');
  await byMenu(second, won);
  await eventually(async () => question.locator('[name=amount]').evaluate((input) => input === document.activeElement), 'one types at once');
  await page.keyboard.type('3万');
  await page.keyboard.press('Enter');
  await eventually(async () => Number((await deal(second)).amount) === 30000, 'the amount is kept');
  assert.equal((await deal(second)).stage, won);
});

story('what happened is written down, what comes next is planned and ticked off', async (page) => {
  const id = await account(page, '湖州菰城自动化有限公司');
  const about = (kind) => list(page, 'activities', { filter: `about == "${id}" && kind == "${kind}"`, fields: 'kind,subject,body,status,due_at', limit: 10 });
  for (const [kind, text] of [['note', '老板关心交付周期'], ['call', '电话里确认了预算'], ['visit', '看了三号车间']]) {
    await page.locator(`[data-composer] input[value=${kind}]`).locator('xpath=..').click();
    await page.locator('[data-composer] textarea').fill(text);
    await page.locator('[data-composer] [type=submit]').click();
    await page.locator('.tl').getByText(text).waitFor();
    assert.deepEqual((await about(kind)).map((one) => one.body), [text]);
  }
  await page.locator('[data-composer] input[value=task]').locator('xpath=..').click();
  await page.locator('[data-composer] textarea').fill('寄送样机\n带上检测报告');
  await page.locator('[data-composer] [name="due_at"]').fill('2031-05-06T09:30');
  await page.locator('[data-composer] [type=submit]').click();
  const step = page.locator('.right li').filter({ hasText: '寄送样机' });
  await step.waitFor();
  const [task] = await about('task');
  assert.deepEqual([task.subject, task.body, task.status], ['寄送样机', '带上检测报告', 'open']);
  assert.equal(task.due_at, '2031-05-06T01:30:00Z', 'in the zone of the organisation');
  await step.locator('input[type=checkbox], button').first().click();
  await eventually(async () => (await about('task'))[0].status === 'done', 'ticked off');
});

story('a record is deleted, given back, deleted, found in the bin and restored', async (page) => {
  const id = await account(page, '嘉兴南湖包装有限公司');
  const there = async () => (await page.request.get(`/api/v1/accounts/${id}`)).ok();
  const remove = async () => {
    await page.goto(`/accounts/${id}`);
    await page.locator('[popovertarget=record-more]').click();
    await page.locator('#record-more [hx-post$="/deletion"]').click();
    await page.waitForURL((to) => to.pathname === '/accounts');
    assert.equal(await there(), false);
  };
  await remove();
  await page.locator('[data-toast] [hx-post*="/restoration"]').click();
  await eventually(there, 'undo gives it back');
  await page.waitForLoadState('networkidle');
  await remove();
  await page.goto('/trash?object=accounts');
  await page.locator('tr').filter({ hasText: '嘉兴南湖包装有限公司' }).getByRole('button').click();
  await eventually(there, 'the bin gives it back');
  await page.waitForLoadState('networkidle');
  await page.goto('/trash?object=accounts');
  assert.equal(await page.getByText('嘉兴南湖包装有限公司').count(), 0);
});

story('everything is found: Chinese, initials of pinyin, part of a phone number', async (page) => {
  const id = await account(page, '绍兴兰亭纺织机械有限公司', { phone: '0575-85173926' });
  const found = page.locator(`#palette-results a[href="/accounts/${id}"]`);
  await page.keyboard.press('Control+k');
  await compose(page, 'lanting', '兰亭');
  await found.waitFor();
  for (const words of ['sxlt', 'ltfz', '85173926', '3926', 'lanting']) {
    await page.locator('#palette-q').fill('');
    await eventually(async () => await found.count() === 0, 'the list is fresh');
    await page.locator('#palette-q').fill(words);
    await found.waitFor({ timeout: 3000 }).catch(() => assert.fail(`${words} finds it`));
  }
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/accounts/${id}`);
});

story('an export holds exactly the rows of the view', async (page) => {
  await page.goto('/accounts?filter=' + encodeURIComponent('grade == "B"') + '&sort=-name&columns=region,grade');
  const wanted = await list(page, 'accounts', { limit: 200, filter: 'grade == "B"', sort: '-name' });
  await page.locator('[popovertarget=list-more]').click();
  const [file] = await Promise.all([page.waitForEvent('download'), page.locator('#list-more a[href*="format=csv"]').click()]);
  const lines = (await readFile(await file.path(), 'utf8')).replace(/^\uFEFF/, '').trim().split(/\r?\n/);
  assert.equal(lines[0], '客户名称,区域,客户级别');
  assert.deepEqual(lines.slice(1).map((line) => line.split(',')[0].replace(/^"|"$/g, '')), wanted.map((one) => one.name));
  assert.match(file.suggestedFilename(), /\.csv$/);
});

story('dark stays dark, and the language follows the person', async (page) => {
  await page.goto('/');
  await page.locator('[data-theme-toggle]').first().click();
  await page.goto('/accounts');
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('English');
  await page.locator('#palette-results [hx-post$="/language/en"]').click();
  await eventually(async () => await page.locator('html').getAttribute('lang') === 'en', 'English');
  assert.equal(new URL(page.url()).pathname, '/accounts', 'where one was');
  const elsewhere = await openPage(browser, server.url, { session });
  await elsewhere.goto('/contacts');
  assert.equal(await elsewhere.locator('html').getAttribute('lang'), 'en', 'on another device too');
  await elsewhere.context().close();
  await reads(browser, server, session, 'zh-CN');
});

// --- what people type --------------------------------------------------------------------------------------------

const STRINGS = [
  '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "javascript:alert('1')", '<svg/onload=alert(1)>', '</textarea><b>bold</b>',
  '{{7*7}}${7*7}#{7*7}<%= 7*7 %>', `'; DROP TABLE accounts; --`, `1' OR '1'='1`, '%27%20%00 &amp; &lt; &#39;', '\\" \\\' \\n \\u0000',
  '=1+1|cmd', '-- /* */ ;', '../../../etc/passwd', 'null', 'undefined', 'true', '0', '-1e308', '𠮷野家𪚥𠀋', '😀👩‍👩‍👧‍👦🏳️‍🌈🇨🇳', 'مرحبا بالعالم', 'שלום abc',
  'a\u202Eb\u202C', 'zero\u200Bwidth\u200Djoiner', 'e\u0301 Å ﬁ ｆｕｌｌ', '“弯引号”、《书名》——……', 'ﷺ', 'Ω≈ç√∫˜µ≤≥÷', 'tab\there',
];

story('whatever is typed is kept and shown as it is, and nothing of it runs', async (page) => {
  const more = process.env.ZHIKE_STRINGS ? JSON.parse(await readFile(process.env.ZHIKE_STRINGS, 'utf8')) : [];
  const typed = [...STRINGS, ...more].filter((one) => one.trim() === one && one.length && !/[\r\n\0]/.test(one));
  const id = await account(page, '字符试验');
  for (const name of STRINGS.slice(0, 8)) {
    const one = await account(page, name);
    assert.equal((await rest(page, `accounts/${one}`)).name, name);
    assert.equal(await page.locator('h1 > span').first().textContent(), name);
  }
  await page.goto(`/accounts/${id}/edit`);
  const text = typed.join('\n');
  await page.locator('#f-description').fill(text);
  await save(page);
  await page.waitForURL(`**/accounts/${id}`);
  assert.equal((await rest(page, `accounts/${id}`)).description, text);
  await page.goto(`/accounts/${id}/edit`);
  assert.equal(await page.locator('#f-description').inputValue(), text);
  await page.goto('/accounts?sort=-created_at');
  for (const name of STRINGS.slice(0, 8)) assert.ok((await names(page)).includes(name), name);
  await page.goto(`/accounts/${id}`);
  await page.locator('[data-composer] textarea').fill(text);
  await page.locator('[data-composer] [type=submit]').click();
  await eventually(async () => (await list(page, 'activities', { filter: `about == "${id}"`, fields: 'body', limit: 1 }))[0]?.body === text, 'a note too');
});
