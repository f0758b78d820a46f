// Which fields exclude one another. The form is described in schema.cc.

#include "emulator/wire/schema_text.h"

namespace sheetkeeper::emulator {

const char* const kOneofsSchema = R"(
oneof AutoFillRequest.area = range sourceAndDestination
oneof BigQueryDataSourceSpec.spec = querySpec tableSpec
oneof ChartData.type = sourceRange columnReference
oneof ChartSpec.chart = basicChart pieChart bubbleChart candlestickChart orgChart histogramChart
  waterfallChart treemapChart scorecardChart
oneof Chip.chip = personProperties richLinkProperties
oneof ColorStyle.kind = rgbColor themeColor
oneof ConditionValue.value = relativeDate userEnteredValue
oneof ConditionalFormatRule.rule = booleanRule gradientRule
oneof DataFilter.filter = developerMetadataLookup a1Range gridRange
oneof DeveloperMetadataLocation.location = spreadsheet sheetId dimensionRange
oneof EmbeddedObjectPosition.location = sheetId overlayPosition newSheet
oneof ExtendedValue.value = numberValue stringValue boolValue formulaValue errorValue
oneof FilterSpec.reference = columnIndex dataSourceColumnReference
oneof FindReplaceRequest.scope = range sheetId allSheets
oneof PasteDataRequest.kind = delimiter html
oneof PivotGroupRule.rule = manualRule histogramRule dateTimeRule
oneof Request.kind = *
oneof SortSpec.reference = dimensionIndex dataSourceColumnReference
oneof TextRotation.type = angle vertical
oneof UpdateCellsRequest.area = start range
)";

}  // namespace sheetkeeper::emulator
