// The requests of spreadsheets.batchUpdate and their replies. The form is described in schema.cc.

#include "emulator/wire/schema_text.h"

namespace sheetkeeper::emulator {

const char* const kRequestsSchema = R"(
AddBandingRequest = bandedRange:BandedRange
AddBandingResponse = bandedRange:BandedRange
AddChartRequest = chart:EmbeddedChart
AddChartResponse = chart:EmbeddedChart
AddConditionalFormatRuleRequest = index:int rule:ConditionalFormatRule
AddDataSourceRequest = dataSource:DataSource
AddDataSourceResponse = dataExecutionStatus:DataExecutionStatus dataSource:DataSource
AddDimensionGroupRequest = range:DimensionRange
AddDimensionGroupResponse = dimensionGroups:[DimensionGroup]
AddFilterViewRequest = filter:FilterView
AddFilterViewResponse = filter:FilterView
AddNamedRangeRequest = namedRange:NamedRange
AddNamedRangeResponse = namedRange:NamedRange
AddProtectedRangeRequest = protectedRange:ProtectedRange
AddProtectedRangeResponse = protectedRange:ProtectedRange
AddSheetRequest = properties:SheetProperties
AddSheetResponse = properties:SheetProperties
AddSlicerRequest = slicer:Slicer
AddSlicerResponse = slicer:Slicer
AddTableRequest = table:Table
AddTableResponse = table:Table^
AppendCellsRequest = sheetId:int rows:[RowData] fields:mask tableId:string
AppendDimensionRequest = dimension:Dimension length:int sheetId:int
AutoFillRequest = range:GridRange sourceAndDestination:SourceAndDestination
  useAlternateSeries:bool
AutoResizeDimensionsRequest = dataSourceSheetDimensions:DataSourceSheetDimensionRange
  dimensions:DimensionRange
CancelDataSourceRefreshRequest = dataSourceId:string isAll:bool
  references:DataSourceObjectReferences
CancelDataSourceRefreshResponse = statuses:[CancelDataSourceRefreshStatus]
ClearBasicFilterRequest = sheetId:int
CopyPasteRequest = destination:GridRange pasteOrientation:PasteOrientation pasteType:PasteType
  source:GridRange
CreateDeveloperMetadataRequest = developerMetadata:DeveloperMetadata
CreateDeveloperMetadataResponse = developerMetadata:DeveloperMetadata
CutPasteRequest = destination:GridCoordinate pasteType:PasteType source:GridRange
DeleteBandingRequest = bandedRangeId:int
DeleteConditionalFormatRuleRequest = index:int sheetId:int
DeleteConditionalFormatRuleResponse = rule:ConditionalFormatRule
DeleteDataSourceRequest = dataSourceId:string
DeleteDeveloperMetadataRequest = dataFilter:DataFilter
DeleteDeveloperMetadataResponse = deletedDeveloperMetadata:[DeveloperMetadata]
DeleteDimensionGroupRequest = range:DimensionRange
DeleteDimensionGroupResponse = dimensionGroups:[DimensionGroup]
DeleteDimensionRequest = range:DimensionRange
DeleteDuplicatesRequest = comparisonColumns:[DimensionRange] range:GridRange
DeleteDuplicatesResponse = duplicatesRemovedCount:int
DeleteEmbeddedObjectRequest = objectId:int
DeleteFilterViewRequest = filterId:int
DeleteNamedRangeRequest = namedRangeId:string
DeleteProtectedRangeRequest = protectedRangeId:int
DeleteRangeRequest = range:GridRange shiftDimension:Dimension
DeleteSheetRequest = sheetId:int
DeleteTableRequest = tableId:string
DuplicateFilterViewRequest = filterId:int
DuplicateFilterViewResponse = filter:FilterView
DuplicateSheetRequest = insertSheetIndex:int? newSheetId:int? newSheetName:string
  sourceSheetId:int
DuplicateSheetResponse = properties:SheetProperties
FindReplaceRequest = find:string replacement:string matchCase:bool matchEntireCell:bool
  searchByRegex:bool includeFormulas:bool range:GridRange sheetId:int? allSheets:bool
FindReplaceResponse = valuesChanged:int formulasChanged:int rowsChanged:int sheetsChanged:int
  occurrencesChanged:int
InsertDimensionRequest = inheritFromBefore:bool range:DimensionRange
InsertRangeRequest = range:GridRange shiftDimension:Dimension
MergeCellsRequest = mergeType:MergeType range:GridRange
MoveDimensionRequest = destinationIndex:int source:DimensionRange
PasteDataRequest = coordinate:GridCoordinate data:string delimiter:string html:bool type:PasteType
RandomizeRangeRequest = range:GridRange
RefreshDataSourceRequest = dataSourceId:string force:bool isAll:bool
  references:DataSourceObjectReferences
RefreshDataSourceResponse = statuses:[RefreshDataSourceObjectExecutionStatus]
RepeatCellRequest = range:GridRange cell:CellData fields:mask
Request = addBanding:AddBandingRequest addChart:AddChartRequest
  addConditionalFormatRule:AddConditionalFormatRuleRequest addDataSource:AddDataSourceRequest
  addDimensionGroup:AddDimensionGroupRequest addFilterView:AddFilterViewRequest
  addNamedRange:AddNamedRangeRequest addProtectedRange:AddProtectedRangeRequest
  addSheet:AddSheetRequest addSlicer:AddSlicerRequest addTable:AddTableRequest
  appendCells:AppendCellsRequest appendDimension:AppendDimensionRequest autoFill:AutoFillRequest
  autoResizeDimensions:AutoResizeDimensionsRequest
  cancelDataSourceRefresh:CancelDataSourceRefreshRequest clearBasicFilter:ClearBasicFilterRequest
  copyPaste:CopyPasteRequest createDeveloperMetadata:CreateDeveloperMetadataRequest
  cutPaste:CutPasteRequest deleteBanding:DeleteBandingRequest
  deleteConditionalFormatRule:DeleteConditionalFormatRuleRequest
  deleteDataSource:DeleteDataSourceRequest deleteDeveloperMetadata:DeleteDeveloperMetadataRequest
  deleteDimension:DeleteDimensionRequest deleteDimensionGroup:DeleteDimensionGroupRequest
  deleteDuplicates:DeleteDuplicatesRequest deleteEmbeddedObject:DeleteEmbeddedObjectRequest
  deleteFilterView:DeleteFilterViewRequest deleteNamedRange:DeleteNamedRangeRequest
  deleteProtectedRange:DeleteProtectedRangeRequest deleteRange:DeleteRangeRequest
  deleteSheet:DeleteSheetRequest deleteTable:DeleteTableRequest
  duplicateFilterView:DuplicateFilterViewRequest duplicateSheet:DuplicateSheetRequest
  findReplace:FindReplaceRequest insertDimension:InsertDimensionRequest
  insertRange:InsertRangeRequest mergeCells:MergeCellsRequest moveDimension:MoveDimensionRequest
  pasteData:PasteDataRequest randomizeRange:RandomizeRangeRequest
  refreshDataSource:RefreshDataSourceRequest repeatCell:RepeatCellRequest
  setBasicFilter:SetBasicFilterRequest setDataValidation:SetDataValidationRequest
  sortRange:SortRangeRequest textToColumns:TextToColumnsRequest
  trimWhitespace:TrimWhitespaceRequest unmergeCells:UnmergeCellsRequest
  updateBanding:UpdateBandingRequest updateBorders:UpdateBordersRequest
  updateCells:UpdateCellsRequest updateChartSpec:UpdateChartSpecRequest
  updateConditionalFormatRule:UpdateConditionalFormatRuleRequest
  updateDataSource:UpdateDataSourceRequest updateDeveloperMetadata:UpdateDeveloperMetadataRequest
  updateDimensionGroup:UpdateDimensionGroupRequest
  updateDimensionProperties:UpdateDimensionPropertiesRequest
  updateEmbeddedObjectBorder:UpdateEmbeddedObjectBorderRequest
  updateEmbeddedObjectPosition:UpdateEmbeddedObjectPositionRequest
  updateFilterView:UpdateFilterViewRequest updateNamedRange:UpdateNamedRangeRequest
  updateProtectedRange:UpdateProtectedRangeRequest
  updateSheetProperties:UpdateSheetPropertiesRequest updateSlicerSpec:UpdateSlicerSpecRequest
  updateSpreadsheetProperties:UpdateSpreadsheetPropertiesRequest updateTable:UpdateTableRequest
Response = addBanding:AddBandingResponse addChart:AddChartResponse
  addDataSource:AddDataSourceResponse addDimensionGroup:AddDimensionGroupResponse
  addFilterView:AddFilterViewResponse addNamedRange:AddNamedRangeResponse
  addProtectedRange:AddProtectedRangeResponse addSheet:AddSheetResponse
  addSlicer:AddSlicerResponse addTable:AddTableResponse
  cancelDataSourceRefresh:CancelDataSourceRefreshResponse
  createDeveloperMetadata:CreateDeveloperMetadataResponse
  deleteConditionalFormatRule:DeleteConditionalFormatRuleResponse
  deleteDeveloperMetadata:DeleteDeveloperMetadataResponse
  deleteDimensionGroup:DeleteDimensionGroupResponse deleteDuplicates:DeleteDuplicatesResponse
  duplicateFilterView:DuplicateFilterViewResponse duplicateSheet:DuplicateSheetResponse
  findReplace:FindReplaceResponse refreshDataSource:RefreshDataSourceResponse
  trimWhitespace:TrimWhitespaceResponse
  updateConditionalFormatRule:UpdateConditionalFormatRuleResponse
  updateDataSource:UpdateDataSourceResponse
  updateDeveloperMetadata:UpdateDeveloperMetadataResponse
  updateEmbeddedObjectPosition:UpdateEmbeddedObjectPositionResponse
SetBasicFilterRequest = filter:BasicFilter
SetDataValidationRequest = filteredRowsIncluded:bool range:GridRange rule:DataValidationRule
SortRangeRequest = range:GridRange sortSpecs:[SortSpec]
TextToColumnsRequest = delimiter:string delimiterType:DelimiterType source:GridRange
TrimWhitespaceRequest = range:GridRange
TrimWhitespaceResponse = cellsChangedCount:int
UnmergeCellsRequest = range:GridRange
UpdateBandingRequest = bandedRange:BandedRange fields:mask
UpdateBordersRequest = bottom:Border innerHorizontal:Border innerVertical:Border left:Border
  range:GridRange right:Border top:Border
UpdateCellsRequest = rows:[RowData] fields:mask start:GridCoordinate range:GridRange
UpdateChartSpecRequest = chartId:int spec:ChartSpec
UpdateConditionalFormatRuleRequest = index:int sheetId:int rule:ConditionalFormatRule
  newIndex:int?
UpdateConditionalFormatRuleResponse = oldRule:ConditionalFormatRule oldIndex:int
  newRule:ConditionalFormatRule newIndex:int
UpdateDataSourceRequest = dataSource:DataSource fields:mask
UpdateDataSourceResponse = dataExecutionStatus:DataExecutionStatus dataSource:DataSource
UpdateDeveloperMetadataRequest = dataFilters:[DataFilter] developerMetadata:DeveloperMetadata
  fields:mask
UpdateDeveloperMetadataResponse = developerMetadata:[DeveloperMetadata]
UpdateDimensionGroupRequest = dimensionGroup:DimensionGroup fields:mask
UpdateDimensionPropertiesRequest = dataSourceSheetRange:DataSourceSheetDimensionRange fields:mask
  properties:DimensionProperties range:DimensionRange
UpdateEmbeddedObjectBorderRequest = border:EmbeddedObjectBorder fields:mask objectId:int
UpdateEmbeddedObjectPositionRequest = fields:mask newPosition:EmbeddedObjectPosition objectId:int
UpdateEmbeddedObjectPositionResponse = position:EmbeddedObjectPosition
UpdateFilterViewRequest = fields:mask filter:FilterView
UpdateNamedRangeRequest = fields:mask namedRange:NamedRange
UpdateProtectedRangeRequest = fields:mask protectedRange:ProtectedRange
UpdateSheetPropertiesRequest = fields:mask properties:SheetProperties
UpdateSlicerSpecRequest = fields:mask slicerId:int spec:SlicerSpec
UpdateSpreadsheetPropertiesRequest = fields:mask properties:SpreadsheetProperties
UpdateTableRequest = fields:mask table:Table
)";

}  // namespace sheetkeeper::emulator
