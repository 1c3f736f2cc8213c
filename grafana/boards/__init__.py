"""The dashboards as code: `python -m grafana.boards` writes the JSON in `grafana/dashboards`."""
