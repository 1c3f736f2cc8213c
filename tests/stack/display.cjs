// Draws stat panels as Grafana does: `node display.cjs grafana-data.cjs`.
// Reads a list of {panel, values} from stdin; writes what each shows: {text, color}.
// An empty list of values is an answer without series; null is one that is not a number.

// Grafana asks the browser for its language; Node has had one of its own since version 21.
globalThis.navigator ??= { language: "en-US", languages: ["en-US"] };

const grafana = require(process.argv[2]);

// What @grafana/ui registers for every panel; there each has an editor, which nothing here needs.
const STANDARD = ["unit", "min", "max", "decimals", "color", "noValue", "mappings", "thresholds"];

const theme = grafana.createTheme();
const registry = new grafana.FieldConfigOptionsRegistry(() =>
  STANDARD.map((id) => ({
    id,
    path: id,
    name: id,
    process: grafana.identityOverrideProcessor,
    shouldApply: () => true,
  }))
);

function frames(values) {
  return values.map((value) =>
    grafana.toDataFrame({
      fields: [
        { name: "Time", type: grafana.FieldType.time, values: [1e12] },
        { name: "Value", type: grafana.FieldType.number, values: [value], labels: {} },
      ],
    })
  );
}

function shown({ panel, values }) {
  const common = { theme, fieldConfig: panel.fieldConfig, replaceVariables: (text) => text };
  const data = grafana.applyFieldOverrides({
    ...common,
    data: frames(values),
    fieldConfigRegistry: registry,
  });
  const drawn = grafana.getFieldDisplayValues({
    ...common,
    data,
    reduceOptions: panel.options.reduceOptions,
    timeZone: "utc",
  });
  return drawn.map(({ display }) => ({
    text: `${display.prefix ?? ""}${display.text}${display.suffix ?? ""}`,
    color: display.color,
  }));
}

function colors({ fieldConfig }) {
  const { thresholds, mappings = [] } = fieldConfig.defaults;
  const special = mappings.filter(({ type }) => type === "special");
  const named = [...thresholds.steps, ...special.map(({ options }) => options.result)];
  return Object.fromEntries(
    named.map(({ color }) => [color, theme.visualization.getColorByName(color)])
  );
}

const asked = JSON.parse(require("fs").readFileSync(0, "utf-8"));
console.log(JSON.stringify(asked.map((each) => ({ shown: shown(each), colors: colors(each.panel) }))));
