// The import wizard from the drop zone to the undo: on the real book of deals where it lies beside the project, else on a
// small one of the same shape and traps.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { axe, inEveryLook, openBrowser, openPage, problems, screenshot, signIn, startServer } from './harness.mjs';

let browser, server, session;
before(async () => {
  browser = await openBrowser();
  server = await startServer();
  session = await signIn(browser, server);
});
after(async () => { await browser?.close(); await server?.stop(); });

// --- files -------------------------------------------------------------------------------------------------------

const folder = process.env.ZHIKE_DATA ?? fileURLToPath(new URL('../../../shared/data', import.meta.url));
const lines = (header, rows) => Buffer.from([header, ...rows].join('\n') + '\n');

/** A book of deals with the traps of the real one: a manager who has no row, a parent in a later row, a misspelt product. */
function generated() {
  const stages = ['Won', 'Lost', 'Engaging', 'Prospecting'];
  const deals = Array.from({ length: 60 }, (_, n) => [
    `D${1000 + n}`, n % 2 ? 'Anna Snelling' : 'Moses Frase', n % 6 === 0 ? 'GTXPro' : 'GTX Basic', n % 9 === 8 ? '' : n % 2 ? 'Isdom' : 'Cancity',
    stages[n % 4], '2016-10-20', n % 4 < 2 ? '2017-03-01' : '', n % 4 === 0 ? 1054 : n % 4 === 1 ? 0 : '',
  ].join(','));
  return {
    users: ['sales_teams.csv', lines('sales_agent,manager,regional_office', ['Anna Snelling,Dustin Brinkmann,Central', 'Moses Frase,Dustin Brinkmann,Central'])],
    accounts: ['accounts.csv', lines('account,sector,year_established,revenue,employees,office_location,subsidiary_of',
      ['Cancity,retail,2001,718.62,2448,United States,Isdom', 'Isdom,medical,2002,3178.24,4540,United States,'])],
    products: ['products.csv', lines('product,series,sales_price', ['GTX Basic,GTX,550', 'GTX Pro,GTX,4821'])],
    opportunities: ['sales_pipeline.csv', lines('opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value', deals)],
    misspelt: '10', deals: '60',
  };
}

async function book() {
  const files = generated();
  try {
    for (const name of ['users', 'accounts', 'products', 'opportunities']) {
      files[name] = [files[name][0], await readFile(`${folder}/crm-sales-opportunities/${files[name][0]}`)];
    }
    return { ...files, misspelt: '1,480', deals: '8,800' };
  } catch { return generated(); }
}

/** A ZIP archive of these files, stored as they are. */
function packed(files) {
  const crc = (bytes) => {
    let sum = ~0;
    for (const byte of bytes) {
      sum ^= byte;
      for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
    }
    return ~sum >>> 0;
  };
  const parts = [], directory = [];
  let at = 0;
  for (const [name, bytes] of files) {
    const path = Buffer.from(name), common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x800, 2); // names in UTF-8
    common.writeUInt32LE(crc(bytes), 10);
    common.writeUInt32LE(bytes.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(path.length, 22);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    parts.push(Buffer.from('PK\x03\x04'), common, path, bytes);
    directory.push(Buffer.from('PK\x01\x02\x14\x00'), common, rest, path);
    at += 30 + path.length + bytes.length;
  }
  const end = Buffer.alloc(18), listed = Buffer.concat(directory);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, listed, Buffer.from('PK\x05\x06'), end]);
}

// --- steps -------------------------------------------------------------------------------------------------------

const drop = (page, [name, buffer]) =>
  page.locator('.drop input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer });
const heading = (page) => page.locator('#main h2').first();
const figures = async (page) => Object.fromEntries(await page.locator('dl.sumb > div').evaluateAll((all) =>
  all.map((one) => [one.querySelector('dt').lastChild.textContent.trim(), one.querySelector('dd').textContent.trim()])));

/** From the empty wizard to the questions; the address of the import. */
async function checked(page, object, file) {
  await page.goto(`/${object}/import`);
  await drop(page, file);
  await page.waitForURL(/\/imports\/[0-9A-Z]{13}$/);
  const url = new URL(page.url()).pathname;
  await page.locator('table.raw').waitFor();
  await page.locator('.wbar .primary').click();
  await page.locator('table.map').waitFor();
  await page.locator('.wbar .primary').click();
  await page.locator('.wbar button[value=go]').waitFor({ timeout: 120_000 });
  return url;
}

async function imported(page) {
  await page.locator('.wbar button[value=go]').click();
  await page.locator('.okh').waitFor({ timeout: 240_000 });
  return figures(page);
}

/** The person reads in the language of this look: their own choice comes before the browser's. */
const speak = (page, look) => page.request.post(`/language/${look.locale === 'en-US' ? 'en' : look.locale}`, {
  headers: { 'sec-fetch-site': 'same-origin' }, maxRedirects: 0,
});

// --- tests -------------------------------------------------------------------------------------------------------

test('a book of deals goes in, one decision for all misspelt products, and every state looks right', async (t) => {
  const files = await book();
  const page = await openPage(browser, server.url, { session });
  const results = {};
  for (const object of ['users', 'accounts', 'products']) {
    await checked(page, object, files[object]);
    results[object] = await imported(page);
    assert.equal(results[object]['拒绝'], '0', `${object}: ${JSON.stringify(results[object])}`);
  }

  const deals = await checked(page, 'opportunities', files.opportunities);
  const card = page.locator('.prob', { hasText: 'GTXPro' });
  assert.equal(await card.locator('.cnt b').textContent(), files.misspelt);
  assert(await card.locator('input[value=link]').isChecked(), 'the product with one blank more is suggested');
  assert.match(await card.locator('.optr').first().innerText(), /GTX Pro/);
  await card.locator('input[value=empty]').check();
  for (const product of [/^GTX Basic$/, /^GTX Pro$/]) {
    await card.locator('.ts-control').click();
    await card.locator('.ts-dropdown [data-selectable]', { hasText: product }).click();
  }
  assert(await card.locator('input[value=link]').isChecked(), 'what is chosen beside a radio button is chosen with it');
  const sums = await figures(page);
  assert.equal(sums['检查'], files.deals);
  assert.equal(sums['将新建'], files.deals);

  await t.test('while nothing is written yet', async (tt) => {
    for (const [part, name] of [['/file', 'file'], ['/mapping', 'mapping'], ['', 'questions']]) {
      await inEveryLook(tt, { browser, url: server.url, session }, async (other, look) => {
        await speak(other, look);
        await other.goto(deals + part);
        await heading(other).waitFor();
        await screenshot(other, `import-${name}-${look.name}`);
      });
    }
  });

  await speak(page, { locale: 'zh-CN' });
  await page.reload();
  const done = await imported(page);
  assert.equal(done['读取'], files.deals);
  assert.equal(done['新建'], files.deals);
  assert.match(await page.locator('ul.did').innerText(), /GTXPro[\s\S]*GTX Pro/);
  await t.test('when it is done', async (tt) => {
    await inEveryLook(tt, { browser, url: server.url, session }, async (other, look) => {
      await speak(other, look);
      await other.goto(deals);
      await other.locator('.okh').waitFor();
      await screenshot(other, `import-done-${look.name}`);
    });
  });
  await speak(page, { locale: 'zh-CN' });
  await page.goto(deals);
  await page.locator('.wbar .primary').click();
  await page.waitForURL(/\/opportunities\?filter=/);
  // the count comes after the rows
  await page.locator('.pager').filter({ hasText: new RegExp(files.deals) }).waitFor();

  // the same file again finds every deal by its number
  await checked(page, 'opportunities', files.opportunities);
  assert.equal((await figures(page))['将跳过'], files.deals);
  assert.deepEqual(problems(page), []);
  await page.context().close();
});

test('rows are refused with reasons, corrected in place, downloaded, and the import is undone', async () => {
  const page = await openPage(browser, server.url, { session });
  const rows = ['Blue Ridge,A,2001', 'Red River,A,not a year', 'Green Field,B,2003'];
  await checked(page, 'accounts', ['odd.csv', lines('account,grade,employees', rows)]);
  const refused = page.locator('#refused');
  assert.match(await refused.innerText(), /not a year/);
  assert.deepEqual(await axe(page), []);
  await refused.locator('input.fix').fill('2002');
  await page.locator('.wbar button[value=check]').click();
  await page.locator('.prob.ok', { hasText: '2002' }).waitFor();
  assert.equal((await figures(page))['将拒绝'], '0');
  await page.locator('.prob.ok button').click();
  await page.locator('#refused').waitFor();

  const sums = await imported(page);
  assert.deepEqual([sums['读取'], sums['新建'], sums['拒绝']], ['3', '2', '1']);
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('#refused .btn').click()]);
  const text = await readFile(await download.path(), 'utf8');
  assert.match(text, /Red River,A,not a year/);
  assert.equal(download.suggestedFilename(), 'odd-refused.csv');

  await page.locator('.undo .btn').click();
  const dialog = page.locator('dialog[open]');
  await dialog.waitFor();
  assert.deepEqual(await axe(page), []);
  await dialog.locator('button[type=submit]').click();
  await page.locator('.okh h2', { hasText: '撤销' }).waitFor({ timeout: 60_000 });
  assert.equal((await figures(page))['移到回收站'], '2');
  assert.deepEqual(problems(page), []);
  await page.context().close();
});

test('an undo that a later import holds up says so before, and is tried again after', async (t) => {
  const page = await openPage(browser, server.url, { session });
  await checked(page, 'accounts', ['held.csv', lines('account', ['Held One', 'Held Two'])]);
  await imported(page);
  const accounts = page.url();
  await checked(page, 'opportunities', ['holding.csv', lines('name,account,deal_stage,close_date', ['Deal A,Held One,Won,2024-05-31', 'Deal B,Held Two,Won,2024-06-30'])]);
  await imported(page);
  const deals = page.url();
  const ask = async (url) => {
    await page.goto(url);
    await page.locator('.undo .btn').click();
    const dialog = page.locator('dialog[open]');
    await dialog.waitFor();
    return dialog;
  };
  const held = await ask(accounts);
  assert.match(await held.innerText(), /2 条保持不变/);
  assert.equal(await held.locator('a', { hasText: 'holding.csv' }).getAttribute('href'), new URL(deals).pathname);
  assert.equal(await held.locator('button.danger').count(), 0, 'nothing can be taken back now');
  assert.deepEqual(await axe(page), []);
  await t.test('what it says', async (tt) => inEveryLook(tt, { browser, url: server.url, session }, async (other, look) => {
    await speak(other, look);
    await other.goto(accounts);
    await other.locator('.undo .btn').click();
    await other.locator('dialog[open]').waitFor();
    await screenshot(other, `import-undo-held-${look.name}`);
  }));
  await speak(page, { locale: 'zh-CN' });
  for (const url of [deals, accounts]) {
    const dialog = await ask(url);
    assert.match(await dialog.innerText(), /2 条移到回收站|2 条会移到回收站/);
    await dialog.locator('button[type=submit]').click();
    await page.locator('.okh h2', { hasText: '撤销' }).waitFor({ timeout: 60_000 });
    assert.equal((await figures(page))['移到回收站'], '2');
  }
  assert.deepEqual(problems(page), []);
  await page.context().close();
});

test('what nobody bears is one question, and so is a column of dates that may be two', async (t) => {
  const page = await openPage(browser, server.url, { session });
  const rows = ['Deal 1,Nobody A,05/06/2024', 'Deal 2,Nobody B,07/06/2024', 'Deal 3,Nobody C,2024-01-31'];
  const questions = await checked(page, 'opportunities', ['asked.csv', lines('name,account,close_date', rows)]);
  const group = page.locator('.prob', { hasText: 'Nobody A' }).first();
  assert.match(await group.locator('header').first().innerText(), /Nobody A[\s\S]*Nobody B[\s\S]*Nobody C/);
  const dates = page.locator('.prob', { hasText: '05/06/2024' });
  assert(await dates.locator('input[value=dmy]').isChecked());
  await group.locator('summary').click();
  assert.deepEqual(await axe(page), []);
  await t.test('how they look', async (tt) => inEveryLook(tt, { browser, url: server.url, session }, async (other, look) => {
    await speak(other, look);
    await other.goto(questions);
    await other.locator('.each summary').click();
    await screenshot(other, `import-asked-${look.name}`);
  }));
  await speak(page, { locale: 'zh-CN' });
  await page.goto(questions);
  await dates.locator('input[value=mdy]').check();
  await group.locator('input[value=create]').first().check();
  await group.locator('summary').click();
  await group.locator('.each input[value=empty]').last().check();
  const sums = await imported(page);
  assert.equal(sums['新建'], '3');
  await page.goto(`/opportunities?filter=${encodeURIComponent('close_date == date("2024-05-06")')}`);
  await page.locator('#main', { hasText: 'Deal 1' }).waitFor();
  await page.goto(`/accounts?filter=${encodeURIComponent('name in ["Nobody A", "Nobody B", "Nobody C"]')}`);
  await page.locator('#main', { hasText: 'Nobody B' }).waitFor();
  const text = await page.locator('#main').innerText();
  assert(text.includes('Nobody A') && text.includes('Nobody B') && !text.includes('Nobody C'), text);
  assert.deepEqual(problems(page), []);
  await page.context().close();
});

test('what came by an import says so, in the list, the history and the timeline', async (t) => {
  const page = await openPage(browser, server.url, { session });
  await checked(page, 'accounts', ['told.csv', lines('account', ['Told One'])]);
  await imported(page);
  await checked(page, 'opportunities', ['telling.csv', lines('name,account,deal_stage,close_date', ['Deal T,Told One,Won,2024-05-31'])]);
  await imported(page);
  await page.locator('.wbar .primary').click();
  await page.waitForURL(/\/opportunities\?filter=/);
  const list = page.url();
  const chips = page.locator('.chips .chip');
  assert.equal(await chips.count(), 1);
  assert.match(await chips.innerText(), /来自导入[\s\S]*telling\.csv/);
  await page.goto(`/accounts?filter=${encodeURIComponent('name == "Told One"')}`);
  const account = (await page.locator('a', { hasText: 'Told One' }).first().getAttribute('href')).split('?')[0];
  const history = `${account}/history`;
  await page.goto(history);
  const steps = await page.locator('#main .scroll').innerText();
  assert.match(steps, /自动[\s\S]*telling\.csv[\s\S]*told\.csv/);
  assert.deepEqual(await axe(page), []);
  await checked(page, 'activities', ['calls.csv', lines('subject,kind,account,status', ['First call,call,Told One,done'])]);
  await imported(page);
  await page.goto(account);
  await page.locator('#main .tl', { hasText: 'calls.csv' }).waitFor();
  await t.test('how they look', async (tt) => inEveryLook(tt, { browser, url: server.url, session }, async (other, look) => {
    await speak(other, look);
    for (const [url, name] of [[list, 'list'], [history, 'history'], [account, 'timeline']]) {
      await other.goto(url);
      await other.locator('#main').waitFor();
      await screenshot(other, `import-told-${name}-${look.name}`);
    }
  }));
  await speak(page, { locale: 'zh-CN' });
  await page.goto(list);
  await chips.locator('a.rm').click();
  await page.waitForURL((url) => !url.search.includes('updated_at'));
  assert.deepEqual(problems(page), []);
  await page.context().close();
});

test('an archive dropped on another object becomes attachments, and says what no row names', async (t) => {
  const page = await openPage(browser, server.url, { session });
  const table = lines('path,account', ['a.txt,No Such Account', 'b.txt,Told One']);
  const archive = packed([['files.csv', table], ['a.txt', Buffer.from('a')], ['b.txt', Buffer.from('b')], ['unused.txt', Buffer.from('c')]]);
  await page.goto('/accounts/import');
  await drop(page, ['att.zip', archive]);
  await page.waitForURL(/\/imports\/[0-9A-Z]{13}$/);
  const first = page.url();
  await t.test('what is proposed', async (tt) => inEveryLook(tt, { browser, url: server.url, session }, async (other, look) => {
    await speak(other, look);
    await other.goto(first);
    await other.locator('table.raw').waitFor();
    await screenshot(other, `import-other-${look.name}`);
  }));
  await speak(page, { locale: 'zh-CN' });
  await page.goto(first);
  await page.locator('.note button', { hasText: '附件' }).click();
  await page.waitForURL((url) => url.href !== first);
  await page.locator('.wbar .primary').click();
  await page.locator('table.map').waitFor();
  await page.locator('.wbar .primary').click();
  await page.locator('.wbar button[value=go]').waitFor({ timeout: 120_000 });
  assert.match(await page.locator('.note').first().innerText(), /unused\.txt/);
  assert(await page.locator('.prob', { hasText: 'No Such Account' }).locator('input[value=refuse]').isChecked());
  assert.deepEqual(await axe(page), []);
  await screenshot(page, 'import-unnamed-zh-light-1440');
  const sums = await imported(page);
  assert.deepEqual([sums['新建'], sums['拒绝']], ['1', '1']);
  assert.deepEqual(problems(page), []);
  await page.context().close();
});

test('an import survives the page and the server', async () => {
  let page = await openPage(browser, server.url, { session });
  const many = Array.from({ length: 3000 }, (_, n) => `Survivor ${n},A`);
  const url = await checked(page, 'accounts', ['survivors.csv', lines('account,grade', many)]);
  await page.locator('.wbar button[value=go]').click();
  await page.locator('#running, .okh').first().waitFor();
  await page.context().close();
  await server.restart();
  page = await openPage(browser, server.url, { session });
  await page.goto(url);
  await page.locator('.okh').waitFor({ timeout: 240_000 });
  const sums = await figures(page);
  assert.deepEqual([sums['读取'], sums['新建']], ['3,000', '3,000']);
  await page.goto('/imports');
  assert.match(await page.locator('#main').innerText(), /survivors\.csv/);
  assert.deepEqual(problems(page), []);
  await page.context().close();
});

test('a file that cannot be read is refused in place, with what to do', async () => {
  const page = await openPage(browser, server.url, { session });
  const wide = Buffer.from(Array.from({ length: 3000 }, (_, n) => `c${n}`).join(',') + '\n' + ','.repeat(2999) + '\n');
  const bad = [
    ['empty.csv', Buffer.from(''), /空/],
    ['header.csv', Buffer.from('account,grade\n'), /列名|标题|表头|没有/],
    ['page.xls', Buffer.from('<html><body><table><tr><td>a</td></tr></table></body></html>'), /网页/],
    ['old.xls', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...new Array(600).fill(0)]), /XLSX/i],
    ['called.xlsx', Buffer.from('only words, no workbook'), /以表格为名，内容却不是表格/],
    ['wide.csv', wide, /列|第 1 行/],
    ['picture.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...new Array(64).fill(1)]), /表格/],
  ];
  for (const [name, content, sentence] of bad) {
    await page.goto('/accounts/import');
    await drop(page, [name, content]);
    const alert = page.locator('[role=alert]');
    await alert.waitFor();
    assert.match(await alert.innerText(), sentence, name);
    assert.equal(new URL(page.url()).pathname, '/accounts/import', name);
  }
  assert.deepEqual(await axe(page), []);

  // bytes that are no text in the encoding that was chosen: the rows concerned are named, and another encoding helps
  await page.goto('/accounts/import');
  await drop(page, ['broken.csv', Buffer.concat([Buffer.from('account,grade\nGood,A\n'), Buffer.from([0xff, 0xfe, 0xff]), Buffer.from(',A\n')])]);
  await page.waitForURL(/\/imports\/[0-9A-Z]{13}$/);
  await page.locator('select[name=encoding]').selectOption('utf8');
  await page.locator('.note.w').waitFor();
  assert.deepEqual(problems(page), []);
  await page.context().close();
});

test('attachments come in with their bytes, by an archive of a table and the files it names', async (t) => {
  const page = await openPage(browser, server.url, { session });
  await page.goto('/accounts/import');
  await drop(page, ['one.csv', lines('account', ['Archive & Co'])]);
  await page.waitForURL(/\/imports\/[0-9A-Z]{13}$/);
  await page.goto(`${new URL(page.url()).pathname}/mapping`);
  await page.locator('.wbar .primary').click();
  await page.locator('.wbar button[value=go]').waitFor({ timeout: 120_000 });
  await imported(page);

  const table = lines('path,account', ['合同/约定.txt,Archive & Co', '合同/missing.txt,Archive & Co']);
  const archive = packed([['files.csv', table], ['合同/约定.txt', Buffer.from('as agreed')]]);
  await page.goto('/imports/new');
  await page.locator('input[name=object][value=files]').check({ force: true });
  await drop(page, ['attachments.zip', archive]);
  await page.waitForURL(/\/imports\/[0-9A-Z]{13}$/);
  const url = new URL(page.url()).pathname;
  await page.locator('table.raw').waitFor();
  await page.locator('.wbar .primary').click();
  await page.locator('table.map').waitFor();
  assert.equal(await page.locator('select[name="to.0"]').first().inputValue(), 'content', 'the column that names the files is found');
  await t.test('the mapping', async (tt) => inEveryLook(tt, { browser, url: server.url, session }, async (seen, look) => {
    await speak(seen, look);
    await seen.goto(`${url}/mapping`);
    await screenshot(seen, `import-archive-${look.name}`);
  }));
  await speak(page, { locale: 'zh-CN' });
  await page.goto(`${url}/mapping`);
  await page.locator('.wbar .primary').click();
  await page.locator('.wbar button[value=go]').waitFor({ timeout: 120_000 });
  const sums = await imported(page);
  assert.deepEqual([sums['读取'], sums['新建'], sums['拒绝']], ['2', '1', '1'], JSON.stringify(sums));
  await page.goto('/files');
  const row = page.locator('tr', { hasText: '约定.txt' });
  assert.match(await row.innerText(), /Archive & Co/);
  const bytes = await page.request.get(await row.locator('a', { hasText: '约定.txt' }).getAttribute('href'));
  assert.equal(await bytes.text(), 'as agreed');
  assert.equal(await page.locator('[data-new]').count(), 0, 'a file is not made by a form');
  assert.deepEqual(problems(page), []);
  await page.context().close();
});

test('without scripts the same forms work', async () => {
  const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false, storageState: session, locale: 'zh-CN' });
  const page = await context.newPage();
  await page.goto('/imports/new?object=accounts');
  await page.locator('input[type=file]').setInputFiles({ name: 'plain.csv', mimeType: 'text/csv', buffer: lines('account,grade', ['Plain,A']) });
  await page.locator('noscript button').click();
  await page.locator('table.raw').waitFor();
  await page.locator('.wbar a.primary').press('Enter');
  await page.locator('.wbar button.primary').press('Enter');
  await page.waitForURL(/\/imports\/[0-9A-Z]{13}$/);
  assert.match(page.url(), /\/imports\/[0-9A-Z]{13}$/);
  await context.close();
});
