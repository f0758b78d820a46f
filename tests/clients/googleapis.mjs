// @googleapis/sheets with google-auth-library, as published, against the emulator.
import assert from 'node:assert/strict';
import { sheets as makeSheets } from '@googleapis/sheets';
import { base, countCalls, newSpreadsheet, signIn } from './emulator.mjs';

const scope = 'https://www.googleapis.com/auth/spreadsheets';
const sheets = makeSheets({ version: 'v4', auth: signIn([scope]), rootUrl: `${base}/` });
const spreadsheetId = await newSpreadsheet('googleapis-client');
const { spreadsheets } = sheets;
const { values, developerMetadata } = spreadsheets;

async function refused(code, message, call) {
  await assert.rejects(call, (error) => {
    assert.equal(Number(error.status ?? error.code), code);
    assert.match(error.message, message);
    return true;
  });
}
async function batch(...requests) {
  const { data } = await spreadsheets.batchUpdate({ spreadsheetId, requestBody: { requests } });
  return data.replies;
}
async function read(range, valueRenderOption) {
  return (await values.get({ spreadsheetId, range, valueRenderOption })).data.values;
}
async function write(range, rows, valueInputOption = 'RAW') {
  return (await values.update({
    spreadsheetId, range, valueInputOption, requestBody: { values: rows },
  })).data;
}

// Values.
assert.equal(await read('A1:B2'), undefined);
assert.deepEqual(await write('A1:C2', [['key', 'name', 'wage'], ['007', null, 15.5]]), {
  spreadsheetId, updatedRange: 'Sheet1!A1:C2', updatedRows: 2, updatedColumns: 3, updatedCells: 5,
});
assert.deepEqual(await read('A1:C2'), [['key', 'name', 'wage'], ['007', '', '15.5']]);
assert.deepEqual(await read('A1:C2', 'UNFORMATTED_VALUE'),
  [['key', 'name', 'wage'], ['007', '', 15.5]]);
await write('D1', [['=C2*2', '2020-01-01', '12%']], 'USER_ENTERED');
assert.deepEqual(await read('D1:F1'), [['31', '2020-01-01', '12%']]);
assert.deepEqual(await read('D1:F1', 'FORMULA'), [['=C2*2', 43831, 0.12]]);
assert.deepEqual(await read('D1:F1', 'UNFORMATTED_VALUE'), [[31, 43831, 0.12]]);
const appended = await values.append({
  spreadsheetId, range: 'A1', valueInputOption: 'RAW', insertDataOption: 'INSERT_ROWS',
  includeValuesInResponse: true, requestBody: { values: [['008', 'Ada', 20], ['009', 'Bo', 10]] },
});
assert.equal(appended.data.tableRange, 'Sheet1!A1:F2');
assert.equal(appended.data.updates.updatedRange, 'Sheet1!A3:C4');
assert.deepEqual(appended.data.updates.updatedData.values, [['008', 'Ada', '20'], ['009', 'Bo', '10']]);
const many = await values.batchGet({
  spreadsheetId, ranges: ['A1:A4', 'C2:C4'], majorDimension: 'COLUMNS',
});
assert.deepEqual(many.data.valueRanges.map((range) => range.values),
  [[['key', '007', '008', '009']], [['15.5', '20', '10']]]);
const totals = await values.batchUpdate({
  spreadsheetId,
  requestBody: {
    valueInputOption: 'RAW',
    data: [{ range: 'B2', values: [['Cy']] }, { range: 'C3:C4', values: [[21], [11]] }],
  },
});
assert.equal(totals.data.totalUpdatedCells, 3);
assert.equal(totals.data.responses.length, 2);
await values.clear({ spreadsheetId, range: 'D1:F1' });
assert.equal(await read('D1:F1'), undefined);
const cleared = await values.batchClear({ spreadsheetId, requestBody: { ranges: ['G:G', '5:6'] } });
assert.deepEqual(cleared.data.clearedRanges, ['Sheet1!G1:G1002', 'Sheet1!A5:Z6']);
for (let i = 0; i < 5; ++i) await write(`H${i + 1}`, [[i]]);
assert.deepEqual(await read('H1:H5', 'UNFORMATTED_VALUE'), [[0], [1], [2], [3], [4]]);

// Refusals.
await refused(400, /Unable to parse range: Nope!A1/, () => read('Nope!A1'));
await refused(400, /exceeds grid limits/, () => read('A5000'));
await refused(400, /'valueInputOption' is required/, () => values.update({
  spreadsheetId, range: 'A1', requestBody: { values: [['x']] },
}));
await refused(404, /Requested entity was not found/,
  () => spreadsheets.get({ spreadsheetId: 'no-such-spreadsheet' }));
await refused(400, /Invalid requests\[0\].deleteSheet: No sheet with id: 99/,
  () => batch({ deleteSheet: { sheetId: 99 } }));

// Structure.
const [{ addSheet }] = await batch({ addSheet: { properties: { title: 'Second' } } });
const { sheetId } = addSheet.properties;
const whole = await spreadsheets.get({ spreadsheetId });
assert.deepEqual(whole.data.sheets.map((sheet) => sheet.properties.title), ['Sheet1', 'Second']);
const masked = await spreadsheets.get({ spreadsheetId, fields: 'sheets.properties(title,index)' });
assert.deepEqual(masked.data.sheets[1], { properties: { title: 'Second', index: 1 } });
const grid = await spreadsheets.get({ spreadsheetId, ranges: ['A1:B2'], includeGridData: true });
assert.equal(grid.data.sheets[0].data[0].rowData[1].values[0].userEnteredValue.stringValue, '007');
await batch({
  updateCells: {
    start: { sheetId, rowIndex: 0, columnIndex: 0 }, fields: 'userEnteredValue,note',
    rows: [3, 1, 2].map((n) => ({ values: [{ userEnteredValue: { numberValue: n }, note: `n${n}` }] })),
  },
});
const anchor = (metadataId, row) => ({
  createDeveloperMetadata: {
    developerMetadata: {
      metadataId, metadataKey: 'row', visibility: 'DOCUMENT',
      location: { dimensionRange: { sheetId, dimension: 'ROWS', startIndex: row, endIndex: row + 1 } },
    },
  },
});
await batch(anchor(11, 0), anchor(12, 1));
await batch({
  sortRange: {
    range: { sheetId, endRowIndex: 3 }, sortSpecs: [{ dimensionIndex: 0, sortOrder: 'ASCENDING' }],
  },
});
assert.deepEqual(await read('Second!A1:A3', 'UNFORMATTED_VALUE'), [[1], [2], [3]]);
const place = async (metadataId) => (await developerMetadata.get({ spreadsheetId, metadataId }))
  .data.location.dimensionRange.startIndex;
assert.equal(await place(11), 2);
await batch({ insertDimension: { range: { sheetId, dimension: 'ROWS', startIndex: 0, endIndex: 2 } } });
assert.equal(await place(11), 4);
await batch({
  moveDimension: {
    source: { sheetId, dimension: 'ROWS', startIndex: 4, endIndex: 5 }, destinationIndex: 0,
  },
});
assert.equal(await place(11) ?? 0, 0);
await refused(400, /already exists/, () => batch(anchor(11, 5)));
const found = await developerMetadata.search({
  spreadsheetId, requestBody: { dataFilters: [{ developerMetadataLookup: { metadataKey: 'row' } }] },
});
assert.equal(found.data.matchedDeveloperMetadata.length, 2);
const lookup = { developerMetadataLookup: { metadataId: 11 } };
const byFilter = await values.batchGetByDataFilter({
  spreadsheetId, requestBody: { dataFilters: [lookup], valueRenderOption: 'UNFORMATTED_VALUE' },
});
assert.deepEqual(byFilter.data.valueRanges[0].valueRange.values, [[3]]);
await values.batchUpdateByDataFilter({
  spreadsheetId,
  requestBody: { valueInputOption: 'RAW', data: [{ dataFilter: lookup, values: [[null, 'kept']] }] },
});
assert.deepEqual(await read('Second!A1:B1'), [['3', 'kept']]);
await values.batchClearByDataFilter({ spreadsheetId, requestBody: { dataFilters: [lookup] } });
assert.equal(await read('Second!A1:B1'), undefined);
const shown = await spreadsheets.getByDataFilter({
  spreadsheetId, requestBody: { dataFilters: [lookup], includeGridData: false },
});
assert.equal(shown.data.sheets[0].properties.sheetId, sheetId);
await batch({ deleteDimension: { range: { sheetId, dimension: 'ROWS', startIndex: 0, endIndex: 1 } } });
await refused(404, /No developer metadata with ID 11/, () => place(11));

// Ranges with names, merges, formats, finding and replacing.
const range = { sheetId: 0, startRowIndex: 0, endRowIndex: 4, startColumnIndex: 0, endColumnIndex: 3 };
await batch({ addNamedRange: { namedRange: { name: 'People', namedRangeId: 'people', range } } });
assert.equal((await read('People')).length, 4);
const [replaced] = await batch({ findReplace: { find: '00', replacement: 'k', sheetId: 0 } });
assert.equal(replaced.findReplace.occurrencesChanged, 3);
await batch({ mergeCells: { range: { ...range, endRowIndex: 1 }, mergeType: 'MERGE_ALL' } });
assert.deepEqual(await read('A1:C1'), [['key']]);
await batch({ unmergeCells: { range } }, { deleteNamedRange: { namedRangeId: 'people' } });
await refused(400, /Unable to parse range: People/, () => read('People'));
await batch({
  repeatCell: {
    range, cell: { userEnteredFormat: { textFormat: { bold: true } } },
    fields: 'userEnteredFormat.textFormat.bold',
  },
});
const copied = await spreadsheets.sheets.copyTo({
  spreadsheetId, sheetId, requestBody: { destinationSpreadsheetId: spreadsheetId },
});
assert.equal(copied.data.title, 'Copy of Second');
const together = await spreadsheets.batchUpdate({
  spreadsheetId,
  requestBody: {
    requests: [{ deleteSheet: { sheetId: copied.data.sheetId } }], includeSpreadsheetInResponse: true,
  },
});
assert.equal(together.data.updatedSpreadsheet.sheets.length, 2);
const made = await spreadsheets.create({ requestBody: { properties: { title: 'Made' } } });
assert.equal(made.data.properties.title, 'Made');
await spreadsheets.batchUpdate({
  spreadsheetId: made.data.spreadsheetId,
  requestBody: {
    requests: [{ updateSpreadsheetProperties: { properties: { title: 'Renamed' }, fields: 'title' } }],
  },
});
assert.equal((await spreadsheets.get({ spreadsheetId: made.data.spreadsheetId })).data.properties.title,
  'Renamed');

// Requests that change more than values, each with what it answers or leaves behind.
const [{ addSheet: field }] = await batch({
  addSheet: { properties: { title: 'Field', gridProperties: { rowCount: 20, columnCount: 8 } } },
});
const at = (top, bottom, left, right) => ({
  sheetId: field.properties.sheetId,
  startRowIndex: top, endRowIndex: bottom, startColumnIndex: left, endColumnIndex: right,
});
const updated = await values.update({
  spreadsheetId, range: 'Field!A1:C9', valueInputOption: 'USER_ENTERED',
  includeValuesInResponse: true, responseValueRenderOption: 'FORMULA',
  requestBody: { values: [['n', '=A3*2', ' a  b '], [3, null, 'x;y'], ['1', 'z', 'x;y']] },
});
assert.equal(updated.data.updatedRange, 'Field!A1:C3');
assert.deepEqual(updated.data.updatedData, {
  range: 'Field!A1:C9', majorDimension: 'ROWS',
  values: [['n', '=A3*2', ' a  b '], [3, '', 'x;y'], [1, 'z', 'x;y']],
});
assert.deepEqual(await read('Field!R1C1:R1C2'), [['n', '2']]);
const [trimmed] = await batch({ trimWhitespace: { range: at(0, 1, 2, 3) } });
assert.equal(trimmed.trimWhitespace.cellsChangedCount, 1);
const [removed] = await batch({
  deleteDuplicates: {
    range: at(1, 3, 0, 3),
    comparisonColumns: [
      { sheetId: field.properties.sheetId, dimension: 'COLUMNS', startIndex: 2, endIndex: 3 },
    ],
  },
});
assert.equal(removed.deleteDuplicates.duplicatesRemovedCount, 1);
await batch({ textToColumns: { source: at(1, 2, 2, 3), delimiterType: 'SEMICOLON' } });
assert.deepEqual(await read('Field!A2:D2'), [['3', '', 'x', 'y']]);
await batch({
  cutPaste: { source: at(1, 2, 2, 4), destination: { sheetId: field.properties.sheetId, rowIndex: 5 } },
});
assert.deepEqual(await read('Field!A2:D6'), [['3'], [], [], [], ['x', 'y']]);
await batch({ insertRange: { range: at(5, 6, 0, 1), shiftDimension: 'COLUMNS' } });
assert.deepEqual(await read('Field!A6:C6'), [['', 'x', 'y']]);
await batch({ deleteRange: { range: at(2, 5, 0, 3), shiftDimension: 'ROWS' } });
assert.deepEqual(await read('Field!A3:C3'), [['', 'x', 'y']]);
await batch({
  appendCells: {
    sheetId: field.properties.sheetId, fields: 'userEnteredValue',
    rows: [{ values: [{ userEnteredValue: { boolValue: true } }] }],
  },
}, { appendDimension: { sheetId: field.properties.sheetId, dimension: 'ROWS', length: 5 } });
assert.deepEqual(await read('Field!A4', 'UNFORMATTED_VALUE'), [[true]]);
await batch({
  autoFill: {
    sourceAndDestination: { source: at(1, 2, 0, 1), dimension: 'COLUMNS', fillLength: 2 },
  },
});
assert.deepEqual(await read('Field!A2:C2', 'UNFORMATTED_VALUE'), [[3, 3, 3]]);

// What a tab has besides cells.
const [shield, table, rule, view] = await batch(
  { addProtectedRange: { protectedRange: { range: at(0, 1, 0, 8), description: 'head' } } },
  { addTable: { table: { name: 'Log', range: at(10, 13, 0, 2) } } },
  {
    addConditionalFormatRule: {
      index: 0,
      rule: {
        ranges: [at(0, 5, 0, 1)],
        booleanRule: { condition: { type: 'BLANK' }, format: { backgroundColor: { red: 0.9 } } },
      },
    },
  },
  { addFilterView: { filter: { title: 'mine', range: at(0, 5, 0, 3) } } },
  { setBasicFilter: { filter: { range: at(1, 5, 0, 3) } } },
);
assert.equal(shield.addProtectedRange.protectedRange.requestingUserCanEdit, true);
assert.equal(table.addTable.table.columnProperties[1].columnName, 'Column 2');
assert.deepEqual(rule, {});
assert.equal(view.addFilterView.filter.title, 'mine');
const objects = (await spreadsheets.get({
  spreadsheetId, ranges: ['Field'],
  fields: 'sheets(protectedRanges.description,tables/name,conditionalFormats,filterViews(title),basicFilter)',
})).data.sheets[0];
assert.deepEqual(objects.protectedRanges, [{ description: 'head' }]);
assert.deepEqual(objects.tables, [{ name: 'Log' }]);
assert.equal(objects.filterViews[0].title, 'mine');
assert.equal(objects.conditionalFormats[0].booleanRule.format.backgroundColor.red, 0.8980392);
assert.equal(objects.basicFilter.range.endRowIndex, 5);
await batch(
  { deleteProtectedRange: { protectedRangeId: shield.addProtectedRange.protectedRange.protectedRangeId } },
  { deleteTable: { tableId: table.addTable.table.tableId } },
  { deleteConditionalFormatRule: { sheetId: field.properties.sheetId, index: 0 } },
  { deleteFilterView: { filterId: view.addFilterView.filter.filterViewId } },
  { clearBasicFilter: { sheetId: field.properties.sheetId } },
);
const bare = await spreadsheets.get({ spreadsheetId, ranges: ['Field'], fields: 'sheets' });
for (const name of ['protectedRanges', 'tables', 'conditionalFormats', 'filterViews', 'basicFilter']) {
  assert.equal(bare.data.sheets[0][name], undefined, name);
}
const inField = { gridRange: { sheetId: field.properties.sheetId, endRowIndex: 1 } };
const ordered = await values.batchGetByDataFilter({
  spreadsheetId, requestBody: { dataFilters: [inField, { a1Range: 'Sheet1!B2' }] },
});
assert.deepEqual(ordered.data.valueRanges.map(({ valueRange }) => valueRange.range),
  ['Sheet1!B2', 'Field!A1:H1']);
const [{ createDeveloperMetadata: tag }] = await batch({
  createDeveloperMetadata: {
    developerMetadata: {
      metadataKey: 'tab', metadataValue: '1', visibility: 'PROJECT',
      location: { sheetId: field.properties.sheetId },
    },
  },
});
assert.equal(tag.developerMetadata.location.locationType, 'SHEET');
const byId = { developerMetadataLookup: { metadataId: tag.developerMetadata.metadataId } };
const [{ updateDeveloperMetadata: retagged }] = await batch({
  updateDeveloperMetadata: {
    dataFilters: [byId], developerMetadata: { metadataValue: '2' }, fields: 'metadataValue',
  },
});
assert.equal(retagged.developerMetadata[0].metadataValue, '2');
const [{ deleteDeveloperMetadata: untagged }] = await batch({
  deleteDeveloperMetadata: { dataFilter: byId },
});
assert.equal(untagged.deletedDeveloperMetadata[0].metadataKey, 'tab');

// A token of lesser scope reads and does not write.
const readOnly = makeSheets({ version: 'v4', auth: signIn([`${scope}.readonly`]), rootUrl: `${base}/` });
assert.equal((await readOnly.spreadsheets.values.get({ spreadsheetId, range: 'A1' })).status, 200);
await refused(403, /insufficient authentication scopes/,
  () => readOnly.spreadsheets.values.clear({ spreadsheetId, range: 'A1' }));

const calls = await countCalls();
assert.ok(calls >= 60, `only ${calls} calls`);
console.log(`@googleapis/sheets: ${calls} calls, all as expected`);
