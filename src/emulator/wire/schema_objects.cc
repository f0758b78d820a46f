// Charts, pivot tables, slicers and data sources. The form is described in schema.cc.

#include "emulator/wire/schema_text.h"

namespace sheetkeeper::emulator {

const char* const kObjectsSchema = R"(
BaselineValueFormat = comparisonType:ComparisonType description:string negativeColor:Color
  negativeColorStyle:ColorStyle position:TextPosition positiveColor:Color
  positiveColorStyle:ColorStyle textFormat:TextFormat
BasicChartAxis = position:BasicChartAxisPosition title:string format:TextFormat
  titleTextPosition:TextPosition viewWindowOptions:ChartAxisViewWindowOptions
BasicChartDomain = domain:ChartData reversed:bool
BasicChartSeries = series:ChartData targetAxis:BasicChartAxisPosition type:BasicChartType
  lineStyle:LineStyle color:Color dataLabel:DataLabel pointStyle:PointStyle colorStyle:ColorStyle
  styleOverrides:[BasicSeriesDataPointStyleOverride]
BasicChartSpec = chartType:BasicChartType legendPosition:BasicChartLegendPosition
  axis:[BasicChartAxis] domains:[BasicChartDomain] series:[BasicChartSeries] headerCount:int
  threeDimensional:bool interpolateNulls:bool stackedType:BasicChartStackedType lineSmoothing:bool
  compareMode:BasicChartCompareMode totalDataLabel:DataLabel
BasicSeriesDataPointStyleOverride = color:Color colorStyle:ColorStyle index:int
  pointStyle:PointStyle
BigQueryDataSourceSpec = projectId:string querySpec:BigQueryQuerySpec tableSpec:BigQueryTableSpec
BigQueryQuerySpec = rawQuery:string
BigQueryTableSpec = datasetId:string tableId:string tableProjectId:string
BubbleChartSpec = bubbleBorderColor:Color bubbleBorderColorStyle:ColorStyle bubbleLabels:ChartData
  bubbleMaxRadiusSize:int bubbleMinRadiusSize:int bubbleOpacity:float bubbleSizes:ChartData
  bubbleTextStyle:TextFormat domain:ChartData groupIds:ChartData
  legendPosition:BubbleChartLegendPosition series:ChartData
CancelDataSourceRefreshStatus = reference:DataSourceObjectReference
  refreshCancellationStatus:RefreshCancellationStatus
CandlestickChartSpec = data:[CandlestickData] domain:CandlestickDomain
CandlestickData = closeSeries:CandlestickSeries highSeries:CandlestickSeries
  lowSeries:CandlestickSeries openSeries:CandlestickSeries
CandlestickDomain = data:ChartData reversed:bool
CandlestickSeries = data:ChartData
ChartAxisViewWindowOptions = viewWindowMax:double? viewWindowMin:double?
  viewWindowMode:ViewWindowMode
ChartCustomNumberFormatOptions = prefix:string suffix:string
ChartData = aggregateType:ChartAggregateType columnReference:DataSourceColumnReference
  groupRule:ChartGroupRule sourceRange:ChartSourceRange
ChartDateTimeRule = type:ChartDateTimeRuleType
ChartGroupRule = dateTimeRule:ChartDateTimeRule histogramRule:ChartHistogramRule
ChartHistogramRule = intervalSize:double maxValue:double minValue:double
ChartSourceRange = sources:[GridRange]
ChartSpec = title:string altText:string titleTextFormat:TextFormat titleTextPosition:TextPosition
  subtitle:string subtitleTextFormat:TextFormat subtitleTextPosition:TextPosition fontName:string
  maximized:bool backgroundColor:Color dataSourceChartProperties:DataSourceChartProperties
  filterSpecs:[FilterSpec] sortSpecs:[SortSpec]
  hiddenDimensionStrategy:ChartHiddenDimensionStrategy basicChart:BasicChartSpec
  pieChart:PieChartSpec bubbleChart:BubbleChartSpec candlestickChart:CandlestickChartSpec
  orgChart:OrgChartSpec histogramChart:HistogramChartSpec waterfallChart:WaterfallChartSpec
  treemapChart:TreemapChartSpec scorecardChart:ScorecardChartSpec backgroundColorStyle:ColorStyle
DataExecutionStatus = errorCode:DataExecutionErrorCode errorMessage:string lastRefreshTime:time
  state:DataExecutionState
DataLabel = customLabelData:ChartData placement:DataLabelPlacement textFormat:TextFormat
  type:DataLabelType
DataSource = calculatedColumns:[DataSourceColumn] dataSourceId:string sheetId:int
  spec:DataSourceSpec
DataSourceChartProperties = dataExecutionStatus:DataExecutionStatus^ dataSourceId:string
DataSourceColumn = formula:string reference:DataSourceColumnReference
DataSourceColumnReference = name:string
DataSourceFormula = dataExecutionStatus:DataExecutionStatus^ dataSourceId:string
DataSourceObjectReference = chartId:int? dataSourceFormulaCell:GridCoordinate
  dataSourcePivotTableAnchorCell:GridCoordinate dataSourceTableAnchorCell:GridCoordinate
  sheetId:string
DataSourceObjectReferences = references:[DataSourceObjectReference]
DataSourceParameter = name:string namedRangeId:string range:GridRange
DataSourceRefreshDailySchedule = startTime:TimeOfDay
DataSourceRefreshMonthlySchedule = daysOfMonth:[int] startTime:TimeOfDay
DataSourceRefreshSchedule = dailySchedule:DataSourceRefreshDailySchedule enabled:bool
  monthlySchedule:DataSourceRefreshMonthlySchedule nextRun:Interval^
  refreshScope:DataSourceRefreshScope weeklySchedule:DataSourceRefreshWeeklySchedule
DataSourceRefreshWeeklySchedule = daysOfWeek:[DayOfWeek] startTime:TimeOfDay
DataSourceSheetDimensionRange = columnReferences:[DataSourceColumnReference] sheetId:int
DataSourceSheetProperties = columns:[DataSourceColumn] dataExecutionStatus:DataExecutionStatus
  dataSourceId:string
DataSourceSpec = bigQuery:BigQueryDataSourceSpec looker:LookerDataSourceSpec
  parameters:[DataSourceParameter]
DataSourceTable = columnSelectionType:DataSourceTableColumnSelectionType
  columns:[DataSourceColumnReference] dataExecutionStatus:DataExecutionStatus^ dataSourceId:string
  filterSpecs:[FilterSpec] rowLimit:int sortSpecs:[SortSpec]
DateTimeRule = type:DateTimeRuleType
EmbeddedChart = chartId:int spec:ChartSpec position:EmbeddedObjectPosition
  border:EmbeddedObjectBorder
EmbeddedObjectBorder = color:Color colorStyle:ColorStyle
EmbeddedObjectPosition = sheetId:int? overlayPosition:OverlayPosition newSheet:bool
HistogramChartSpec = bucketSize:double legendPosition:HistogramChartLegendPosition
  outlierPercentile:double series:[HistogramSeries] showItemDividers:bool
HistogramRule = interval:double start:double? end:double?
HistogramSeries = barColor:Color barColorStyle:ColorStyle data:ChartData
Interval = endTime:time startTime:time
KeyValueFormat = position:TextPosition textFormat:TextFormat
LineStyle = type:LineDashType width:int
LookerDataSourceSpec = explore:string instanceUri:string model:string
ManualRule = groups:[ManualRuleGroup]
ManualRuleGroup = groupName:ExtendedValue items:[ExtendedValue]
OrgChartSpec = labels:ChartData nodeColor:Color nodeColorStyle:ColorStyle
  nodeSize:OrgChartLabelSize parentLabels:ChartData selectedNodeColor:Color
  selectedNodeColorStyle:ColorStyle tooltips:ChartData
OverlayPosition = anchorCell:GridCoordinate offsetXPixels:int offsetYPixels:int widthPixels:int
  heightPixels:int
PieChartSpec = legendPosition:PieChartLegendPosition domain:ChartData series:ChartData
  threeDimensional:bool pieHole:double
PivotFilterCriteria = visibleValues:[string] condition:BooleanCondition visibleByDefault:bool
PivotFilterSpec = columnOffsetIndex:int? dataSourceColumnReference:DataSourceColumnReference
  filterCriteria:PivotFilterCriteria
PivotGroup = sourceColumnOffset:int? dataSourceColumnReference:DataSourceColumnReference
  showTotals:bool valueMetadata:[PivotGroupValueMetadata] sortOrder:SortOrder
  valueBucket:PivotGroupSortValueBucket repeatHeadings:bool label:string groupRule:PivotGroupRule
  groupLimit:PivotGroupLimit
PivotGroupLimit = countLimit:int applyOrder:int
PivotGroupRule = dateTimeRule:DateTimeRule histogramRule:HistogramRule manualRule:ManualRule
PivotGroupSortValueBucket = valuesIndex:int buckets:[ExtendedValue]
PivotGroupValueMetadata = value:ExtendedValue collapsed:bool
PivotTable = source:GridRange rows:[PivotGroup] columns:[PivotGroup]
  criteria:{PivotFilterCriteria} filterSpecs:[PivotFilterSpec] values:[PivotValue]
  valueLayout:PivotValueLayout dataExecutionStatus:DataExecutionStatus^ dataSourceId:string
PivotValue = sourceColumnOffset:int? dataSourceColumnReference:DataSourceColumnReference
  formula:string summarizeFunction:PivotStandardValueFunction name:string
  calculatedDisplayType:PivotValueCalculatedDisplayType
PointStyle = shape:PointShape size:double
RefreshCancellationStatus = errorCode:RefreshCancellationErrorCode state:RefreshCancellationState
RefreshDataSourceObjectExecutionStatus = dataExecutionStatus:DataExecutionStatus
  reference:DataSourceObjectReference
ScorecardChartSpec = aggregateType:ChartAggregateType baselineValueData:ChartData
  baselineValueFormat:BaselineValueFormat customFormatOptions:ChartCustomNumberFormatOptions
  keyValueData:ChartData keyValueFormat:KeyValueFormat numberFormatSource:ChartNumberFormatSource
  scaleFactor:double
Slicer = slicerId:int spec:SlicerSpec position:EmbeddedObjectPosition
SlicerSpec = dataRange:GridRange filterCriteria:FilterCriteria columnIndex:int?
  applyToPivotTables:bool title:string textFormat:TextFormat backgroundColor:Color
  horizontalAlignment:HorizontalAlign backgroundColorStyle:ColorStyle
TextPosition = horizontalAlignment:HorizontalAlign
TimeOfDay = hours:int minutes:int seconds:int nanos:int
TreemapChartColorScale = maxValueColor:Color maxValueColorStyle:ColorStyle midValueColor:Color
  midValueColorStyle:ColorStyle minValueColor:Color minValueColorStyle:ColorStyle
  noDataColor:Color noDataColorStyle:ColorStyle
TreemapChartSpec = colorData:ChartData colorScale:TreemapChartColorScale headerColor:Color
  headerColorStyle:ColorStyle hideTooltips:bool hintedLevels:int labels:ChartData levels:int
  maxValue:double minValue:double parentLabels:ChartData sizeData:ChartData textFormat:TextFormat
WaterfallChartColumnStyle = color:Color colorStyle:ColorStyle label:string
WaterfallChartCustomSubtotal = dataIsSubtotal:bool label:string subtotalIndex:int
WaterfallChartDomain = data:ChartData reversed:bool
WaterfallChartSeries = customSubtotals:[WaterfallChartCustomSubtotal] data:ChartData
  dataLabel:DataLabel hideTrailingSubtotal:bool negativeColumnsStyle:WaterfallChartColumnStyle
  positiveColumnsStyle:WaterfallChartColumnStyle subtotalColumnsStyle:WaterfallChartColumnStyle
WaterfallChartSpec = connectorLineStyle:LineStyle domain:WaterfallChartDomain
  firstValueIsTotal:bool hideConnectorLines:bool series:[WaterfallChartSeries]
  stackedType:WaterfallStackedType totalDataLabel:DataLabel
)";

}  // namespace sheetkeeper::emulator
