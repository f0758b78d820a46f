// The page for people, in a real browser: typing, sorting, inserting, and what others write.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { admin, base } from './emulator.mjs';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
  .find(existsSync);
if (!executablePath) {
  console.log('skipped: chromium is missing, and with it the browser that shows the page');
  process.exit(77);
}

const id = 'page-test';
await admin('load', {
  spreadsheets: [{
    id, title: 'Staff',
    sheets: [{
      title: 'People', sheetId: 0, rows: 500, columns: 12,
      cells: [['Name', 'Wage', 'Since', 'Double'],
        ['Cy', 10, { entered: '2024-03-01' }, { formula: '=B2*2' }],
        ['Ada', 15.5, { entered: '2020-01-15' }, { formula: '=B3*2' }],
        ['Bo', 20, { entered: '2022-07-30' }, { formula: '=B4/0' }]],
    }, { title: 'Notes', sheetId: 7 }],
  }],
});
const cells = async (range) => {
  const url = `${base}/emulator/grid/${id}/0?from=0&to=500`;
  const { cells: rows } = await (await fetch(url)).json();
  return rows.slice(range[0] - 1, range[1]).map((row) => (row[0] ? row[0].v : ''));
};

const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync',
    '--disable-background-networking', '--disable-component-update'],
});
const context = await browser.newContext({ viewport: { width: 1100, height: 620 } });
context.setDefaultTimeout(30000);
const outside = [];
context.on('request', (request) => {
  if (!request.url().startsWith(base) && !request.url().startsWith('data:')) outside.push(request.url());
});
const page = await context.newPage();
const troubles = [];
page.on('pageerror', (error) => troubles.push(error.message));
const shows = (cell, text, where = page) =>
  where.waitForFunction(([name, wanted]) =>
    document.querySelector(`td[data-cell="${name}"]`)?.textContent === wanted, [cell, text]);
const click = (cell, where = page) => where.click(`td[data-cell="${cell}"]`);
const picture = async (name) => {
  mkdirSync('pictures', { recursive: true });
  await page.bringToFront();
  await page.screenshot({ path: `pictures/${name}.png` });
};

await page.goto(`${base}/#${id}/0`);
await shows('A2', 'Cy');
await shows('D2', '20');
await shows('D4', '#DIV/0!');
await picture('1-first');

// Typing, by cell and by formula bar.
await click('B2');
await page.keyboard.type('12.5');
await page.keyboard.press('Enter');
await shows('D2', '25');
await click('D3');
assert.equal(await page.inputValue('#formula'), '=B3*2');
await page.fill('#formula', '=B3*10');
await page.press('#formula', 'Enter');
await shows('D3', '155');
await click('C2');
assert.equal(await page.inputValue('#formula'), '2024-03-01');
await click('A5');
await page.keyboard.type('gone');
await page.keyboard.press('Escape');
assert.deepEqual(await cells([5, 5]), ['']);

// Sorting, inserting, moving and deleting rows.
await click('A3');
await page.click('#sort-up');
await shows('A2', 'Ada');
assert.deepEqual(await cells([1, 4]), ['Name', 'Ada', 'Bo', 'Cy']);
await click('A3');
await page.click('#row-insert');
await shows('A4', 'Bo');
await shows('A3', '');
await click('A4');
await page.click('#row-up');
await shows('A3', 'Bo');
await click('A4');
await page.click('#row-delete');
await shows('A4', 'Cy');
await picture('2-sorted');

// Columns and tabs.
await click('B2');
await page.click('#column-insert');
await shows('C1', 'Wage');
page.once('dialog', (dialog) => dialog.accept('Team'));
await click('B1');
await page.click('#column-rename');
await shows('B1', 'Team');
page.once('dialog', (dialog) => dialog.accept('Third'));
await page.click('#tab-add');
await page.click('text=Third');
page.once('dialog', (dialog) => dialog.accept('Renamed'));
await page.click('#tab-rename');
await page.waitForSelector('#tabs >> text=Renamed');
await page.click('#tabs >> text=People');
await shows('A2', 'Ada');

// A write by the API, and another person in another window.
const second = await context.newPage();
await second.goto(`${base}/#${id}/0`);
await shows('A2', 'Ada', second);
await fetch(`${base}/v4/spreadsheets/${id}/values/A2?valueInputOption=RAW`,
  { method: 'PUT', body: JSON.stringify({ values: [['By API']] }) });
await shows('A2', 'By API');
await shows('A2', 'By API', second);
await click('A2', second);
await second.keyboard.type('By hand');
await second.keyboard.press('Enter');
await shows('A2', 'By hand');

// Far down, and a refusal.
await page.evaluate(() => { document.getElementById('scroll').scrollTop = 1e9; });
await page.waitForSelector('td[data-cell="A500"]');
await picture('3-bottom');
await page.click('#tabs >> text=Renamed');
page.once('dialog', (dialog) => dialog.accept('Notes'));
await page.click('#tab-rename');
await page.waitForFunction(() => document.getElementById('trouble').textContent !== '');
await picture('4-refused');

assert.deepEqual(outside, [], 'the page asks nobody else');
assert.deepEqual(troubles, []);
await browser.close();
console.log('page: all as expected');
