// google-spreadsheet with google-auth-library, as published, against the emulator.
import assert from 'node:assert/strict';
import { GoogleSpreadsheet } from 'google-spreadsheet';
import { base, countCalls, newSpreadsheet, signIn } from './emulator.mjs';

const id = await newSpreadsheet('google-spreadsheet-client');
const auth = signIn(['spreadsheets', 'drive'].map((scope) => `https://www.googleapis.com/auth/${scope}`));

function open() {
  const doc = new GoogleSpreadsheet(id, auth);
  doc.sheetsApi.defaults.baseURL = `${base}/v4/spreadsheets/${id}`;
  doc.driveApi.defaults.baseURL = `${base}/drive/v3/files/${id}`;
  return doc;
}

const doc = open();
await doc.loadInfo();
assert.equal(doc.title, 'Clients');
assert.equal(doc.locale, 'en_US');
await doc.updateProperties({ title: 'Renamed' });
assert.equal(doc.title, 'Renamed');

// Rows.
const people = await doc.addSheet({ title: 'People', headerValues: ['id', 'name', 'wage'] });
assert.equal(doc.sheetCount, 2);
await people.addRow({ id: '1', name: 'Ada', wage: 15.5 });
await people.addRows([{ id: '2', name: 'Bo', wage: 20 }, { id: '3', name: 'Cy', wage: 10 }]);
for (let i = 4; i <= 13; ++i) await people.addRow([String(i), `Name ${i}`, i]);
let rows = await people.getRows();
assert.equal(rows.length, 13);
assert.deepEqual(rows[0].toObject(), { id: '1', name: 'Ada', wage: '15.5' });
assert.equal((await people.getRows({ offset: 2, limit: 3 }))[0].get('name'), 'Cy');
rows[1].set('wage', '=10+11');
await rows[1].save();
assert.equal(rows[1].get('wage'), '21');
await rows[2].delete();
rows = await people.getRows();
assert.equal(rows.length, 12);
assert.equal(rows[2].get('id'), '4');
for (let i = 0; i < 8; ++i) {
  rows[i].assign({ name: `N${i}` });
  await rows[i].save({ raw: true });
}
assert.equal((await people.getRows())[7].get('name'), 'N7');
await people.addRow({ id: '99', name: 'Inserted' }, { insert: true });
assert.deepEqual(await people.getCellsInRange('A14:B14'), [['99', 'Inserted']]);

// Cells.
await people.loadCells('A1:E3');
const cell = people.getCell(0, 4);
cell.value = 42;
cell.note = 'the answer';
cell.textFormat = { bold: true };
const formula = people.getCellByA1('E2');
formula.formula = '=E1/2';
const wrong = people.getCellByA1('E3');
wrong.formula = '=1/0';
await people.saveUpdatedCells();
assert.equal(cell.value, 42);
assert.equal(cell.note, 'the answer');
assert.equal(cell.textFormat.bold, true);
assert.equal(formula.value, 21);
assert.equal(wrong.errorValue.type, 'DIVIDE_BY_ZERO');
for (const [value, shown] of [[true, 'TRUE'], ['text', 'text'], [1.25, '1.25'], [null, null]]) {
  cell.value = value;
  await cell.save();
  assert.equal(cell.formattedValue, shown);
}
cell.numberFormat = { type: 'PERCENT', pattern: '0.0%' };
cell.value = 0.125;
await cell.save();
assert.equal(cell.formattedValue, '12.5%');
await people.loadCells({ startRowIndex: 0, endRowIndex: 2, startColumnIndex: 0, endColumnIndex: 2 });
assert.equal(people.getCell(1, 0).value, '1');  // saved raw, above

// Sheets.
await people.updateProperties({ title: 'Staff', gridProperties: { frozenRowCount: 1 } });
assert.equal(people.title, 'Staff');
await people.resize({ rowCount: 50, columnCount: 6 });
assert.equal(people.rowCount, 50);
await people.mergeCells({ startRowIndex: 20, endRowIndex: 22, startColumnIndex: 0, endColumnIndex: 2 });
await people.unmergeCells({ startRowIndex: 20, endRowIndex: 22, startColumnIndex: 0, endColumnIndex: 2 });
await people.insertDimension('ROWS', { startIndex: 1, endIndex: 3 });
assert.equal(people.rowCount, 52);
await people.updateDimensionProperties('COLUMNS', { pixelSize: 150 }, { startIndex: 0, endIndex: 1 });
await people.setDataValidation({ startRowIndex: 30, endRowIndex: 31, startColumnIndex: 0, endColumnIndex: 1 },
  { condition: { type: 'BOOLEAN' }, strict: true });
const twin = await people.duplicate({ title: 'Twin' });
assert.equal(twin.title, 'Twin');
await twin.clear('A1:B2');
await twin.clearRows();
await twin.copyToSpreadsheet(id);
await twin.delete();
const hidden = await doc.addSheet({ title: 'Hidden', hidden: true, tabColor: { red: 1 } });
assert.equal(hidden.hidden, true);
assert.equal(hidden.tabColor.red, 1);
await hidden.delete();

// Headers that stand lower down, several ranges at once, a grid that grows with its rows.
const lower = await doc.addSheet({ title: 'Lower', gridProperties: { rowCount: 5, columnCount: 3 } });
await lower.loadCells('A1');
lower.getCell(0, 0).stringValue = 'a title';
await lower.saveUpdatedCells();
await lower.setHeaderRow(['key', 'value'], 3);
assert.deepEqual(await lower.batchGetCellsInRange(['A1:B1', 'A3:B3']), [[['a title']], [['key', 'value']]]);
await lower.addRows([['a', 1], ['b', 2], ['c', 3], ['d', 4]]);
assert.equal(lower.rowCount, 7);
await lower.loadHeaderRow(3);
assert.deepEqual((await lower.getRows()).map((row) => row.get('value')), ['1', '2', '3', '4']);
await lower.updateGridProperties({ frozenRowCount: 3 });
assert.equal(lower.gridProperties.frozenRowCount, 3);
assert.equal(lower.gridProperties.rowCount, 7);
await lower.delete();

// Another reader sees all of it; who is refused hears why.
const again = open();
await again.loadInfo(true);
assert.deepEqual(again.sheetsByIndex.map((sheet) => sheet.title), ['Sheet1', 'Staff', 'Copy of Twin']);
assert.equal(again.sheetsByTitle.Staff.getCellByA1('E1').formattedValue, '12.5%');
await assert.rejects(() => people.getCellsInRange('Z1:Z2'), /exceeds grid limits/);
await assert.rejects(() => doc.addSheet({ title: 'Staff' }), /already exists/);

// Drive.
await doc.share('someone@example.com', { role: 'reader' });
await doc.setPublicAccessLevel('reader');
assert.deepEqual((await doc.listPermissions()).map(({ type, role }) => `${type} ${role}`).sort(),
  ['anyone reader', 'user owner', 'user reader', 'user writer']);
await doc.setPublicAccessLevel(false);

const calls = await countCalls();
assert.ok(calls >= 60, `only ${calls} calls`);
console.log(`google-spreadsheet: ${calls} calls, all as expected`);
