// The interactive chart: Vega with the expression interpreter, so that no code is made from text (strict CSP).
import { expressionInterpreter } from "vega-interpreter";
import { parse, View } from "vega";

export async function showChart(element, specification, label) {
  const view = new View(parse(specification, null, { ast: true }), { expr: expressionInterpreter, renderer: "svg", container: element, hover: true });
  view.description(label);
  await view.runAsync();
  return view;
}
