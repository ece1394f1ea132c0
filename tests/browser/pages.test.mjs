// The real pages of a server with the sample company, in every look: accessible, quiet, nothing sticks out. One server for all of
// them; one context for each look. `ZHIKE_SHOTS` keeps a picture of every page.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, looks, openBrowser, openPage, problems, reads, rest, screenshot, signIn, sticksOut, startServer } from './harness.mjs';

let browser, server, session, ids;
before(async () => {
  browser = await openBrowser();
  server = await startServer({ sample: true });
  session = await signIn(browser, server);
  const page = await openPage(browser, server.url, { session });
  const first = async (object, query = {}) => (await rest(page, object, { limit: 1, ...query })).items[0].id;
  for (const [name, company, status] of [['沈听澜', '苏州枕河精密科技有限公司', 'new'], ['Nora Whitfield', 'Whitfield Robotics', 'working']]) {
    const data = { name, company, status, mobile: '13812345678', email: 'someone@example.com', job_title: '采购经理' };
    const made = await page.request.post('/api/v1/leads', { data, headers: { origin: server.url } });
    assert.equal(made.status(), 201, await made.text());
  }
  ids = {
    account: await first('accounts', { filter: 'grade == "A"' }), contact: await first('contacts'), lead: await first('leads'),
    opportunity: await first('opportunities', { filter: 'closed_at == null' }),
    product: await first('products'), user: await first('users'),
  };
  await page.goto('/accounts?filter=grade%20%3D%3D%20%22A%22&sort=-created_at');
  await page.locator('.bar [data-open=save-view]').click();
  await page.locator('#save-view [name=name]').fill('A');
  await page.locator('#save-view [type=submit]').click();
  await page.waitForURL(/view=(?!all)/);
  ids.view = new URL(page.url()).searchParams.get('view');
  assert.deepEqual(problems(page), []);
  await page.context().close();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** Name, address, what happens before one looks; `missing`: the page answers 404 itself. */
const PAGES = () => [
  ['home', '/'],
  ['accounts', '/accounts'],
  ['contacts', '/contacts'],
  ['leads', '/leads'],
  ['opportunities', '/opportunities'],
  ['activities', '/activities?view=my-tasks'],
  ['products', '/products'],
  ['users', '/users'],
  ['teams', '/teams'],
  ['view', `/accounts?view=${ids.view}`],
  ['filter', '/accounts?building=1&filter=' + encodeURIComponent('grade == "A" && (created_at >= daysAgo(400) || phone != null)')],
  ['nothing', '/accounts?q=zzzzzz'],
  ['board', '/opportunities/board'],
  ['account', `/accounts/${ids.account}`],
  ['account-deals', `/accounts/${ids.account}/related/opportunities.account`],
  ['account-files', `/accounts/${ids.account}/related/files.about`],
  ['contact', `/contacts/${ids.contact}`],
  ['lead', `/leads/${ids.lead}`],
  ['opportunity', `/opportunities/${ids.opportunity}`],
  ['history', `/accounts/${ids.account}/history`],
  ['imports', '/imports'],
  ['import', '/imports/new?object=accounts'],
  ['trash', '/trash'],
  ['report', '/reports/sales'],
  ['bulk', '/bulk'],
  ['new', '/opportunities/new'],
  ['edit', `/accounts/${ids.account}/edit`],
  ['refused', '/accounts/new', async (page) => {
    await page.locator('#record-form [type=submit]:not([name])').click();
    await page.locator('[data-errors]').waitFor();
  }],
  ['palette', '/accounts', async (page) => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('a');
    await page.locator('#palette-results [role=option]').first().waitFor();
  }],
  ['api', '/api/docs', async (page) => { await page.locator('.docs summary').nth(1).click(); }],
  ['missing', '/accounts/0000000000000', undefined, { missing: true }],
  ['nowhere', '/no/such/page', undefined, { missing: true }],
];

async function look(page, name, [address, act, { missing = false } = {}], style) {
  const answer = await page.goto(address);
  assert.equal(answer.status(), missing ? 404 : 200);
  await act?.(page);
  await screenshot(page, `${name}-${style}`);
  assert.deepEqual(await sticksOut(page), [], 'nothing sticks out');
  assert.deepEqual(await axe(page), [], 'accessibility');
  const seen = problems(page).filter((one) => !(missing && one === `answer: 404 ${address}`));
  assert.deepEqual(seen, [], 'problems');
}

for (const locale of ['zh-CN', 'en-US']) {
  const chosen = looks.filter((one) => one.locale === locale);
  test(`every page in ${locale}`, { concurrency: 2 }, async (t) => {
    await reads(browser, server, session, locale);
    await Promise.all(chosen.map((style) => t.test(style.name, async (t) => {
      const page = await openPage(browser, server.url, { look: style, session });
      for (const [name, ...how] of PAGES()) await t.test(name, () => look(page, name, how, style.name));
      await page.context().close();
    })));
  });
}

test('a form that somebody stopped may be sent again, one that is on its way may not', async () => {
  const page = await openPage(browser, server.url, { session });
  await page.goto('/imports/new?object=accounts');
  const sent = [];
  await page.route('**/*', (route) => route.request().method() === 'POST' ? void sent.push(route) : route.continue());
  const arrives = async (count) => {
    for (let n = 0; n < 100 && sent.length < count; n += 1) await new Promise((done) => setTimeout(done, 20));
    return sent.length;
  };
  // all of it from within: while an answer is on its way a page is not asked from outside
  await page.evaluate(() => {
    const send = () => document.querySelector('form[method=post]:not([hx-post])').requestSubmit();
    const stop = () => document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    setTimeout(send, 100);
    setTimeout(send, 200);
    setTimeout(() => { stop(); send(); }, 1000);
  });
  await new Promise((done) => setTimeout(done, 600));
  assert.equal(await arrives(1), 1, 'on its way');
  assert.equal(await arrives(2), 2, 'stopped');
  for (const route of sent) await route.abort().catch(() => {});
  await page.context().close();
});
