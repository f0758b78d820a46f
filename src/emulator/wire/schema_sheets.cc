// Spreadsheets, sheets, cells and the messages of the methods. The form is described in schema.cc.

#include "emulator/wire/schema_text.h"

namespace sheetkeeper::emulator {

const char* const kSheetsSchema = R"(
AppendValuesResponse = spreadsheetId:string tableRange:string updates:UpdateValuesResponse
BandedRange = bandedRangeId:int range:GridRange rowProperties:BandingProperties
  columnProperties:BandingProperties bandedRangeReference:string^
BandingProperties = headerColor:Color firstBandColor:Color secondBandColor:Color footerColor:Color
  headerColorStyle:ColorStyle firstBandColorStyle:ColorStyle secondBandColorStyle:ColorStyle
  footerColorStyle:ColorStyle
BasicFilter = range:GridRange sortSpecs:[SortSpec] criteria:{FilterCriteria}
  filterSpecs:[FilterSpec] tableId:string
BatchClearValuesByDataFilterRequest = dataFilters:[DataFilter]
BatchClearValuesByDataFilterResponse = spreadsheetId:string clearedRanges:[string]
BatchClearValuesRequest = ranges:[string]
BatchClearValuesResponse = spreadsheetId:string clearedRanges:[string]
BatchGetValuesByDataFilterRequest = dataFilters:[DataFilter]
  dateTimeRenderOption:DateTimeRenderOption majorDimension:Dimension
  valueRenderOption:ValueRenderOption
BatchGetValuesByDataFilterResponse = spreadsheetId:string valueRanges:[MatchedValueRange]
BatchGetValuesResponse = spreadsheetId:string valueRanges:[ValueRange]
BatchUpdateSpreadsheetRequest = requests:[Request] includeSpreadsheetInResponse:bool
  responseRanges:[string] responseIncludeGridData:bool
BatchUpdateSpreadsheetResponse = spreadsheetId:string replies:[Response]
  updatedSpreadsheet:Spreadsheet
BatchUpdateValuesByDataFilterRequest = data:[DataFilterValueRange] includeValuesInResponse:bool
  responseDateTimeRenderOption:DateTimeRenderOption responseValueRenderOption:ValueRenderOption
  valueInputOption:ValueInputOption
BatchUpdateValuesByDataFilterResponse = spreadsheetId:string totalUpdatedRows:int
  totalUpdatedColumns:int totalUpdatedCells:int totalUpdatedSheets:int
  responses:[UpdateValuesByDataFilterResponse]
BatchUpdateValuesRequest = valueInputOption:ValueInputOption data:[ValueRange]
  includeValuesInResponse:bool responseValueRenderOption:ValueRenderOption
  responseDateTimeRenderOption:DateTimeRenderOption
BatchUpdateValuesResponse = spreadsheetId:string totalUpdatedRows:int totalUpdatedColumns:int
  totalUpdatedCells:int totalUpdatedSheets:int responses:[UpdateValuesResponse]
BooleanCondition = type:ConditionType values:[ConditionValue]
BooleanRule = condition:BooleanCondition format:CellFormat
Border = style:Style width:int color:Color colorStyle:ColorStyle
Borders = top:Border bottom:Border left:Border right:Border
CellData = userEnteredValue:ExtendedValue effectiveValue:ExtendedValue formattedValue:string
  userEnteredFormat:CellFormat effectiveFormat:CellFormat hyperlink:string note:string
  textFormatRuns:[TextFormatRun] dataValidation:DataValidationRule pivotTable:PivotTable
  dataSourceTable:DataSourceTable dataSourceFormula:DataSourceFormula^ chipRuns:[ChipRun]
CellFormat = numberFormat:NumberFormat backgroundColor:Color borders:Borders padding:Padding
  horizontalAlignment:HorizontalAlign verticalAlignment:VerticalAlign wrapStrategy:WrapStrategy
  textDirection:TextDirection textFormat:TextFormat hyperlinkDisplayType:HyperlinkDisplayType
  textRotation:TextRotation backgroundColorStyle:ColorStyle
Chip = personProperties:PersonProperties richLinkProperties:RichLinkProperties
ChipRun = startIndex:int chip:Chip
ClearValuesRequest =
ClearValuesResponse = spreadsheetId:string clearedRange:string
Color = red:float green:float blue:float alpha:float?
ColorStyle = rgbColor:Color themeColor:ThemeColorType
ConditionValue = relativeDate:RelativeDate userEnteredValue:string?
ConditionalFormatRule = ranges:[GridRange] booleanRule:BooleanRule gradientRule:GradientRule
CopySheetToAnotherSpreadsheetRequest = destinationSpreadsheetId:string
DataFilter = developerMetadataLookup:DeveloperMetadataLookup a1Range:string? gridRange:GridRange
DataFilterValueRange = dataFilter:DataFilter majorDimension:Dimension values:[values]
DataValidationRule = condition:BooleanCondition inputMessage:string strict:bool showCustomUi:bool
DeveloperMetadata = metadataId:int? metadataKey:string metadataValue:string
  location:DeveloperMetadataLocation visibility:DeveloperMetadataVisibility
DeveloperMetadataLocation = locationType:DeveloperMetadataLocationType spreadsheet:bool
  sheetId:int? dimensionRange:DimensionRange
DeveloperMetadataLookup = locationType:DeveloperMetadataLocationType
  metadataLocation:DeveloperMetadataLocation
  locationMatchingStrategy:DeveloperMetadataLocationMatchingStrategy metadataId:int?
  metadataKey:string? metadataValue:string? visibility:DeveloperMetadataVisibility
DimensionGroup = range:DimensionRange depth:int collapsed:bool
DimensionProperties = hiddenByFilter:bool hiddenByUser:bool pixelSize:int
  developerMetadata:[DeveloperMetadata] dataSourceColumnReference:DataSourceColumnReference^
DimensionRange = sheetId:int dimension:Dimension startIndex:int? endIndex:int?
Editors = users:[string] groups:[string] domainUsersCanEdit:bool
ErrorValue = type:ErrorType message:string
ExtendedValue = numberValue:double? stringValue:string? boolValue:bool? formulaValue:string?
  errorValue:ErrorValue
FilterCriteria = hiddenValues:[string] condition:BooleanCondition visibleBackgroundColor:Color
  visibleForegroundColor:Color visibleBackgroundColorStyle:ColorStyle
  visibleForegroundColorStyle:ColorStyle
FilterSpec = columnIndex:int? dataSourceColumnReference:DataSourceColumnReference
  filterCriteria:FilterCriteria
FilterView = filterViewId:int title:string range:GridRange namedRangeId:string
  sortSpecs:[SortSpec] criteria:{FilterCriteria} filterSpecs:[FilterSpec] tableId:string
GetSpreadsheetByDataFilterRequest = dataFilters:[DataFilter] excludeTablesInBandedRanges:bool
  includeGridData:bool
GradientRule = minpoint:InterpolationPoint midpoint:InterpolationPoint maxpoint:InterpolationPoint
GridCoordinate = sheetId:int rowIndex:int columnIndex:int
GridData = startRow:int startColumn:int rowData:[RowData] rowMetadata:[DimensionProperties]
  columnMetadata:[DimensionProperties]
GridProperties = rowCount:int columnCount:int frozenRowCount:int frozenColumnCount:int
  hideGridlines:bool rowGroupControlAfter:bool columnGroupControlAfter:bool
GridRange = sheetId:int startRowIndex:int? endRowIndex:int? startColumnIndex:int?
  endColumnIndex:int?
InterpolationPoint = color:Color type:InterpolationPointType value:string colorStyle:ColorStyle
IterativeCalculationSettings = maxIterations:int convergenceThreshold:double
Link = uri:string
MatchedDeveloperMetadata = developerMetadata:DeveloperMetadata dataFilters:[DataFilter]
MatchedValueRange = valueRange:ValueRange dataFilters:[DataFilter]
NamedRange = namedRangeId:string name:string range:GridRange
NumberFormat = type:NumberFormatType pattern:string
Padding = top:int right:int bottom:int left:int
PersonProperties = email:string displayFormat:DisplayFormat
ProtectedRange = protectedRangeId:int range:GridRange namedRangeId:string tableId:string
  description:string warningOnly:bool requestingUserCanEdit:bool unprotectedRanges:[GridRange]
  editors:Editors
RichLinkProperties = uri:string mimeType:string^
RowData = values:[CellData]
SearchDeveloperMetadataRequest = dataFilters:[DataFilter]
SearchDeveloperMetadataResponse = matchedDeveloperMetadata:[MatchedDeveloperMetadata]
Sheet = properties:SheetProperties data:[GridData] merges:[GridRange]
  conditionalFormats:[ConditionalFormatRule] filterViews:[FilterView]
  protectedRanges:[ProtectedRange] basicFilter:BasicFilter charts:[EmbeddedChart]
  bandedRanges:[BandedRange] developerMetadata:[DeveloperMetadata] rowGroups:[DimensionGroup]
  columnGroups:[DimensionGroup] slicers:[Slicer] tables:[Table]
SheetProperties = sheetId:int? title:string index:int? sheetType:SheetType
  gridProperties:GridProperties hidden:bool tabColor:Color rightToLeft:bool
  tabColorStyle:ColorStyle dataSourceSheetProperties:DataSourceSheetProperties^
SortSpec = dimensionIndex:int? dataSourceColumnReference:DataSourceColumnReference
  sortOrder:SortOrder foregroundColor:Color backgroundColor:Color foregroundColorStyle:ColorStyle
  backgroundColorStyle:ColorStyle
SourceAndDestination = dimension:Dimension fillLength:int source:GridRange
Spreadsheet = spreadsheetId:string properties:SpreadsheetProperties sheets:[Sheet]
  namedRanges:[NamedRange] spreadsheetUrl:string developerMetadata:[DeveloperMetadata]
  dataSources:[DataSource] dataSourceSchedules:[DataSourceRefreshSchedule]^
SpreadsheetProperties = title:string locale:string autoRecalc:RecalculationInterval
  timeZone:string defaultFormat:CellFormat
  iterativeCalculationSettings:IterativeCalculationSettings spreadsheetTheme:SpreadsheetTheme
  importFunctionsExternalUrlAccessAllowed:bool
SpreadsheetTheme = primaryFontFamily:string themeColors:[ThemeColorPair]
Table = tableId:string name:string range:GridRange rowsProperties:TableRowsProperties
  columnProperties:[TableColumnProperties]
TableColumnDataValidationRule = condition:BooleanCondition
TableColumnProperties = columnIndex:int columnName:string columnType:ColumnType
  dataValidationRule:TableColumnDataValidationRule
TableRowsProperties = headerColorStyle:ColorStyle firstBandColorStyle:ColorStyle
  secondBandColorStyle:ColorStyle footerColorStyle:ColorStyle
TextFormat = foregroundColor:Color fontFamily:string fontSize:int bold:bool? italic:bool?
  strikethrough:bool? underline:bool? foregroundColorStyle:ColorStyle link:Link
TextFormatRun = startIndex:int format:TextFormat
TextRotation = angle:int? vertical:bool
ThemeColorPair = colorType:ThemeColorType color:ColorStyle
UpdateValuesByDataFilterResponse = updatedRange:string updatedRows:int updatedColumns:int
  updatedCells:int dataFilter:DataFilter updatedData:ValueRange
UpdateValuesResponse = spreadsheetId:string updatedRange:string updatedRows:int updatedColumns:int
  updatedCells:int updatedData:ValueRange
ValueRange = range:string majorDimension:Dimension values:[values]
)";

}  // namespace sheetkeeper::emulator
