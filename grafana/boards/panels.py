"""Panels as all dashboards draw them: one data source, the same matchers, colours and legends.

Expressions are written without matchers, `bot_health{}`; `asked` adds those of the chosen job and
instance. A stat or bar shows the current value or nothing: its queries are instant ones.
"""

import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from grafana_foundation_sdk.builders import bargauge, common, dashboard, stat, table, timeseries
from grafana_foundation_sdk.builders.prometheus import Dataquery
from grafana_foundation_sdk.cog.builder import Builder
from grafana_foundation_sdk.models import common as drawn
from grafana_foundation_sdk.models.dashboard import (
    DashboardLinkType,
    DashboardSpecialValueMapOptions,
    DataSourceRef,
    DataTransformerConfig,
    DynamicConfigValue,
    FieldColorModeId,
    Panel,
    SpecialValueMap,
    SpecialValueMatch,
    Threshold,
    ThresholdsMode,
    ValueMap,
    ValueMappingResult,
)
from grafana_foundation_sdk.models.prometheus import PromQueryFormat, QueryEditorMode

SOURCE = DataSourceRef(type_val="prometheus", uid="${datasource}")
MATCHERS = 'job="$job", instance=~"$instance"'
MATCHER_OF_JOB = 'job="$job"'
MATCHERS_OF_ALERTS = 'job="$job", instance=~"$instance|"'
"""An alert about a bot that nobody reports on has no instance."""

RUNBOOK = "${prometheus_url}/user/runbook.html"
Steps: TypeAlias = Sequence[tuple[str, float | None]]
"""Colours and the values from which they hold; the first has None."""

CALM: Steps = [("blue", None)]
NOTHING = "#808080"
"""The colour of a panel without a value: neither good nor bad."""

Overrides: TypeAlias = Mapping[str, list[DynamicConfigValue]]
"""What is drawn otherwise for the series, or the column, of a name."""


def judged(bad_from: float) -> Steps:
    """Colour a value green, or red from where its alert fires; no value is neither."""
    return [(NOTHING, None), ("green", 0), ("red", bad_from)]


def asked(expression: str) -> str:
    """Add the matchers of the dashboard's variables to every selector of an expression."""

    def selector(found: re.Match[str]) -> str:
        name, matchers = found.groups()
        ours = MATCHERS_OF_ALERTS if name == "ALERTS" else MATCHERS
        if name.startswith("job:"):  # recorded for all instances together
            ours = MATCHER_OF_JOB
        return f"{name}{{{ours}{', ' if matchers else ''}{matchers}}}"

    return re.sub(r"\b([a-zA-Z_][\w:]*)\{([^}]*)\}", selector, expression)


def query(expression: str, legend: str = "", *, exemplar: bool = False) -> Dataquery:
    """Ask for a curve over the chosen time, in a time series panel."""
    made = Dataquery().expr(asked(expression)).range().editor_mode(QueryEditorMode.CODE)
    made.datasource(SOURCE).legend_format(legend)
    return made.exemplar(exemplar=True) if exemplar else made


def now(expression: str, legend: str = "", *, as_table: bool = False) -> Dataquery:
    """Ask for the current value; when there is none, the panel shows no older one."""
    made = Dataquery().expr(asked(expression)).instant().editor_mode(QueryEditorMode.CODE)
    made.datasource(SOURCE).legend_format(legend)
    return made.format(PromQueryFormat.TABLE) if as_table else made


def color(name: str) -> list[DynamicConfigValue]:
    """Draw a series in one colour."""
    return [DynamicConfigValue("color", {"mode": "fixed", "fixedColor": name})]


OUTCOMES: Overrides = {
    "ok": color("green"),
    "refused": color("yellow"),
    "duplicate": color("light-blue"),
    "stale": color("purple"),
    "forbidden": color("orange"),
    "error": color("red"),
}
"""The colours of what became of an update."""

ANSWERS: Overrides = {
    "sent": color("green"),
    "needless": color("light-blue"),
    "blocked": color("purple"),
    "given_up": color("red"),
    "refused": color("orange"),
    "dropped": color("dark-red"),
    "failed": color("yellow"),
}
"""The colours of what became of an answer."""


def dashed(unit: str = "short") -> list[DynamicConfigValue]:
    """Draw a series dashed, with an axis of its own on the right."""
    return [
        DynamicConfigValue("unit", unit),
        DynamicConfigValue("custom.axisPlacement", "right"),
        DynamicConfigValue("custom.lineStyle", {"fill": "dash", "dash": [6, 6]}),
    ]


def runbook(alert: str) -> dashboard.DashboardLink:
    """Link a panel to what to do when an alert fires."""
    link = dashboard.DashboardLink(f"Runbook: {alert}").type(DashboardLinkType.LINK)
    link.url(f"{RUNBOOK}#{alert}").icon("doc").target_blank(target_blank=True)
    return link.tooltip("What to do when this is red")


def number(  # noqa: PLR0913 - a panel has many properties
    title: str,
    description: str,
    expression: str,
    *,
    width: int = 3,
    unit: str = "short",
    decimals: int | None = None,
    steps: Steps = CALM,
    runbooks: Sequence[str] = (),
    empty: str = "no data",
) -> stat.Panel:
    """Show one current number, on a coloured ground if it can be bad, and `empty` without one."""
    made = stat.Panel().title(title).description(description).span(width).height(4)
    made.datasource(SOURCE).with_target(now(expression)).unit(unit).no_value(empty)
    made.thresholds(_thresholds(steps)).color_scheme(_by_threshold())
    made.color_mode(
        drawn.BigValueColorMode.BACKGROUND if len(steps) > 1 else drawn.BigValueColorMode.VALUE
    )
    made.graph_mode(drawn.BigValueGraphMode.NONE).reduce_options(_current())
    made.links([runbook(alert) for alert in runbooks])
    return made if decimals is None else made.decimals(decimals)


def absent(text: str) -> SpecialValueMap:
    """Show no value in grey, where the first colour is that of the lowest values."""
    grey = ValueMappingResult(text=text, color=NOTHING, index=0)
    match = SpecialValueMatch.NULL_AND_NAN
    return SpecialValueMap(DashboardSpecialValueMapOptions(match=match, result=grey))


def well(title: str, description: str, expression: str, runbooks: Sequence[str]) -> stat.Panel:
    """Show in words whether 1 (well) or 0 is the current value, and red also without any."""
    steps: Steps = [("red", None), ("green", 1)]
    made = number(title, description, expression, steps=steps, runbooks=runbooks, empty="Gone")
    words = {
        "0": ValueMappingResult(text="Not well", color="red", index=0),
        "1": ValueMappingResult(text="Well", color="green", index=1),
    }
    return made.mappings([ValueMap(options=words)])


def curves(  # noqa: PLR0913 - a panel has many properties
    title: str,
    description: str,
    *queries: Dataquery,
    width: int,
    height: int = 8,
    unit: str = "short",
    line: float | None = None,
    runbooks: Sequence[str] = (),
    overrides: Overrides | None = None,
    stacked: bool = False,
    as_bars: bool = False,
    most: float | None = None,
) -> Builder[Panel]:
    """Draw curves from 0 up, and a dashed `line` above which an alert fires."""
    steps: Steps = [("green", None)] if line is None else [("green", None), ("red", line)]
    made = timeseries.Panel().title(title).description(description).span(width).height(height)
    made.datasource(SOURCE).unit(unit).min(0)
    made.thresholds(_thresholds(steps)).color_scheme(_by_name())
    for asking in queries:
        made.with_target(asking)
    if most is not None:
        made.max(most)
    for name, properties in (overrides or {}).items():
        made.override_by_name(name, properties)
    made.draw_style(drawn.GraphDrawStyle.BARS if as_bars else drawn.GraphDrawStyle.LINE)
    made.line_width(0 if as_bars else 1).fill_opacity(70 if as_bars else 40 if stacked else 8)
    made.show_points(drawn.VisibilityMode.NEVER)
    stacking = drawn.StackingMode.NORMAL if stacked or as_bars else drawn.StackingMode.NONE
    made.stacking(common.StackingConfig().mode(stacking).group("A"))
    styles = drawn.GraphThresholdsStyleMode
    style = styles.OFF if line is None else styles.DASHED
    made.thresholds_style(common.GraphThresholdsStyleConfig().mode(style))
    legend = common.VizLegendOptions().display_mode(drawn.LegendDisplayMode.TABLE)
    legend.placement(drawn.LegendPlacement.BOTTOM).show_legend(show_legend=True)
    made.legend(legend.calcs(["last", "max"]))
    tooltip = common.VizTooltipOptions().mode(drawn.TooltipDisplayMode.MULTI)
    made.tooltip(tooltip.sort(drawn.SortOrder.DESCENDING))
    return made.links([runbook(alert) for alert in runbooks])


def bars(  # noqa: PLR0913 - a panel has many properties
    title: str,
    description: str,
    *queries: Dataquery,
    width: int,
    height: int = 8,
    unit: str = "short",
    decimals: int | None = 0,
) -> Builder[Panel]:
    """Draw current numbers as bars, one below the other."""
    made = bargauge.Panel().title(title).description(description).span(width).height(height)
    made.datasource(SOURCE).unit(unit).thresholds(_thresholds(CALM)).min(0).no_value("no data")
    for asking in queries:
        made.with_target(asking)
    made.color_scheme(_by_threshold()).reduce_options(_current())
    made.display_mode(drawn.BarGaugeDisplayMode.BASIC)
    made.orientation(drawn.VizOrientation.HORIZONTAL).value_mode(drawn.BarGaugeValueMode.TEXT)
    return made if decimals is None else made.decimals(decimals)


def rows(  # noqa: PLR0913 - a panel has many properties
    title: str,
    description: str,
    *queries: Dataquery,
    columns: dict[str, str],
    width: int,
    height: int = 8,
    unit: str = "short",
    runbooks: Sequence[str] = (),
    links: Mapping[str, str] | None = None,
    empty: str = "no data",
) -> Builder[Panel]:
    """Show current values as a table; `columns` names the columns to show, in their order.

    Several queries are joined by their labels; their values are `Value #A`, `Value #B`. `links`
    holds the address that a click on a column opens.
    """
    made = table.Panel().title(title).description(description).span(width).height(height)
    made.datasource(SOURCE).unit(unit).thresholds(_thresholds(CALM)).no_value(empty)
    for asking in queries:
        made.with_target(asking)
    for column, url in (links or {}).items():
        link = {"title": "What to do", "url": url, "targetBlank": True}
        made.override_by_name(columns[column], [DynamicConfigValue("links", [link])])
    if len(queries) > 1:
        made.with_transformation(DataTransformerConfig("merge", options={}))
    keep = {"include": {"names": [*columns]}}
    made.with_transformation(DataTransformerConfig("filterFieldsByName", options=keep))
    order = {name: place for place, name in enumerate(columns)}
    named = {"indexByName": order, "renameByName": columns, "excludeByName": {}}
    made.with_transformation(DataTransformerConfig("organize", options=named))
    made.show_header(show_header=True).cell_height(drawn.TableCellHeight.SM)
    return made.links([runbook(alert) for alert in runbooks])


def top(expression: str) -> str:
    """Keep the ten largest that are not zero."""
    return f"topk(10, {expression} > 0)"


def quantiles(histogram: str) -> list[Dataquery]:
    """Ask for the time that half, 95 and 99 of 100 stay below."""
    names = {0.5: "half", 0.95: "95 of 100", 0.99: "99 of 100"}
    return [
        query(quantile(share, histogram), name, exemplar=share == 0.95)  # noqa: PLR2004
        for share, name in names.items()
    ]


def quantile(share: float, histogram: str, by: str = "", window: str = "$__rate_interval") -> str:
    """Write the expression of a quantile; without any observation it is empty, not NaN."""
    buckets = f"rate({histogram}_bucket{{}}[{window}])"
    return f"histogram_quantile({share}, sum by ({f'{by}, ' if by else ''}le) ({buckets})) >= 0"


def _thresholds(steps: Steps) -> dashboard.ThresholdsConfig:
    made = [Threshold(value=value, color=name) for name, value in steps]
    return dashboard.ThresholdsConfig().mode(ThresholdsMode.ABSOLUTE).steps(made)


def _by_threshold() -> dashboard.FieldColor:
    return dashboard.FieldColor().mode(FieldColorModeId.THRESHOLDS)


def _by_name() -> dashboard.FieldColor:
    return dashboard.FieldColor().mode(FieldColorModeId.PALETTE_CLASSIC)


def _current() -> common.ReduceDataOptions:
    return common.ReduceDataOptions().calcs(["lastNotNull"]).values(values=False).fields("")
