// Improves pages that already work without it: htmx where a template asks for it, and charts that open on demand.
import "htmx.org";

for (const figure of document.querySelectorAll("[data-chart]")) {
  const button = figure.querySelector(".chart-button");
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const [{ showChart }, response] = await Promise.all([import(figure.dataset.chartScript), fetch(figure.dataset.chart)]);
      if (!response.ok) throw new Error(response.statusText);
      const view = figure.querySelector(".chart-view");
      view.hidden = false;
      await showChart(view, await response.json(), figure.dataset.chartLabel);
      figure.querySelector("img").hidden = true;
      button.hidden = true;
      view.dataset.done = "true";
    } catch (error) {
      button.disabled = false;
      console.error(error);
    }
  });
}
